#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# audit=1: a record of each call in the form of Linux's audit log. Debian's
# ausearch and aureport read it, and count what trace=strace shows, by both
# tables. What a filter refuses has no record but seccomp's own, which needs no
# option.
use strict;
use warnings;
use File::Temp 'tempdir';
use Test::More;
use lib 'tests/lib';
use Gatehouse::Image;
use Gatehouse::Machine;

local $ENV{PATH} = "$ENV{PATH}:/usr/sbin:/sbin";
my $dir = tempdir(CLEANUP => 1);
my $program = "$dir/filters";
my ($built, $said) = output(qw(gcc -O1 -Wall -Werror -static -o), $program,
	'tests/programs/seccomp.c', '-lseccomp');
is $built, 0, 'the program is built' or diag $said;

sub log_of {
	my ($options, @programs) = @_;
	my $run = boot(args => ['-device', 'ide-hd,drive=disk,bootindex=0'],
		drive => esp_image('gatehouse.cfg' => "$options init=" .
			join(',', @programs) . "\n",
		'initramfs.cpio' => cpio(['filters', slurp($program)])));
	return $run->{debugcon} =~ s/\r//gr;
}

sub records { return map { "$_\n" } $_[0] =~ /^# audit: (type=.*)$/mg }

my $log = log_of('audit=1 seccomp=on trace=strace selftest=on', 'walk:quiet',
	'filters:kills');
my @records = records($log);
my $file = spew("$dir/audit.log", join '', @records);
my ($status, $read) = output(qw(ausearch -if), $file, qw(-i));
is $status, 0, 'ausearch reads it';
is scalar(() = $read =~ /^type=(?:SYSCALL|SECCOMP) /mg), @records,
	'all of it';
unlike $read, qr/malformed|unknown-(?!syscall)/i, 'and knows each field';
my $ids = qr/ppid=0\ pid=1\ auid=unset\ uid=root\ gid=root\ euid=root
	\ suid=root\ fsuid=root\ egid=root\ sgid=root\ fsgid=root\ tty=\(none\)
	\ ses=unset/x;
like $read, qr/^type=SYSCALL\ .*:\ arch=x86_64\ syscall=getpid\ success=yes
	\ exit=1\ a0=0x\w+\ a1=0x\w+\ a2=0x\w+\ a3=0x\w+\ items=0\ $ids
	\ comm=walk\ exe=\/walk\ key=\(null\)/mx, 'getpid, by 64-bit code';
like $read, qr/: arch=i386 syscall=getpid success=yes exit=1 /m,
	'getpid, by int 0x80';
like $read, qr/: arch=x86_64 syscall=write success=no exit=EFAULT/m,
	'an error by its name';
like $read, qr/: arch=x86_64 syscall=exit_group a0=EXIT_SUCCESS /m,
	'exit_group does not return';

# What both show of walk.
my (undef, $walk) = split /^# trace: (?:walk|filters).*$/m, $log;
my %traced;
$traced{$_}++ for $walk =~ /^# trace: \S+ +\S+ +(\w+)\(/mg;
my %audited;
$audited{$_}++ for $read =~ /^type=SYSCALL .* syscall=(\w+) .*exe=\/walk /mg;
for my $call (qw(getpid write rt_sigaction rt_sigreturn exit_group)) {
	is $audited{$call}, $traced{$call}, "$call: as often as in the trace";
}

# A call that a filter kills for comes to no handler.
like $read, qr/^type=SECCOMP\ .*:\ auid=unset\ uid=root\ gid=root\ ses=unset
	\ pid=2\ comm=filters\ sig=SIGSYS\ arch=x86_64\ syscall=getppid
	\ compat=0\ ip=0x\w+\ code=kill/mx, 'seccomp kills';
unlike $read, qr/^type=SYSCALL .* syscall=getppid .*filters/m,
	'a call that is refused is not made';
my ($reported, $table) = output(qw(aureport -if), $file, qw(-s --summary -i));
is $reported, 0, 'aureport sums it up';
like $table, qr/^\d+ +getpid$/m, 'by call';

# Without the option a filter's answers are recorded, and nothing else.
my @seccomp = records(log_of('seccomp=on', 'filters:kills', 'filters:filters'));
is scalar(grep { !/^type=SECCOMP / } @seccomp), 0,
	'without it only filters are recorded';
like join('', @seccomp),
	qr/ sig=0 arch=c000003e syscall=104 .* code=0x7ffc0000$/m,
	'an answer that only logs, too';
like boot(append => 'audit=2 init=hello')->{debugcon},
	qr/^# option: audit: bad value, ignored \(audit=0\|1\)\r?$/m,
	'a bad value is named';
done_testing;
