/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef SHIM_LINUX_INDIRECT_CALL_WRAPPER_H
#define SHIM_LINUX_INDIRECT_CALL_WRAPPER_H

/* As the kernel has it with retpolines. */
#define INDIRECT_CALL_1(f, f1, ...)	((f) == (f1) ? f1(__VA_ARGS__) : (f)(__VA_ARGS__))

#endif /* SHIM_LINUX_INDIRECT_CALL_WRAPPER_H */
