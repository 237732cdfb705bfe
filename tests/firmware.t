#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# Firmware with faults: an image of the tests' (shim/) makes some, and then
# starts BOOTX64.EFI. Each ends in a right result or a clear line in the log.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Image;
use Gatehouse::Machine;

# Returns what boots hello on firmware with these faults.
sub broken {
	my ($options, @faults) = @_;
	return faulty([@faults], 'gatehouse.cfg' => "init=hello $options\n");
}

# A reset, or a power off, ends QEMU with status 0.
for my $fault (qw(reset-faults reset-returns)) {
	for my $exit (qw(reboot poweroff)) {
		my $run = boot broken("exit=$exit", $fault);
		my $what = "exit=$exit, $fault";
		like $run->{debugcon}, qr/^# gatehouse: end: PASS\r\n\z/m,
			"$what: nothing follows the end line";
		unlike $run->{debugcon}, qr/ResetSystem .* not in runtime/,
			"$what: it was called";
		is $run->{status}, 0, "$what: ends by another way";
		is $run->{timed_out}, 0, "$what: by itself";
	}
}

my $log = passes 'the RSDT alone', broken('', 'rsdt-alone');
like $log->{text}, qr/measured by the ACPI PM timer/, 'its FADT serves';
for (['fadt-too-long', 'HPET'], ['fadt-bad-sum', 'HPET'],
     ['xsdt-loops', '8254']) {
	my ($fault, $clock) = @$_;
	$log = passes $fault, broken('', $fault);
	like $log->{text}, qr/measured by the $clock$/m,
		"$fault: the table is passed over, and another clock serves";
}

$log = passes 'interrupts left behind',
	broken('', 'interrupt-pending', 'io-apic-live');
like $log->{text}, qr/^# interrupt: vector 179, which nobody asked for$/m,
	'a pending interrupt is taken, and named';
like $log->{text}, qr/^# interrupts: .* left [1-9]\d* inputs .* unmasked$/m,
	'and so are inputs that were live';

# A line for Linux fails no run.
$log = passes 'a line for Linux',
	append => 'root=/dev/sda1 init=/sbin/init';
like $log->{text}, qr/^# option: init: a path, which no program here has/m,
	'init=/sbin/init: is passed over';
is_deeply [grep { $_ eq 'walk' } map { $_->{name} } @{ $log->{results} }],
	['walk'], 'init=/sbin/init: walk runs';
done_testing;
