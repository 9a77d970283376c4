/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The file operations that a client of ALSA's core uses, and the copying from and to its memory.
 */
#ifndef SHIM_LINUX_FS_H
#define SHIM_LINUX_FS_H

#include <fcntl.h>
#include <string.h>
#include <sys/ioctl.h>

#include <linux/types.h>
#include <linux/uio.h>

typedef unsigned short umode_t;

struct inode {
	umode_t i_mode;
	unsigned int i_minor;
};

struct poll_table_struct;
struct vm_area_struct;
struct vm_fault;
typedef struct poll_table_struct poll_table;
typedef unsigned int __poll_t;

struct file {
	unsigned int f_flags;
	void *private_data;
};

struct fd {
	struct file *file;
};

struct kiocb {
	struct file *ki_filp;
};

struct kvec {
	void *iov_base;
	size_t iov_len;
};

struct iov_iter {
	unsigned long nr_segs;
	const struct iovec *iov;
	void *buffer;
};

enum {
	ITER_DEST,
	ITER_SOURCE,
};

struct file_operations {
	void *owner;
	ssize_t (*read)(struct file *file, char *buffer, size_t size, loff_t *offset);
	ssize_t (*write)(struct file *file, const char *buffer, size_t size, loff_t *offset);
	ssize_t (*read_iter)(struct kiocb *iocb, struct iov_iter *to);
	ssize_t (*write_iter)(struct kiocb *iocb, struct iov_iter *from);
	int (*open)(struct inode *inode, struct file *file);
	int (*release)(struct inode *inode, struct file *file);
	void *llseek;
	__poll_t (*poll)(struct file *file, poll_table *wait);
	long (*unlocked_ioctl)(struct file *file, unsigned int command, unsigned long argument);
	long (*compat_ioctl)(struct file *file, unsigned int command, unsigned long argument);
	int (*mmap)(struct file *file, struct vm_area_struct *area);
	int (*fasync)(int fd, struct file *file, int on);
	unsigned long (*get_unmapped_area)(struct file *file, unsigned long address,
					   unsigned long size, unsigned long offset,
					   unsigned long flags);
};

#define fdget(fd)			({ (void)(fd); (struct fd) { NULL }; })
#define fd_file(fd)			((fd).file)
#define fd_empty(fd)			(!(fd).file)
#define fdput(fd)			((void)(fd))
#define S_ISCHR(mode)			((void)(mode), true)
#define file_inode(file)		((struct inode *)NULL)
#define imajor(inode)			((void)(inode), 0U)
#define iminor(inode)			((inode)->i_minor)
#define nonseekable_open(inode, file)	0
#define no_llseek			NULL
#define poll_wait(file, head, table)	((void)(head))
#define iter_is_iovec(iter)		((void)(iter), true)
#define iter_iov(iter)			((iter)->iov)
#define user_backed_iter(iter)		((void)(iter), true)
#define import_ubuf(type, from, size, iter) ((iter)->buffer = (from), 0)
#define iov_iter_kvec(iter, type, vector, count, size) ((iter)->buffer = (vector)->iov_base)
#define copy_from_iter(to, size, iter)	(memcpy(to, (iter)->buffer, size), (size))
#define copy_to_iter(from, size, iter)	(memcpy((iter)->buffer, from, size), (size))
#define EPOLLIN				0x001
#define EPOLLERR			0x008
#define EPOLLOUT			0x004
#define EPOLLRDNORM			0x040
#define EPOLLWRNORM			0x100

#define copy_from_user(to, from, size)	(memcpy(to, from, size), 0)
#define copy_to_user(to, from, size)	(memcpy(to, from, size), 0)
#define get_user(value, from)		((value) = *(from), 0)
#define put_user(value, to)		(*(to) = (value), 0)

#endif /* SHIM_LINUX_FS_H */
