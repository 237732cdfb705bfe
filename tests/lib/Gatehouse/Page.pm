# SPDX-License-Identifier: BSD-2-Clause
#
# The page of facts, ring0/check/FACTS.md: written from logs alone, and read
# back, so that a test can say whether it is still what a machine shows.
package Gatehouse::Page;
use strict;
use warnings;
use Exporter 'import';
use Gatehouse::Facts;

our @EXPORT = qw(PAGE page page_disagreements column_name has_column);

use constant PAGE => 'ring0/check/FACTS.md';

use constant HEADER => <<'HEADER';
<!-- SPDX-License-Identifier: BSD-2-Clause -->
<!-- "make facts" writes this page: tests/tools/facts-page, from logs. -->

# What is checked, and what each machine did

One row is one check. Its id is the fact's; a part of a fact has a dot and a
word after that. [README.md](README.md) says how to run the checks, and what the
words mean.

| cell | meaning |
| --- | --- |
| ok | conforms: as the manual says |
| **no** | deviates: what it did instead is told below the tables |
| ? | no manual settles it: what was seen is told below the tables |
| - | skipped: the CPU lacks what it needs, or it is another vendor's rule |

HEADER

my %cell = (conforms => 'ok', deviates => '**no**', unsettled => '?',
	skipped => '-');

# The first id's number of each section.
my @sections = ([0, 'The framework itself'], [1, 'SYSCALL'], [31, 'SYSRET'],
	[61, 'SYSENTER'], [81, 'SYSEXIT'],
	[101, 'INT n, and how events are delivered'], [151, 'IRET'],
	[191, 'SWAPGS, MSRs, FSGSBASE, segment loads'],
	[211, 'Flags, single steps, breakpoints, privilege, far transfers'],
	[241, 'Table registers, control and debug registers, MSRs'],
	[271, 'RFLAGS, I/O, segment loads, each refusal']);

sub _number {
	my ($id) = @_;
	return 0 + substr $id, 2, 3;
}

# Text as Markdown's table takes it.
sub _text {
	my ($text) = @_;
	return $text =~ s/([|*_<\\])/\\$1/gr;
}

# The name of a machine's column of letter: "EPYC, QEMU TCG 7.2.22".
sub column_name {
	my ($name, $known) = @_;
	return "$name, $known->{machine} $known->{asked}";
}

# The letter of a machine's column: A to Z, then AA.
sub _letter { return $_[0] < 26 ? chr ord('A') + $_[0] : 'A' .
	chr ord('A') + $_[0] - 26 }

# All ids in the order of the logs; each with the check of the log that says
# most of it: one in which it ran.
sub _rows {
	my (@logs) = @_;
	my (@ids, %row);
	for my $check (map { @{ $_->{checks} } } @logs) {
		my $id = $check->{id};
		push @ids, $id if !$row{$id};
		$row{$id} = $check if !$row{$id} or !$row{$id}{source};
	}
	return map { $row{$_} } sort {
		_number($a) <=> _number($b) or $a cmp $b
	} @ids;
}

sub _legend {
	my (@logs) = @_;
	my $text = "| column | machine | vendor | model |\n" .
		"| --- | --- | --- | --- |\n";
	for my $i (0 .. $#logs) {
		$text .= sprintf "| %s | %s | %s | %s |\n", _letter($i),
			map { _text($_) } @{ $logs[$i] }{qw(name vendor model)};
	}
	return $text;
}

