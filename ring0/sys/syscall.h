/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * SYSCALL_DEFINEn(name, type1, arg1, ...): a handler and what fits it to the
 * gates: __x64_sys_name takes the arguments from pt_regs as SYSCALL (or
 * SYSENTER) leaves them, __ia32_sys_name as int 0x80 does, and its metadata
 * tell its name and arguments. COMPAT_SYSCALL_DEFINEn: for i386's table alone.
 */
#ifndef RING0_SYS_SYSCALL_H
#define RING0_SYS_SYSCALL_H

#include <asm/errno.h>
#include "cpu/percpu.h"
#include "entry/dispatch.h"

/* The third, which is in r11 when rdx carries SYSEXIT's rip. */
static inline u64 x64_argument3(const struct pt_regs *regs)
{
	return regs->gate == GATE_SYSENTER ? regs->r11 : regs->dx;
}

/* The second, in ebp when ecx carries SYSCALL's eip. */
static inline u32 ia32_argument2(const struct pt_regs *regs)
{
	return regs->gate == GATE_SYSCALL ? regs->bp : regs->cx;
}

/* The sixth, which is then the word at esp; -EFAULT: it is not there. */
s64 ia32_argument6(const struct pt_regs *regs);

#define __X64_1 regs->di
#define __X64_2 regs->si
#define __X64_3 x64_argument3(regs)
#define __X64_4 regs->r10
#define __X64_5 regs->r8
#define __X64_6 regs->r9
#define __IA32_1 (u32)regs->bx
#define __IA32_2 ia32_argument2(regs)
#define __IA32_3 (u32)regs->dx
#define __IA32_4 (u32)regs->si
#define __IA32_5 (u32)regs->di
#define __IA32_6 (u32)sixth

/* __MAPn(m, type1, arg1, ...): m(1, type1, arg1), m(2, type2, arg2), ... */
#define __MAP1(m, t, a) m(1, t, a)
#define __MAP2(m, t, a, ...) m(1, t, a), __MAP_2(m, __VA_ARGS__)
#define __MAP3(m, t, a, ...) m(1, t, a), __MAP_23(m, __VA_ARGS__)
#define __MAP4(m, t, a, ...) m(1, t, a), __MAP_234(m, __VA_ARGS__)
#define __MAP_2(m, t, a) m(2, t, a)
#define __MAP_23(m, t, a, ...) m(2, t, a), __MAP_3(m, __VA_ARGS__)
#define __MAP_234(m, t, a, ...) m(2, t, a), __MAP_34(m, __VA_ARGS__)
#define __MAP_3(m, t, a) m(3, t, a)
#define __MAP_34(m, t, a, ...) m(3, t, a), __MAP_4(m, __VA_ARGS__)
#define __MAP_4(m, t, a) m(4, t, a)

#define __MAP5(m, t, a, ...) m(1, t, a), __MAP_2345(m, __VA_ARGS__)
#define __MAP_2345(m, t, a, ...) m(2, t, a), __MAP_345(m, __VA_ARGS__)
#define __MAP_345(m, t, a, ...) m(3, t, a), __MAP_45(m, __VA_ARGS__)
#define __MAP_45(m, t, a, ...) m(4, t, a), __MAP_5(m, __VA_ARGS__)
#define __MAP_5(m, t, a) m(5, t, a)

#define __MAP6(m, t, a, ...) m(1, t, a), __MAP_23456(m, __VA_ARGS__)
#define __MAP_23456(m, t, a, ...) m(2, t, a), __MAP_3456(m, __VA_ARGS__)
#define __MAP_3456(m, t, a, ...) m(3, t, a), __MAP_456(m, __VA_ARGS__)
#define __MAP_456(m, t, a, ...) m(4, t, a), __MAP_56(m, __VA_ARGS__)
#define __MAP_56(m, t, a, ...) m(5, t, a), __MAP_6(m, __VA_ARGS__)
#define __MAP_6(m, t, a) m(6, t, a)

#define __DECLARE(i, type, arg) type arg
#define __X64_ARG(i, type, arg) (type)__X64_##i
#define __IA32_ARG(i, type, arg) (type)__IA32_##i
#define __TEXT(i, type, arg) #type " " #arg

#define __METADATA(name, n, ...)                                  \
	const struct syscall_metadata __metadata_##name = {       \
		#name, n, { __VA_ARGS__ }                         \
	}

