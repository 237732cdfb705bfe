#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# make report makes a page with plots of a log. For a log that is broken, cut
# off or of something else it prints why, and makes no page. Boots nothing.
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
	'  # excluded: gate=syscall bits=64 call=getpid runs=1 excluded=0 ' .
	'interrupts=0 nmis=0 smis=0',
	'  # histogram: gate=syscall bits=64 call=getpid from=80 width=1 ' .
	'counts=7,1,0,0,0,0,0,0,0,0,0,0,0,0,0,0 beyond=1',
	'ok 1 - bench:9', '# totals: pass:1 fail:0 missing:0',
	'# gatehouse: end: PASS';

sub report {
	my (@texts) = @_;
	unlink "$dir/page";
	my @logs = map { spew("$dir/log$_", $texts[$_]) } 0 .. $#texts;
	return output('perl', 'tests/tools/report', "$dir/page", @logs);
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
unlike $page, qr/(?:src|href)="|url\(h/, 'nothing comes from elsewhere';
like $page, qr/\(log0\).*\(log1\)/s, 'two of one kernel: by their files';
like $page, qr/<td>80 \(1\.00\)/, 'side by side';
is scalar(() = $page =~ /<table>/g),
	scalar(() = $page =~ /<div class="wide"><table>/g),
	'a table that is wider than the window scrolls';
like $page, qr/syscall getpid: 1 sample of 96 ticks or more not drawn</,
	'what is not in a histogram is said';
($status, $output) = report($good =~ s/^\r\n//r);
is $status, 0, 'from its first line, as on a screen' or diag $output;

# A log may come from anybody: its text must not reach gnuplot as a command.
my $command = "a',1;system('touch'.\"\\040$dir/hit\");b='";
($status, $output) = report($good =~ s/(kernel: \w+ )/$1$command/r);
ok !-e "$dir/hit", "a kernel's name is no command" or diag $output;
like slurp("$dir/page"), qr/system\('/, 'but is shown';
refuses 'a command', $good =~ s/(call=getpid)/$1$command/r,
	qr/call= has a bad value/;

# A log as bench prints it on Linux; then with a floor and facts, as Gatehouse.
my $linux = join '', map { s/^  //r . "\n" }
	grep { /^  / } split /\r\n/, $good =~ s/Gatehouse 0/Linux 6/r;
$linux .= "# in ticks, each from its trap to its return, both included\n";
my $floor = $good =~ s/1\.\.1\r\n  #/1..2\r\n  #/r =~
	s/^(ok 1)/  ok 2 - int80, getpid, iret # SKIP none here\r\n$1/mr =~
	s/((?:^  # \w+: gate=.*\r\n){3})/my $lines = $1;
		$lines . $lines =~ s{getpid}{floor}gr/emr;
($status, $output) = report($floor, $linux);
is $status, 0, 'beside Linux' or diag $output;
$page = slurp("$dir/page");
like $page, qr/Gatehouse 0\.1\.0<.*Linux 6\.1\.0</s, 'both are named';
like $page, qr/>syscall, fast</, 'the plot says by which gate, and return';
like $page, qr/its floor/, 'the floor is in the plot';
like $page, qr/Not measured: int80, getpid, iret \(none here\)/,
	'and what is missing is said';
unlike $page, qr/The facts/, 'no facts in it';

my $facts = join "\r\n", '  KTAP version 1', '  1..2', '  # F-001',
	'  # F-001 done: x; a=1', '  # F-001 want: rip=1',
	'  # F-001 saw: rip=2',
	'  not ok 1 - F-001 LSTAR: <rip> # SDM SYSCALL',
	'  ok 2 - F-002 CSTAR # SKIP no such CPU',
	'  # conform:0 deviate:1 skip:1 unsettled:0', 'not ok 1 - check', '';
my $checked = $good =~
	s/1\.\.1\r\n/# cpu: A\r\n# cpu: B\r\n1..2\r\n$facts/r =~
	s/^ok 1/ok 2/mr =~ s/pass:1 fail:0/pass:1 fail:1/r =~ s/PASS/FAIL/r;
($status, $output) = report($checked);
is $status, 0, 'with the facts' or diag $output;
like slurp("$dir/page"), qr/1 deviates.*F-001<.*SDM SYSCALL.*&lt;rip&gt;/s,
	'their verdicts';

refuses 'cut off', substr($good, 0, 200), qr/no whole log/;
refuses 'empty', '', qr/neither a log/;
refuses 'not a log', "hello\n", qr/neither a log/;
refuses 'a broken line', $good =~ s/min=80/min=x/r,
	qr/min= has a bad value/;
refuses 'a broken histogram', $good =~ s/width=1/width=0/r,
	qr/width= has a bad value/;
refuses "a lost line of $_", $good =~ s/^  # $_: .*\r\n//mr,
	qr/(?:syscall getpid: )?a line is lost/
	for qw(kernel excluded histogram);
refuses 'a lost sample', $good =~ s/=7,1,/=7,0,/r,
	qr/syscall getpid: 8 samples in the histogram, not 9/;
refuses 'figures that cannot be', $good =~ s/median=80/median=82/r,
	qr/syscall getpid: min, median, p99, max are 80 82 81 90/;
refuses 'two runs', $good =~ s/((?:^  # \w+: gate=.*\r\n){3})/$1$1/mr,
	qr/the cells are there twice/;
refuses 'no figures', $good =~ s/# bench:/# bunch:/r, qr/has no figures/;
refuses 'Linux, cut off', $linux =~ s/^# in ticks.*//mr, qr/cut off/;
refuses 'Linux, a row missing', $linux =~ s/^ok 1.*\n//mr, qr/cut off/;
refuses 'facts that do not add up', $checked =~ s/deviate:1/deviate:2/r,
	qr/.*deviate:2/;

($status, $output) = report($good, $linux =~ s/=tick/=instruction/r);
isnt $status, 0, 'ticks beside instructions: refused';
like $output, qr/log0 counts ticks, and .*log1 instructions/, 'says why';
($status, $output) = output('perl', 'tests/tools/report', "$dir/page",
	"$dir/nothing");
isnt $status, 0, 'no such file: refused';
like $output, qr/nothing: No such file/, 'says which';
done_testing;
