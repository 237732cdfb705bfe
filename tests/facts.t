#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# Tests the reader of conformance reports: verdicts and observations of a good
# log, a list of known deviations against it in each direction, the page. Each
# way in which a log or a list can be wrong gives its own error. Boots nothing.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use File::Temp 'tempdir';
use Gatehouse::Facts;
use Gatehouse::Known;
use Gatehouse::Machine;
use Gatehouse::Page;

my $dir = tempdir(CLEANUP => 1);

my $log = <<'LOG';
# gatehouse 0.1.0: start
# cpu: GenuineIntel family 6 model 94
# cpu: A canned one
KTAP version 1
1..2
ok 1 - page tables
  KTAP version 1
  1..5
  # F-003
  # F-003 saw: event=LSTAR error=none rcx=0x10002
  ok 1 - F-003 SYSCALL: RCX is the next address # SDM SYSCALL
  # F-004.RF
  # F-004.RF done: syscall (0f 05), 64-bit, CPL 3; rip=0x10000
  # F-004.RF saw: event=LSTAR error=none r11=0x2
  ok 2 - F-004.RF SYSCALL: RF in R11 # unsettled: SDM SYSCALL
  # F-009
  # F-009 done: syscall (0f 05), 64-bit, CPL 3; rip=0x10000
  # F-009 want: event=#DB dr6&0x4000=0x4000 r11&0x100=0
  # F-009 saw: event=LSTAR error=none r11=0x10302 dr6=0xffffffffffff0ff0
  not ok 3 - F-009 SYSCALL with TF=1: #DB # SDM SYSCALL
  ok 4 - F-018.A SYSCALL in compatibility mode # SKIP AMD's rule
  ok 5 - F-000 the machine is as it was before # what each check puts back
  # conform:1 deviate:1 skip:1 unsettled:1
not ok 2 - check # 1 deviations
# totals: pass:1 fail:1 missing:0
# gatehouse: end: FAIL
LOG

my $list = <<'LIST';
# SPDX-License-Identifier: BSD-2-Clause
machine: An emulator
versions: 1.0 2.0

F-009
	seen: event=LSTAR dr6&0x4000=0 r11&0x100=0x100
	where: cpu.c, do_syscall
	what: TF is not looked at
	upstream: not looked up
LIST

