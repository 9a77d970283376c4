/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The engines of an HD Audio controller, by its registers. The patched emulator (tools/testing/vm)
 * has one for each engine that tells when it began or ceased to move data.
 */
#ifndef WAVEPORT_ENGINE_H
#define WAVEPORT_ENGINE_H

#include <stdbool.h>
#include <stdint.h>

void engine_map(void);
unsigned int engine_first(bool capture);
bool engine_runs(unsigned int engine);
uint32_t engine_moved_ns(unsigned int engine);
void engine_stick(unsigned int engine);

#endif
