#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# Firmware that goes wrong while it hands the machine over: shim/ has it refuse
# to leave, change its memory map, leave bits on, use its memory for something
# else, or show a screen that is none.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Image;
use Gatehouse::Machine;

# X86_CR4_*, as Skylake-Client in QEMU has them.
use constant LEFT_ON => 1 << 16 | 1 << 20 | 1 << 21; # FSGSBASE, SMEP, SMAP

# Boots with faults and a screen. Returns the log of a run that must pass.
sub survives {
	my ($what, $faults, %files) = @_;
	my %machine = faulty($faults, 'gatehouse.cfg' => 'init=hello',
		%files);
	push @{ $machine{args} }, qw(-vga std);
	return passes $what, %machine;
}

my $hello = slurp(build('stripped/hello'));
my $large = cpio(['large', "\0" x (5 << 19)], ['hello', $hello]);
my $log = survives 'refused twice', ['exit-fails-2', 'map-grows',
	'cr4-left-on', 'memory-poisoned', 'gop-hidden', 'read-fails'],
	'initramfs.cpio' => $large;
my ($cr4) = $log->{text} =~ /^# found: CR0 \w+ CR3 \w+ CR4 (\w+) /m;
is hex($cr4) & LEFT_ON, LEFT_ON, 'bits of CR4 were left on';
like $log->{text}, qr/^# screen: none$/m, 'a hidden GOP is none';
like $log->{text}, qr/^# initramfs: boot volume's, @{[length $large]} bytes/m,
	'a large file is read in pieces';

$log = survives 'refused 100 times', ['exit-fails-100', 'map-40', 'rsdp-none',
	'gop-without-base'];
like $log->{text}, qr/^# acpi: none$/m, 'without ACPI';
like $log->{text}, qr/^# screen: none$/m, 'a framebuffer at 0 is none';

$log = survives 'descriptors of 64 bytes', ['map-64', 'serial-38400',
	'gop-too-small'];
like $log->{text}, qr/^# console: 8250 .*, 38400 baud, 8N1, divisor 3 /m,
	"the firmware's speed is kept";
like $log->{text}, qr/^# screen: none$/m, 'a framebuffer too small is none';

my %machine = faulty(['exit-fails-ever', 'gop-without-modes']);
push @{ $machine{args} }, qw(-vga std);
my $run = boot %machine;
is $run->{status}, 35, 'refused for ever: it ends';
my $line = 'gatehouse: loader: leaving the firmware, try 128: ' .
	'INVALID_PARAMETER';
like $run->{$_}, qr/^$line\r$/m, "refused for ever: it says so ($_)"
	for qw(serial debugcon);
done_testing;
