/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The calls, by their entry points. What is not here still has its line: the
 * metadata of SYSCALL_DEFINEn say how many arguments it has, and their types.
 */

#include "trace/calls.h"
#include "lib/string.h"
#include "sys/unknown.h"
#include "trace/results.h"

#define T(name) &type_##name

#define CALL(entry, ...) { .name = #entry, .argument = { __VA_ARGS__ } }
#define CALL_RESULT(entry, result, ...)                                 \
	{ .name = #entry, .argument = { __VA_ARGS__ },                  \
	  .print_result = result_##result }

static const struct call calls[] = {
	CALL(sys_read, T(signed), T(bytes_out), T(long)),
	CALL(sys_write, T(signed), T(bytes), T(long)),
	CALL(sys_open, T(path), T(open), T(open_mode)),
	CALL(sys_close, T(signed)),
	CALL(sys_newstat, T(path), T(stat_out)),
	CALL(sys_newfstat, T(signed), T(stat_out)),
	CALL(sys_newlstat, T(path), T(stat_out)),
	CALL_RESULT(sys_poll, poll, T(poll), T(unsigned), T(signed)),
	CALL(sys_lseek, T(signed), T(offset), T(seek)),
	CALL_RESULT(sys_mmap, hex, T(pointer), T(long), T(prot), T(map),
		    T(signed), T(hex)),
	CALL_RESULT(compat_sys_mmap_pgoff, hex, T(pointer), T(long), T(prot),
		    T(map), T(signed), T(hex)),
	CALL(sys_mprotect, T(pointer), T(long), T(prot)),
	CALL(sys_munmap, T(pointer), T(long)),
	CALL_RESULT(sys_brk, hex, T(pointer)),
	CALL(sys_rt_sigaction, T(signal), T(sigaction), T(sigaction_out),
	     T(long)),
	CALL(sys_rt_sigprocmask, T(sigmask_how), T(sigset), T(sigset_out),
	     T(long)),
	CALL(sys_rt_sigreturn, T(frame_mask)),
	CALL(sys_ioctl, T(signed), T(ioctl), T(pointer)),
	CALL(sys_pread64, T(signed), T(bytes_out), T(long), T(offset)),
	CALL(sys_readv, T(signed), T(iovec_out), T(long)),
	CALL(sys_writev, T(signed), T(iovec), T(long)),
	CALL(compat_sys_writev, T(signed), T(iovec_32), T(long)),
	CALL(sys_access, T(path), T(access)),
	CALL(sys_dup, T(signed)),
	CALL(sys_dup2, T(signed), T(signed)),
	CALL(sys_nanosleep, T(timespec), T(pointer)),
	CALL(sys_sendfile64, T(signed), T(signed), T(offset_at), T(long)),
	CALL(sys_exit, T(signed)),
	CALL(sys_wait4, T(signed), T(pointer), T(wait), T(pointer)),
	CALL(sys_kill, T(signed), T(signal)),
	CALL(sys_newuname, T(utsname_out)),
	CALL_RESULT(sys_fcntl, fcntl, T(signed), T(fcntl), T(fcntl_argument)),
	CALL(sys_getcwd, T(string_out), T(long)),
	CALL(sys_chdir, T(path)),
	CALL(sys_readlink, T(path), T(bytes_out), T(long)),
	CALL_RESULT(sys_umask, octal, T(octal)),
	CALL(sys_gettimeofday, T(timeval_out), T(pointer)),
	CALL(sys_getrlimit, T(resource), T(rlimit_out)),
	CALL(sys_getrusage, T(rusage_who), T(rusage_out)),
	CALL(sys_sysinfo, T(sysinfo_out)),
	CALL(sys_getgroups, T(signed), T(pointer)),
	CALL(sys_getpgid, T(signed)),
	CALL(sys_getsid, T(signed)),
	CALL(sys_rt_sigpending, T(sigset_out), T(long)),
	CALL(sys_sigaltstack, T(stack), T(stack_out)),
	CALL_RESULT(sys_modify_ldt, int, T(signed), T(ldt_argument), T(long)),
	CALL_RESULT(sys_prctl, prctl, T(prctl), T(prctl_argument)),
	CALL(sys_arch_prctl, T(arch_prctl), T(arch_prctl_argument)),
	CALL(sys_tkill, T(signed), T(signal)),
	CALL_RESULT(sys_time, time, T(pointer)),
	CALL(sys_getdents64, T(signed), T(dirents), T(long)),
	CALL(sys_set_tid_address, T(pointer)),
	CALL(sys_clock_gettime, T(clock), T(timespec_out)),
	CALL(sys_clock_getres, T(clock), T(timespec_out)),
	CALL(sys_clock_nanosleep, T(clock), T(clock_flags), T(timespec),
	     T(pointer)),
	CALL(sys_exit_group, T(signed)),
	CALL(sys_tgkill, T(signed), T(signed), T(signal)),
	CALL(sys_openat, T(dirfd), T(path), T(open), T(open_mode)),
	CALL(sys_newfstatat, T(dirfd), T(path), T(stat_out), T(at_flags)),
	CALL(sys_readlinkat, T(dirfd), T(path), T(bytes_out), T(long)),
	CALL(sys_faccessat, T(dirfd), T(path), T(access)),
	CALL(sys_set_robust_list, T(pointer), T(long)),
	CALL(sys_dup3, T(signed), T(signed), T(dup3)),
	CALL(sys_prlimit64, T(signed), T(resource), T(rlimit64),
	     T(rlimit64_out)),
	CALL(sys_getrandom, T(random), T(long), T(grnd)),
	CALL(sys_statx, T(dirfd), T(path), T(statx_flags), T(statx_mask),
	     T(statx_out)),
};

static bool starts_with(const char *text, const char *start)
{
	return !strncmp(text, start, strlen(start));
}

/* declaration: "u32 fd" */
static const struct type *declared(const char *declaration)
{
	const char *name = declaration + strlen("u32 ");

	if (!strcmp(name, "path"))
		return T(path);
	if (!strcmp(name, "fd") || starts_with(declaration, "s32 "))
		return T(signed);
	if (starts_with(declaration, "s64 "))
		return T(offset);
	return T(hex);
}

static void by_metadata(struct call *call,
			const struct syscall_metadata *metadata)
{
	u32 i;

	for (i = 0; i < metadata->argument_count; i++)
		call->argument[i] = declared(metadata->argument[i]);
}

void call_find(struct call *call, enum abi abi, u32 number)
{
	const struct syscall_metadata *metadata =
		syscall_metadata(abi, number);
	u32 i;

	*call = (struct call){ .name = metadata ? metadata->name : NULL };
	for (i = 0; metadata && i < ARRAY_SIZE(calls); i++) {
		if (!strcmp(calls[i].name, metadata->name)) {
			*call = calls[i];
			return;
		}
	}
	if (metadata)
		by_metadata(call, metadata);
	for (i = 0; !metadata && i < SYSCALL_MAX_ARGS; i++)
		call->argument[i] = T(hex);
}

static const char names_32[] =
#include "linux_names_32.h"
	;

/* Gatehouse's own calls have no name of Linux's. */
void call_print_name(struct line *line, enum abi abi, u32 number)
{
	const struct syscall_metadata *metadata =
		syscall_metadata(abi, number);
	const char *name = abi == ABI_I386 ?
		call_name_in(names_32, sizeof(names_32), number) :
		linux_name(abi, number);

	if (name)
		line_add(line, "%s", name);
	else if (metadata)
		line_add(line, "%s", metadata->name + strlen("sys_"));
	else
		line_add(line, "syscall_%#x", number);
}
