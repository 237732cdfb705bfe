# SPDX-License-Identifier: BSD-2-Clause
#
# Runs the checks that may end the machine (ring0/check/risky.c), one boot after
# another: each goes on after the check that ended the one before.
package Gatehouse::Risky;
use strict;
use warnings;
use Exporter 'import';
use Gatehouse::Facts;
use Gatehouse::Machine;
use Gatehouse::Matrix;

our @EXPORT = qw(risky risky_ids);

use constant SOURCE => 'ring0/check/risky.c';
use constant PATIENCE => 60; # seconds; then it hangs

# The ids, in the order in which they run.
sub risky_ids { return slurp(SOURCE) =~ /"(F-4\d\d(?:\.\w+)?) /g }

# How a machine ended that said nothing more.
sub _ending {
	my ($run) = @_;
	return 'hang' if $run->{timed_out};
	return $run->{status} eq '0' ? 'reset' : 'abort';
}

# The checks of a log that may be cut: whole ones, and the id that was begun
# last and has no result.
sub _parts {
	my ($raw) = @_;
	my (%part, @done, $last);
	for (split /\r*\n/, $raw) {
		if (/^  # (F-4\S+)$/) {
			$last = $1;
		} elsif (/^  # (F-4\S+) (done|want|saw): (.*)$/) {
			$part{$1}{$2} = $3;
		} elsif (/^  (?:not )?ok \d+ - (F-4\S+) /) {
			push @done, [$1, $_];
			undef $last;
		}
	}
	return (\%part, \@done, $last);
}

# One text of all results, as one log would have it.
sub _lines {
	my ($part, $id, $result) = @_;
	return join('', map { defined $part->{$id}{$_} ?
		"  # $id $_: $part->{$id}{$_}\n" : () } qw(done want saw)) .
		"$result\n";
}

# The checks from one id to another, or all: {vendor}, {checks} and {by_id}, as
# Gatehouse::Facts has them.
sub risky {
	my ($machine, $from, $to) = @_;
	local $ENV{TIMEOUT} = PATIENCE;
	my @ids = risky_ids();
	$from //= $ids[0];
	$to //= $ids[-1];
	my ($head, $text) = ('', '');
	while (defined $from) {
		my $run = boot(cpu => $machine->{cpu},
			append => "init=check risky=$from",
			until => qr/ok \d+ - \Q$to\E /);
		my $raw = $run->{debugcon};
		($head) = $raw =~ /\A(.*?)^  KTAP/ms;
		$head // die "$machine->{name}: did not come to $from\n";
		my ($part, $done, $last) = _parts($raw);
		my %due = map { $_ => 1 } _span($from, $to, @ids);
		$text .= _lines($part, @$_) for grep { $due{$_->[0]} } @$done;
		last if !defined $last or !$due{$last};
		$text .= _ended($part, $last, $run);
		$from = $last eq $to ? undef : (_after($last, @ids))[0];
	}
	return Gatehouse::Facts->parts($head, $text, $machine->{name});
}

# The lines of the check that ended the machine.
sub _ended {
	my ($part, $id, $run) = @_;
	my ($title) = slurp(SOURCE) =~ /"\Q$id\E ([^"]*)"/;
	my $seen = 'event=' . _ending($run);
	my $ok = $part->{$id}{want} eq $seen;
	$part->{$id}{saw} = $seen;
	return _lines($part, $id, ($ok ? '  ok' : '  not ok') .
		" 1 - $id $title # seen from outside");
}

sub _span {
	my ($from, $to, @ids) = @_;
	my @span = ($from, _after($from, @ids));
	pop @span while @span and $span[-1] ne $to;
	return @span;
}

sub _after {
	my ($id, @ids) = @_;
	shift @ids while $ids[0] ne $id;
	return @ids[1 .. $#ids];
}

1;
