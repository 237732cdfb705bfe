# SPDX-License-Identifier: BSD-2-Clause
#
# Enough of C and of the GNU assembler's language to find a place by its name
# and lines by their tokens, whatever comments and white space there are.
package Gatehouse::Source;
use strict;
use warnings;
use Exporter 'import';

our @EXPORT_OK = qw(scope scopes tokens);

# All but comments and white space (a backslash that continues a line is that):
# [token, offset, offset after it].
sub tokens {
	my ($text) = @_;
	my @tokens;
	while ($text =~ m{\G(?:\s|\\\n|/\*.*?\*/|//[^\n]*)*+
			  ("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)+'|\w+|\S)}gsx) {
		push @tokens, [$1, $-[1], $+[1]];
	}
	return @tokens;
}

# All named places of a file: [name, offset, offset after it].
sub scopes {
	my ($file, $text) = @_;
	return _c_scopes($text) if $file !~ /\.S$/ and $text !~ /^\s*\.macro /m;
	return _assembly_scopes($text), _macros($text);
}

# Those with a name: [offset, offset after it].
sub scope {
	my ($name, $file, $text) = @_;
	return map { [@$_[1, 2]] } grep { $_->[0] eq $name }
		scopes($file, $text);
}

sub _macros {
	my ($text) = @_;
	my @scopes;
	push @scopes, [$1, $-[0], $+[0]]
		while $text =~ /^#[ \t]*define[ \t]+(\w+)(?:.*\\\n)*.*\n/mg;
	return @scopes;
}

# A macro, what is between ENTRY and END, and what a label leads to, until the
# next one or the end of what it is in.
sub _assembly_scopes {
	my ($text) = @_;
	my @scopes;
	push @scopes, [$1, $-[0], $+[0]]
		while $text =~ /^\.macro[ \t]+(\w+)\b.*?^\.endm\n/msg;
	push @scopes, [$1, $-[0], $+[0]]
		while $text =~ /^ENTRY[ \t]+(\w+)\n.*?^END[ \t]+\1\n/msg;
	push @scopes, [$1, $-[0], $+[2]]
		while $text =~ /^([.A-Za-z_][\w.]*):
				(?=(.*?)(?:^[.\w]+:|^END\b|^\.endm\b|\z))/msgx;
	return @scopes;
}

# Functions, structures and tables, each from a line that begins with no white
# space to the brace, or the semicolon, that ends it.
sub _c_scopes {
	my ($text) = @_;
	my @scopes = _macros($text);
	while ($text =~ /^(?=[A-Za-z_])((?:[^{};"\/]|\/(?!\*)|\/\*.*?\*\/)*?)
			 (\{.*?^\}.*?$|;)/msgx) {
		my ($at, $end, $head, $body) = ($-[0], $+[0], $1, $2);
		next if $body eq ';' and $head =~ /^[^=]*\(/; # a prototype
		my $name = _declared($head);
		push @scopes, [$name, $at, $end] if defined $name;
	}
	return @scopes;
}

# What a declaration declares. SYSCALL_DEFINEn(name, ...) declares the call.
sub _declared {
	my ($head) = @_;
	$head =~ s{/\*.*?\*/}{ }gs;
	return $1 if $head =~ /^SYSCALL_DEFINE\d\((\w+)/;
	$head =~ s/__attribute__\s*\(\(.*?\)\)//gs;
	return $head =~ /(\w+)\s*(?:[(=\[]|\z)/ ? $1 : undef;
}

1;
