# SPDX-License-Identifier: BSD-2-Clause
#
# Reads bench's machine-readable lines from a log; its README.md describes them.
# bench.t uses it, and so do the tools that make tables and pages of logs.
package Gatehouse::Bench;
use strict;
use warnings;
use Exporter 'import';
use Gatehouse::Versions;

our @EXPORT = qw(NULL_CROSSING NULL_MORE BENCH_EXACT bench_cells bench_excluded
	bench_histograms bench_name bench_rows bench_documented);

# getpid, in instructions from the gate's to the return's, both included, as the
# compiler of the pages builds it. The C of another one may take some more.
# make's CPU has SYSCALL in 32-bit code only where an emulator departs from it.
use constant NULL_MORE => 15;
sub NULL_CROSSING() {
	my %null = (syscall => 76, sysenter => 80, int80 => 67);
	$null{'syscall/32'} = 72 if has_trait('syscall32-on-intel');
	return \%null;
}

# What bench must count, by bench_name(): without C, and with the pages' C.
sub BENCH_EXACT() {
	my %exact = ('syscall floor' => 2, 'sysenter floor' => 3,
		'int80 floor' => 2, 'int80/32 floor' => 2);
	if (has_trait('pages-compiler')) {
		$exact{"$_ getpid"} = NULL_CROSSING->{$_}
			for keys %{ +NULL_CROSSING };
		$exact{'int80/32 getpid'} = NULL_CROSSING->{int80};
	}
	return \%exact;
}

# For each kind of line its fields, and the pattern of each.
use constant KEY => (gate => qr/[\w-]+/, bits => qr/\d+/, call => qr/[\w-]+/);
use constant CELL => (KEY, return => qr/[\w-]+/, clock => qr/\w+/,
	unit => qr/\w+/, map { $_ => qr/\d+/ }
	qw(samples min mode median p99 max));
use constant EXCLUDED => (KEY, runs => qr/\d+/, excluded => qr/\d+/,
	map { $_ => qr/\d+|unknown/ } qw(interrupts nmis smis));
use constant HISTOGRAM => (KEY, from => qr/\d+/, width => qr/[1-9]\d*/,
	counts => qr/\d+(?:,\d+)*/, beyond => qr/\d+/);

# Each returns the lines of its kind in the log's order, as hashes of fields,
# and dies of an incomplete line, which it names.
sub bench_cells { return _lines('bench', { CELL }, @_) }
sub bench_excluded { return _lines('excluded', { EXCLUDED }, @_) }
sub bench_histograms { return _lines('histogram', { HISTOGRAM }, @_) }

# Returns the rows of make bench's tables in a page.
sub bench_rows {
	my ($page) = @_;
	return $page =~ /^(\S+ [\w-]+ +\d+(?: +(?:-|\d+ +\(\S+\)))+)$/mg;
}

# Returns, by name, what a page's table says that Gatehouse takes on make's CPU.
sub bench_documented {
	my ($page) = @_;
	my ($table) = $page =~ /(^#.* -cpu Skylake-Client, .*?)^```$/ms;
	return map { /^(\S+ \S+) +(\d+)/ } bench_rows($table // '');
}

sub _lines {
	my ($kind, $fields, $text) = @_;
	return map { _fields($fields, $_) }
		$text =~ /^\s*# $kind: (gate=.*?)\r?$/mg;
}

sub _fields {
	my ($fields, $line) = @_;
	my %value = map { /^(\w+)=(\S+)$/ ? ($1, $2) : () } split ' ', $line;
	for (sort keys %$fields) {
		die "no $_= in: $line\n" if !defined $value{$_};
		die "$_= has a bad value in: $line\n"
			if $value{$_} !~ /^(?:$fields->{$_})$/;
	}
	return \%value;
}

# Returns "int80 getpid", or "int80/32 getpid" for 32-bit code.
sub bench_name {
	my ($cell) = @_;
	my $caller = $cell->{bits} == 64 ? '' : "/$cell->{bits}";
	return "$cell->{gate}$caller $cell->{call}";
}

1;
