/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef SHIM_LINUX_MINMAX_H
#define SHIM_LINUX_MINMAX_H

/* The comparison of the two addresses makes the compiler warn about different types. */
#define min(x, y) ({				\
	__typeof__(x) _x = (x);			\
	__typeof__(y) _y = (y);			\
						\
	(void)(&_x == &_y);			\
	_x < _y ? _x : _y; })

#define max(x, y) ({				\
	__typeof__(x) _x = (x);			\
	__typeof__(y) _y = (y);			\
						\
	(void)(&_x == &_y);			\
	_x > _y ? _x : _y; })

#define min_t(type, x, y)	min((type)(x), (type)(y))

#define clamp_t(type, value, low, high)	min_t(type, max_t(type, value, low), high)
#define max_t(type, x, y)	max((type)(x), (type)(y))

#define min_not_zero(x, y)	((x) == 0 ? (y) : (y) == 0 ? (x) : min(x, y))

#endif /* SHIM_LINUX_MINMAX_H */
