# SPDX-License-Identifier: BSD-2-Clause
#
# The machines whose CPUs are checked against the manuals, each with its list of
# known deviations; and how to get a log of init=check from one.
package Gatehouse::Matrix;
use strict;
use warnings;
use Exporter 'import';
use Gatehouse::Bochs;
use Gatehouse::Known;
use Gatehouse::Machine;
use Gatehouse::Versions;

our @EXPORT = qw(machines known checked is_version qemu_version bochs_version
	QEMU_LIST);

use constant QEMU_LIST => 'tests/known/qemu.list';
use constant BOCHS_LIST => 'tests/known/bochs.list';

# One name each, which is a log's file name and a table's column.
my @qemu = (
	['Skylake-Client'], ['max-Intel', 'max,vendor=GenuineIntel'],
	['max-AMD', 'max,vendor=AuthenticAMD'], ['EPYC'], ['qemu64'],
	['Opteron_G1'], ['Nehalem'], ['Haswell'], ['Icelake-Server'],
);
my @bochs = qw(corei7_skylake_x ryzen);

sub machines {
	return (map { { name => $_->[0], cpu => $_->[1] // $_->[0],
			list => QEMU_LIST } } @qemu),
		map { { name => "bochs-$_", cpu => $_, bochs => 1,
			list => BOCHS_LIST } } @bochs;
}

# What the list says of the version of the machine's emulator that is here.
sub known {
	my ($machine) = @_;
	my $version = $machine->{bochs} ? bochs_version() : qemu_version();
	return Gatehouse::Known->read_file($machine->{list})
		->of_version($version // 0);
}

# The version of the emulator that is here; undef: there is none.
sub qemu_version { return version_of('qemu') }
sub bochs_version { return version_of('bochs') }

# Whether the list was made from runs of just the version that is here.
sub is_version { return known($_[0])->{exact} }

# Boots it; returns what it printed.
sub checked {
	my ($machine, @options) = @_;
	my $append = join ' ', 'init=check', @options;
	return boot_bochs($append, $machine->{cpu})->{serial}
		if $machine->{bochs};
	return boot(cpu => $machine->{cpu}, append => $append)->{debugcon};
}

1;
