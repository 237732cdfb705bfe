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
use Gatehouse::Paused;
use Gatehouse::Versions;

our @EXPORT = qw(together);

use constant PROGRAMS => qw(start:two:three signal walk:quiet hello handler
	hostile hostile:leftovers hostile:leftovers hostile:counts
	hostile:frames fuzz:3000:1 storm:3000 movss);

# The reasons for which a row may be skipped on any machine.
my $any_skip = qr/^SKIP\ (?: survived;\ (?: the\ attack\ cannot\ occur\ on |
	this\ CPU\ departs\ from) | no\ UMIP\ on | the\ program\ has\ an\ LDT |
	not\ shown: | boot\ with\ vdso32=1)/x;

# What sees that ring 0's code is not that of its file: if "make mutants" has
# changed the code, and not the file, it must.
my %sees_code = map { $_ => qr// } 'hostile',
	'hostile: CVE-2017-5754: ring 0\'s memory read by speculation',
	'hostile: CVE-2019-1125: SWAPGS skipped by speculation',
	'hostile: CVE-2021-4440: the code that runs is not the code that was ' .
		'built';

# "make mutants" need not see what comes after this.
my $red = qr/^\ *not\ ok\ \d+\ -\ (?!hostile(?!:)|
	CVE-(?:2017-5754|2019-1125|2021-4440))
	|^\#\ panic:\ /mx;

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
	my %machine = (cpu => $cpu, append => 'selftest=on init=' .
		join ',', PROGRAMS, @programs);
	return pause($ENV{PAUSE}, %machine) if $ENV{PAUSE};
	$machine{until} = $red if $ENV{STOP_AT_RED};
	$machine{resume} = $ENV{RESUME};
	my $name = "together on $cpu";
	my $log = $ENV{CHANGED} ? fails($name, \%sees_code, %machine) :
		passes($name, %machine);
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
