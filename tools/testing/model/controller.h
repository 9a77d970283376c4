/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A card with an HD Audio controller in the model: its engines, the rings of the port, its timers.
 */
#ifndef MODEL_CONTROLLER_H
#define MODEL_CONTROLLER_H

#include <linux/types.h>

struct snd_dma_buffer;
struct waveport_miniport_ops;

void controller_make(void);
void controller_power(void);
void controller_interrupt(void);
const struct waveport_miniport_ops *controller_ops(void);
int controller_alloc_ring(size_t size, struct snd_dma_buffer *buffer);
void controller_free_ring(struct snd_dma_buffer *buffer);
bool controller_owns_ring(const struct snd_dma_buffer *buffer);
u32 controller_patience(u32 frames);
u32 controller_until_alarm(u32 frames);
void controller_run_alarms(void);

#endif /* MODEL_CONTROLLER_H */
