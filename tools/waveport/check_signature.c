// SPDX-License-Identifier: GPL-2.0-only
/*
 * Check of doctor: does a kernel that wants signed modules accept those of waveport.
 */

#include <stdlib.h>
#include <string.h>

#include "doctor.h"
#include "memory.h"
#include "module.h"
#include "tree.h"

#define EFI		"sys/firmware/efi/efivars"
#define SECURE_BOOT	EFI "/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c"
#define ENROLLED_KEYS	EFI "/MokListRT-605dab50-e046-4300-abb6-3dd810dd8b23"
#define DKMS_KEY	"var/lib/dkms/mok.pub"

/* An EFI variable begins with four bytes of attributes. */
static bool check_signature_secure_boot(void)
{
	size_t bytes;
	char *variable = tree_read_bytes(&bytes, SECURE_BOOT);
	bool on = variable && bytes > 4 && variable[4] == 1;

	free(variable);
	return on;
}

static bool check_signature_enforced(void)
{
	char *enforce = tree_line("sys/module/module/parameters/sig_enforce");
	char *lockdown = tree_line("sys/kernel/security/lockdown");
	bool on = (enforce && *enforce == 'Y') || (lockdown && !strstr(lockdown, "[none]")) ||
		  check_signature_secure_boot();

	free(lockdown);
	free(enforce);
	return on;
}

/* Whether the firmware has the key of DKMS in its list; true if it cannot be known. */
static bool check_signature_enrolled(void)
{
	size_t key_bytes, list_bytes;
	char *key = tree_read_bytes(&key_bytes, DKMS_KEY);
	char *list = tree_read_bytes(&list_bytes, ENROLLED_KEYS);
	bool enrolled = !key || !check_signature_secure_boot() ||
			(list && memmem(list, list_bytes, key, key_bytes));

	free(list);
	free(key);
	return enrolled;
}

/* DKMS signs what it builds. */
static void check_signature_missing(struct doctor *doctor)
{
	char *source = module_source();
	char *command = source ? memory_text("sudo dkms install --force waveport/%s -k %s", source,
					     doctor->release) : memory_text("sudo make dkms");

	doctor_found(doctor, command,
		     "the kernel takes signed modules only, and snd-waveport-ich is not signed%s",
		     source ? "" : "; in the source of waveport:");
	free(command);
	free(source);
}

void check_signature(struct doctor *doctor)
{
	char *signer = doctor->file ? module_info(doctor->file, "signer") : NULL;

	if (!doctor->file)
		;
	else if (!check_signature_enforced())
		doctor_fine(doctor, "the kernel does not ask for signed modules");
	else if (!signer)
		check_signature_missing(doctor);
	else if (!check_signature_enrolled())
		doctor_found(doctor, "sudo mokutil --import /" DKMS_KEY " && sudo reboot",
			     "the firmware does not have the key that DKMS has signed the modules "
			     "with");
	else
		doctor_fine(doctor, "the modules are signed by %s", signer);
	free(signer);
}
