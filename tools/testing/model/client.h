/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The calls that a client makes on a stream.
 */
#ifndef MODEL_CLIENT_H
#define MODEL_CLIENT_H

#include "card.h"

void client_open(struct client *client, unsigned int number);
void client_close(struct client *client);
void client_reopen(struct client *client);
void client_write(struct client *client, u32 frames);
void client_commit(struct client *client, u32 frames);
void client_move_aside(void);
void client_point(struct client *client, snd_pcm_uframes_t pointer);
void client_forward(struct client *client, u32 frames);
void client_rewind(struct client *client, u32 frames);
void client_look(struct client *client);
void client_prepare(struct client *client);
void client_start(struct client *client);
void client_pause(struct client *client);
void client_drop(struct client *client);
void client_drain(struct client *client);
void client_reset(struct client *client);
void client_suspend(struct client *client);
void client_resume(struct client *client);
void client_check_notified(const struct client *client);
struct client *client_find(const struct snd_pcm_substream *substream);
snd_pcm_state_t client_state(const struct client *client);
bool client_runs(const struct client *client);

/* In content.c. */
u32 client_expected(const struct client *client, u64 position);
void client_expect(struct client *client, u64 from, u64 to);
void client_fill(const struct client *client, u32 *words, u32 frames);
void client_map(struct client *client, u32 frames);
void client_compare(struct client *client, u64 end);
void client_poison(struct client *client, u64 from, u64 to);

/* In callback.c. */
u64 client_end(const struct client *client, u64 appl);
void client_watch(struct snd_pcm *pcm);

#endif /* MODEL_CLIENT_H */
