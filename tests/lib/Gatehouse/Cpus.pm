# SPDX-License-Identifier: BSD-2-Clause
#
# What the tests of more than one CPU share.
package Gatehouse::Cpus;
use strict;
use warnings;
use Exporter 'import';

our @EXPORT = qw(cpus names smp agree);

# Returns the names of the CPUs' results.
sub cpus {
	my ($log) = @_;
	return [grep { /^cpu \d/ } map { $_->{name} } @{ $log->{results} }];
}

# What they are if so many CPUs run, whose APIC IDs are as their numbers.
sub names {
	my ($program, $count) = @_;
	return [map { "cpu $_, APIC id $_: $program" } 0 .. $count - 1];
}

# What boot() needs for so many CPUs.
sub smp { return args => ['-smp', $_[0]] }

# true: every row and every return was the same on all of them.
sub agree {
	my ($log) = @_;
	return $log->{text} !~ /printed other lines|other return decisions/;
}

1;
