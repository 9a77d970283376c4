/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The tracepoints of the port: mappings, states, commits, notifications.
 */
#undef TRACE_SYSTEM
#define TRACE_SYSTEM snd_waveport

#if !defined(WAVEPORT_TRACE_H) || defined(TRACE_HEADER_MULTI_READ)
#define WAVEPORT_TRACE_H

#include <linux/tracepoint.h>
#include <sound/core.h>

#include "internal.h"

#ifndef WAVEPORT_TRACE_STREAM
#define WAVEPORT_TRACE_STREAM
/* A trace event identifies its stream by card, transport and pin. */
#define WAVEPORT_TRACE_FIELDS \
	__field(u8, card) __field(u8, device) __field(u8, pin)
#define WAVEPORT_TRACE_ASSIGN(stream) do { \
	__entry->card = (stream)->port->card->number; \
	__entry->device = (stream)->transport->id; \
	__entry->pin = (stream)->pin - (stream)->port->pins; \
} while (0)
#endif

TRACE_EVENT(waveport_get,
	TP_PROTO(const struct waveport_stream *stream, const struct waveport_mapping *mapping),
	TP_ARGS(stream, mapping),
	TP_STRUCT__entry(
		WAVEPORT_TRACE_FIELDS
		__field(u64, tag)
		__field(u64, position)
		__field(u64, address)
		__field(u32, bytes)
		__field(u32, flags)
	),
	TP_fast_assign(
		WAVEPORT_TRACE_ASSIGN(stream);
		__entry->tag = mapping->tag;
		__entry->position = mapping->position;
		__entry->address = mapping->address;
		__entry->bytes = mapping->bytes;
		__entry->flags = mapping->flags;
	),
	TP_printk("C%u D%u/%u tag=%llu position=%llu address=%#llx bytes=%u flags=%#x",
		  __entry->card, __entry->device, __entry->pin, __entry->tag, __entry->position,
		  __entry->address, __entry->bytes, __entry->flags)
);

TRACE_EVENT(waveport_release,
	TP_PROTO(const struct waveport_stream *stream, u64 tag, int err),
	TP_ARGS(stream, tag, err),
	TP_STRUCT__entry(
		WAVEPORT_TRACE_FIELDS
		__field(u64, tag)
		__field(int, err)
	),
	TP_fast_assign(
		WAVEPORT_TRACE_ASSIGN(stream);
		__entry->tag = tag;
		__entry->err = err;
	),
	TP_printk("C%u D%u/%u tag=%llu err=%d",
		  __entry->card, __entry->device, __entry->pin, __entry->tag, __entry->err)
);

TRACE_EVENT(waveport_revoke,
	TP_PROTO(const struct waveport_stream *stream, u64 first, u64 last, int revoked),
	TP_ARGS(stream, first, last, revoked),
	TP_STRUCT__entry(
		WAVEPORT_TRACE_FIELDS
		__field(u64, first)
		__field(u64, last)
		__field(int, revoked)
	),
	TP_fast_assign(
		WAVEPORT_TRACE_ASSIGN(stream);
		__entry->first = first;
		__entry->last = last;
		__entry->revoked = revoked;
	),
	TP_printk("C%u D%u/%u first=%llu last=%llu revoked=%d",
		  __entry->card, __entry->device, __entry->pin, __entry->first, __entry->last,
		  __entry->revoked)
);

TRACE_EVENT(waveport_state,
	TP_PROTO(const struct waveport_stream *stream, enum waveport_state state, int err),
	TP_ARGS(stream, state, err),
	TP_STRUCT__entry(
		WAVEPORT_TRACE_FIELDS
		__field(u8, from)
		__field(u8, to)
		__field(int, err)
	),
	TP_fast_assign(
		WAVEPORT_TRACE_ASSIGN(stream);
		__entry->from = stream->state;
		__entry->to = state;
		__entry->err = err;
	),
	TP_printk("C%u D%u/%u from=%u to=%u err=%d",
		  __entry->card, __entry->device, __entry->pin, __entry->from, __entry->to,
		  __entry->err)
);

TRACE_EVENT(waveport_supply,
	TP_PROTO(const struct waveport_stream *stream, enum waveport_supply supply),
	TP_ARGS(stream, supply),
	TP_STRUCT__entry(
		WAVEPORT_TRACE_FIELDS
		__field(u64, position)
		__field(u8, from)
		__field(u8, to)
	),
	TP_fast_assign(
		WAVEPORT_TRACE_ASSIGN(stream);
		__entry->position = stream->position;
		__entry->from = stream->supply;
		__entry->to = supply;
	),
	TP_printk("C%u D%u/%u position=%llu from=%u to=%u",
		  __entry->card, __entry->device, __entry->pin, __entry->position, __entry->from,
		  __entry->to)
);

TRACE_EVENT(waveport_commit,
	TP_PROTO(const struct waveport_stream *stream, u64 end, int err),
	TP_ARGS(stream, end, err),
	TP_STRUCT__entry(
		WAVEPORT_TRACE_FIELDS
		__field(u64, end)
		__field(int, err)
	),
	TP_fast_assign(
		WAVEPORT_TRACE_ASSIGN(stream);
		__entry->end = end;
		__entry->err = err;
	),
	TP_printk("C%u D%u/%u end=%llu err=%d",
		  __entry->card, __entry->device, __entry->pin, __entry->end, __entry->err)
);

TRACE_EVENT(waveport_notify,
	TP_PROTO(const struct waveport_stream *stream, bool border, bool idle),
	TP_ARGS(stream, border, idle),
	TP_STRUCT__entry(
		WAVEPORT_TRACE_FIELDS
		__field(u64, position)
		__field(bool, border)
		__field(bool, idle)
	),
	TP_fast_assign(
		WAVEPORT_TRACE_ASSIGN(stream);
		__entry->position = stream->position;
		__entry->border = border;
		__entry->idle = idle;
	),
	TP_printk("C%u D%u/%u position=%llu border=%u idle=%u",
		  __entry->card, __entry->device, __entry->pin, __entry->position, __entry->border,
		  __entry->idle)
);

TRACE_EVENT(waveport_publish,
	TP_PROTO(const struct waveport_stream *stream, const struct waveport_mapping *last),
	TP_ARGS(stream, last),
	TP_STRUCT__entry(
		WAVEPORT_TRACE_FIELDS
		__field(u64, tag)
		__field(u64, end)
	),
	TP_fast_assign(
		WAVEPORT_TRACE_ASSIGN(stream);
		__entry->tag = last->tag;
		__entry->end = last->position + last->bytes;
	),
	TP_printk("C%u D%u/%u tag=%llu end=%llu",
		  __entry->card, __entry->device, __entry->pin, __entry->tag, __entry->end)
);

#endif /* WAVEPORT_TRACE_H */

#undef TRACE_INCLUDE_PATH
#define TRACE_INCLUDE_PATH .
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_FILE trace
#include <trace/define_trace.h>
