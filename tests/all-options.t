#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# Every option of hardening and every hook at once, on a CPU of Intel's and one
# of AMD's, in QEMU and in Bochs: programs, attacks and an event at each
# instruction of a call end as they do without, and each option has said what
# it has to say.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Bochs;
use Gatehouse::Machine;

# Emulators have no IA32_SPEC_CTRL, but QEMU lets it be written.
use constant ALL => 'selftest=on seccomp=on tracer=watch:cont audit=1 ' .
	'audit_backlog_limit=16 trace=events,4K context_tracking=on ' .
	'debug_entry=on randomize_kstack_offset=on stack_erasing=on ' .
	'vulnerabilities=on mitigations=auto ';

sub has_all {
	my ($text, $where, $verdict) = @_;
	like $text, qr/^# vulnerability: spectre_v2: $verdict\r?$/m,
		"$where: what is done against spectre_v2";
	like $text, qr/^# trace: .*: sys_exit: NR 231|sys_enter: NR 231 /m,
		"$where: trace points";
	like $text, qr/^# audit: type=SYSCALL .* syscall=231 .*exe="\/hello"/m,
		"$where: audit records";
	like $text, qr/^# tracer: watch: exit code 0\r?$/m, "$where: a tracer";
	unlike $text, qr/^# WARNING/m, "$where: nothing to warn of";
	return;
}

my $intel = passes 'Intel', append => ALL . 'setcpuid=ibrs ' .
	'init=walk:quiet,hello,signal,hostile:attacks,sweep:1';
has_all $intel->{text}, 'Intel', 'Mitigation: IBRS; BHI: SW loop';
my $amd = passes 'AMD', cpu => 'EPYC', append => ALL .
	'setcpuid=amd_ibrs init=walk:quiet,hello,signal,hostile:attacks';
has_all $amd->{text}, 'AMD', 'Mitigation: IBRS; BHI: Not affected';
my $bochs = bochs_passes ALL . 'init=walk:quiet,hello,hostile:attacks,sweep:1';
has_all $bochs->{text}, 'Bochs', qr/(?:Mitigation|Vulnerable)[^\r\n]*/;
done_testing;
