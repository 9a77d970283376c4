// SPDX-License-Identifier: GPL-2.0-only
/*
 * The audio backend of the emulated sound device: records every byte that it plays and answers
 * every read with the next bytes of a feed, so that no sound server is needed.
 *
 * Usage: peer BUS_SOCKET OUT_DIR FEED TICK END
 *
 * QEMU has to be started with "-display dbus,addr=unix:path=BUS_SOCKET -audiodev dbus,...". It
 * takes this program for a message bus: the program answers the three bus calls that QEMU makes, so
 * no bus daemon is needed. (QEMU's mode without a bus, p2p=yes, crashes in QEMU 7.2 when the caller
 * has no name.) When QEMU has requested its bus name, the program registers a listener for each
 * direction on a socket pair. It exits when QEMU exits.
 *
 * FEED and TICK (microseconds, or 0) are explained in feed.h; END is "nothing" or "less", which is
 * what a read returns that ends the emulator's loop. In OUT_DIR: played.raw gets what was played,
 * played.log and fed.log the events of both directions with the number of frames passed so far.
 */
#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <gio/gunixfdlist.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "feed.h"
#include "flush.h"

#define BUS_PATH	"/org/freedesktop/DBus"
#define OUR_NAME	":1.1"
#define QEMU_NAME	":1.2"
#define NAME_OWNED	1	/* RequestName's answer: now the owner */
#define AUDIO_PATH	"/org/qemu/Display1/Audio"
#define AUDIO_IFACE	"org.qemu.Display1.Audio"
#define ANSWER_MS	10000
#define MAX_VOICES	16

/* One of QEMU's streams. At each change of the rate QEMU opens a new one, with a new id. */
struct voice {
	guint64 id;
	bool used;
	guint64 frames;		/* recorded or fed so far; goes on when the voice is opened again */
	guint marks;		/* so many of the last frames were marks; not recorded yet */
	bool flushed;		/* "flushed" was logged since it was last enabled */
	struct feed_pace pace;
};

struct direction {
	const char *name;		/* as in RegisterOutListener */
	const char *path;
	const char *xml;
	FILE *log;
	int raw;
	struct voice voices[MAX_VOICES];
	GDBusConnection *conn;
	int fd;				/* our end of its socket */
};

#define COMMON_METHODS \
	"<method name='Init'><arg type='t'/><arg type='y'/><arg type='b'/><arg type='b'/>" \
	"<arg type='u'/><arg type='y'/><arg type='u'/><arg type='u'/><arg type='b'/></method>" \
	"<method name='Fini'><arg type='t'/></method>" \
	"<method name='SetEnabled'><arg type='t'/><arg type='b'/></method>" \
	"<method name='SetVolume'><arg type='t'/><arg type='b'/><arg type='ay'/></method>"

static struct direction out = {
	.name = "Out",
	.path = "/org/qemu/Display1/AudioOutListener",
	.xml = "<node><interface name='org.qemu.Display1.AudioOutListener'>" COMMON_METHODS
	       "<method name='Write'><arg type='t'/><arg type='ay'/></method></interface></node>",
};

static struct direction in = {
	.name = "In",
	.path = "/org/qemu/Display1/AudioInListener",
	.xml = "<node><interface name='org.qemu.Display1.AudioInListener'>" COMMON_METHODS
	       "<method name='Read'><arg type='t'/><arg type='t'/><arg type='ay' direction='out'/>"
	       "</method></interface></node>",
};

static const char bus_xml[] =
	"<node><interface name='org.freedesktop.DBus'>"
	"<method name='Hello'><arg type='s' direction='out'/></method>"
	"<method name='RequestName'><arg type='s'/><arg type='u'/><arg type='u' direction='out'/>"
	"</method><method name='AddMatch'><arg type='s'/></method>"
	"<method name='RemoveMatch'><arg type='s'/></method></interface></node>";

static struct feed feed;
static guint32 tick_us;
static bool less_ends;
static GDBusConnection *qemu;
static GMainLoop *loop;

static void G_GNUC_PRINTF(1, 2) G_GNUC_NORETURN die(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	fputs("peer: ", stderr);
	vfprintf(stderr, format, args);
	fputc('\n', stderr);
	va_end(args);
	exit(1);
}

