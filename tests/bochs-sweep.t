#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# The every-instruction sweep on Bochs; and the #DB that MOV SS holds back,
# which its CPU delivers in ring 0, on the first instruction behind SYSCALL and
# SYSENTER, as a real one does. QEMU's comes in ring 3, and with int n Bochs
# forgets it.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Bochs;

my $log = bochs_passes('selftest=on init=sweep,movss,walk:quiet');
my @rows = map { $_->{name} } grep { $_->{note} !~ /SKIP/ } $log->flat;
is scalar(grep { /^sweep: .* x 7 events: all survived$/ } @rows), 7,
	'seven ways are swept';
is scalar(grep { /^movss: mov ss, then sys/ } @rows), 2,
	'and the #DB behind mov ss come in ring 0';
done_testing;
