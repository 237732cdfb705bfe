#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# The page that make tour writes: what its steps say, and what a browser shows
# of some of them. The figures beside Linux's must be those that are stepped.
use strict;
use warnings;
use File::Temp 'tempdir';
use Test::More;
use lib 'tests/lib';
use Gatehouse::Bench;
use Gatehouse::Machine;
use Gatehouse::Tour;
use Gatehouse::Versions;

my @crossings = tour_crossings();
my %found = map { join(', ', @{$_}{qw(gate mode call)}) => $_ } @crossings;
is scalar @crossings, 8, 'each crossing is stepped through'
	or diag explain [sort keys %found];

my %null = ('SYSCALL' => 'syscall', 'SYSENTER' => 'sysenter',
	'int 0x80' => 'int80');
my $table = path_classes(slurp('ring3/bench/README.md'));
for my $gate (sort keys %null) {
	my $steps = $found{"$gate, 64-bit code, getpid"}{steps} // [];
	cmp_ok abs(@$steps - NULL_CROSSING->{$null{$gate}}), '<=', NULL_MORE,
		"$gate: as many steps as bench counts";
	my @silent = grep { $_->{why} eq '' and $_->{source} eq '' } @$steps;
	is_deeply \@silent, [], "$gate: each says what it is for";
	next if !$table->{$gate};
	my %count = (all => scalar @$steps, nop => 0);
	$count{$_->{class}}++ for @$steps;
	SKIP: {
		skip 'another compiler built the pages', 1
			if !has_trait('pages-compiler');
		is_deeply \%count, $table->{$gate},
			"$gate: by class as the page beside Linux tells";
	}
}
for (@crossings) {
	my %left = %{ $_->{first} };
	%left = (%left, %{ $_->{registers} }) for @{ $_->{steps} };
	is $left{gs_base}, $_->{first}{gs_base},
		"$_->{gate}, $_->{mode}, $_->{call}: GS is ring 3's again";
}

# What the browser shows after some steps, as text.
my $dir = tempdir(CLEANUP => 1);
my $page = spew("$dir/tour.html", tour_page(@crossings));
unlike slurp($page), qr/(?:src|href)="|url\(|https?:/,
	'nothing comes from elsewhere';

sub shown {
	my ($crossing, $step) = @_;
	my ($status, $html) = output(qw(timeout 120 chromium --headless),
		qw(--no-sandbox --disable-gpu --dump-dom),
		"--user-data-dir=$dir/profile",
		"file://$page#$crossing.$step");
	my ($state) = $html =~ /id="state">(.*?)<\/p>/s;
	my ($stack) = $html =~ /id="stack">(.*?)<\/table>/s;
	my ($why) = $html =~ /id="why"[^>]*>(.*?)<\/div>/s;
	for ($state, $stack, $why) {
		$_ = ($_ // "nothing: $html") =~ s/<[^>]+>/ /gr;
	}
	return ($state, $stack, $why, $html);
}

SKIP: {
	skip 'chromium is missing: make deps', 9
		if !grep { -x "$_/chromium" } split /:/, $ENV{PATH};
	my $steps = scalar @{ $crossings[0]{steps} };
	my ($state, $stack, $why) = shown(0, 0);
	like $state, qr/CPL 3/, 'before the first step: ring 3';
	like $stack, qr/rsp is not on it/, 'its stack is not the task\'s';
	like $why, qr/syscall\b.*LSTAR/s, 'and SYSCALL comes next';
	($state, $stack, my $after_push, my $html) = shown(0, 25);
	like $state, qr/CPL 0/, 'pt_regs is whole: ring 0';
	like $stack, qr/ss +0{14}2b.*r15 +b0b0b0b0b0b0b0b0/s,
		'and lies on the stack';
	like $html, qr/class="ring3">b0b0b0b0b0b0b0b0</,
		'what is ring 3\'s is marked';
	like $html, qr/class="ring0">f{7}f[0-9a-f]{8}</, 'what is not, as well';
	($state, undef, $why) = shown(0, $steps);
	like $state, qr/CPL 3/, 'after the last step: ring 3';
	like $why, qr/Back in ring 3/, 'and the page says so';
}
done_testing;
