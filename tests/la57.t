#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# 5-level paging. OVMF does not turn it on, so another image (la57/) does, and
# then starts this one; or the loader does, with la57=on. Runs all that depends
# on where ring 3's addresses end. With no5lvl the loader turns it off.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Image;
use Gatehouse::Machine;

use constant CPU => 'max,vendor=GenuineIntel';
use constant ALL => 'selftest=on init=walk:quiet,hostile:addresses,' .
	'hostile:frames,hostile:stacks,hostile:attacks,hostile:memory,' .
	'hostile:ldt,sweep:3,fuzz:20000:1,hello';

# Boots with 5 levels on already.
sub found_on {
	my ($name, $options) = @_;
	my $image = fat_image({
		'EFI/BOOT/BOOTX64.EFI' => slurp(build('LA57.EFI')),
		'GATEHOUSE.EFI' => slurp(build('BOOTX64.EFI')),
		'gatehouse/gatehouse.cfg' => "$options\n",
	});
	return passes($name, cpu => CPU, drive => $image,
		args => ['-device', 'ide-hd,drive=disk,bootindex=0'])->{text};
}

sub levels {
	my ($text, $levels, $why) = @_;
	like $text, qr/^# memory: .*, $levels-level paging\r?$/m, $why;
	# CR4.LA57 is bit 12.
	my ($cr4) = $text =~ /^# now: CR0 \w+ CR4 (\w+)/m;
	is hex($cr4 // 0) >> 12 & 1, $levels - 4, "$why: CR4.LA57";
	return;
}

levels(found_on('found on', ALL), 5, 'five as found');
levels(found_on('turned off', 'no5lvl selftest=on init=walk:quiet,' .
	'hostile:addresses,hostile:attacks,hello'), 4, 'no5lvl');
levels(passes('turned on', cpu => CPU, append => 'la57=on ' . ALL)->{text}, 5,
	'la57=on');
levels(passes('a later word wins', cpu => CPU, append =>
	'la57=on la57=off init=hello')->{text}, 4, 'la57=off');
my $none = passes('a CPU without', append => 'la57=on init=hello')->{text};
levels($none, 4, 'as it was');
like $none, qr/^# loader: la57=on: this CPU has no 5-level paging, ignored/m,
	'and the log says why';
like passes('a bad value', append => 'la57=maybe init=hello')->{text},
	qr/^# option: la57: bad value, ignored \(la57=on\|off\)\r?$/m,
	'a bad value is named';

# The fast path's test of the address, as it is while a program runs: with 5
# levels SYSRET and SYSEXIT go as far as 2^56 at once, with 4 to 2^47.
sub live_tests {
	my ($options) = @_;
	my ($status, $output) = output(make('-s', 'gdb', 'CPU=' . CPU,
		"APPEND=$options", 'GDB_ARGS=-batch -ex delete ' .
		"-ex 'hbreak dispatch_syscall' -ex continue " .
		"-ex 'disassemble dispatch_syscall' " .
		"-ex 'disassemble dispatch_sysenter' -ex kill"));
	return join ' ', $output =~ /\b(?:cmpl|shr)\s+(\$\w+),(?:0x|%rdx)/g;
}
is live_tests('la57=on'), '$0xffffff $0x38', 'the fast path: up to 2^56';
is live_tests('la57=off'), '$0x7fff $0x2f', 'the fast path: up to 2^47';
done_testing;
