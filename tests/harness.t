#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# Tests the reader of logs: a good log passes, and each way in which a log can
# be wrong gives its own message. Boots nothing.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Log;

my $good = <<'LOG';

# gatehouse 0.1.0: start
# cpu: a canned one
KTAP version 1
1..4
ok 1 - page tables
  KTAP version 1
  1..2
  # a story
  ok 1 - by SYSCALL
  ok 2 - by SYSENTER # SKIP none on this CPU
ok 2 - walk
  Free text of a program that prints no KTAP.
ok 3 - prose
ok 4 - nothing # SKIP for a reason
# totals: pass:4 fail:0 missing:0
# gatehouse: end: PASS
LOG

my $failing = <<'LOG';

# gatehouse 0.1.0: start
KTAP version 1
1..2
  KTAP version 1
  1..2
  ok 1 - lived so far
not ok 1 - fault:hlt # killed by SIGSEGV
ok 2 - the next one
# totals: pass:1 fail:1 missing:0
# gatehouse: end: FAIL
LOG

sub wire { my ($text) = @_; return $text =~ s/\n/\r\n/gr }

sub faults {
	my ($raw, @options) = @_;
	return Gatehouse::Log->new($raw, @options)->{faults};
}

is_deeply faults(wire($good)), [], 'a good log has no fault';
is_deeply faults(wire($failing)), [], 'so has one whose program was ended';
is_deeply faults("\e[2J noise" . wire($good), may_follow_noise => 1), [],
	'on a serial line the firmware may print first';

my $log = Gatehouse::Log->new(wire($good));
is_deeply [map { $_->{name} } $log->flat], ['page tables',
	'walk: by SYSCALL', 'walk: by SYSENTER', 'walk', 'prose', 'nothing'],
	'results come depth first, with their path';
is $log->{end}, 'PASS', 'the verdict is read';

# For each case its name, the message that must come, how to spoil the log.
my @spoilt = (
	['no start line', qr/^0 start lines/,
		sub { s/^# gatehouse.*start\n//m }],
	['two start lines', qr/^2 start lines/, sub { $_ .= $_ }],
	['no line end first', qr/no line end$/, sub { s/^\n// }],
	['noise first', qr/before the first line end/, sub { s/^/x/ }],
	['no end line', qr/^0 end lines/, sub { s/^# gatehouse: end.*\n//m }],
	['two end lines', qr/^2 end lines/,
		sub { s/(# gatehouse: end.*\n)/$1$1/ }],
	['text after the end', qr/is not the last/, sub { $_ .= "# more\n" }],
	['the last line cut', qr/last line has no end/, sub { s/\n\z// }],
	['no version line', qr/no line "KTAP/, sub { s/^KTAP version 1\n//m }],
	['two version lines', qr/second version/, sub { s/^(KTAP.*\n)/$1$1/m }],
	['no plan', qr/^no plan/, sub { s/^1\.\.4\n//m }],
	['two plans', qr/second plan/, sub { s/^(1\.\.4\n)/$1$1/m }],
	['the plan after a result', qr/before the plan/,
		sub { s/^1\.\.4\n//m; s/(# totals)/1..4\n$1/ }],
	['an empty plan', qr/plan is empty/,
		sub { s/^1\.\.4\n.*(?=# totals)/1..0\n/ms }],
	['a result too few', qr/^3 results, 4/, sub { s/^ok 4.*\n//m }],
	['a result too many', qr/^5 results, 4/,
		sub { s/^(ok 4.*\n)/$1ok 5 - more\n/m }],
	['a gap', qr/^result 4 where 3 is due/, sub { s/^ok 3.*\n//m }],
	['a number twice', qr/^result 1 where 2/, sub { s/^ok 2/ok 1/m }],
	['a result without a name', qr/neither KTAP/, sub { s/ - prose// }],
	['a stray line', qr/neither KTAP/, sub { s/^(ok 1)/stray\n$1/m }],
	['wrong totals', qr/but it is/, sub { s/pass:4/pass:3/ }],
	['no totals', qr/^0 lines of totals/, sub { s/^# totals.*\n//m }],
	['a pass that failed', qr/^end: PASS, but 1/,
		sub { s/^ok 3/not ok 3/m }],
	['a failure that did not', qr/^end: FAIL, but all/,
		sub { s/PASS/FAIL/ }],
	['ok over a nested failure', qr/walk is ok, but not all/,
		sub { s/^  ok 1/  not ok 1/m }],
	['ok over a nested gap', qr/walk is ok, but its plan/,
		sub { s/^  1\.\.2/  1..3/m }],
	['ok over no nested plan', qr/walk is ok, but its plan/,
		sub { s/^  1\.\.2\n//m }],
	['output of no program', qr/belong to no result/,
		sub { s/(?=# totals)/  left\n/ }],
	['a control character', qr/not plain ASCII/,
		sub { s/story/\e[1mstory/ }],
);

for (@spoilt) {
	my ($what, $message, $spoil) = @$_;
	my $text = $good;
	$spoil->() for $text;
	isnt $text, $good, "$what: the log is spoilt";
	my $faults = faults(wire($text));
	ok((grep { /$message/ } @$faults), "$what: is seen")
		or diag "faults: @$faults";
}

my $cut = $good =~ s/^ok 2.*(?=# totals)//msr =~
	s/pass:4 fail:0 missing:0/pass:1 fail:0 missing:3/r =~ s/PASS/FAIL/r;
is_deeply faults(wire($cut), cut_short => 1), [], 'a panic cuts a log short';
is_deeply faults(wire($failing), cut_short => 1),
	['cut short, but the plan is complete'], 'and a whole one is none';

is_deeply [grep { !/CR LF/ } @{ faults($good) }],
	['the first thing printed is no line end',
	 'something was printed before the first line end'],
	'plain LF at the start is seen';
like faults(wire($good) =~ s/prose\r\n/prose\n/r)->[0], qr/CR LF/,
	'one plain LF is seen';
like faults(wire($good) =~ s/prose/pro\rse/r)->[0], qr/CR LF/,
	'one lone CR is seen';
is_deeply [faults('')->[0]], ['0 start lines, not one'], 'silence is a fault';

done_testing;
