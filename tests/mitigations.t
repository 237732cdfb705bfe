#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# The table of vulnerabilities, and what is done against them: with all of it on
# the ways in and out, programs, signals, attacks and events at each instruction
# end as ever; and a debugger that steps through a call by each gate sees just
# what was chosen. Without an option neither log nor code has a trace of it.
use strict;
use warnings;
use File::Temp 'tempdir';
use Test::More;
use lib 'tests/lib';
use Gatehouse::Machine;
use Gatehouse::Trace;

use constant VULNERABILITIES => 15;
# Emulators have no IA32_SPEC_CTRL, but let it be written.
use constant ALL => 'mitigations=auto setcpuid=ibrs';

my $all = passes 'IBRS, BHB clearing and VERW', append => 'selftest=on ' . ALL .
	' init=walk:quiet,hello,hostile:attacks,sweep:3';
my @table = $all->{text} =~ /^# vulnerability: (\w+: .*?)\r?$/mg;
is scalar @table, VULNERABILITIES, 'a row for each of Linux\'s';
my $words = qr/Not affected|(?:KVM: )?Mitigation: .|Vulnerable|Unknown: ./;
is scalar(grep { !/^\w+: $words/ } @table), 0, 'with its words';
my %verdict = map { /^(\w+): (.*)/ } @table;
is $verdict{spectre_v2}, 'Mitigation: IBRS; BHI: SW loop', 'spectre_v2';
is $verdict{retbleed}, 'Mitigation: IBRS', 'retbleed';
like $verdict{mds}, qr/^Vulnerable: Clear CPU buffers attempted/, 'mds';

# AMD's: SYSCALL from 32-bit code, too.
my $amd = passes 'AMD', cpu => 'EPYC', append => 'selftest=on ' .
	'setcpuid=amd_ibrs vulnerabilities=on init=walk:quiet,hostile:attacks';
like $amd->{text}, qr/^# vulnerability: meltdown: Not affected\r?$/m,
	'AMD: no Meltdown';
like $amd->{text}, qr/^# vulnerability: retbleed: Vulnerable\r?$/m,
	'AMD: retbleed, for which there is nothing here';

my $bad = passes 'odd values', append => 'mds=maybe spectre_v2 mitigations=off '
	. 'setcpuid=frob init=hello';
like $bad->{text}, qr/^# option: $_\r?$/m, "says: $_" for
	qr/mds: bad value, ignored \(mds=off\|full\)/,
	qr/spectre_v2: bad value, ignored \(spectre_v2=off\|on\|auto\|.*\)/,
	qr/setcpuid: unknown: frob, ignored/;
like $bad->{text}, qr/^# vulnerability: mds: Vulnerable; SMT/m, 'mds is off';

unlike passes('no option', append => 'init=hello')->{text},
	qr/vulnerabilit/, 'without an option the log is as short as ever';

# Each CPU that is started later has the same MSRs as the first: IA32_SPEC_CTRL
# with IBRS and SSBD. An emulator does not keep it, so a debugger looks on.
my $dir = tempdir(CLEANUP => 1);
spew("$dir/msrs.gdb", "delete 1\nhbreak extra_msrs_write\ncommands\nsilent\n" .
	'printf "cpu %d: %d MSRs, %#lx = %#lx\n", ' .
	'((struct cpu *)$gs_base)->number, extra_msrs.count, ' .
	"extra_msrs.list[0].msr, extra_msrs.list[0].value\n" .
	"continue\nend\ncontinue\n");
my (undef, $seen) = output(make('-s', 'gdb', 'CPUS=2',
	'APPEND=' . ALL . ',ssbd spec_store_bypass_disable=on',
	"GDB_LOG=$dir/log", "GDB_ARGS=-batch -x $dir/msrs.gdb"));
like $seen, qr/^cpu 1: 1 MSRs, 0x48 = 0x5$/m,
	'a second CPU writes what the first has written';
like slurp("$dir/log"), qr/^# gatehouse: end: PASS\r?$/m, 'and runs as well';

# Returns traced_gates() of a machine with these options.
sub steps {
	my ($options) = @_;
	my ($status, $text) = output(make('-s', 'gdb', 'PROGRAM=bench',
		"APPEND=init=bench:1 $options",
		'GDB_ARGS=-batch -x tests/tools/trace.gdb'));
	return traced_gates($text);
}

# With page-table isolation ring 3's own words are loaded after the VERW.
my ($on, $off) = (steps(ALL . ' nopti'), steps('mitigations=off'));
for my $gate (qw(syscall sysenter int80)) {
	my @steps = @{ $on->{$gate} // [] };
	my ($verw) = grep { $steps[$_] =~ /^verw/ } 0 .. $#steps;
	ok $verw, "$gate: VERW" or next;
	is scalar(grep { /^(?:mov|pop).*\(%rsp\),%r[a-d]|^pop %r/ }
		@steps[$verw .. $#steps]), 0,
		"$gate: no register is loaded after it";
	is scalar(grep { /^wrmsr/ } @steps), 2, "$gate: IBRS, set and cleared";
	my ($call) = grep { $steps[$_] =~ /^call \*/ } 0 .. $#steps;
	is scalar(grep { /^sub \$0x1,%eax/ } @steps[0 .. $call]), 25,
		"$gate: 25 taken branches before the handler's CALL";
	is scalar(grep { /^(?:verw|wrmsr|lfence)/ } @{ $off->{$gate} }), 0,
		"$gate: none of it with mitigations=off";
}
done_testing;
