// SPDX-License-Identifier: GPL-2.0-only
/*
 * A TCG plugin for QEMU: records the address of each instruction that the guest executes between
 * two marks, see marks.h. "layers" reads the recording.
 *
 * Argument: out=FILE. The recording is a sequence of 64-bit addresses, in the host's byte order; a
 * 0 ends each part, and MARK_ACCESS follows an instruction whose memory was that of a device. With
 * one processor, because the addresses do not tell which one it was.
 */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "marks.h"
#include "plugin_api.h"

int qemu_plugin_version = PLUGIN_VERSION;

static FILE *recording;
static bool between_marks;
static long part_start;

static void execute(unsigned int vcpu, void *data)
{
	uint64_t address = (uintptr_t)data;

	(void)vcpu;
	if (between_marks)
		fwrite(&address, sizeof(address), 1, recording);
}

static void access_memory(unsigned int vcpu, qemu_plugin_meminfo_t info, uint64_t address,
			  void *data)
{
	const uint64_t mark = MARK_ACCESS;
	const struct qemu_plugin_hwaddr *hardware;

	(void)vcpu;
	(void)data;
	if (!between_marks)
		return;
	hardware = qemu_plugin_get_hwaddr(info, address);
	if (hardware && qemu_plugin_hwaddr_is_io(hardware))
		fwrite(&mark, sizeof(mark), 1, recording);
}

/* A part that was begun and not ended belongs to a measurement that failed. */
static void begin(unsigned int vcpu, void *data)
{
	(void)vcpu;
	(void)data;
	if (between_marks)
		fseek(recording, part_start, SEEK_SET);
	part_start = ftell(recording);
	between_marks = true;
}

/* QEMU may be killed, so what is recorded is written out here. */
static void end(unsigned int vcpu, void *data)
{
	const uint64_t nowhere = 0;

	(void)vcpu;
	(void)data;
	if (between_marks)
		fwrite(&nowhere, sizeof(nowhere), 1, recording);
	fflush(recording);
	between_marks = false;
}

/* Return: which mark an instruction is, 0 for any other. */
static uint32_t find_mark(const struct qemu_plugin_insn *instruction)
{
	const uint8_t *bytes = qemu_plugin_insn_data(instruction);
	uint32_t displacement;

	if (qemu_plugin_insn_size(instruction) != MARK_BYTES ||
	    memcmp(bytes, mark_opcode, sizeof(mark_opcode)))
		return 0;
	memcpy(&displacement, bytes + sizeof(mark_opcode), sizeof(displacement));
	return displacement;
}

static void translate(uint64_t id, struct qemu_plugin_tb *block)
{
	size_t i;

	(void)id;
	for (i = 0; i < qemu_plugin_tb_n_insns(block); i++) {
		struct qemu_plugin_insn *instruction = qemu_plugin_tb_get_insn(block, i);
		uint64_t address = qemu_plugin_insn_vaddr(instruction);
		void (*callback)(unsigned int vcpu, void *data) = execute;
		uint32_t which = find_mark(instruction);

		if (which == MARK_BEGIN)
			callback = begin;
		else if (which == MARK_END)
			callback = end;
		qemu_plugin_register_vcpu_insn_exec_cb(instruction, callback, PLUGIN_NO_REGS,
						       (void *)(uintptr_t)address);
		qemu_plugin_register_vcpu_mem_cb(instruction, access_memory, PLUGIN_NO_REGS,
						 PLUGIN_READS_AND_WRITES, NULL);
	}
}

int qemu_plugin_install(uint64_t id, const void *info, int argc, char **argv)
{
	(void)info;
	if (argc != 1 || strncmp(argv[0], "out=", 4)) {
		fputs("instructions: the argument is out=FILE\n", stderr);
		return -1;
	}
	recording = fopen(argv[0] + 4, "w");
	if (!recording) {
		perror(argv[0] + 4);
		return -1;
	}
	qemu_plugin_register_vcpu_tb_trans_cb(id, translate);
	return 0;
}
