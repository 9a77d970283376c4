/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * "waveport doctor": looks for what keeps a card from working. Each check writes one verdict or
 * more.
 */
#ifndef DOCTOR_H
#define DOCTOR_H

#include <stdbool.h>
#include <stdio.h>
#include <sys/types.h>

#include "card.h"
#include "controller.h"
#include "miniport.h"

/* One simple element of a mixer. */
struct mixer_element {
	char name[64];
	bool capture;
	bool off;		/* its switch is off, or its volume is 0 */
};

struct mixer {
	struct mixer_element *elements;
	size_t count;
};

/* A miniport that this system needs. */
struct doctor_miniport {
	const struct miniport *is;
	char *file;		/* for the kernel that runs, relative to the root, or NULL */
};

struct doctor {
	FILE *out;
	char *release;		/* of the kernel that runs */
	struct doctor_miniport miniports[MINIPORTS];
	size_t miniport_count;
	struct controllers controllers;
	struct cards cards;
	uid_t user;		/* who wants to use the cards */
	unsigned int found;
	/* reads the mixer of a card, to be freed by the caller; returns 0 or a negative errno */
	int (*read_mixer)(unsigned int card, struct mixer *mixer);
};

void doctor_fine(struct doctor *doctor, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Something that may explain what a person sees, and is no fault; @command changes it. */
void doctor_note(struct doctor *doctor, const char *command, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* A fault, which @command mends. */
void doctor_found(struct doctor *doctor, const char *command, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* For the user who calls the program. */
void doctor_init(struct doctor *doctor, FILE *out);

/* Runs all checks. Returns an exit status. */
int doctor_examine(struct doctor *doctor);

/* The checks, in their files */
void check_controller(struct doctor *doctor);
void check_driver(struct doctor *doctor);
void check_holders(struct doctor *doctor);
void check_mixer(struct doctor *doctor);
void check_modprobe(struct doctor *doctor);
void check_module(struct doctor *doctor);
void check_next_kernel(struct doctor *doctor);
void check_permissions(struct doctor *doctor);
void check_server(struct doctor *doctor);
void check_signature(struct doctor *doctor);
void check_versions(struct doctor *doctor);

/* mixer.c */
int mixer_read(unsigned int card, struct mixer *mixer);

#endif /* DOCTOR_H */
