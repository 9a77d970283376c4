/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Each tracepoint calls a function of the test with its name.
 */
#ifndef SHIM_LINUX_TRACEPOINT_H
#define SHIM_LINUX_TRACEPOINT_H

#define TP_PROTO(arguments...)		arguments
#define TP_ARGS(arguments...)		arguments

#define TRACE_EVENT(name, proto, ...)						\
	void traced_##name(proto);						\
	static inline __attribute__((unused)) int trace_##name##_enabled(void)	\
	{									\
		return 1;							\
	}									\
	static __attribute__((unused))						\
	__typeof__(traced_##name) *const trace_##name = traced_##name

#endif /* SHIM_LINUX_TRACEPOINT_H */
