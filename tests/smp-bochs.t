#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# Two CPUs in Bochs, in xAPIC and in x2APIC mode. Its OVMF has no ACPI, so the
# shim makes a MADT, with the entries that x2APIC brought.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Bochs;
use Gatehouse::Image;
use Gatehouse::Machine;

for my $mode (qw(xAPIC x2APIC)) {
	my $options = 'init=hello smp=walk:quiet exit=halt' .
		($mode eq 'x2APIC' ? ' x2apic=on' : '');
	my $disk = fat_image({
		'EFI/BOOT/BOOTX64.EFI' => slurp(build('SHIM.EFI')),
		'GATEHOUSE.EFI' => slurp(build('BOOTX64.EFI')),
		'gatehouse/gatehouse.cfg' => "$options\n",
		'shim/madt-x2apic' => 'x',
	});
	my $log = run_passes(boot_bochs_disk($disk, undef, 2));
	like $log->{text}, qr/^# timer: $mode /m, "$mode: it is in that mode";
	is_deeply [grep { /^cpu/ } map { $_->{name} } @{ $log->{results} }],
		[map { "cpu $_, APIC id $_: walk:quiet" } 0, 1],
		"$mode: both run walk";
}
done_testing;
