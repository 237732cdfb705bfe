#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# make run, check and gdb end a machine that says nothing any more, and say why;
# and one that ends without QEMU's exit status is judged by its log.
use strict;
use warnings;
use File::Temp 'tempdir';
use Test::More;
use lib 'tests/lib';
use Gatehouse::Machine;

my $dir = tempdir(CLEANUP => 1);

# A QEMU that does something else, too.
sub qemu {
	my ($name, $script) = @_;
	my $qemu = $ENV{QEMU} || 'qemu-system-x86_64';
	my $path = spew("$dir/$name", "#!/bin/sh\n" .
		$script =~ s/QEMU/$qemu/r);
	chmod 0755, $path or die "$path: $!\n";
	return $path;
}

sub made {
	my ($name, $status, $says, $qemu, @make) = @_;
	local $ENV{QEMU} = $qemu if $qemu;
	my ($ended, $text) = output(make('-s', @make));
	is $ended, $status, "$name: status $status";
	like $text, $says, "$name: says so";
	return $text;
}

# Slow hosts: what is to be silent is so for ever, so the time does not matter.
# OVMF's newer versions end the machine, and older ones are silent.
made('little memory', 2, qr/firmware .*: it needs 64M .* and has 16M/,
	undef, qw(run MEM=16M TIMEOUT=5));
made('a program without end', 2,
	qr/it hangs, .*, at rip 0x\w+, CPL \d, after line \d+: +# /, undef,
	'run', 'TIMEOUT=60', 'APPEND=init=fuzz:4000000000:1');
made('stopped', 2, qr/it was not started \(QEMU: prelaunch\), and Gatehouse/,
	qemu('stopped', 'exec QEMU "$@" -S'), 'run');
made('check, stopped', 2, qr/it was not started \(QEMU: prelaunch\)/,
	qemu('stopped', 'exec QEMU "$@" -S'), 'check');
made('a QEMU that does nothing', 2, qr/QEMU does not answer/,
	qemu('nothing', 'exec sleep 1000 # QEMU'), qw(run TIMEOUT=5));
made('a reset', 2, qr/stopped without a verdict/,
	qemu('reset', 'exec true # QEMU'), 'run');
made('gdb', 0, qr/^No SYSCALL in 5 seconds: the machine hangs there/m, undef,
	'gdb', 'MEM=16M', 'TIMEOUT=5', 'GDB_ARGS=-batch');

for my $how (qw(poweroff reboot halt)) {
	my $text = made("exit=$how", 0, qr/^# gatehouse: end: PASS$/m, undef,
		'run', "APPEND=exit=$how init=hello");
	unlike $text, qr/stopped|ended/, "exit=$how: and nothing else";
}
made('exit=poweroff, a failure', 2, qr/^Something failed: see "not ok"/m,
	undef, 'run', 'APPEND=exit=poweroff init=fault:hlt');
done_testing;
