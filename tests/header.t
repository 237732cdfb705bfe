#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# The log's head names the machine, its firmware and ACPI's tables, and no
# serial number and no UUID.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Machine;

my $log = passes 'a machine with a name', append => 'init=hello',
	args => ['-smbios',
		'type=0,vendor=A vendor,version=1.2,date=01/02/2003',
		'-smbios', 'type=1,manufacturer=A maker,product=A product,' .
			'version=V3,serial=SECRET,sku=SECRET,family=SECRET,' .
			'uuid=5ec2e755-ec2e-4555-8ec2-e755ec2e7555'];
like $log->{text}, qr/^# bios: "A vendor" "1\.2" "01\/02\/2003"$/m,
	'the firmware';
like $log->{text}, qr/^# machine: "A maker" "A product" "V3"$/m,
	'the machine';
unlike $log->{text}, qr/SECRET|5ec2e755|55e7c25e/i,
	'no serial number, and no UUID';
like $log->{text}, qr/^# acpi: tables (?=.*\bFACP\b)(?=.*\bAPIC\b)[ A-Z0-9]+$/m,
	'the tables of ACPI';
# Debian 13's OVMF has no such variable, unless it is one that can enforce it.
like $log->{text}, qr/^# firmware: Secure Boot (?:off|absent)$/m, 'Secure Boot';
done_testing;
