# SPDX-License-Identifier: BSD-2-Clause
#
# Reads a machine's log strictly, by the rules of CONTRIBUTING.md, "The log".
# Each breach is a line in {faults}; a good log has none. Gatehouse::Machine and
# harness.t use it.
package Gatehouse::Log;
use strict;
use warnings;

use constant START_LINE => qr/# gatehouse \d+\.\d+\.\d+: start/;
use constant END_LINE => qr/# gatehouse: end: (PASS|FAIL)/;

# {results}: the top level's, in order, each with {ok}, {number}, {name}, {note}
# (the text after "#", or ''), and its own nested {results}. {end}: PASS, FAIL,
# or '' without an end line. {text}: Gatehouse's own part, with plain line ends.
# may_follow_noise: the firmware has printed on the same line before. cut_short:
# ring 0 panicked, so the plan must be incomplete, and the last program's output
# belongs to no result.
sub new {
	my ($class, $raw, %option) = @_;
	my $self = bless { faults => [], results => [], end => '', text => '',
		cut_short => $option{cut_short} }, $class;
	my $own = $self->_own_part($raw, $option{may_follow_noise});
	return $self if !defined $own;
	$self->{text} = $own =~ s/\r\n/\n/gr;
	my @lines = $self->_lines($own);
	my $block = $self->_block('', 1, @lines);
	$self->{results} = $block->{results};
	$self->{complete} = !$block->{incomplete};
	$self->_end_line(@lines);
	$self->_totals($block, @lines);
	return $self;
}

sub _fault {
	my ($self, @words) = @_;
	push @{ $self->{faults} }, join '', @words;
	return;
}

# Returns all results, depth first, with their path as name: "walk: getpid".
sub flat {
	my ($self) = @_;
	return map { _flat('', $_) } @{ $self->{results} };
}

sub _flat {
	my ($path, $result) = @_;
	my $name = $path . $result->{name};
	return (map { _flat("$name: ", $_) } @{ $result->{results} }),
		{ %$result, name => $name };
}

# Returns the text from the line end before the start line on; undef: none.
sub _own_part {
	my ($self, $raw, $may_follow_noise) = @_;
	my $starts = () = $raw =~ /@{[START_LINE]}/g;
	if ($starts != 1) {
		$self->_fault("$starts start lines, not one");
		return if !$starts;
	}
	$raw =~ /^(.*?)(\r\n)?(@{[START_LINE]}.*)\z/s;
	my ($noise, $line_end, $own) = ($1, $2, $3);
	$self->_fault('the first thing printed is no line end')
		if !$line_end;
	$self->_fault('something was printed before the first line end')
		if length $noise and !$may_follow_noise;
	return $own;
}

sub _lines {
	my ($self, $own) = @_;
	$self->_fault('the last line has no end') if $own !~ /\n\z/;
	$self->_fault('a line does not end in CR LF')
		if $own =~ /\r(?!\n)|(?<!\r)\n/;
	my @lines = split /\r?\n/, $own, -1;
	pop @lines if $lines[-1] eq '';
	for (grep { /[^\t\x20-\x7e]/ } @lines) {
		$self->_fault('not plain ASCII: ', s/[^\t\x20-\x7e]/?/gr);
	}
	return @lines;
}

# Reads one level of KTAP. $where names it in faults. Unless KTAP is $required,
# a level without a version line is free text.
sub _block {
	my ($self, $where, $required, @lines) = @_;
	my $block = { where => $where, results => [], nested => [] };
	return $block
		if !$required and !grep { $_ eq 'KTAP version 1' } @lines;
	$self->_line($block, $_) for @lines;
	$self->_fault($where, 'no line "KTAP version 1"')
		if !$block->{version};
	$self->_complete($block);
	return $block;
}

sub _line {
	my ($self, $block, $line) = @_;
	my $where = $block->{where};
	if ($line =~ s/^  //) {
		push @{ $block->{nested} }, $line;
	} elsif ($line =~ /^(not )?ok (\d+) - (\S.*?)(?: # (\S.*))?$/) {
		$self->_result($block, !$1, $2, $3, $4 // '');
	} elsif ($line =~ /^1\.\.(\d+)$/) {
		$self->_fault($where, 'a second plan')
			if defined $block->{plan};
		$self->_fault($where, 'no version line before the plan')
			if !$block->{version};
		$block->{plan} = $1;
	} elsif ($line eq 'KTAP version 1') {
		$self->_fault($where, 'a second version line')
			if $block->{version}++;
	} elsif ($line !~ /^#/) {
		$self->_fault($where, "neither KTAP nor a '#' line: $line");
	}
	return;
}

sub _result {
	my ($self, $block, $ok, $number, $name, $note) = @_;
	my $where = $block->{where};
	my $results = $block->{results};
	$self->_fault($where, "result $number before the plan")
		if !defined $block->{plan};
	$self->_fault($where, "result $number where ", @$results + 1, ' is due')
		if $number != @$results + 1;
	my $nested = $self->_block("$where$name: ", 0, @{ $block->{nested} });
	$block->{nested} = [];
	push @$results, { ok => $ok, number => $number, name => $name,
		note => $note, results => $nested->{results} };
	return if !$ok;
	$self->_fault($where, "$name is ok, but not all that it is made of")
		if grep { !$_->{ok} } @{ $nested->{results} };
	$self->_fault($where, "$name is ok, but its plan is incomplete")
		if $nested->{incomplete};
	return;
}

# The plan of a program that was killed may be incomplete: _result checks that.
sub _complete {
	my ($self, $block) = @_;
	my $count = @{ $block->{results} };
	my $plan = $block->{plan};
	$block->{incomplete} = !defined $plan || $count != $plan;
	return if $block->{where};
	$self->_fault('no plan') if !defined $plan;
	$self->_fault('the plan is empty') if defined $plan and !$plan;
	if ($self->{cut_short}) {
		$self->_fault('cut short, but the plan is complete')
			if !$block->{incomplete};
		return;
	}
	$self->_fault("$count results, $plan planned")
		if defined $plan and $count != $plan;
	$self->_fault('indented lines that belong to no result')
		if @{ $block->{nested} };
	return;
}

sub _end_line {
	my ($self, @lines) = @_;
	my @ends = grep { /^@{[END_LINE]}$/ } @lines;
	$self->_fault(scalar @ends, ' end lines, not one') if @ends != 1;
	return if !@ends;
	($self->{end}) = $ends[-1] =~ END_LINE;
	$self->_fault('the end line is not the last')
		if $lines[-1] ne $ends[-1];
	my $failed = grep { !$_->{ok} } @{ $self->{results} };
	$self->_fault("end: PASS, but $failed results are not ok")
		if $self->{end} eq 'PASS' and $failed;
	$self->_fault("end: FAIL, but all that was planned is ok")
		if $self->{end} eq 'FAIL' and !$failed and $self->{complete};
	return;
}

# Checks the totals, which count the top level's results.
sub _totals {
	my ($self, $block, @lines) = @_;
	my @totals = grep { /^# totals: / } @lines;
	my @results = @{ $block->{results} };
	my $pass = grep { $_->{ok} } @results;
	my $fail = @results - $pass;
	my $missing = ($block->{plan} // 0) - @results;
	my $right = "# totals: pass:$pass fail:$fail missing:$missing";
	$self->_fault(scalar @totals, ' lines of totals, not one')
		if @totals != 1;
	$self->_fault("'$_', but it is '$right'")
		for grep { $_ ne $right } @totals;
	return;
}

1;
