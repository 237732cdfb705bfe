#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# U-Boot's UEFI, the second implementation: it starts BOOTX64.EFI by itself, and
# hands it options that are for Linux, init=/sbin/init among them.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Image;
use Gatehouse::Machine;

my $log = passes 'U-Boot, two CPUs', memory => '512M', drive => esp_image(),
	bios => '/usr/lib/u-boot/qemu-x86_64/u-boot.rom',
	args => ['-device', 'ide-hd,drive=disk', '-smp', '2'];
like $log->{text}, qr/^# firmware: Das U-Boot, /m, 'it is U-Boot';
like $log->{text}, qr/^# option: init: a path, which no program here has/m,
	'a line for Linux is passed over';
is_deeply [map { $_->{name} } grep { $_->{name} =~ /^walk/ }
	@{ $log->{results} }], ['walk'], 'and walk runs';
like $log->{text}, qr/^# cpus: 2 of 2 run$/m, 'on both CPUs';
done_testing;