#define __SYSCALL_DEFINEx(n, name, ...)                                 \
	static inline long __do_##name(__MAP##n(__DECLARE, __VA_ARGS__)); \
	extern const struct syscall_metadata __metadata_##name;         \
	__METADATA(name, n, __MAP##n(__TEXT, __VA_ARGS__));

#define __X64_ENTRY(n, name, ...)                                        \
	long __x64_##name(const struct pt_regs *regs);                   \
	long __x64_##name(const struct pt_regs *regs)                    \
	{                                                                \
		return __do_##name(__MAP##n(__X64_ARG, __VA_ARGS__));    \
	}

/* Only who has a sixth argument looks for it. */
#define __IA32_ENTRY(n, name, ...)                                       \
	long __ia32_##name(const struct pt_regs *regs);                  \
	long __ia32_##name(const struct pt_regs *regs)                   \
	{                                                                \
		s64 sixth = 0;                                           \
                                                                         \
		if (n == SYSCALL_MAX_ARGS)                               \
			sixth = ia32_argument6(regs);                    \
		if (sixth < 0)                                           \
			return sixth;                                    \
		return __do_##name(__MAP##n(__IA32_ARG, __VA_ARGS__));   \
	}

#define __SYSCALL_BOTH(n, name, ...)                                     \
	__SYSCALL_DEFINEx(n, name, __VA_ARGS__)                          \
	__X64_ENTRY(n, name, __VA_ARGS__)                                \
	__IA32_ENTRY(n, name, __VA_ARGS__)                               \
	static inline long __do_##name(__MAP##n(__DECLARE, __VA_ARGS__))

#define __SYSCALL_COMPAT(n, name, ...)                                   \
	__SYSCALL_DEFINEx(n, name, __VA_ARGS__)                          \
	__IA32_ENTRY(n, name, __VA_ARGS__)                               \
	static inline long __do_##name(__MAP##n(__DECLARE, __VA_ARGS__))

#define SYSCALL_DEFINE1(name, ...) __SYSCALL_BOTH(1, sys_##name, __VA_ARGS__)
#define SYSCALL_DEFINE2(name, ...) __SYSCALL_BOTH(2, sys_##name, __VA_ARGS__)
#define SYSCALL_DEFINE3(name, ...) __SYSCALL_BOTH(3, sys_##name, __VA_ARGS__)
#define SYSCALL_DEFINE4(name, ...) __SYSCALL_BOTH(4, sys_##name, __VA_ARGS__)
#define SYSCALL_DEFINE5(name, ...) __SYSCALL_BOTH(5, sys_##name, __VA_ARGS__)
#define SYSCALL_DEFINE6(name, ...) __SYSCALL_BOTH(6, sys_##name, __VA_ARGS__)
#define COMPAT_SYSCALL_DEFINE0(name)                                     \
	extern const struct syscall_metadata __metadata_compat_sys_##name; \
	__METADATA(compat_sys_##name, 0, NULL);                          \
	long __ia32_compat_sys_##name(const struct pt_regs *regs);       \
	long __ia32_compat_sys_##name(                                   \
		__attribute__((unused)) const struct pt_regs *regs)
#define COMPAT_SYSCALL_DEFINE1(name, ...) \
	__SYSCALL_COMPAT(1, compat_sys_##name, __VA_ARGS__)
#define COMPAT_SYSCALL_DEFINE2(name, ...) \
	__SYSCALL_COMPAT(2, compat_sys_##name, __VA_ARGS__)
#define COMPAT_SYSCALL_DEFINE3(name, ...) \
	__SYSCALL_COMPAT(3, compat_sys_##name, __VA_ARGS__)
#define COMPAT_SYSCALL_DEFINE4(name, ...) \
	__SYSCALL_COMPAT(4, compat_sys_##name, __VA_ARGS__)
#define COMPAT_SYSCALL_DEFINE5(name, ...) \
	__SYSCALL_COMPAT(5, compat_sys_##name, __VA_ARGS__)
#define COMPAT_SYSCALL_DEFINE6(name, ...) \
	__SYSCALL_COMPAT(6, compat_sys_##name, __VA_ARGS__)

/* No arguments: one function is both entries. */
#define SYSCALL_DEFINE0(name)                                            \
	extern const struct syscall_metadata __metadata_sys_##name;      \
	__METADATA(sys_##name, 0, NULL);                                 \
	long __x64_sys_##name(const struct pt_regs *regs);               \
	long __ia32_sys_##name(const struct pt_regs *regs)               \
		__attribute__((alias("__x64_sys_" #name)));              \
	long __x64_sys_##name(                                           \
		__attribute__((unused)) const struct pt_regs *regs)

#endif
