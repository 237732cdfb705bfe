#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# nm -n -S ELF | symbols.pl >> FILE: the names of code, as lib/symbols.h says.
# A symbol table of ELF's would take more than twice the room.
use strict;
use warnings;
no warnings 'portable'; # of addresses of 64 bits

# One name an address: a function's, which has a size, before a label's. Where
# something ends, a label says, and that is no name for what follows it. By
# which table a call came, the report says elsewhere: __x64_sys_brk is sys_brk.
my @symbols;
while (<STDIN>) {
	/^([0-9a-f]+) ([0-9a-f]+ )?t (\S+)$/i or next;
	next if !$2 and $3 =~ /(?<!text)_end$/;
	my $symbol = { address => hex $1, sized => defined $2,
		name => $3 =~ s/^__(?:x64|ia32|do)_//r };
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
