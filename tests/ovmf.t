#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# Other builds of OVMF, one whose stack cannot be executed, and a machine
# without what a PC once had: keyboard controller, PIT, HPET.
use strict;
use warnings;
use File::Temp 'tempdir';
use Test::More;
use lib 'tests/lib';
use Gatehouse::Image;
use Gatehouse::Machine;

use constant OVMF => '/usr/share/OVMF/OVMF';
my $dir = tempdir(CLEANUP => 1);
my @nx = ('-fw_cfg', 'name=opt/ovmf/PcdSetNxForStack,string=yes');
my @ahci = ('-device', 'ide-hd,drive=disk,bootindex=0');
my $esp = esp_image('gatehouse.cfg' => 'init=hello');

my $log = passes 'no PIT, no HPET, no keyboard; a stack without execution',
	machine => 'q35,pit=off,hpet=off,i8042=off', append => 'init=hello',
	args => \@nx;
like $log->{text}, qr/measured by the ACPI PM timer/, 'another clock serves';

# Debian 12 has the one of 2 MiB, Debian 13 the strict one.
my @smm = (machine => 'q35,smm=on', args => [@ahci, '-global',
	'driver=cfi.pflash01,property=secure,value=on']);
for (['for Secure Boot, not enforced', '_CODE_4M.secboot', '_VARS_4M', @smm],
     ['that executes no data', '_CODE_4M.secboot.strictnx', '_VARS_4M', @smm],
     ['of 2 MiB', '_CODE', '_VARS', args => \@ahci]) {
	my ($what, $code, $vars, @machine) = @$_;
	SKIP: {
		skip "no OVMF $what", 1 if !-e OVMF . "$code.fd";
		passes "OVMF $what", drive => $esp, @machine,
			code => OVMF . "$code.fd",
			vars => spew("$dir/vars", slurp(OVMF . "$vars.fd"));
	}
}
done_testing;
