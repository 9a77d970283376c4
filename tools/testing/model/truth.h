/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The expected state of a stream, and the checks of what the driver does with it.
 */
#ifndef MODEL_TRUTH_H
#define MODEL_TRUTH_H

#include "card.h"

struct client *truth_client(const struct waveport_stream *stream);
void truth_begin(struct client *client);
void truth_look(struct client *client);
void truth_settle(struct client *client);
u64 truth_whole(const struct client *client);
u64 truth_slack(const struct client *client);
void truth_loop_notified(const struct client *client);
void truth_loop_read(struct client *client, u64 position, u32 word);
bool truth_looped(const struct client *client);
void truth_wait(struct client *client, u64 before);
void truth_commit(struct client *client);
bool truth_stood(const struct client *client);
void truth_resume(unsigned int engine);
void truth_told(const struct client *client);

#endif /* MODEL_TRUTH_H */