sub _table {
	my ($rows, @logs) = @_;
	my @letters = map { _letter($_) } 0 .. $#logs;
	my $text = '| ' . join(' | ', 'id', 'what must be seen', 'source',
		@letters) . " |\n|" . ' --- |' x (3 + @logs) . "\n";
	for my $row (@$rows) {
		my @cells = map {
			my $check = $_->{by_id}{$row->{id}};
			$check ? $cell{$check->{verdict}} : ''
		} @logs;
		$text .= '| ' . join(' | ', $row->{id}, _text($row->{title}),
			_text($row->{source} // '(ran nowhere)'), @cells) .
			" |\n";
	}
	return $text;
}

# Of one fact, each different observation with the columns that show it.
sub _observations {
	my ($id, $verdict, $part, @logs) = @_;
	my (@order, %columns);
	for my $i (0 .. $#logs) {
		my $check = $logs[$i]{by_id}{$id};
		next if !$check or $check->{verdict} ne $verdict;
		my $seen = $check->{$part} // 'see the log';
		push @order, $seen if !$columns{$seen};
		push @{ $columns{$seen} }, _letter($i);
	}
	return map { [$_, join ' ', @{ $columns{$_} }] } @order;
}

# Deviations: what was done, what the manual says, what was seen, and the
# evidence, from the list of the emulator that the column is of.
sub _deviation {
	my ($row, $known, @logs) = @_;
	my $id = $row->{id};
	my @seen = _observations($id, 'deviates', 'judged', @logs);
	return '' if !@seen;
	my ($check) = grep { $_ and $_->{verdict} eq 'deviates' }
		map { $_->{by_id}{$id} } @logs;
	my $text = "### $id " . _text($check->{title}) . "\n\n";
	$text .= "- done: `$check->{done}`\n- want: `$check->{want}`\n"
		if $check->{done};
	for (@seen) {
		my ($seen, $columns) = @$_;
		$text .= "- $columns saw: `$seen`\n";
	}
	my %told;
	for my $facts (@logs) {
		my $list = $known->($facts->{name}) or next;
		my $entry = $list->entry($id, $facts->{vendor}) or next;
		my $evidence = $list->evidence($entry);
		my $line = sprintf "- %s %s: %s (`%s`; upstream: %s)\n",
			@$list{qw(machine version)}, _text($evidence->{what}),
			$evidence->{where}, _text($evidence->{upstream});
		$text .= $line if !$told{$line}++;
	}
	return $text =~ s/^(?=###)/\n/r;
}

sub _unsettled {
	my ($row, @logs) = @_;
	my @seen = _observations($row->{id}, 'unsettled', 'saw', @logs);
	return join '', map {
		"| $row->{id} | " . _text($row->{title}) . " | $_->[1] | " .
		"`$_->[0]` |\n"
	} @seen;
}

# A check that ran on none of them, and each reason why.
sub _skipped {
	my ($row, @logs) = @_;
	my @checks = grep { $_ } map { $_->{by_id}{$row->{id}} } @logs;
	return '' if grep { $_->{verdict} ne 'skipped' } @checks;
	my %why = map { $_->{why} => 1 } @checks;
	return "| $row->{id} | " . _text($row->{title}) . ' | ' .
		_text(join '; ', sort keys %why) . " |\n";
}

# Of each row what $tell says of it; nothing: a line that says so.
sub _section {
	my ($head, $tell, @rows) = @_;
	my $text = join '', map { $tell->($_) } @rows;
	$head =~ s/\n.*/\n\nNone.\n/s if $text eq '';
	return "\n$head$text";
}

# known: gives the list of a machine's name, or undef.
sub page {
	my ($known, @logs) = @_;
	my @rows = _rows(@logs);
	my $text = HEADER . _legend(@logs);
	for my $i (0 .. $#sections) {
		my ($first, $name) = @{ $sections[$i] };
		my $end = $i < $#sections ? $sections[$i + 1][0] : 1000;
		my @part = grep { _number($_->{id}) >= $first and
			_number($_->{id}) < $end } @rows;
		$text .= "\n## $name\n\n" . _table(\@part, @logs) if @part;
	}
	return $text .
		_section("## Deviations\n",
			sub { _deviation($_[0], $known, @logs) }, @rows) .
		_section("## What no manual settles\n\n" .
			"| id | what is looked at | columns | seen |\n" .
			"| --- | --- | --- | --- |\n",
			sub { _unsettled($_[0], @logs) }, @rows) .
		_section("## What ran on none of them\n\n" .
			"| id | what must be seen | why |\n" .
			"| --- | --- | --- |\n",
			sub { _skipped($_[0], @logs) }, @rows);
}

sub _place {
	my ($letter) = @_;
	my ($place) = grep { _letter($_) eq $letter } 0 .. 51;
	return $place;
}

# Whether the page has this machine's column.
sub has_column {
	my ($page, $name) = @_;
	return $page =~ /^\| \w+ \| \Q@{[_text($name)]}\E \|/m;
}

# A line for each fact of which the page does not say what this log does.
sub page_disagreements {
	my ($page, $facts) = @_;
	my $name = _text($facts->{name});
	my ($letter) = $page =~ /^\| (\w+) \| \Q$name\E \|/m
		or return "no column of $facts->{name}";
	my (%told, %is_cell);
	@is_cell{values %cell, ''} = (1) x (1 + keys %cell);
	for my $line ($page =~ /^\| (F-.*) \|$/mg) {
		my ($id, $title, $source, @cells) = split / \| /, $line, -1;
		next if !@cells or grep { !$is_cell{$_} } @cells;
		$told{$id} = [$title, $cells[_place($letter)]];
	}
	my @wrong;
	for my $check (@{ $facts->{checks} }) {
		my $told = delete $told{$check->{id}} // ['', 'nothing'];
		my $is = [_text($check->{title}), $cell{$check->{verdict}}];
		push @wrong, "$check->{id}: is '@$is', told '@$told'"
			if "@$is" ne "@$told";
	}
	return @wrong, map { "$_: told, but not in the log" } sort keys %told;
}

1;