static struct voice *find_voice(struct direction *dir, guint64 id)
{
	for (int i = 0; i < MAX_VOICES; i++)
		if (dir->voices[i].used && dir->voices[i].id == id)
			return &dir->voices[i];
	return NULL;
}

/* A voice that is opened again goes on with the frame count of the closed one. */
static struct voice *open_voice(struct direction *dir, guint64 id)
{
	struct voice *voice = find_voice(dir, id);

	for (int i = 0; !voice && i < MAX_VOICES; i++)
		if (!dir->voices[i].used)
			voice = &dir->voices[i];
	if (!voice)
		die("QEMU opened more than %d voices", MAX_VOICES);
	voice->id = id;
	voice->used = true;
	return voice;
}

static void log_event(struct direction *dir, struct voice *voice, const char *event)
{
	fprintf(dir->log, "%.6f voice %d %s frames %" G_GUINT64_FORMAT "\n",
		g_get_monotonic_time() / 1e6, (int)(voice - dir->voices), event, voice->frames);
	fflush(dir->log);
}

static void on_init(struct direction *dir, guint64 id, GVariant *args)
{
	struct voice *voice = open_voice(dir, id);
	gboolean is_signed, is_float, big_endian;
	guint32 rate;
	guint8 bits, channels;
	g_autofree char *event = NULL;

	g_variant_get(args, "(tybbuyuub)", NULL, &bits, &is_signed, &is_float, &rate, &channels,
		      NULL, NULL, &big_endian);
	feed_pace_start(&voice->pace, rate, tick_us, less_ends);
	event = g_strdup_printf("init rate %u format %s%u%s channels %u", rate,
				is_float ? "F" : is_signed ? "S" : "U", bits,
				big_endian ? "BE" : "LE", channels);
	log_event(dir, voice, event);
}

static void on_enabled(struct direction *dir, struct voice *voice, GVariant *args)
{
	gboolean enabled;

	g_variant_get(args, "(tb)", NULL, &enabled);
	feed_pace_start(&voice->pace, voice->pace.rate, tick_us, less_ends);
	voice->flushed = false;
	log_event(dir, voice, enabled ? "enabled" : "disabled");
}

static void on_volume(struct direction *dir, struct voice *voice, GVariant *args)
{
	g_autoptr(GVariant) levels = NULL;
	g_autoptr(GString) event = NULL;
	const guint8 *level;
	gboolean mute;
	gsize n;

	g_variant_get(args, "(tb@ay)", NULL, &mute, &levels);
	level = g_variant_get_fixed_array(levels, &n, 1);
	event = g_string_new(mute ? "volume mute" : "volume");
	for (gsize i = 0; i < n; i++)
		g_string_append_printf(event, " %u", level[i]);
	log_event(dir, voice, event->str);
}

static void record(const void *bytes, gsize n)
{
	ssize_t written;

	for (gsize done = 0; done < n; done += written) {
		written = write(out.raw, (const char *)bytes + done, n - done);
		if (written < 0)
			die("cannot write played.raw: %s", g_strerror(errno));
	}
}

/* Fewer marks in a row than a flush plays were part of the audio: record them. */
static void record_marks(struct voice *voice)
{
	for (; voice->marks > 0 && voice->marks < FLUSH_RUN; voice->marks--) {
		record(FLUSH_MARK, COUNTER_FRAME_BYTES);
		voice->frames++;
	}
	voice->marks = 0;
}

static void on_write(struct voice *voice, GVariant *args)
{
	g_autoptr(GVariant) data = NULL;
	const guint8 *bytes;
	gsize n, start = 0;

	g_variant_get(args, "(t@ay)", NULL, &data);
	bytes = g_variant_get_fixed_array(data, &n, 1);
	for (gsize i = 0; i < n; i += COUNTER_FRAME_BYTES) {
		if (!memcmp(bytes + i, FLUSH_MARK, COUNTER_FRAME_BYTES)) {
			record(bytes + start, i - start);
			voice->frames += (i - start) / COUNTER_FRAME_BYTES;
			start = i + COUNTER_FRAME_BYTES;
			voice->marks++;
		} else if (voice->marks) {
			record_marks(voice);
		}
	}
	record(bytes + start, n - start);
	voice->frames += (n - start) / COUNTER_FRAME_BYTES;
	if (voice->marks >= FLUSH_RUN && !voice->flushed)
		log_event(&out, voice, "flushed");
	voice->flushed |= voice->marks >= FLUSH_RUN;
}

