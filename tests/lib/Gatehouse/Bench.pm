# SPDX-License-Identifier: BSD-2-Clause
#
# Reads bench's lines for machines out of a log, as ring3/bench.md has them.
# Comes from bench.t, and from what makes tables and pages of logs.
package Gatehouse::Bench;
use strict;
use warnings;
use Exporter 'import';

our @EXPORT = qw(NULL_CROSSING bench_cells bench_name);

# getpid, in instructions from the gate's to the return's, both included, as
# gcc builds it.
use constant NULL_CROSSING => { syscall => 80, sysenter => 85, int80 => 70 };

use constant WORDS => qw(gate call return unit);
use constant NUMBERS => qw(bits samples min mode median p99 max);

# Each cell's fields, by name, in the log's order. Dies of a line that is not
# complete, and says which.
sub bench_cells {
	my ($text) = @_;
	return map { _cell($_) } $text =~ /^\s*# bench: (gate=.*?)\r?$/mg;
}

sub _cell {
	my ($line) = @_;
	my %cell = map { /^(\w+)=(\S+)$/ ? ($1, $2) : () } split ' ', $line;
	for (WORDS, NUMBERS) {
		die "no $_= in: $line\n" if !defined $cell{$_};
	}
	for (NUMBERS) {
		die "$_= is no number in: $line\n" if $cell{$_} !~ /^\d+$/;
	}
	return \%cell;
}

sub bench_name {
	my ($cell) = @_;
	return "$cell->{gate} $cell->{call}";
}

1;
