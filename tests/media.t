#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# Boots from what the firmware can boot from: NVMe, virtio, USB on EHCI and as a
# device that can be removed, the network by OVMF's own PXE and by iPXE; and
# from what is in between: the UEFI shell, GRUB, systemd-boot. AHCI, xHCI, a CD
# and -kernel are in other tests.
use strict;
use warnings;
use File::Temp 'tempdir';
use Test::More;
use lib 'tests/lib';
use Gatehouse::Image;
use Gatehouse::Machine;

my $efi = slurp(build('BOOTX64.EFI'));
my $dir = tempdir(CLEANUP => 1);
my @ahci = ('-device', 'ide-hd,drive=disk,bootindex=0');

# Tests that the options came with it: hello ran, and nothing else.
sub runs_hello {
	my ($what, %machine) = @_;
	my $log = passes $what, %machine;
	is_deeply [grep { /^(?:hello|walk)/ } map { $_->{name} }
		@{ $log->{results} }], ['hello'], "$what: it has its options";
	return;
}

my $stick = esp_image('gatehouse.cfg' => 'init=hello');
runs_hello 'NVMe', drive => $stick,
	args => ['-device', 'nvme,drive=disk,serial=1,bootindex=0'];
runs_hello 'virtio', drive => $stick,
	args => ['-device', 'virtio-blk-pci,drive=disk,bootindex=0'];
runs_hello 'EHCI', drive => $stick, args => ['-device', 'usb-ehci',
	'-device', 'usb-storage,drive=disk,bootindex=0,removable=on'];

# From the network there is no volume, and no options.
spew("$dir/BOOTX64.EFI", $efi);
my $network = "user,id=net,tftp=$dir,bootfile=BOOTX64.EFI";
for (["OVMF's PXE", ',romfile='], ['iPXE', '']) {
	my ($what, $rom) = @$_;
	passes $what, drive => 'none', memory => '512M',
		args => ['-netdev', $network, '-device',
			"virtio-net-pci,netdev=net,bootindex=0$rom"];
}

runs_hello 'the UEFI shell', drive => fat_image({ 'gatehouse.efi' => $efi,
	'startup.nsh' => "fs0:\\gatehouse.efi init=hello\r\n" }),
	args => \@ahci;

my $entry = "title Gatehouse\nefi /gatehouse.efi\noptions init=hello\n";
runs_hello 'systemd-boot', args => \@ahci, drive => fat_image({
	'EFI/BOOT/BOOTX64.EFI' =>
		slurp('/usr/lib/systemd/boot/efi/systemd-bootx64.efi'),
	'loader/entries/gatehouse.conf' => $entry, 'gatehouse.efi' => $efi });

spew("$dir/grub.cfg", "search --set --file /gatehouse.efi\n" .
	"chainloader /gatehouse.efi init=hello\nboot\n");
my ($status, $output) = output(qw(grub-mkimage -O x86_64-efi -p /grub -c),
	"$dir/grub.cfg", '-o', "$dir/grub.efi", qw(chain fat search));
is $status, 0, 'grub-mkimage' or diag $output;
runs_hello 'GRUB', args => \@ahci, drive => fat_image({
	'EFI/BOOT/BOOTX64.EFI' => slurp("$dir/grub.efi"),
	'gatehouse.efi' => $efi });
done_testing;
