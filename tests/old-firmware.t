#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# A BIOS, and UEFI of 32 bits, cannot start Gatehouse. The stick and the CD say
# so, on the screen, which both firmwares also have on the serial port.
use strict;
use warnings;
use File::Temp 'tempdir';
use Test::More;
use lib 'tests/lib';
use Gatehouse::Machine;

my $qemu = $ENV{QEMU} || 'qemu-system-x86_64';
my $firmware = '/usr/share/OVMF/OVMF32';
my @cpu = ('-cpu', 'Skylake-Client,check=off');
my @bios = ('-machine', 'pc,graphics=off', @cpu);
my @uefi_32 = ('-machine', 'q35,smm=on', @cpu,
	'-global', 'driver=cfi.pflash01,property=secure,value=on',
	'-drive', "if=pflash,format=raw,readonly=on,file=${firmware}_CODE_4M" .
		'.secboot.fd',
	'-drive', "if=pflash,format=raw,snapshot=on,file=${firmware}_VARS_4M" .
		'.fd');
my @stick = ('-device', 'qemu-xhci',
	'-device', 'usb-storage,drive=d,bootindex=0');
my @cd = ('-device', 'ide-cd,drive=d,bootindex=0');

# Tests that this machine, with this image, says a line.
sub says {
	my ($what, $line, $image, @machine) = @_;
	my $dir = tempdir(CLEANUP => 1);
	my $run = supervise("$dir/serial", $line, $dir, $qemu,
		qw(-accel tcg -m 256M -nodefaults -display none -no-reboot),
		'-serial', "file:$dir/serial", '-drive',
		'if=none,id=d,format=raw,snapshot=on,file=' . build($image),
		@machine);
	ok $run->{seen}, "$what: says why it does not start" or
		diag slurp("$dir/serial"), $run->{output};
	return;
}

my ($status, $output) = output(make('usb', 'iso'));
is $status, 0, 'make usb iso' or BAIL_OUT $output;
local $ENV{TIMEOUT} = $ENV{TIMEOUT} || 120; # both firmwares would wait for ever
my $by_uefi = qr/Gatehouse: this stick boots by UEFI only\./;
says 'a BIOS, the stick', $by_uefi, 'gatehouse.img', @bios, @stick;
says 'a BIOS, the ISO as a stick', $by_uefi, 'gatehouse.iso', @bios, @stick;
says 'a BIOS, the CD', $by_uefi, 'gatehouse.iso', @bios, @cd;
says 'UEFI of 32 bits', qr/Gatehouse: this firmware is UEFI of 32 bits/,
	'gatehouse.img', @uefi_32, @stick;
done_testing;
