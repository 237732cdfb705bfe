#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# The log that README.md shows is the real one, line by line and in order. Only
# what the linker chooses, clocks, the firmware, and counts that include the
# crossings from 32-bit code, which not every emulator has, may differ.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Machine;

sub lines {
	my ($text) = @_;
	return map { s/\b(0x|0{10})4[0-9a-f]{5}\b/ADDRESS/gr =~
		s/\b0xffffffff8[0-9a-f]{7}\b/HANDLER/gr =~
		s/\b\d+ MHz/SOME MHz/gr =~
		s/^(# returns: \w+ +-> \w+) +\d+ /$1 SOME /r =~
		s/\b\d+ (rows are left out)/SOME $1/r =~
		s/^(# firmware: ).*/$1SOME/r } split /\r?\n/, $text;
}

open my $file, '<', 'README.md' or die "README.md: $!\n";
my ($sample) = do { local $/; <$file> } =~ /^```text\n(.*?)^```$/ms;
my @shown = grep { $_ ne '...' } lines $sample // '';
cmp_ok scalar @shown, '>', 50, 'README.md shows a log';

my $log = passes 'make run', append => '';
my @said = lines $log->{text};
for my $line (@shown) {
	shift @said while @said and $said[0] ne $line;
	ok defined shift @said, $line or last;
}
done_testing;
