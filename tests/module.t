#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# The checks are a module of ring 0. One that was linked with another ring0.elf
# would jump to wherever its functions were there, so it is refused; and one
# from the boot volume would be anybody's code in ring 0.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Machine;
use Gatehouse::Image;

use constant SYMBOL => "module_run\0"; # any, of ring0.elf's

my @disk = (args => ['-device', 'ide-hd,drive=disk,bootindex=0']);

# Another ring0.elf, by one letter that only a call trace would show.
my $efi = slurp(build('BOOTX64.EFI'));
is scalar(() = $efi =~ /\Q${\SYMBOL}/g), 1, 'the letter is there';
$efi =~ s/\Q${\SYMBOL}/SYMBOL =~ s{run}{ran}r/e;
fails 'with another ring0.elf', {
	check => qr/^cannot run: it was linked with another ring0\.elf$/,
}, @disk, drive => fat_image({
	'EFI/BOOT/BOOTX64.EFI' => $efi,
	'gatehouse/gatehouse.cfg' => "init=check,walk:quiet\n",
});

fails 'from the boot volume', {
	check => qr/^cannot run: a segment lies outside the addresses allowed/,
}, @disk, drive => esp_image(
	'gatehouse.cfg' => "init=check,walk:quiet\n",
	'initramfs.cpio' => cpio(['check', slurp(build('check.stripped'))]));

# Programs start behind it, for which all page tables are looked at.
my $run = boot(append => 'init=check,check,walk:quiet');
is scalar(() = $run->{debugcon} =~ /^  # conform:\d+ /mg), 2, 'it runs twice';
like $run->{debugcon}, qr/^ok \d+ - walk:quiet\r$/m,
	'and leaves no page that is writable and executable';
done_testing;
