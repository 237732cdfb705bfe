# SPDX-License-Identifier: BSD-2-Clause
#
# Reads what Linux's selftests print, and the list of those that are run.
package Gatehouse::Selftests;
use strict;
use warnings;
use Exporter 'import';
use Gatehouse::Machine 'slurp';

our @EXPORT = qw(read_plan said runs_of);

# Returns a hash: run, the names in order; flags, by name; but, by name: a list
# of patterns of lines that are not looked for; listed: every name.
sub read_plan {
	my ($path) = @_;
	my %plan = (run => [], flags => {}, but => {}, listed => {});
	for (split /\n/, slurp($path)) {
		next if /^(#|$)/;
		my ($verb, $name, $rest, $reason) =
			/^(run|but|no) (\w+)(?: (.*?))??(?: # (.+))?$/ or
			die "$path: $_: what is that?\n";
		die "$path: $_: no reason\n" if $verb ne 'run' and !$reason;
		if ($verb eq 'but') {
			$plan{listed}{$name} or die "$path: $_: no run\n";
			push @{ $plan{but}{$name} }, qr/$rest/;
			next;
		}
		die "$path: $name: twice\n" if $plan{listed}{$name}++;
		next if $verb eq 'no';
		push @{ $plan{run} }, $name;
		$plan{flags}{$name} = [split / /, $rest // ''];
	}
	return \%plan;
}

# Returns how often each line of that tag, [OK] or [FAIL], is there, keyed by it
# and the [RUN] line before it. Those that match one of @$but are left out.
sub said {
	my ($tag, $text, $but) = @_;
	my ($run, %count) = ('');
	for my $line (split /\n/, $text) {
		$run = $line if $line =~ /^\[RUN\]/;
		my $key = "$run: $line";
		$count{$key}++ if $line =~ /^\[$tag\]/ and
			!grep { $key =~ $_ } @{ $but // [] };
	}
	return \%count;
}

# Returns, by a program's name, what it printed and its exit status, from a log
# of Gatehouse's: two blanks come before its lines, and its result after them.
sub runs_of {
	my ($log) = @_;
	my ($text, %run) = ('');
	for (split /^/, $log =~ s/\r//gr) {
		if (/^(?:not )?ok \d+ - (\w+)(?: # (.*))?$/) {
			my ($name, $end) = ($1, $2 // 0);
			$end =~ s/^exit code //;
			$run{$name} = { text => $text, status => $end };
			$text = '';
		} elsif (!/^#/) {
			$text .= s/^  //r;
		}
	}
	return \%run;
}

1;
