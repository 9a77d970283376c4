/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Declarations for the code that maps buffers; the test does not call it.
 */
#ifndef SHIM_LINUX_MM_H
#define SHIM_LINUX_MM_H

#include <linux/fs.h>

enum {
	VM_READ,
	VM_WRITE,
	VM_MAYWRITE,
	VM_DONTEXPAND,
	VM_DONTDUMP,
	VM_FAULT_SIGBUS,
};

typedef int vm_fault_t;

struct page;

struct vm_operations_struct {
	void (*open)(struct vm_area_struct *area);
	void (*close)(struct vm_area_struct *area);
	vm_fault_t (*fault)(struct vm_fault *fault);
};

struct vm_area_struct {
	unsigned long vm_start;
	unsigned long vm_end;
	unsigned long vm_pgoff;
	unsigned long vm_flags;
	unsigned long vm_page_prot;
	const struct vm_operations_struct *vm_ops;
	void *vm_private_data;
};

struct vm_fault {
	struct vm_area_struct *vma;
	unsigned long pgoff;
	struct page *page;
};

#define vm_flags_set(area, flags)	((area)->vm_flags |= (flags))
#define vm_flags_mod(area, set, clear)	((area)->vm_flags = (set))
#define virt_to_page(address)		((struct page *)(address))
#define get_page(page)			((void)(page))
#define pgprot_noncached(protection)	(protection)
#define dma_can_mmap(dev)		((void)(dev), true)

#endif /* SHIM_LINUX_MM_H */