static GVariant *on_read(struct voice *voice, GVariant *args)
{
	guint64 size, frames;
	guint8 *bytes;

	g_variant_get(args, "(tt)", NULL, &size);
	frames = feed_pace_allows(&voice->pace, size / COUNTER_FRAME_BYTES);
	bytes = g_malloc(frames * COUNTER_FRAME_BYTES + 1);
	feed_read(&feed, bytes, voice->frames, frames);
	voice->frames += frames;
	return g_variant_new("(@ay)", g_variant_new_from_data(G_VARIANT_TYPE("ay"), bytes,
			     frames * COUNTER_FRAME_BYTES, TRUE, g_free, bytes));
}

static void on_call(GDBusConnection *conn, const char *sender, const char *path, const char *iface,
		    const char *method, GVariant *args, GDBusMethodInvocation *call, gpointer data)
{
	struct direction *dir = data;
	GVariant *answer = NULL;
	struct voice *voice;
	guint64 id;

	g_variant_get_child(args, 0, "t", &id);
	voice = find_voice(dir, id);
	if (!strcmp(method, "Init")) {
		on_init(dir, id, args);
	} else if (!voice) {
		fprintf(stderr, "peer: %s for a voice that was never opened\n", method);
	} else if (!strcmp(method, "Fini")) {
		log_event(dir, voice, "fini");
		voice->used = false;
	} else if (!strcmp(method, "SetEnabled")) {
		on_enabled(dir, voice, args);
	} else if (!strcmp(method, "SetVolume")) {
		on_volume(dir, voice, args);
	} else if (!strcmp(method, "Write")) {
		on_write(voice, args);
	} else {
		answer = on_read(voice, args);
	}
	g_dbus_method_invocation_return_value(call, answer);
}

static const GDBusInterfaceVTable listener_methods = { .method_call = on_call };

static GDBusInterfaceInfo *interface(const char *xml)
{
	g_autoptr(GError) err = NULL;
	GDBusNodeInfo *node = g_dbus_node_info_new_for_xml(xml, &err);

	if (!node)
		die("bad interface description: %s", err->message);
	return node->interfaces[0];
}

static void serve(GDBusConnection *conn, const char *path, const char *xml,
		  const GDBusInterfaceVTable *methods, gpointer data)
{
	g_autoptr(GError) err = NULL;

	if (!g_dbus_connection_register_object(conn, path, interface(xml), methods, data, NULL,
					       &err))
		die("cannot serve %s: %s", path, err->message);
}

static GDBusConnection *connect_listener(int fd)
{
	g_autoptr(GError) err = NULL;
	GSocket *sock = g_socket_new_from_fd(fd, &err);
	GSocketConnection *stream;
	GDBusConnection *conn;

	if (!sock)
		die("cannot use a socket: %s", err->message);
	stream = g_socket_connection_factory_create_connection(sock);
	conn = g_dbus_connection_new_sync(G_IO_STREAM(stream),
					  NULL, G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
					  G_DBUS_CONNECTION_FLAGS_DELAY_MESSAGE_PROCESSING,
					  NULL, NULL, &err);
	if (!conn)
		die("cannot connect to QEMU's listener: %s", err->message);
	return conn;
}

static void register_listener(struct direction *dir);

/* QEMU has received its end of the listener's socket and waits for the connection. */
static void on_registered(GObject *source, GAsyncResult *result, gpointer data)
{
	struct direction *dir = data;
	g_autoptr(GError) err = NULL;
	g_autoptr(GDBusMessage) answer = NULL;

	answer = g_dbus_connection_send_message_with_reply_finish(qemu, result, &err);
	if (!answer || g_dbus_message_to_gerror(answer, &err))
		die("QEMU refused the %s listener: %s", dir->name, err->message);
	dir->conn = connect_listener(dir->fd);
	serve(dir->conn, dir->path, dir->xml, &listener_methods, dir);
	g_dbus_connection_start_message_processing(dir->conn);
	if (dir == &out)
		register_listener(&in);
}

