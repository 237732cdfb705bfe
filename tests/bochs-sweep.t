#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# The every-instruction sweep on Bochs; and the #DB that MOV SS delays. Bochs
# delivers it in ring 0, at the first instruction after SYSCALL and SYSENTER, as
# a real CPU does; QEMU delivers it in ring 3. With int n Bochs forgets it.
# Bochs has an x2APIC, which QEMU's TCG has not.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Bochs;

my $log = bochs_passes('selftest=on x2apic=on tick=1000 ' .
	'init=sweep,movss,walk:quiet');
my @rows = map { $_->{name} } grep { $_->{note} !~ /SKIP/ } $log->flat;
is scalar(grep { /^sweep: .* x 7 events: all survived$/ } @rows), 18,
	'eighteen ways are swept: Intel has no SYSCALL in 32-bit code';
is scalar(grep { /^movss: mov ss, then sys/ } @rows), 2,
	'and the #DB after mov ss come in ring 0';
like $log->{text}, qr/^# timer: x2APIC .* measured by CPUID$/m,
	'its local APIC is used in x2APIC mode, and needs no measuring';
like $log->{text}, qr/^# ticks: [1-9]\d* in ring 3, [1-9]/m, 'it ticks';

$log = bochs_passes('selftest=on ' .
	'init=sweep,fuzz:5000,hostile:attacks', 'ryzen');
ok scalar(grep { /^sweep: syscall from 32-bit code.*: all survived$/ }
	map { $_->{name} } $log->flat), 'AMD has it, and it is swept';
my ($row) = grep { $_->{name} =~ /sysret_ss_attrs/ } $log->flat;
is $row->{note}, '', 'there a null SS would outlive SYSRET: it never is null';
done_testing;
