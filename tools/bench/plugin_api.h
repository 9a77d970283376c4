/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What instructions.c uses of QEMU's interface for TCG plugins. Debian 12 builds QEMU with that
 * interface and has no package with its header. The interface is versioned, so a QEMU to which this
 * does not apply any more refuses the plugin.
 */
#ifndef WAVEPORT_BENCH_PLUGIN_API_H
#define WAVEPORT_BENCH_PLUGIN_API_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The first version of the interface, which later ones include. */
#define PLUGIN_VERSION	1
/* The callback reads no registers. */
#define PLUGIN_NO_REGS	0

/* The plugin has these: QEMU reads the one and calls the other when it starts. */
extern int qemu_plugin_version;
int qemu_plugin_install(uint64_t id, const void *info, int argc, char **argv);

struct qemu_plugin_tb;
struct qemu_plugin_insn;

/* Called when a block of instructions is translated. */
void qemu_plugin_register_vcpu_tb_trans_cb(uint64_t id,
					   void (*callback)(uint64_t, struct qemu_plugin_tb *));
size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *block);
struct qemu_plugin_insn *qemu_plugin_tb_get_insn(const struct qemu_plugin_tb *block, size_t index);
uint64_t qemu_plugin_insn_vaddr(const struct qemu_plugin_insn *instruction);
size_t qemu_plugin_insn_size(const struct qemu_plugin_insn *instruction);
const void *qemu_plugin_insn_data(const struct qemu_plugin_insn *instruction);
/* Called each time that the instruction is executed. */
void qemu_plugin_register_vcpu_insn_exec_cb(struct qemu_plugin_insn *instruction,
					    void (*callback)(unsigned int vcpu, void *data),
					    int flags, void *data);

/* What a memory access is; the callback gets it, and may ask while it runs. */
typedef uint32_t qemu_plugin_meminfo_t;
struct qemu_plugin_hwaddr;

/* To call back for reads, for writes, or for both. */
#define PLUGIN_READS_AND_WRITES	3

/* Called after each access to memory that the instruction makes. */
void qemu_plugin_register_vcpu_mem_cb(struct qemu_plugin_insn *instruction,
				      void (*callback)(unsigned int vcpu,
						       qemu_plugin_meminfo_t info,
						       uint64_t address, void *data),
				      int flags, int reads_or_writes, void *data);
struct qemu_plugin_hwaddr *qemu_plugin_get_hwaddr(qemu_plugin_meminfo_t info, uint64_t address);
bool qemu_plugin_hwaddr_is_io(const struct qemu_plugin_hwaddr *address);

#endif
