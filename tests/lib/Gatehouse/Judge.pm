# SPDX-License-Identifier: BSD-2-Clause
#
# Runs a test in a copy of the tree, with limits of time for what hangs, and
# says in a line why it is red. tests/tools/mutants uses it.
package Gatehouse::Judge;
use strict;
use warnings;
use Exporter 'import';
use POSIX 'SIGXCPU';
use Time::HiRes 'time';
use Gatehouse::Machine;

our @EXPORT = qw(red_line measure NO_LIMIT HOST_LIMIT);

# In seconds: of the clock, and of the processor. A host test takes less than
# one of either.
use constant {
	NO_LIMIT => { time => 1800, cpu => 1800 },
	HOST_LIMIT => { time => 1800, cpu => 20 },
	HANG_TIMES => 3,    # so many times as long, and so many seconds
	HANG_SECONDS => 20,
	CPU_TIMES => 2,     # the same of its processor's time
	CPU_SECONDS => 5,
};

# What says most of why a test is red.
sub _reason {
	my ($output) = @_;
	my $of_the_log = qr/ends\ |says\ |together|in\ by\ |what\ this\ CPU|
		the\ log\ is|and\ so\ it|which\ has/x;
	for my $says (qr/^# \| (# panic: .*)/m,
		qr/^ *not ok \d+ - (?!$of_the_log)(.+)/m,
		qr/^(# failed: .*)/m, qr/(runtime error: .*|ERROR: Addr.*)/) {
		return $1 if $output =~ $says;
	}
	return 'the machine resets' if $output =~ /not ok \d+ - ends with /
		and $output =~ /^ *# +got: '0'$/m;
	return $output =~ /^ *(not ok .*)/m ? $1 : undef;
}

# Runs one test in $tree, with limits, and more of the environment: its first
# red line, or undef. Most that hang are seen by the time that they take of the
# processor, which does not depend on what else the host does.
sub red_line {
	my ($tree, $test, $limit, @more) = @_;
	local $ENV{BUILD} = 'build';
	chomp(my $top = qx(pwd));
	chdir $tree or die "chdir: $!\n";
	my $command = $test =~ /_test$/ ? "build/host/$test" :
		"perl -Itests/lib tests/$test.t";
	my ($status, $output) = output('env', "TIMEOUT=$limit->{time}",
		'STOP_AT_RED=1', @more, 'bash', '-c',
		"ulimit -St $limit->{cpu}; exec $command");
	chdir $top or die "chdir: $!\n";
	return if !$status;
	return "$test: it hangs" if $output =~ /not ok \d+ - ends by itself/ or
		$output =~ /got: 'signal @{[SIGXCPU]}'/;
	return "$test: " . (_reason($output) // "status $status");
}

# What a test may take, in seconds: many times what it takes in the tree as it
# is. There it must be green: else it would kill each mutant, or judge none.
sub measure {
	my ($tree, $test, @more) = @_;
	my ($start, $before) = (time, _children_time());
	my $red = red_line($tree, $test, NO_LIMIT, @more);
	die "red in the tree as it is: $red\n" if defined $red;
	return { time => int HANG_SECONDS + HANG_TIMES * (time - $start),
		cpu => int CPU_SECONDS +
			CPU_TIMES * (_children_time() - $before) };
}

sub _children_time { return (times)[2] + (times)[3] }

1;
