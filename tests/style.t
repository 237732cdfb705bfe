#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# What of the style a program can judge, in every source file: its SPDX line,
# 80 columns, plain ASCII, no blanks at a line's end, functions of 50 lines at
# most. Boots nothing.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Machine;

use constant { COLUMNS => 80, TAB => 8, FUNCTION_LINES => 50 };

my @files = grep {
	/\.(?:[chS]|lds|mk|pl|pm|t|sh|tbl|cfg)$/ or
	/(?:^|\/)Makefile$|^tests\/tools\//
}
	split /\n/, qx(git ls-files);
plan skip_all => 'no git tree' if !@files;

sub columns {
	my ($line) = @_;
	1 while $line =~ s/^([^\t]*)\t/$1 . ' ' x (TAB - length($1) % TAB)/e;
	return length $line;
}

# Returns what is wrong with a line, or ''.
sub fault {
	my ($line) = @_;
	return 'is too wide' if columns($line) > COLUMNS;
	return 'ends in a blank' if $line =~ /[ \t]$/;
	return 'is not plain ASCII' if $line =~ /[^\t\x20-\x7e]/;
	return '';
}

# Returns the length of the longest C function, in lines: from a brace at a
# line's start to the next one there.
sub longest_function {
	my ($text) = @_;
	my ($longest) = sort { $b <=> $a } map { tr/\n// - 1 }
		$text =~ /(?<=\)\n)(\{\n.*?\n\}\n)/msg;
	return $longest // 0;
}

for my $file (@files) {
	my $text = slurp($file);
	my @lines = split /\n/, $text, -1;
	my @faults = map {
		my $fault = fault($lines[$_]);
		$fault ? 'line ' . ($_ + 1) . " $fault" : ()
	} 0 .. $#lines;
	push @faults, 'no SPDX line' if $file !~ /\.cfg$/ and
		"@lines[0, 1]" !~ /SPDX-License-Identifier: BSD-2-Clause/;
	push @faults, 'no line end at its end' if pop @lines ne '';
	push @faults, 'a function is over ' . FUNCTION_LINES . ' lines'
		if $file =~ /\.c$/ and longest_function($text) > FUNCTION_LINES;
	is "@faults", '', $file;
}
done_testing;