static void register_listener(struct direction *dir)
{
	g_autofree char *method = g_strdup_printf("Register%sListener", dir->name);
	g_autoptr(GDBusMessage) call = NULL;
	g_autoptr(GUnixFDList) fds = g_unix_fd_list_new();
	int pair[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair))
		die("cannot make a socket pair: %s", g_strerror(errno));
	dir->fd = pair[0];
	g_unix_fd_list_append(fds, pair[1], NULL);
	close(pair[1]);
	call = g_dbus_message_new_method_call(QEMU_NAME, AUDIO_PATH, AUDIO_IFACE, method);
	g_dbus_message_set_sender(call, OUR_NAME);
	g_dbus_message_set_unix_fd_list(call, fds);
	g_dbus_message_set_body(call, g_variant_new("(h)", 0));
	g_dbus_connection_send_message_with_reply(qemu, call, G_DBUS_SEND_MESSAGE_FLAGS_NONE,
						  ANSWER_MS, NULL, NULL, on_registered, dir);
}

/* The bus calls that QEMU makes. It exports its objects before it requests its name. */
static void on_bus_call(GDBusConnection *conn, const char *sender, const char *path,
			const char *iface, const char *method, GVariant *args,
			GDBusMethodInvocation *call, gpointer data)
{
	if (!strcmp(method, "Hello")) {
		g_dbus_method_invocation_return_value(call, g_variant_new("(s)", QEMU_NAME));
	} else if (!strcmp(method, "RequestName")) {
		g_dbus_method_invocation_return_value(call, g_variant_new("(u)", NAME_OWNED));
		register_listener(&out);
	} else {
		g_dbus_method_invocation_return_value(call, NULL);
	}
}

static const GDBusInterfaceVTable bus_methods = { .method_call = on_bus_call };

static void on_closed(GDBusConnection *conn, gboolean vanished, GError *err, gpointer data)
{
	g_main_loop_quit(loop);
}

static gboolean on_connection(GDBusServer *server, GDBusConnection *conn, gpointer data)
{
	if (qemu)
		return FALSE;
	qemu = g_object_ref(conn);
	g_signal_connect(conn, "closed", G_CALLBACK(on_closed), NULL);
	serve(conn, BUS_PATH, bus_xml, &bus_methods, NULL);
	return TRUE;
}

static FILE *open_log(const char *folder, const char *name)
{
	g_autofree char *path = g_build_filename(folder, name, NULL);
	FILE *log = fopen(path, "w");

	if (!log)
		die("cannot write %s: %s", path, g_strerror(errno));
	return log;
}

static void open_files(const char *folder, const char *feed_name)
{
	g_autofree char *path = g_build_filename(folder, "played.raw", NULL);

	out.raw = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	if (out.raw < 0)
		die("cannot write %s: %s", path, g_strerror(errno));
	out.log = open_log(folder, "played.log");
	in.log = open_log(folder, "fed.log");
	if (!feed_open(&feed, feed_name))
		die("cannot read the feed %s: %s", feed_name, g_strerror(errno));
}

int main(int argc, char **argv)
{
	g_autofree char *address = NULL, *guid = g_dbus_generate_guid();
	const GDBusServerFlags flags = G_DBUS_SERVER_FLAGS_AUTHENTICATION_REQUIRE_SAME_USER;
	g_autoptr(GError) err = NULL;
	GDBusServer *server;

	if (argc != 6)
		die("usage: peer BUS_SOCKET OUT_DIR FEED TICK END");
	tick_us = strtoul(argv[4], NULL, 10);
	less_ends = !strcmp(argv[5], "less");
	open_files(argv[2], argv[3]);
	address = g_strdup_printf("unix:path=%s", argv[1]);
	server = g_dbus_server_new_sync(address, flags, guid, NULL, NULL, &err);
	if (!server)
		die("cannot listen at %s: %s", address, err->message);
	loop = g_main_loop_new(NULL, FALSE);
	g_signal_connect(server, "new-connection", G_CALLBACK(on_connection), NULL);
	g_dbus_server_start(server);
	g_main_loop_run(loop);
	g_dbus_server_stop(server);
	for (int i = 0; i < MAX_VOICES; i++)
		record_marks(&out.voices[i]);
	return 0;
}
