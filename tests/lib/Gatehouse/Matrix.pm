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

our @EXPORT = qw(machines known checked is_version list_of_this_qemu);

use constant QEMU_LIST => 'tests/known/qemu-7.2.22-tcg.list';
use constant BOCHS_LIST => 'tests/known/bochs-2.7.list';

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

sub known {
	my ($machine) = @_;
	return Gatehouse::Known->read_file($machine->{list});
}

# What the emulator here says of its version.
sub _said {
	my ($bochs) = @_;
	my ($status, $said) = output($bochs ? qw(bochs --help) :
		($ENV{QEMU} || 'qemu-system-x86_64', '--version'));
	return $said;
}

# The list about this version of QEMU; undef: there is none.
sub list_of_this_qemu {
	my ($version) = _said() =~ /version ([\d.]+)/ or return;
	my $list = "tests/known/qemu-$version-tcg.list";
	return -e $list ? $list : undef;
}

# Whether the emulator here is of the version that the list is about.
sub is_version {
	my ($machine) = @_;
	my $said = _said($machine->{bochs});
	my $version = known($machine)->{version};
	return $said =~ /(?<![\d.])\Q$version\E(?![\d.])/;
}

# Boots it; returns what it printed.
sub checked {
	my ($machine, @options) = @_;
	my $append = join ' ', 'init=check', @options;
	return boot_bochs($append, $machine->{cpu})->{serial}
		if $machine->{bochs};
	return boot(cpu => $machine->{cpu}, append => $append)->{debugcon};
}

1;
