#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# No event from outside changes a verdict. With check=watchdog the NMI that
# ends a hung check comes at each instruction of each check: under -icount
# shift=10 an instruction takes 1024 ns, and the NMI comes 838 ns later in each
# run. A tick would interrupt the checks that set IF, so it must be off while
# they run. Both Intel and AMD are run, because some facts are of one of them.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Facts;
use Gatehouse::Machine;
use Gatehouse::Matrix;

use constant FEWEST => 100; # places between start and stop where it came

# The watchdog leaves alone the checks that have an NMI gate of their own, no
# IST for it, or debug registers that cannot be read (DR7.GD).
my %alone = map { $_ => 1 } qw(F-050 F-093 F-108.NMI F-143 F-147.NMI F-174
	F-175), qw(F-123 F-234.TS), qw(F-230 F-230.W);

for my $machine (grep { $_->{name} =~ /^max-/ } machines()) {
	my $name = $machine->{name};
	my $raw = boot(cpu => $machine->{cpu},
		append => 'init=check check=watchdog tick=100',
		args => ['-icount', 'shift=10,sleep=off'])->{debugcon};
	my $facts = eval { Gatehouse::Facts->new($raw, $name) };
	ok $facts, "$name: a log as it must be" or diag $@, $raw;
	next if !$facts;
	my %nmis = $raw =~ /^  # (F-\S+) watchdog: (\d+)/mg;
	my @run = map { $_->{id} } grep { $_->{verdict} ne 'skipped' and
		$_->{id} ne 'F-000' } @{ $facts->{checks} };
	is_deeply [sort keys %nmis], [sort @run], "$name: all are swept";
	my @few = grep { $nmis{$_} < FEWEST } @run;
	is_deeply \@few, [grep { $alone{$_} } @run],
		"$name: from before it to after it, but those left alone";
	SKIP: {
		skip "$machine->{list} has no runs of this version", 1
			if !is_version($machine);
		is_deeply [known($machine)->disagreements($facts)], [],
			"$name: deviates as its list says";
	}
}
done_testing;
