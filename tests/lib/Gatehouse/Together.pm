# SPDX-License-Identifier: BSD-2-Clause
#
# One boot in which programs of every kind follow each other, and what its log
# must hold beyond "ok": what a CPU has is known here, so that a part of ring 0
# that does not work cannot pass for one that the CPU does not have.
package Gatehouse::Together;
use strict;
use warnings;
use Exporter 'import';
use Test::More;
use Gatehouse::Machine;
use Gatehouse::Versions;

our @EXPORT = qw(together);

use constant PROGRAMS => qw(start:two:three signal walk:quiet hello handler
	hostile hostile:leftovers hostile:leftovers hostile:counts
	hostile:frames fuzz:3000:1 storm:3000 movss);

# The reasons for which a row may be skipped on any machine.
my $any_skip = qr/^SKIP\ (?: survived;\ (?: the\ attack\ cannot\ occur\ on |
	this\ CPU\ departs\ from) | no\ UMIP\ on | the\ program\ has\ an\ LDT |
	not\ shown: | boot\ with\ vdso32=1)/x;

# "make mutants" need not see what comes after.
my $red = qr/^ *not ok |^# panic: /m;

# gates: those that must have been used, by the names that the log has for
# them, with the returns of each. skip: what else a row may say.
my %cpu = (
	'Skylake-Client' => {
		returns => [ map { [split] } 'syscall sysret', 'syscall iret',
			'sysenter sysexit', 'sysenter iret', 'int80 iret' ],
		skip => has_trait('syscall32-on-intel') ? qr/(?!)/ :
			qr/SYSCALL in 32-bit code/ },
	EPYC => {
		returns => [ map { [split] } 'syscall sysret', 'syscall iret',
			'int80 iret', 'syscall32 sysret',
			'syscall32 iret' ],
		skip => qr/SYSENTER/ },
);

# Boots it on $cpu, with more programs; returns the log.
sub together {
	my ($cpu, @programs) = @_;
	my $log = passes "together on $cpu", cpu => $cpu,
		until => $ENV{STOP_AT_RED} ? $red : undef,
		append => 'selftest=on init=' .
			join ',', PROGRAMS, @programs;
	my @skipped = grep { $_->{note} =~ /^SKIP/ and
		$_->{note} !~ $any_skip and $_->{note} !~ $cpu{$cpu}{skip} }
		$log->flat;
	is join("\n", map { "$_->{name} # $_->{note}" } @skipped), '',
		'what this CPU has is not skipped';
	for (@{ $cpu{$cpu}{returns} }) {
		my ($gate, $return) = @$_;
		like $log->{text}, qr/^# returns: $gate +-> $return +[1-9]/m,
			"in by $gate, out by $return";
	}
	return $log;
}

1;
