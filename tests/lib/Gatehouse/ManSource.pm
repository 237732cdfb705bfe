# SPDX-License-Identifier: BSD-2-Clause
#
# Reads what the man pages say from where it is kept. It dies, with the file,
# where a table is not as it expects.
package Gatehouse::ManSource;
use strict;
use warnings;
use Exporter 'import';
use Gatehouse::Machine qw(slurp);

our @EXPORT = qw(description options exit_statuses calls own_calls
	error_meanings gates register_checks frame reasons);

sub _found {
	my ($file, @rows) = @_;
	die "$file: no such table\n" if !@rows;
	return @rows;
}

# Returns the paragraphs of README.md before its first command.
sub description {
	my ($text) = slurp('README.md') =~
		/^# Gatehouse\n\n(.*?)\n\nOn Debian/ms;
	return _found('README.md', split /\n\n/, $text // '');
}

# Returns {words, meaning, default} for each row of the table of options.
sub options {
	my ($table) = slurp('esp/README.md') =~
		/^\| option \| meaning.*?\n((?:\|.*\n)+)/m;
	return _found('esp/README.md', map {
		my (undef, @cells) = split /\s*(?<!\\)\|\s*/;
		{ words => $cells[0], meaning => $cells[1],
			default => $cells[2] // '' }
	} grep { !/^\| ---/ } split /\n/, $table // '');
}

# Returns exit statuses and what they mean.
sub exit_statuses {
	my ($table) = slurp('README.md') =~
		/^\| status \| meaning \|\n.*\n((?:\|.*\n)+)/m;
	return _found('README.md', map { /^\| (.*?) \| (.*?) \|$/ }
		split /\n/, $table // '');
}

# Returns the rows of a call table: [NUMBER, NAME, ENTRY].
sub _rows {
	my ($bits) = @_;
	my $file = "ring0/sys/syscall_$bits.tbl";
	return _found($file, map { /^(\d+)\s+\S+\s+(\S+)\s+(\S+)/ ?
		[$1, $2, $3] : () } split /\n/, slurp($file));
}

# Returns the arguments of each entry point, as SYSCALL_DEFINEn declares them.
sub _declared {
	my %arguments;
	for my $file (glob 'ring0/sys/*.c ring0/*/*.c') {
		my $text = slurp($file);
		while ($text =~ /^(COMPAT_)?SYSCALL_DEFINE\d\((.*?)\)\n\{/msg) {
			my $compat = $1 ? 'compat_' : '';
			my ($name, @words) = split /,\s*/, $2;
			my @pairs;
			push @pairs, join ' ', splice @words, 0, 2
				while @words;
			$arguments{"${compat}sys_$name"} = \@pairs;
		}
	}
	return %arguments;
}

# Returns the errors of each entry point, from man/errors.tbl.
sub _errors {
	my %errors;
	for (grep { !/^(?:#|$)/ } split /\n/, slurp('man/errors.tbl')) {
		my ($entry, @words) = split;
		$errors{$entry} = [map { /^@/ ? @{ $errors{$_} } : $_ } @words];
	}
	return %errors;
}

# Returns {name, entry, arguments, errors, x86-64, i386} for each call, by name.
# The numbers of a table that has none of it are not there.
sub calls {
	my %arguments = _declared();
	my %errors = _errors();
	my %call;
	for my $table (['64', 'x86-64'], ['32', 'i386']) {
		for (_rows($table->[0])) {
			my ($number, $name, $entry) = @$_;
			my $call = $call{"$name $entry"} //= { name => $name,
				entry => $entry,
				arguments => $arguments{$entry} //
					die("$entry: not declared\n"),
				errors => $errors{$entry} // [] };
			$call->{ $table->[1] } = $number;
		}
	}
	return map { $call{$_} } sort keys %call;
}

# Returns [CALL, TEXT] for each of Gatehouse's own, from include/gatehouse.h.
sub own_calls {
	my ($text) = slurp('include/gatehouse.h') =~
		/^ \*\n( \*   \w+\(.*?)^ \*\//ms;
	return _found('include/gatehouse.h', map {
		s/\s*\n \* +/ /g;
		s/\n//g;
		/^(\w+\(.*?\))\s+(\d+)\s+(.*)$/ ? [$1, "Number $2: \u$3"] : ()
	} split /^ \*   (?=\w+\()/m, $text // '');
}

# Returns what each error means, in the words of the trace.
sub error_meanings {
	return _found('ring0/trace/results.c',
		slurp('ring0/trace/results.c') =~ /ERROR\((E\w+), "([^"]*)"/g);
}

sub _register {
	my ($state) = @_;
	return 'the word at esp' if $state eq 'AT_SP';
	my $name = lc $state =~ s/^STATE_//r;
	return $name =~ /^r\d/ ? $name : "r$name";
}

# Returns {name, instruction, compat, table, arguments, ss, rows} for each way
# in, from the table that walk checks crossings by. Of a 32-bit table the
# arguments are the low halves. rows: of walk.
sub gates {
	my $text = slurp('ring3/lib/abi.c');
	my ($table) = $text =~
		/^const struct gate_info gates.*?\{\n(.*?)^\};/ms;
	my @gates = map { _gate($_) } ($table // '') =~ /\] = \{(.*?)^\t\},/msg;
	return _found('ring3/lib/abi.c', @gates);
}

sub _gate {
	my ($text) = @_;
	my ($name) = $text =~ /\.name = "(.*?)"/;
	my ($instruction) = $text =~ /\.instruction = "(.*?)"/;
	my ($bits, $words) = $text =~ /CALLS_(\d+)\((.*?)\)/ or
		die "ring3/lib/abi.c: $name has no calls\n";
	my @given = split /,\s*/, $words;
	my @arguments = $bits == 64 ?
		('STATE_DI', 'STATE_SI', $given[0],
			map { "STATE_$_" } qw(R10 R8 R9)) :
		('STATE_BX', $given[0], 'STATE_DX', 'STATE_SI', 'STATE_DI',
			$given[1]);
	@arguments = map { _register($_) } @arguments;
	@arguments = map { s/^r/e/r } @arguments if $bits == 32;
	return { name => $name, instruction => $instruction,
		compat => scalar($text =~ /\.compat = true/),
		table => $bits == 64 ? 'x86-64' : 'i386',
		arguments => \@arguments,
		ss => _selector(scalar($text =~ /GATE_SYSENTER/) ?
			'USER_DATA_SYSEXITQ' : 'USER_DATA'),
		rows => ["$name: getpid gives the pid",
			"$name: six arguments arrive in pt_regs"],
	};
}

sub _selector {
	my ($name) = @_;
	my ($value) = slurp('include/segment.h') =~
		/^#define SEL_$name (0x[0-9a-f]+)/m;
	return $value // die "include/segment.h: no SEL_$name\n";
}

# Returns who checks the registers that come back.
sub register_checks {
	return map { "row \"$_\" of walk" } 'syscall: getpid gives the pid',
		'sysenter: getpid gives the pid',
		'int 0x80: getpid gives the pid',
		'syscall: every flag set comes back set',
		'syscall: every flag clear comes back clear';
}

# Returns [OFFSET, MEMBER] for each member of struct pt_regs.
sub frame {
	return _found('include/ptrace.h', map { ["$_->[1]", lc $_->[0]] }
		map { /^#define PT_(?!SIZE)(\w+) (0x[0-9a-f]+)$/ ?
			[$1, $2] : () } split /\n/, slurp('include/ptrace.h'));
}

# Returns [NAME, WHY] for each reason to return by IRET.
sub reasons {
	my ($text) = slurp('include/gatehouse.h') =~
		/^enum return_reason \{\n(.*?)^\};/ms;
	my @reasons;
	while (($text // '') =~ m{(RETURN_\w+),\s+/\*\s*(.*?)\s*\*/}sg) {
		my ($name, $why) = ($1, $2);
		push @reasons, [$name, $why =~ s/\s*\n\s*\*\s*/ /gr];
	}
	return _found('include/gatehouse.h', @reasons);
}

1;
