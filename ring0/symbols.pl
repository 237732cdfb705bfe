#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# nm -n -S ELF | symbols.pl >> FILE: the names of code, as lib/symbols.h says.
# A symbol table of ELF's would take more than twice the room.
use strict;
use warnings;
no warnings 'portable'; # of addresses of 64 bits

# One name an address: a function's, which has a size, before a label's. Where
# something ends is no name for what follows it.
my @symbols;
while (<STDIN>) {
	/^([0-9a-f]+) ([0-9a-f]+ )?t (\S+(?<!_end)|\S*text_end)$/i or next;
	my $symbol = { address => hex $1, sized => defined $2, name => $3 };
	if (!@symbols or $symbols[-1]{address} != $symbol->{address}) {
		push @symbols, $symbol;
	} elsif ($symbol->{sized} and !$symbols[-1]{sized}) {
		$symbols[-1] = $symbol;
	}
}
@symbols and $symbols[-1]{name} =~ /text_end$/ or
	die "symbols.pl: the last symbol does not say where code ends\n";

my $before = 0;
for my $symbol (@symbols) {
	print pack 'w Z*', $symbol->{address} - $before, $symbol->{name};
	$before = $symbol->{address};
}
