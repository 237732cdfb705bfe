/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A page's rights must hold exactly and at once, for ring 3's accesses and for
 * ring 0's copies.
 */
#include <asm/errno.h>
#include <asm/siginfo.h>
#include <linux/mman.h>
#include "ring3/lib/sys.h"
#include "ring3/lib/task_size.h"
#include "hostile.h"
#include "layout.h"
#include "memory_rows.h"

#define PROT_ANY (PROT_READ | PROT_WRITE | PROT_EXEC)
#define RET_OPCODE 0xc3

ATTEMPT_STUB(try_memory_read, "mov (%rax), %rbx");
ATTEMPT_STUB(try_memory_write, "mov %bl, 1(%rax)");
ATTEMPT_STUB(try_memory_call, "call *%rax");

/* Tries read, write and call; each fault's error code must be exact. */
static void check_access(u64 page, u64 prot, const char *what)
{
	const struct {
		attempt_stub *stub;
		u64 needs, error_code, offset;
	} ways[] = {
		{ try_memory_read, PROT_READ | PROT_WRITE | PROT_EXEC, PF_USER,
		  0 },
		{ try_memory_write, PROT_WRITE, PF_USER | PF_WRITE, 1 },
		{ try_memory_call, PROT_EXEC, PF_USER | PF_FETCH, 0 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(ways); i++) {
		struct outcome fault = {
			.trapno = X86_TRAP_PF,
			.error_code = ways[i].error_code |
				      (prot ? PF_PRESENT : 0),
			.ip = ways[i].stub == try_memory_call
				      ? page
				      : STUB_AT(ways[i].stub),
			.address = page + ways[i].offset,
		};
		struct outcome fine = no_trap();
		bool may = prot & ways[i].needs;

		attempt_load();
		cross_in.word[STATE_AX] = page;
		attempt(ways[i].stub);
		judge(what, prot, may ? &fine : &fault, NULL);
		if (!may)
			judge_that(caught.code == SEGV_ACCERR, "si_code", prot);
	}
}

void memory_rights(void)
{
	u64 page = sys_mmap(0, PAGE_SIZE, PROT_WRITE, PRIVATE);
	u64 from, to;

	*(volatile u8 *)page = RET_OPCODE;
	for (from = 0; from <= PROT_ANY; from++) {
		for (to = 0; to <= PROT_ANY; to++) {
			sys_mprotect(page, PAGE_SIZE, from);
			sys_mprotect(page, PAGE_SIZE, to);
			check_access(page, to, "mprotect");
		}
	}
	sys_munmap(page, PAGE_SIZE);
	for (to = 0; to <= PROT_ANY; to++) {
		page = sys_mmap(0, PAGE_SIZE, to, PRIVATE);
		/* Zeros would run as "add %al, (%rax)". */
		if (!(to & PROT_EXEC))
			check_access(page, to, "mmap");
		sys_munmap(page, PAGE_SIZE);
	}
}

/* munmap must flush the TLB, which has the page with all rights. */
void memory_gone_at_once(void)
{
	u64 page = sys_mmap(0, 3 * PAGE_SIZE, PROT_READ | PROT_WRITE, PRIVATE);
	volatile u8 *bytes = (volatile u8 *)page;
	struct outcome fault = fault_at(try_memory_read, X86_TRAP_PF, PF_USER);

	for (u64 i = 0; i < 3; i++)
		bytes[i * PAGE_SIZE] = i + 1;
	sys_munmap(page + PAGE_SIZE, PAGE_SIZE);
	attempt_load();
	fault.address = cross_in.word[STATE_AX] = page + PAGE_SIZE;
	attempt(try_memory_read);
	judge("munmap", page, &fault, NULL);
	judge_that(caught.code == SEGV_MAPERR, "si_code", caught.code);
	judge_that(bytes[0] == 1 && bytes[2 * PAGE_SIZE] == 3, "beside it", 0);
	sys_mmap(page, 3 * PAGE_SIZE, PROT_READ, PRIVATE | MAP_FIXED);
	for (u64 i = 0; i < 3; i++)
		judge_that(!bytes[i * PAGE_SIZE], "a new page", i);
	sys_munmap(page, 3 * PAGE_SIZE);
}

/* Ring 0's copies must respect the rights, as ring 3's own accesses do. */
void memory_copies(void)
{
	u64 page = sys_mmap(0, 2 * PAGE_SIZE, PROT_READ | PROT_WRITE, PRIVATE);
	u64 across = page + PAGE_SIZE - 8;

	judge_that(!sys_uname((void *)across), "both", 0);
	sys_mprotect(page + PAGE_SIZE, PAGE_SIZE, PROT_READ);
	judge_that(sys_uname((void *)across) == -EFAULT, "read-only", 0);
	sys_mprotect(page + PAGE_SIZE, PAGE_SIZE, PROT_NONE);
	judge_that(sys_uname((void *)across) == -EFAULT, "PROT_NONE", 0);
	judge_that(sys_write(STDOUT, (void *)(page + PAGE_SIZE), 1) == -EFAULT,
		   "PROT_NONE, write", 0);
	sys_munmap(page + PAGE_SIZE, PAGE_SIZE);
	judge_that(sys_uname((void *)across) == -EFAULT, "unmapped", 0);
	judge_that(sys_write(STDOUT, (void *)(page + PAGE_SIZE), 1) == -EFAULT,
		   "unmapped, write", 0);
	sys_munmap(page, PAGE_SIZE);
}

/* To the last byte below task_size(), and not to the one after it. */
void memory_last_byte(void)
{
	u64 end = task_size(), page = end - PAGE_SIZE;
	const struct iovec nothing = { NULL, 0 };
	struct iovec *last = (struct iovec *)end - 1;

	sys_mmap(page, PAGE_SIZE, PROT_READ | PROT_WRITE, PRIVATE | MAP_FIXED);
	*last = nothing;
	judge_that(!sys_writev(STDOUT, last, 1), "from there", (u64)last);
	judge_that(sys_writev(STDOUT, (struct iovec *)((u64)last + 1), 1) ==
		   -EFAULT, "from the one after", (u64)last + 1);
	page = end - sizeof(struct new_utsname);
	judge_that(!sys_uname((struct new_utsname *)page), "to there", page);
	judge_that(sys_uname((struct new_utsname *)(page + 1)) == -EFAULT,
		   "to the one after", page + 1);
	sys_munmap(end - PAGE_SIZE, PAGE_SIZE);
}

/* The page for observe()'s record is unmapped before ring 0 writes it. */
void memory_late_copy(void)
{
	u64 page = sys_mmap(0, PAGE_SIZE, PROT_READ | PROT_WRITE, PRIVATE);

	judge_that(!sys_observe((struct crossing *)page), "observe", page);
	judge_that(!sys_munmap(page, PAGE_SIZE), "munmap", page);
	judge_that(sys_getpid() > 0, "the next call", page);
}
