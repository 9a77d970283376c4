// SPDX-License-Identifier: GPL-2.0-only
/*
 * Runs a sequence in a process of its own, because it may crash, and minimises one that fails:
 * steps are removed, bytes are set to 0 or reduced, as long as the sequence fails.
 */

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"
#include "shrink.h"

/* Pipe for the reason of a failure; -1 in a process whose parent does not read it. */
static int why_pipe = -1;

/**
 * shrink_note() - report the reason of a failure, or a result, to the parent process
 * @text: the text
 * @length: length of @text
 */
void shrink_note(const char *text, int length)
{
	if (why_pipe >= 0 && write(why_pipe, text, length) != length)
		_exit(2);
}

void check_failed(const char *format, ...)
{
	char text[SHRINK_WHY];
	va_list arguments;
	int length;

	va_start(arguments, format);
	length = vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	shrink_note(text, length);
	_exit(1);
}

static const struct sequence *tried;

static void try_sequence(void)
{
	sequence_run(tried);
}

static void try_child(void (*function)(void), const int *ends)
{
	close(ends[0]);
	/* the reason goes through the pipe */
	why_pipe = ends[1];
	function();
	_exit(0);
}

/**
 * wait_for() - wait for a process
 * @pid: the process
 *
 * Return: its wait status.
 */
int wait_for(pid_t pid)
{
	int status;

	if (waitpid(pid, &status, 0) != pid) {
		perror("cannot wait");
		exit(2);
	}
	return status;
}

/**
 * try_call() - call a function that may fail or crash
 * @function: the function
 * @why: SHRINK_WHY bytes for the reason if it fails, or for what it reports, if anything
 *
 * Return: true if it has failed.
 */
bool try_call(void (*function)(void), char *why)
{
	ssize_t length;
	int ends[2];
	int status;
	pid_t pid;

	fflush(stdout);
	pid = pipe(ends) ? -1 : fork();
	if (pid < 0) {
		perror("cannot try");
		exit(2);
	}
	if (!pid)
		try_child(function, ends);
	close(ends[1]);
	length = read(ends[0], why, SHRINK_WHY - 1);
	close(ends[0]);
	status = wait_for(pid);
	if (length > 0)
		why[length] = '\0';
	else if (status)
		snprintf(why, SHRINK_WHY, "a crash: wait status %#x", status);
	else
		*why = '\0';
	return status;
}

/**
 * try() - run a sequence that may fail or crash
 * @sequence: the sequence
 * @why: SHRINK_WHY bytes for the reason
 *
 * Return: true if it has failed.
 */
bool try(const struct sequence *sequence, char *why)
{
	tried = sequence;
	return try_call(try_sequence, why);
}

/* Accept the smaller sequence if it still fails. */
static bool shrink_to(struct sequence *sequence, const struct sequence *smaller, char *why)
{
	char reason[SHRINK_WHY];

	if (!try(smaller, reason))
		return false;
	*sequence = *smaller;
	strcpy(why, reason);
	return true;
}

static bool shrink_steps(struct sequence *sequence, size_t steps, char *why)
{
	size_t at, bytes = steps * SEQUENCE_STEP;
	struct sequence smaller;
	bool any = false;

	for (at = SEQUENCE_PLAN; at + bytes <= sequence->size;) {
		smaller = *sequence;
		smaller.size -= bytes;
		memmove(smaller.bytes + at, smaller.bytes + at + bytes, smaller.size - at);
		if (shrink_to(sequence, &smaller, why))
			any = true;
		else
			at += bytes;
	}
	return any;
}

static bool shrink_bytes(struct sequence *sequence, char *why)
{
	struct sequence smaller;
	bool any = false;
	size_t at;
	int step;

	for (at = 0; at < sequence->size; at++) {
		for (step = 0; step < 3 && sequence->bytes[at]; step++) {
			smaller = *sequence;
			smaller.bytes[at] = step == 0 ? 0 : step == 1 ? smaller.bytes[at] / 2 :
							    smaller.bytes[at] - 1;
			if (shrink_to(sequence, &smaller, why)) {
				any = true;
				break;
			}
		}
	}
	return any;
}

/**
 * shrink() - minimise a sequence that fails
 * @sequence: the sequence
 * @why: SHRINK_WHY bytes for the reason
 */
void shrink(struct sequence *sequence, char *why)
{
	int rounds = 6;
	size_t steps;
	bool any;

	strcpy(why, "it does not fail again");
	if (!try(sequence, why))
		return;
	do {
		any = false;
		for (steps = SEQUENCE_STEPS / 2; steps; steps /= 2)
			any |= shrink_steps(sequence, steps, why);
		any |= shrink_bytes(sequence, why);
	} while (any && --rounds);
}
