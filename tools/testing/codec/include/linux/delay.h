/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Waits that only move the fake time.
 */
#ifndef SHIM_LINUX_DELAY_H
#define SHIM_LINUX_DELAY_H

void fake_wait(unsigned long us);

static inline void usleep_range(unsigned long least, unsigned long most)
{
	(void)most;
	fake_wait(least);
}

static inline void msleep(unsigned int ms)
{
	fake_wait(1000UL * ms);
}

#endif /* SHIM_LINUX_DELAY_H */
