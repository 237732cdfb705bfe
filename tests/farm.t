#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# What tests/farm/ has for farms of machines: the patterns of the LAVA job, on
# the log of a run that passes, fails and skips; and labgrid's test, which boots
# the stick by labgrid's QEMUDriver.
use strict;
use warnings;
use File::Temp 'tempdir';
use Test::More;
use lib 'tests/lib';
use Gatehouse::Log;
use Gatehouse::Machine;

my $dir = tempdir(CLEANUP => 1);
my @python = ('/usr/bin/python3'); # Debian's, which has Debian's modules

# What LAVA calls a result.
sub lava {
	my ($result) = @_;
	my $word = !$result->{ok} ? 'fail' :
		$result->{note} =~ /^SKIP/ ? 'skip' : 'pass';
	return "$word " . lc($result->{name} =~ s/\W+/_/gr);
}

# EPYC has no SYSENTER in 64-bit mode, so walk leaves rows out.
my $run = boot cpu => 'EPYC', append => 'init=walk:quiet,absent';
my $log = Gatehouse::Log->new($run->{serial}, may_follow_noise => 1);
my @expected = map { lava($_) } map { (@{ $_->{results} }, $_) }
	@{ $log->{results} };
my %count;
$count{(split)[0]}++ for @expected;
cmp_ok $count{$_} // 0, '>', 0, "the log has a $_" for qw(pass fail skip);
my ($status, $output) = output(@python, 'tests/farm/monitor',
	'tests/farm/lava-job.yaml', spew("$dir/log", $run->{serial}));
is $status, 0, 'the job is read' or diag $output;
my @seen = split /\n/, $output;
is pop @seen, 'end', "LAVA's monitor sees the end";
is_deeply \@seen, \@expected, 'and each result, as it is';

my ($built, $why) = output(make('usb'));
is $built, 0, 'make usb' or diag $why;
local $ENV{PYTHONDONTWRITEBYTECODE} = 1;
($status, $output) = output(@python, qw(-m pytest -p no:cacheprovider -q
	--lg-env tests/farm/labgrid.yaml tests/farm));
is $status, 0, "labgrid's test passes" or diag $output;
like $output, qr/^1 passed/m, 'and has run';
done_testing;
