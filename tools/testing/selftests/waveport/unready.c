// SPDX-License-Identifier: GPL-2.0-only
/*
 * A client that moves its pointer while the stream has no buffer, or is not prepared:
 * SNDRV_PCM_IOCTL_SYNC_PTR takes the pointer in every state, and calls the driver. It may be
 * refused or taken, and does no harm: the stream runs after a prepare.
 */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "card.h"
#include "harness.h"
#include "raw.h"

#define RATE		48000
#define BUFFER		8192
#define PERIODS		2
#define RUN_US		100000

/**
 * struct unready - a stream
 * @device: CARD_CYCLIC or CARD_QUEUE
 * @capture: its direction
 */
struct unready {
	unsigned int device;
	bool capture;
};

static int fd = -1;

/* Forward, back, and over the end of the buffer. */
static void move_pointer(void)
{
	static const unsigned long places[] = {
		0, 1, BUFFER / 2, 100, BUFFER - 1, BUFFER, 0, BUFFER + 1, 10 * BUFFER, 3,
		~0UL / 4, ~0UL, 0,
	};
	unsigned int i;

	for (i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		raw_set_pointer(fd, places[i]);
		raw_forward(fd, BUFFER / 4);
		raw_rewind(fd, BUFFER / 8);
		raw_do(fd, RAW_HWSYNC);
	}
}

static void succeeds(int result, const char *what)
{
	tap_require(!result, "%s: %s", what, strerror(errno));
}

static void runs(const struct unready *run)
{
	static const uint8_t silence[BUFFER * RAW_FRAME_BYTES];
	struct raw_pointers before, after;

	succeeds(raw_do(fd, RAW_PREPARE), "prepare");
	if (!run->capture)
		tap_require(raw_write(fd, silence, BUFFER) == BUFFER, "write: %s", strerror(errno));
	succeeds(raw_do(fd, RAW_START), "start");
	succeeds(raw_pointers(fd, &before), "sync_ptr");
	usleep(RUN_US);
	succeeds(raw_do(fd, RAW_HWSYNC), "hwsync");
	succeeds(raw_pointers(fd, &after), "sync_ptr");
	tap_require(after.hw > before.hw && after.hw < BUFFER, "from frame %lu to %lu", before.hw,
		    after.hw);
}

static void move_unready(const void *argument)
{
	const struct unready *run = argument;

	fd = raw_open(card_number(), run->device, run->capture);
	tap_require(fd >= 0, "open: %s", strerror(errno));
	move_pointer();
	succeeds(raw_hw_params(fd, RATE, BUFFER, PERIODS), "hw_params");
	succeeds(raw_sw_params(fd, 2 * BUFFER, BUFFER), "sw_params");
	move_pointer();
	runs(run);
	succeeds(raw_do(fd, RAW_DROP), "drop");
	move_pointer();
	succeeds(raw_do(fd, RAW_HW_FREE), "hw_free");
	move_pointer();
	succeeds(raw_hw_params(fd, RATE, BUFFER, PERIODS), "hw_params");
	succeeds(raw_sw_params(fd, 2 * BUFFER, BUFFER), "sw_params");
	move_pointer();
	runs(run);
	close(fd);
}

VARIANTS(unready, struct unready run;)

#define UNREADY(name, _device, _capture)						\
	FIXTURE_VARIANT_ADD(unready, name) {						\
		.run = { .device = _device, .capture = _capture },			\
	}

UNREADY(queue, CARD_QUEUE, false);
UNREADY(queue_capture, CARD_QUEUE, true);
UNREADY(cyclic, CARD_CYCLIC, false);
UNREADY(cyclic_capture, CARD_CYCLIC, true);

TEST_F_TIMEOUT(unready, moved_pointer_does_no_harm, TEST_SECONDS)
{
	TRY(move_unready, &variant->run);
}

TEST_HARNESS_MAIN
