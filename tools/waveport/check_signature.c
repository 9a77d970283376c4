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
static void check_signature_missing(struct doctor *doctor, const struct miniport *miniport)
{
	char *source = module_source();
	char *command = source ? memory_text("sudo dkms install --force waveport/%s -k %s", source,
					     doctor->release) : memory_text("sudo make dkms");

	doctor_found(doctor, command,
		     "the kernel takes signed modules only, and %s is not signed%s",
		     miniport->name, source ? "" : "; in the source of waveport:");
	free(command);
	free(source);
}

/* Returns true if the module is signed. */
static bool check_signature_of(struct doctor *doctor, const struct doctor_miniport *miniport)
{
	char *signer = module_info(miniport->file, "signer");
	bool is_signed = signer;

	if (is_signed)
		doctor_fine(doctor, "%s is signed by %s", miniport->is->name, signer);
	else
		check_signature_missing(doctor, miniport->is);
	free(signer);
	return is_signed;
}

/* All are built, and signed, at once. */
void check_signature(struct doctor *doctor)
{
	bool enforced = check_signature_enforced(), all_signed = true;
	bool installed = false;
	size_t i;

	for (i = 0; i < doctor->miniport_count && all_signed; i++) {
		const struct doctor_miniport *miniport = &doctor->miniports[i];

		if (!miniport->file)
			continue;
		installed = true;
		if (enforced)
			all_signed = check_signature_of(doctor, miniport);
	}
	if (installed && !enforced)
		doctor_fine(doctor, "the kernel does not ask for signed modules");
	if (installed && enforced && all_signed && !check_signature_enrolled())
		doctor_found(doctor, "sudo mokutil --import /" DKMS_KEY " && sudo reboot",
			     "the firmware does not have the key that DKMS has signed the modules "
			     "with");
}
