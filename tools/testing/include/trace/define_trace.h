/* SPDX-License-Identifier: GPL-2.0-only */
/* Nothing is defined here: linux/tracepoint.h has turned the trace points into functions. */
