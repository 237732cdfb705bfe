# SPDX-License-Identifier: BSD-2-Clause
#
# Which version of a tool is here, and which traits it has by the list of them,
# tests/known/traits.list. A bad list is an error (die) that names the line.
package Gatehouse::Versions;
use strict;
use warnings;
use Exporter 'import';
use Gatehouse::Machine;

our @EXPORT = qw(has_trait version_of version_in);

use constant LIST => 'tests/known/traits.list';
use constant VERSION => qr/\d+(?:\.\d+)*/;

# How each is asked for its version, and what it answers.
my %ask = (
	qemu => [$ENV{QEMU} || 'qemu-system-x86_64', '--version',
		qr/^QEMU emulator version (@{[VERSION]})/m],
	bochs => ['bochs', '--help',
		qr/^\s*Bochs x86 Emulator (@{[VERSION]})/m],
	gcc => [$ENV{CC} || 'gcc', '--version',
		qr/^\S*gcc\S* .*?(@{[VERSION]})$/m],
);
my %version;

# undef: it is not here, or CC is no gcc.
sub version_of {
	my ($tool) = @_;
	return $version{$tool} if exists $version{$tool};
	my (@command) = @{ $ask{$tool} };
	my $answer = pop @command;
	my ($status, $said) = output(@command);
	return $version{$tool} = $said =~ $answer ? $1 : undef;
}

# -1, 0 or 1. A bound has as many parts as matter.
sub _compare {
	my ($version, $bound) = @_;
	my @version = split /\./, $version;
	for my $part (split /\./, $bound) {
		my $order = (shift(@version) // 0) <=> $part;
		return $order if $order;
	}
	return 0;
}

# $range: FROM..TO, either of which may be missing.
sub version_in {
	my ($version, $range) = @_;
	my ($from, $to) = $range =~ /^(@{[VERSION]})?\.\.(@{[VERSION]})?$/ or
		die "no range of versions: $range\n";
	return (!defined $from || _compare($version, $from) >= 0) &&
		(!defined $to || _compare($version, $to) <= 0);
}

# Whether the tool that is here has the trait.
sub has_trait {
	my ($trait) = @_;
	my ($number, $known, $has) = (0);
	for (split /\n/, slurp(LIST)) {
		$number++;
		next if /^(?:#|$)/;
		my ($name, $tool, $range, $what) = split /\t+/;
		die LIST . ": line $number: not 'trait, tool, range, what'\n"
			if !defined $what or !$ask{$tool};
		next if $name ne $trait;
		$known = 1;
		my $version = version_of($tool);
		$has ||= defined $version && version_in($version, $range);
	}
	die LIST . " has no '$trait'\n" if !$known;
	return $has;
}

1;
