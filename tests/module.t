#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# The checks and the self-tests are modules of ring 0. One that was linked with
# another ring0.elf would jump to wherever its functions were there, so it is
# refused; and one from the boot volume would be anybody's code in ring 0.
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
	'selftest=on' => qr/^no module: it was linked with another ring0\.elf$/,
}, @disk, drive => fat_image({
	'EFI/BOOT/BOOTX64.EFI' => $efi,
	'gatehouse/gatehouse.cfg' =>
		"selftest=on init=check,walk:quiet\n",
});

fails 'from the boot volume', {
	check => qr/^cannot run: a segment lies outside the addresses allowed/,
	'selftest=on' => qr/^no module: a file of the boot volume has its /,
}, @disk, drive => esp_image(
	'gatehouse.cfg' => "selftest=on init=check,walk:quiet\n",
	'initramfs.cpio' => cpio(map { [$_, slurp(build("$_.stripped"))] }
		qw(check selftest)));

# Both at once. All page tables are looked at for a program, and walk has rows
# that need selftest().
my $text = boot(append => 'selftest=on init=check,check,selftest,walk:quiet')
	->{debugcon} =~ s/\r//gr;
is scalar(() = $text =~ /^  # conform:\d+ /mg), 2, 'the checks run twice';
like $text, qr/^not ok \d+ - selftest # cannot run: it is no program; /m,
	'the self-tests do not run';
like $text, qr/^ok \d+ - walk:quiet$/m,
	'no page is left that is writable and executable';
unlike $text, qr/SKIP.*selftest/, 'and the self-tests serve';
done_testing;
