#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# make report: a page of a log, with pictures; and of a log that is broken, cut
# off, or another's, a line that says so, and no page. Boots nothing.
use strict;
use warnings;
use File::Temp 'tempdir';
use Test::More;
use lib 'tests/lib';
use Gatehouse::Machine;

plan skip_all => 'gnuplot is missing: make deps'
	if !grep { -x "$_/gnuplot" } split /:/, $ENV{PATH};

my $dir = tempdir(CLEANUP => 1);
my $good = join '', map { "$_\r\n" } '', '# gatehouse 0.1.0: start',
	'KTAP version 1', '1..1', '  KTAP version 1', '  1..1',
	'  # kernel: Gatehouse 0.1.0 ring transitions',
	'  ok 1 - syscall, getpid, fast',
	'  # bench: gate=syscall bits=64 call=getpid return=fast samples=9 ' .
	'clock=tsc unit=tick min=80 mode=80 median=80 p99=81 max=90',
	'  # histogram: gate=syscall bits=64 call=getpid from=80 width=1 ' .
	'counts=7,1,0,0,0,0,0,0,0,0,0,0,0,0,0,0 beyond=1',
	'ok 1 - bench:9', '# totals: pass:1 fail:0 missing:0',
	'# gatehouse: end: PASS';

sub report {
	my (@texts) = @_;
	unlink "$dir/page";
	my @logs = map { spew("$dir/log$_", $texts[$_]) } 0 .. $#texts;
	return output('perl', 'tests/bench/report.pl', "$dir/page", @logs);
}

sub refuses {
	my ($name, $text, $says) = @_;
	my ($status, $output) = report($text);
	isnt $status, 0, "$name: is refused";
	like $output, qr/log0: $says/, "$name: says why";
	ok !-e "$dir/page", "$name: no page";
	return;
}

my ($status, $output) = report($good, $good);
is $status, 0, 'two logs' or diag $output;
my $page = slurp("$dir/page");
is scalar(() = $page =~ /<svg/g), 3, 'the costs, and a histogram of each';
unlike $page, qr/(?:src|href)="http/, 'nothing comes from a network';
refuses 'cut off', substr($good, 0, 200), qr/no whole log/;
refuses 'not a log', "hello\n", qr/no whole log/;
refuses 'a broken line', $good =~ s/min=80/min=x/r,
	qr/min= is not as it must be/;
refuses 'no figures', $good =~ s/# bench:/# bunch:/r, qr/has no figures/;
done_testing;
