#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# make usb-write refuses what is no stick, and writes only after a "yes". An
# lsblk of the test's own says what the device is, which is a file. Boots
# nothing.
use strict;
use warnings;
use File::Temp 'tempdir';
use Test::More;
use lib 'tests/lib';
use Gatehouse::Machine;

my $dir = tempdir(CLEANUP => 1);
my $image = spew("$dir/image", 'gatehouse' x 1000);
my %stick = (TYPE => 'disk', RM => 1, TRAN => 'usb', MOUNTPOINT => '',
	SIZE => 64 << 20, NAME => 'sdx');

spew("$dir/lsblk", <<'SCRIPT');
#!/bin/sh
case "$*" in *NAME*) echo 'sdx 64M A stick';; *) . "$(dirname "$0")/answers";
esac
SCRIPT
chmod 0755, "$dir/lsblk" or die "lsblk: $!\n";

# Runs it with this answer to its question. Returns status, output, device.
sub usb_write {
	my ($device, $answer, %differs) = @_;
	my %says = (%stick, %differs);
	spew("$dir/answers", join "\n", 'case "$*" in',
		(map { "*'$_'*) echo '$says{$_}';;" } sort keys %says),
		"esac\n");
	spew("$dir/device", 'what was there');
	my ($status, $output) = output('sh', '-c',
		qq(echo "$answer" | PATH="$dir:\$PATH" efi/usb-write ) .
		qq("$image" $device));
	return ($status, $output, slurp("$dir/device"));
}

sub refuses {
	my ($what, $why, @arguments) = @_;
	my ($status, $output, $device) = usb_write(@arguments);
	isnt $status, 0, "$what: refused";
	like $output, $why, "$what: says why";
	is $device, 'what was there', "$what: nothing is written";
	return;
}

my $file = "$dir/device";
refuses 'no device', qr/which stick\?/, '', 'yes';
refuses 'an absent one', qr/no such device/, "$dir/absent", 'yes';
refuses 'no block device', qr/no block device/, $file, 'yes', TYPE => '';
refuses 'a partition', qr/part, not a disk/, $file, 'yes', TYPE => 'part';
refuses 'a fixed disk', qr/cannot be removed/, $file, 'yes', RM => 0,
	TRAN => 'sata';
refuses 'a mounted one', qr/in use, at \/home/, $file, 'yes',
	MOUNTPOINT => '/home';
refuses 'a small one', qr/and the image 9000/, $file, 'yes', SIZE => 8999;
refuses 'no yes', qr/nothing was written/, $file, 'no';

my ($status, $output, $device) = usb_write($file, 'yes');
is $status, 0, 'a stick: written' or diag $output;
ok $device eq slurp($image), 'a stick: it has the image';
done_testing;
