#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# What a null crossing costs, to the instruction. Under -icount one tick of the
# time-stamp counter is one instruction, whatever the speed of the host. So any
# change of a crossing's cost fails here.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Bench;
use Gatehouse::Versions;
use Gatehouse::Machine;

my $log = passes 'bench', args => ['-icount', 'shift=0,sleep=off'],
	append => 'init=bench:500';
like $log->{text}, qr/^ +# method: 1000 additions.* take 1000 to 1000 /m,
	'instructions that wait for each other are not dearer';
my %cost = map { bench_name($_) => $_ } bench_cells($log->{text});
is $cost{$_}{unit}, 'instruction', "$_: counted in instructions"
	for sort keys %cost;
is $cost{$_}{mode}, BENCH_EXACT->{$_}, "$_: as many as there must be"
	for sort keys %{ +BENCH_EXACT };
cmp_ok $cost{"$_ unknown"}{mode}, '<=', $cost{"$_ getpid"}{mode},
	"$_: a number that no table has is no dearer"
	for qw(syscall sysenter int80 int80/32);
is $cost{"int80/32 $_"}{mode}, $cost{"int80 $_"}{mode},
	"int80 $_: a 32-bit caller pays as much"
	for qw(getpid unknown copy64 six-args);
is $cost{"$_ ldt-getpid"}{mode}, $cost{"$_ getpid"}{mode},
	"$_: a program with an LDT pays no more" for qw(syscall sysenter);
cmp_ok $cost{'int80 ldt-getpid'}{mode}, '>', $cost{'int80 getpid'}{mode},
	'int80: it does, where SS may be in the LDT';
is $cost{'syscall mmap-256'}{mode}, $cost{'syscall mmap-16'}{mode},
	'pages that nobody touches cost nothing';
cmp_ok $cost{"$_ six-args"}{mode}, '>', $cost{"$_ getpid"}{mode},
	"$_: six arguments take more than none"
	for qw(syscall sysenter int80 int80/32);
is "@$_{qw(excluded interrupts nmis smis)}", '0 0 0 0',
	bench_name($_) . ': nothing interrupted, nothing is excluded'
	for bench_excluded($log->{text});

# The pages' figures for Gatehouse are the ones counted here. Calls that are not
# null may differ by 5 in 100, because the pages were written on one day.
my %told = bench_documented(slurp('ring3/bench/README.md'));
delete @told{grep { m{^syscall/32 } } keys %told}
	if !has_trait('syscall32-on-intel');
is join(' ', sort keys %told), join(' ', sort keys %cost),
	'ring3/bench/README.md has each of these cells';
# Another compiler's C is another one.
my $pages = has_trait('pages-compiler');
for (sort keys %told) {
	my $off = !$pages && !/ floor$/ ? NULL_MORE + $told{$_} / 5 :
		/ (?:getpid|unknown|floor)$/ ? 0 : $told{$_} / 20;
	cmp_ok abs($cost{$_}{mode} - $told{$_}), '<=', $off,
		"$_: ring3/bench/README.md has this figure (make bench)"
		or diag "$cost{$_}{mode}, not $told{$_}";
}
my %has = map { $_ => 1 } bench_rows(slurp('ring3/bench/README.md'));
ok $has{$_}, 'README.md has this of ring3/bench/README.md: ' . s/  .*//r
	for bench_rows(slurp('README.md'));

my $timer = $cost{'interrupt timer'};
cmp_ok $timer->{min}, '>', $cost{'int80 floor'}{mode}, 'a tick takes its time';
cmp_ok $timer->{max}, '<', $cost{'exception ud2'}{mode}, 'but not for long';

# bench leaves out samples that a tick hit, so the rest are as without a tick;
# and the log names what was left out.
$log = passes 'bench, interrupted', args => ['-icount', 'shift=0,sleep=off'],
	append => 'selftest=on tick=10000 init=bench:500';
