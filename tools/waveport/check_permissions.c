// SPDX-License-Identifier: GPL-2.0-only
/*
 * Check of doctor: may the user open the cards.
 */

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "doctor.h"
#include "memory.h"
#include "tree.h"

#define NODES		"dev/snd"

/* Access lists count too, by which the login manager lets in who sits at the machine. */
static void check_permissions_try(const char *path, uid_t user)
{
	const struct passwd *entry = user == geteuid() ? NULL : getpwuid(user);

	if (user != geteuid() &&
	    (!entry || initgroups(entry->pw_name, entry->pw_gid) || setgid(entry->pw_gid) ||
	     setuid(user)))
		_exit(2);
	_exit(access(path, R_OK | W_OK) ? 1 : 0);
}

/* A child has the rights of the user. */
static bool check_permissions_may(const char *path, uid_t user)
{
	pid_t child = fork();
	int status;

	if (!child)
		check_permissions_try(path, user);
	return child < 0 || waitpid(child, &status, 0) < 0 || !WIFEXITED(status) ||
	       WEXITSTATUS(status) != 1;
}

static void check_permissions_refused(struct doctor *doctor, const char *path)
{
	const struct passwd *user = getpwuid(doctor->user);
	const struct group *group;
	struct stat node;
	char *command;

	group = stat(path, &node) ? NULL : getgrgid(node.st_gid);
	command = memory_text("sudo usermod -a -G %s %s", group ? group->gr_name : "audio",
			      user ? user->pw_name : "$USER");
	doctor_found(doctor, command, "%s may not open %s; after this command log in again:",
		     user ? user->pw_name : "the user", path);
	free(command);
}

/* Of each card one node tells for all. Returns false if the user may not open it. */
static bool check_permissions_card(struct doctor *doctor, const struct card *card)
{
	char *path = tree_path(NODES "/controlC%u", card->number);
	bool fine = true;

	if (access(path, F_OK)) {
		doctor_found(doctor, "sudo udevadm trigger --subsystem-match=sound",
			     "the device node %s is missing", path);
		fine = false;
	} else if (!check_permissions_may(path, doctor->user)) {
		check_permissions_refused(doctor, path);
		fine = false;
	}
	free(path);
	return fine;
}

void check_permissions(struct doctor *doctor)
{
	const struct passwd *user = getpwuid(doctor->user);
	bool fine = cards_count_waveport(&doctor->cards);
	size_t i;

	for (i = 0; i < doctor->cards.count; i++) {
		if (doctor->cards.list[i].waveport)
			fine &= check_permissions_card(doctor, &doctor->cards.list[i]);
	}
	if (fine)
		doctor_fine(doctor, "%s may open the card", user ? user->pw_name : "the user");
}
