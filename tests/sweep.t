#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# The every-instruction sweep: an exception, an NMI or an interrupt lands on
# each instruction of ring 0's in turn. Ring 3 must not notice it, and no event
# may be lost.
use strict;
use warnings;
use List::Util 'sum';
use Test::More;
use lib 'tests/lib';
use Gatehouse::Machine;
use Gatehouse::Versions;

# Instructions of a crossing: pt_regs alone takes 15 pushes and 15 pops; a bare
# gate has only STI and SYSEXITQ.
use constant { FEWEST => 40, BARE => 2, WAYS => 23 };

sub sweeps {
	my ($cpu, $ways, $gate) = @_;
	my $log = passes "the sweep on $cpu", cpu => $cpu,
		append => 'selftest=on vdso32=1 init=sweep,walk:quiet';
	my @rows = grep { $_->{name} =~ /^sweep: / } $log->flat;
	my $survived = qr/: (\d+) instructions x 7 events: all survived$/;
	my @swept = grep {
		my ($count) = $_->{name} =~ $survived;
		($count // 0) >= ($_->{name} =~ / alone,/ ? BARE : FEWEST);
	} @rows;
	is scalar @swept, $ways, "$ways ways are swept";
	is scalar(grep { $_->{note} =~ /^SKIP no $gate / } @rows),
		WAYS - $ways, 'the others are not there, and it says why';
	my %window = reverse $log->{text} =~
		/ (\d+) events in the SYSCALL window.*\n *ok \d+ - (.*?):/g;
	cmp_ok $window{$_} // 0, '>', 0, "$_: some of it lies in the window"
		for 'syscall, back by sysret', $gate =~ /^SYSCALL/ ? () :
			'syscall from 32-bit code, back by sysret';
	my %seen = reverse $log->{text} =~
		/SS seen on SYSRET (\d+) times\n *ok \d+ - (.*?) instruct/g;
	my %frames = reverse $log->{text} =~
		/frame found (\d+) times.*\n *ok \d+ - (.*? by \w+.*?): /g;
	my @blind = grep { !/ alone,/ and !$frames{$_} } sort keys %frames;
	is "@blind", '', 'each way has events that look for the frame';
	my @by_sysret = grep { /back by sysret: / } sort keys %seen;
	is scalar @by_sysret, $gate =~ /^SYSCALL/ ? 4 : 6,
		'the ways that lead to SYSRET';
	is $seen{$_}, 7 * s/.* //r, "$_: on each, SS is what SYSCALL loaded"
		for @by_sysret;
	my %count = map { $_->{name} =~ /^sweep: (.*?): (\d+) instr/ } @rows;
	is $count{'int 0x80 from 32-bit code, back by iret'},
		$count{'int 0x80, back by iret'},
		'int 0x80 costs 32-bit code what it costs 64-bit code';
	my ($native, $vdso) = @count{'sysenter, back by sysexit',
		'sysenter to the vDSO, back by sysexit'};
	cmp_ok $vdso // 0, '<=', $native // 0,
		'SYSENTER costs 32-bit code no more than 64-bit code';
	# Of the seven events, three are NMIs, of 2, 3 and 3 each.
	my ($nmis) = $log->{text} =~ /^# nmis: (\d+) handled/m;
	is $nmis // 0, 8 * sum(values %count), 'each NMI is counted, once';
	return;
}

sweeps 'Skylake-Client', has_trait('syscall32-on-intel') ? (WAYS, 'gate') :
	(WAYS - 3, 'SYSCALL in 32-bit code');
sweeps 'EPYC', WAYS - 8, 'SYSENTER';
passes 'and while the timer ticks, whose every tick looks for the frame',
	append => 'selftest=on tick=5000 init=sweep';
my $log = passes 'without selftest=on', append => 'init=sweep';
is scalar(grep { $_->{note} =~ /^SKIP .*selftest=on/ } $log->flat), WAYS,
	'it is not allowed, and says how it is';
done_testing;