for (bench_cells($log->{text})) {
	my $name = bench_name($_);
	is "@$_{qw(samples min max)}", "@{$cost{$name}}{qw(samples min max)}",
		"$name: no sample that a tick hit";
}
my @hit = grep { $_->{excluded} } bench_excluded($log->{text});
cmp_ok scalar @hit, '>', 3, 'some runs are hit';
is $_->{interrupts}, $_->{excluded}, bench_name($_) . ': each by one tick'
	for @hit;
like $log->{text}, qr/^ *# excluded: \S+, \S+, \S+: run \d+: interrupts 1, /m,
	'and they are named';

# No CPU here has RDPRU, so this sees only that the code that reads it is the
# code that reads the TSC.
sub disassembled {
	my ($function) = @_;
	my ($status, $text) = output('objdump', '-d', '--no-addresses',
		'--no-show-raw-insn', "--disassemble=$function",
		build('ring3/bench'));
	return grep { !/timed_|mov +\$0x1,%ecx/ }
		map { s/\s+#.*//r =~ s/0x\w+\(%rip\)/(%rip)/r }
		$text =~ /^\t(\S.*?)\s*$/mg;
}

for (map { "timed_$_" } qw(nothing nops adds syscall sysenter int80 ud2
		page_fault touch map gap)) {
	my @aperf = disassembled($_ . '_aperf');
	is scalar(grep { /^rdpru/ } @aperf), 2, "$_: reads APERF twice";
	is_deeply [map { s/^rdpru/rdtsc/r } @aperf],
		[disassembled($_ . '_tsc')], "$_: else as with the TSC";
}

# SYSCALL from 32-bit code, which only AMD has, costs no more than from 64-bit
# code. Each call exceeds getpid by as much as with int 0x80, except for a sixth
# argument, which is read from the stack. Where it is missing, it is skipped by
# name.
$log = passes 'bench on AMD', cpu => 'EPYC',
	args => ['-icount', 'shift=0,sleep=off'],
	append => 'selftest=on init=bench:100';
my %amd = map { bench_name($_) => $_->{mode} } bench_cells($log->{text});
my $getpid = $amd{'syscall/32 getpid'};
is $getpid, $amd{'int80 getpid'} + 5,
	'syscall/32 getpid: and a stack, and the five words that int pushes';
cmp_ok $getpid, '<=', $amd{'syscall getpid'},
	'syscall/32 getpid: no dearer than from 64-bit code';
is $amd{'syscall/32 floor'}, 2, 'syscall/32 floor: 2';
my %dearer = (unknown => 0, copy64 => 1, 'six-args' => 15);
cmp_ok $amd{"syscall/32 $_"} - $getpid, '<=', $dearer{$_} +
	$amd{"int80 $_"} - $amd{'int80 getpid'},
	"syscall/32 $_: as by int 0x80, and at most $dearer{$_} more"
	for sort keys %dearer;
my %note = map { $_->{name} => $_->{note} } $log->flat;
like $note{'bench:100: sysenter, getpid, fast'}, qr/^SKIP .*SYSENTER/,
	'AMD: no SYSENTER';

# Without -icount ticks are not called instructions. A bad argument is refused.
$log = fails 'bench in ticks, and bench:0', { 'bench:0' => qr/exit code 1/ },
	cpu => 'EPYC', append => 'selftest=off init=bench:100,bench:0';
my @cells = bench_cells($log->{text});
is $_->{unit}, 'tick', bench_name($_) . ': in ticks' for @cells;
like $log->{text}, qr/^ +# method: ticks are .* in steps of [1-9]/m,
	'the log says what a tick is';
like $log->{text}, qr/^ +# cpu: the core ran \d+\.\d\d cycles a tick$/m,
	'and how fast the core ran';
%note = map { $_->{name} => $_->{note} } $log->flat;
like $note{'bench:100: syscall, floor, fast'}, qr/^SKIP .*selftest=off/,
	'no floor with selftest=off';
done_testing;
