#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# The layers are folders, and no file includes one of a higher layer. Reads the
# includes themselves. Boots nothing.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Machine;

# Ring 0, top down. A folder may include its own level and all below.
my @levels = (['boot'], ['sys'], ['entry'], ['task'], ['dev'], ['cpu', 'mm'],
	['log'], ['lib']);
# These may include everything, and only main.c includes them.
my %above = map { $_ => 1 } qw(. check selftest ia32 smp trace save qr seccomp);
# A panic reports on everything, and may come from anywhere.
use constant PANIC => 'panic/panic.h';
$above{tracer} = 1; # a module
$above{$_} = 1 for qw(more cost); # other modules
$above{$_} = 1 for qw(hardening pti); # modules, too

my %level;
for my $height (0 .. $#levels) {
	$level{$_} = $height for @{ $levels[$height] };
}

# true: a file of folder $from may include $header of folder $to.
sub ring0_may {
	my ($from, $to, $header) = @_;
	return 1 if $from eq $to or $header eq PANIC or $to eq 'include';
	return $to ne 'check' && $to ne 'smp' if $above{$from} and $from eq '.';
	return !$above{$to} if $above{$from};
	return exists $level{$to} if $from eq 'panic';
	return exists $level{$to} && $level{$from} <= $level{$to};
}

# Returns a header's place: a folder of ring 0's, "include" (generated ones,
# too), or undef.
sub folder_of {
	my ($header) = @_;
	return -e "ring0/$header" ? $1 : undef if $header =~ m{^(\w+)/};
	return 'include' if -e "include/$header";
	return $header =~ /^(?:\w+_(?:\d\d|ia32|more)|font)\.h$/ ?
		'include' : undef;
}

sub includes {
	my ($file) = @_;
	return slurp($file) =~ /^#include "([^"]+)"/mg;
}

for my $file (sort glob 'ring0/*.c ring0/*/*.[chS]') {
	my $from = $file =~ m{^ring0/(\w+)/} ? $1 : '.';
	my @wrong = grep {
		my $to = folder_of($_);
		!defined $to || !ring0_may($from, $to, $_)
	} includes($file);
	is "@wrong", '', "$file includes nothing above it";
}

# The loader and the programs include shared headers and the pure library.
for my $file (sort glob 'efi/*.[chS] ring3/*/*.[chS]') {
	my ($here) = $file =~ m{^(.*)/};
	my @wrong = grep {
		!(!/\.\./ && -e "$here/$_" || m{^lib/} ||
			m{^ring3/lib/} && $here =~ /^ring3/ ||
			(folder_of($_) // '') eq 'include')
	} includes($file);
	is "@wrong", '', "$file includes its own, include/ and lib/ alone";
}

# A header that includes itself by way of others is a circle of files.
my (%seen, @circles);
sub visit {
	my ($header, @way) = @_;
	return push @circles, "@way $header" if grep { $_ eq $header } @way;
	return if $seen{$header}++ or !-e "ring0/$header";
	visit($_, @way, $header) for includes("ring0/$header");
	return;
}
visit($_) for map { s{^ring0/}{}r } glob 'ring0/*/*.h';
is "@circles", '', 'no header includes itself by way of others';
done_testing;