sub facts { return Gatehouse::Facts->new($_[0], $_[1] // 'a log') }

sub whole {
	return Gatehouse::Known->read_file(spew("$dir/a.list", $_[0]));
}

sub known {
	return whole($_[0])->of_version($_[1] // '1.0');
}

# The code dies with exactly this message.
sub dies {
	my ($code, $message, $what) = @_;
	ok !eval { $code->(); 1 }, "$what: is an error";
	is $@, "$message\n", "$what: which says so";
	return;
}

my $facts = facts($log);
is_deeply [map { "$_->{id} $_->{verdict}" } @{ $facts->{checks} }],
	['F-003 conforms', 'F-004.RF unsettled', 'F-009 deviates',
	 'F-018.A skipped', 'F-000 conforms'], 'the verdicts';
is "$facts->{vendor}, $facts->{model}", 'GenuineIntel, A canned one',
	'the CPU';
is $facts->{by_id}{'F-009'}{judged},
	'event=LSTAR dr6&0x4000=0 r11&0x100=0x100', 'what was judged';
is $facts->{by_id}{'F-018.A'}{why}, "AMD's rule", 'why it is skipped';
is_deeply facts("make: noise\n" . $log =~ s/\n/\r\n/gr . "more\n"), $facts,
	'line ends, and what stands around, do not matter';

# For each case its name, the error that must come, and how to spoil the log.
my @spoilt_logs = (
	['a file of something else', "no line '# gatehouse VERSION: start', " .
		'so no log of Gatehouse', sub { $_ = "1..0\n" }],
	['a log that was cut', 'has no end: it stops at F-009',
		sub { s/^  # F-009 want.*//ms }],
	['a log cut before the checks',
		'has no end: it stops at a place before the checks',
		sub { s/^  # F-003\n.*//ms }],
	['a log without checks', 'no results of init=check in it',
		sub { s/^  .*\n//mg }],
	['no CPU', "no '# cpu:' lines", sub { s/^# cpu.*\n//m }],
	['a broken plan', "result 3 where 2 is due",
		sub { s/^not ok 2/not ok 3/m }],
	['a result twice', 'F-003: a second result', sub { s/F-004.RF/F-003/g;
		s/  # F-003 done.*\n//; s/unsettled: // }],
	['a line twice', "F-003: a second 'saw:'",
		sub { s/^(  # F-003 saw.*\n)/$1$1/m }],
	['no line', "F-003: conforms, but its lines are ''",
		sub { s/^  # F-003 saw.*\n//m }],
	['a line too few', "F-009: deviates, but its lines are 'done saw'",
		sub { s/^.*want.*\n//m }],
	['a line too many', "F-003: conforms, but its lines are 'saw want'",
		sub { s/^(  # F-003) saw.*\n/$&$1 want: x=1\n/m }],
	['an empty line', "F-009: deviates, but its lines are 'done saw'",
		sub { s/^(.*want:).*/$1/m }],
	['a word', "F-009: no 'name=value': error",
		sub { s/=none (?=.*dr6)/ / }],
	['a field that was not seen',
		"F-009: wants dr6, which 'saw:' does not have",
		sub { s/ dr6=.*// }],
	['a result without a source',
		'after F-009: no result of a check: ' .
		"  ok 4 - F-018.A SYSCALL in compatibility mode",
		sub { s/ # SKIP.*// }],
	['wrong totals', "'  # conform:2 deviate:1 skip:1 unsettled:1', but " .
		"it is '# conform:1 deviate:1 skip:1 unsettled:1'",
		sub { s/conform:1/conform:2/ }],
	['no totals', '0 lines of totals, not one',
		sub { s/^  # conform.*\n//m }],
);
for (@spoilt_logs) {
	my ($what, $message, $spoil) = @$_;
	my $text = $log;
	$spoil->() for $text;
	isnt $text, $log, "$what: the log is spoilt";
	dies(sub { facts($text) }, "a log: $message", $what);
}

my $known = known($list);
is whole($list)->text, $list, 'a list is written as it was read';
is_deeply [$known->disagreements($facts)], [], 'list and log agree';
is $known->verdict($facts, $facts->{by_id}{'F-009'}), 'known deviation',
	'which makes it a known deviation';

sub disagree {
	my ($text, $wanted, $what) = @_;
	is_deeply [known($text)->disagreements($facts)], $wanted, $what;
	return;
}
my $saw = 'saw event=LSTAR dr6&0x4000=0 r11&0x100=0x100';
disagree($list =~ s/F-009.*//sr, ["F-009: deviates; $saw"], 'a new deviation');
disagree($list =~ s/=LSTAR/=#GP/r, ["F-009: deviates otherwise; $saw; " .
	'listed event=#GP dr6&0x4000=0 r11&0x100=0x100'], 'another one');
disagree($list . "\nF-003\n\tseen: rcx=0\n\tlike: F-009\n",
	['F-003: now conforms; listed rcx=0'], 'one that now conforms');
disagree($list . "\nF-999\n\tseen: rcx=0\n\tlike: F-009\n",
	['F-999: listed, but not checked'], 'one that is not checked');
disagree($list . "\nF-018.A\n\tseen: rcx=0\n\tlike: F-009\n", [],
	'one that is skipped agrees');
disagree($list =~ s/(F-009\n)/$1\tvendor: GenuineIntel\n/r, [],
	'one for this vendor agrees');
disagree($list =~ s/(F-009\n)/$1\tvendor: AuthenticAMD\n/r,
	["F-009: deviates; $saw"], 'one for another vendor does not count');

my @spoilt_lists = (
	['no version', 9, "no 'versions:' line", sub { s/^version.*\n//m }],
	['a version that is none', 3, "neither an id, nor 'key: value': " .
		'versions: new', sub { s/1\.0 2\.0/new/ }],
	['a range that is none', 5, "F-009: not 'A' or 'A-B': in: now",
		sub { s/^\tseen/\tin: now\n\tseen/m }],
	['a range without a run', 5, "F-009: in: 3.0: none of '1.0 2.0'",
		sub { s/^\tseen/\tin: 3.0\n\tseen/m }],
	['prose', 10, "neither an id, nor 'key: value': hello",
		sub { $_ .= "hello\n" }],
	['an unknown key', 6, 'unknown: sene', sub { s/seen/sene/ }],
	['a key twice', 7, "a second 'seen:'", sub { s/(\tseen.*\n)/$1$1/ }],
	['nothing seen', 5, "F-009: no 'seen:'", sub { s/\tseen.*\n// }],
	['no evidence', 5,
		"F-009: not all of 'where what upstream', nor 'like'",
		sub { s/\twhere.*\n// }],
	['evidence from nowhere', 11,
		'F-010: like F-011, which has no evidence',
		sub { $_ .= "\nF-010\n\tseen: x=1\n\tlike: F-011\n" }],
	['an entry twice', 5, 'F-009: listed twice',
		sub { s/(F-009.*)/$1\n$1/s }],
	['a late comment', 10, 'a comment after the head',
		sub { $_ .= "#\n" }],
);
for (@spoilt_lists) {
	my ($what, $line, $message, $spoil) = @$_;
	my $text = $list;
	$spoil->() for $text;
	$line-- if $what eq 'no version';
	dies(sub { known($text) }, "$dir/a.list: line $line: $message", $what);
}

# By version: which entries hold, and which version is the nearest.
my $two = $list =~ s/^\tseen/\tin: 1.0\n\tseen/mr;
is scalar @{ known($two, '1.0')->{entries} }, 1, 'an entry of this version';
is scalar @{ known($two, '2.0')->{entries} }, 0, 'is not of the next';
for (['1.0', '1.0', 1], ['1.0.7', '1.0', ''], ['1.5', '1.0', ''],
	['2.0.1', '2.0', ''], ['3', '2.0', ''], ['0.9', '1.0', '']) {
	my ($asked, $nearest, $exact) = @$_;
	my $of = known($list, $asked);
	is "$of->{version} $of->{exact}", "$nearest $exact",
		"the nearest to $asked";
}

my $empty = whole($list =~ s/F-009.*//sr);
$empty->update('1.0', $facts);
is $empty->text, $two =~ s/(?<=where: ).*|(?<=what: ).*/not looked up/gr,
	'an update lists what deviates, of this version alone';
$empty->update('2.0', $facts);
is $empty->text, $list =~ s/(?<=where: ).*|(?<=what: ).*/not looked up/gr,
	'and of the next, as one range';
$empty->update('3.0', $facts);
like $empty->text, qr/^versions: 1\.0 2\.0 3\.0$/m, 'a new version';
my $whole = whole($list);
$whole->update('1.0', $facts);
is $whole->text, $list, 'an update of a right list changes nothing';
$whole = whole($list =~ s/=LSTAR/=#GP/r);
$whole->update('1.0', $facts);
is_deeply [map { "$_->{in} $_->{seen} $_->{where}" } @{ $whole->{entries} }],
	['1.0 event=LSTAR dr6&0x4000=0 r11&0x100=0x100 cpu.c, do_syscall',
	 '2.0 event=#GP dr6&0x4000=0 r11&0x100=0x100 cpu.c, do_syscall'],
	'an update keeps the evidence, and what it says of other versions';
my $amd = facts($log =~ s/GenuineIntel/AuthenticAMD/r =~
	s/^(?=  ok 1|  # F-003 saw)//mr);
$amd->{by_id}{'F-009'}{judged} = 'event=#GP';
$whole = whole($list);
$whole->update('1.0', $facts, $amd);
is_deeply [map { "$_->{id} $_->{vendor} $_->{where}" }
	grep { $_->{in} eq '1.0' } @{ $whole->{entries} }],
	['F-009 AuthenticAMD cpu.c, do_syscall',
	 'F-009 GenuineIntel cpu.c, do_syscall'], 'one entry a vendor';

$facts = facts($log, 'A-CPU');
my $page = page(sub { known($list) }, $facts);
like $page, qr/^\| F-003 \| SYSCALL: .* \| SDM SYSCALL \| ok \|$/m,
	'the page has a row a check';
like $page, qr/^- A saw: `event=LSTAR dr6&0x4000=0 r11&0x100=0x100`$/m,
	'and what was seen';
like $page, qr/\(`cpu\.c, do_syscall`; upstream:/, 'and the evidence';
like $page, qr/^\| F-018.A \| SYSCALL in .* \| AMD's rule \|$/m,
	'and what was skipped';
is_deeply [page_disagreements($page, $facts)], [], 'page and log agree';
is_deeply [page_disagreements($page =~ s/\*\*no\*\* \|$/ok |/mr, $facts)],
	["F-009: is 'SYSCALL with TF=1: #DB **no**', told " .
	 "'SYSCALL with TF=1: #DB ok'"], 'another verdict is seen';
is_deeply [page_disagreements($page =~ s/^\| F-003.*\n//mr, $facts)],
	["F-003: is 'SYSCALL: RCX is the next address ok', told ' nothing'"],
	'so is a row that is not there';

# Checks that may end the machine, put together from several boots.
my $risky = Gatehouse::Facts->parts("# cpu: GenuineIntel\n# cpu: A CPU\n",
	<<'RISKY', 'boots');
  # F-408 done: invd (0f 08)
  # F-408 want: event=arrived
  # F-408 saw: event=arrived rip=0x20002
  ok 1 - F-408 INVD: works # SDM INVD
  # F-409 done: ltr %eax (0f 00 d8)
  # F-409 want: event=#GP error=0
  # F-409 saw: event=abort
  not ok 1 - F-409 LTR, null: #GP(0) # seen from outside
RISKY
is_deeply [map { "$_->{id} $_->{verdict}" } @{ $risky->{checks} }],
	['F-408 conforms', 'F-409 deviates'], 'risky checks have verdicts';
is $risky->{by_id}{'F-409'}{judged}, 'event=abort',
	'of one that ended the machine, the way is judged';
$known = known($list . "\nF-409\n\tseen: event=abort\n\tlike: F-009\n");
is_deeply [$known->disagreements($facts)], [],
	'one that was not asked for is not missed';

sub compare {
	my (@logs) = @_;
	my @paths = map { spew("$dir/$_.log", $logs[$_]) } 0 .. $#logs;
	return output($^X, 'tests/tools/compare', @paths);
}
my ($status, $said) = compare($log, $log);
is $status, 0, 'a log differs in nothing from itself';
like $said, qr/^0 of 5 facts differ$/m, 'and compare says so';
my $other = $log =~ s/^  # F-009 (?:done|want).*\n//mgr =~
	s/not ok 3/ok 3/r =~ s/conform:1 deviate:1/conform:2 deviate:0/r =~
	s/not ok 2 - check.*/ok 2 - check/r =~
	s/pass:1 fail:1/pass:2 fail:0/r =~ s/FAIL$/PASS/mr;
($status, $said) = compare($log, $other);
is $status, 1, 'two logs that differ';
like $said, qr/^F-009 SYSCALL.*\n  A deviates: event.*\n  B conforms: event/m,
	'both observations are shown';
like $said, qr/^1 of 5 facts differ$/m, 'and no other';
($status, $said) = compare($log, 'nonsense');
is $status, 2, 'a log that is none';
like $said, qr/^compare: .*1\.log: no line/m, 'is named';

# What make check prints at the end.
sub check { return output($^X, 'tests/tools/check', "$dir/0.log", @_) }
spew("$dir/0.log", $log);
($status, $said) = check(spew("$dir/a.list", $list));
is $status, 0, 'check: a log with known deviations alone';
like $said, qr/^  by .*, An emulator 2\.0:$/m, 'by the last version';
like $said, qr/^  deviations: 1 same, 0 new, 0 fixed since$/m, 'says so';
($status, $said) = check(spew("$dir/a.list", $list =~ s/=LSTAR/=#GP/r));
is $status, 1, 'check: a new one';
like $said, qr/^new:\n  F-009 SYSCALL with TF=1: #DB\n/m, 'is named';
like slurp("$dir/0.new"), qr/^F-009 SYSCALL.*
  emulator: An emulator of a version not told; CPU: A canned one, GenuineIntel
  source: SDM SYSCALL
  done: syscall .*
  want: event.*
  saw: event.*
  listed: event=#GP/, 'and has a block to paste into a report';
($status, $said) = check("$dir/a.list", '3.1');
like $said, qr/^  by .*, An emulator 2\.0, the nearest that it has:$/m,
	'check: a version without a list has the nearest';
spew("$dir/a.list", $list . "\nF-003\n\tseen: rcx=0\n\tlike: F-009\n");
($status, $said) = check("$dir/a.list", '3.1');
is $status, 0, 'check: what is fixed since the nearest version is no fault';
like $said, qr/^fixed since 2\.0:\n  F-003 SYSCALL: RCX/m, 'but is named';
($status, $said) = check("$dir/a.list", '2.0');
is $status, 1, 'check: what conforms, though listed of this version, is';
like $said, qr/^listed, but conform:\n  F-003 SYSCALL: RCX/m, 'and is named';
{
	# That which is here is then no QEMU of any version.
	local $ENV{QEMU} = 'true';
	($status, $said) = check();
}
is $status, 1, 'check: without a list';
like $said, qr/^  no list, so all is new:\n  deviations: 0 same, 1 new,/m,
	'all is new, and it says why';
spew("$dir/0.log", $log =~ s/^  # F-009 want.*//msr);
($status, $said) = check();
is $status, 2, 'check: a log that was cut';
like $said, qr/^check: .*0\.log: has no end: it stops at F-009$/m, 'says where';

done_testing;
