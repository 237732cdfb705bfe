#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# The checks and the self-tests are modules of ring 0. A module that was linked
# with another ring0.elf must be refused, because it would jump to that one's
# functions; and one from the boot volume, because it would be anybody's code in
# ring 0.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Machine;
use Gatehouse::Image;

use constant TEXT => 'the stack has overflowed'; # any, of ring0.elf's

my @disk = (args => ['-device', 'ide-hd,drive=disk,bootindex=0']);

# Another ring0.elf, by one letter that only a panic would show.
my $efi = slurp(build('BOOTX64.EFI'));
is scalar(() = $efi =~ /\Q${\TEXT}/g), 1, 'the letter is there';
$efi =~ s/\Q${\TEXT}/TEXT =~ s{stack}{stick}r/e;
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
	'initramfs.cpio' => cpio(map { [$_, slurp(build("stripped/$_"))] }
		qw(check selftest)));

# Both at once. walk needs selftest(), and all page tables are checked for it.
my $text = boot(append => 'selftest=on init=check,check,selftest,walk:quiet')
	->{debugcon} =~ s/\r//gr;
is scalar(() = $text =~ /^  # conform:\d+ /mg), 2, 'the checks run twice';
like $text, qr/^not ok \d+ - selftest # cannot run: it is no program; /m,
	'the self-tests do not run';
like $text, qr/^ok \d+ - walk:quiet$/m,
	'no page is left that is writable and executable';
unlike $text, qr/SKIP.*selftest/, 'and the self-tests serve';
done_testing;
