# SPDX-License-Identifier: BSD-2-Clause
#
# What a run of walk must hold beyond "ok", by what the CPU has: where SYSENTER
# works in long mode, nothing of it may be skipped; elsewhere all must be.
package Gatehouse::Walk;
use strict;
use warnings;
use Exporter 'import';
use Test::More;
use Gatehouse::Machine;

our @EXPORT = qw(walks_with_sysenter walks_without_sysenter);

sub _walk {
	my (%machine) = @_;
	my $log = passes "walk and hello on $machine{cpu}", %machine,
		append => 'selftest=on init=walk,hello';
	return $log, grep { $_->{name} =~ /^walk: / } $log->flat;
}

# Ring 0's count at the end: this gate left by this return.
sub _returned {
	my ($log, $gate, $return) = @_;
	like $log->{text}, qr/^# returns: $gate +-> $return +[1-9]/m,
		"in by $gate, out by $return";
	return;
}

# Intel: all three gates, all three returns.
sub walks_with_sysenter {
	my ($log, @rows) = _walk(@_);
	my @skipped = map { $_->{name} } grep { $_->{note} =~ /^SKIP/ } @rows;
	is "@skipped", '', 'nothing is skipped';
	_returned($log, 'syscall', 'sysret');
	_returned($log, 'sysenter', 'sysexit');
	_returned($log, $_, 'iret') for qw(syscall sysenter int80);
	unlike $log->{text}, qr/LFENCE may not wait/, 'its fences wait';
	return;
}

# AMD: SYSENTER is #UD in long mode, the log says so, and names each row. QEMU
# does not keep the bit by which LFENCE waits.
sub walks_without_sysenter {
	my ($log, @rows) = _walk(@_);
	my @skipped = grep { $_->{note} =~ /^SKIP .*SYSENTER/ } @rows;
	cmp_ok scalar @skipped, '>=', 3, 'the SYSENTER rows are skipped';
	like $_->{note}, qr/AuthenticAMD/, "$_->{name}: says why"
		for @skipped;
	_returned($log, 'syscall', 'sysret');
	_returned($log, $_, 'iret') for qw(syscall int80);
	unlike $log->{text}, qr/^# returns: sysenter/m,
		'nothing came by SYSENTER';
	like $log->{text}, qr/^# cpu: LFENCE may not wait/m,
		'a fence that may not wait is named';
	return;
}

1;
