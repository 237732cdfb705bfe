#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# The every-instruction sweep on two CPUs at the same time: an exception, an NMI
# or an interrupt on each instruction of ring 0's, while the other CPU sweeps,
# too. What survives on one CPU alone (sweep.t judges that) survives on each.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Cpus;
use Gatehouse::Machine;

use constant WAYS => 15; # at least, on this CPU

# Returns the ways that were swept, by name, as "7 events: all survived" or not.
# A page's first touch takes the page allocator's lock. While another CPU has
# it, there are more instructions than when the way was traced, so an event is
# not where it was to be: that way is left out.
sub swept {
	my ($log, $prefix) = @_;
	my $result = qr/$prefix(?:not )?ok \d+ - /;
	my %way = $log =~ /^$result(.*?): \d+ instructions x (.*?)\r?$/mg;
	delete @way{grep { /first touch/ } keys %way};
	return \%way;
}

my $alone = swept(boot(append => 'selftest=on init=sweep')->{debugcon}, ' +');
my $both = boot(smp(2), append => 'selftest=on init=hello smp=sweep');
cmp_ok scalar(grep { /: all survived$/ } values %$alone), '>=',
	WAYS, 'one CPU: the ways are swept';
is $both->{timed_out}, 0, 'two CPUs: they come to their end';
unlike $both->{debugcon}, qr/panic|WARNING/, 'two CPUs: without a panic';
is_deeply swept($both->{debugcon}, "# cpu $_: "), $alone,
	"two CPUs: on cpu $_ as on one alone" for 0, 1;
done_testing;
