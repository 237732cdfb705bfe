#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# make report: one HTML page, with nothing beside it, of one log with figures of
# bench, or of two, to compare them. report.pl PAGE LOG [LOG]; gnuplot draws.
use strict;
use warnings;
use lib 'tests/lib';
use Gatehouse::Bench;
use Gatehouse::BenchLog;
use Gatehouse::Plot;

use constant STYLE => <<"END";
:root { color-scheme: light; }
body { font: 15px/1.5 system-ui, sans-serif; color: #222; background: #fff;
	max-width: 62rem; margin: 2rem auto; padding: 0 1.5rem; }
h1 { font-size: 1.7rem; margin: 0; } h2 { font-size: 1.25rem; margin: 2.2rem 0
	.6rem; padding-bottom: .2rem; border-bottom: 2px solid #ddd; }
h3 { font-size: 1rem; margin: 1.4rem 0 .4rem; }
p { margin: .4rem 0; color: #444; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums;
	font-size: .87rem; }
th { text-align: right; color: #555; font-weight: 600; }
td { text-align: right; } .t { text-align: left; }
th, td { padding: .12rem 1.1rem .12rem 0; vertical-align: top;
	white-space: nowrap; } td.t:last-child { white-space: normal; }
tbody tr:hover { background: #f4f7fb; } tr.gate td { border-top: 1px solid
	#ddd; } thead th { border-bottom: 1px solid #999; }
figure { margin: .6rem 0; } svg { width: 100%; height: auto; display: block; }
.many { display: grid; grid-template-columns: repeat(3, 1fr); gap: .4rem
	1.2rem; } .many figure { margin: 0; }
figcaption { font-size: .82rem; color: #444; } .no { color: #b3261e; }
.key { display: inline-block; width: .75em; height: .75em;
	margin-right: .4em; }
\@page { margin: 14mm; }
\@media print { body { font-size: 11px; margin: 0; padding: 0;
		max-width: none; }
	table { font-size: 9.5px; } th, td { padding: 0 1em 0 0; }
	h1 { font-size: 20px; } h2 { font-size: 15px; } h3 { font-size: 12px; }
	figcaption { font-size: 9px; }
	h2, h3 { break-after: avoid; } figure, tr { break-inside: avoid; }
	thead { display: table-header-group; }
	* { -webkit-print-color-adjust: exact;
		print-color-adjust: exact; } }
END

sub escape {
	my ($text) = @_;
	my %entity = ('&' => 'amp', '<' => 'lt', '>' => 'gt', '"' => 'quot');
	return $text =~ s/([&<>"])/&$entity{$1};/gr;
}

# Each log's name in the plots and tables.
sub name_logs {
	my (@logs) = @_;
	my $same = @logs > 1 && $logs[0]{kernel} eq $logs[1]{kernel};
	for (@logs) {
		my ($file) = $_->{path} =~ /([^\/]*)$/;
		$_->{name} = $same ? "$_->{kernel} ($file)" : $_->{kernel};
	}
	die "$logs[0]{path} counts $logs[0]{unit}s, and $logs[1]{path} " .
		"$logs[1]{unit}s: they cannot be compared\n"
		if @logs > 1 and $logs[0]{unit} ne $logs[1]{unit};
	return;
}

# The cells for the plots, grouped by gate and return, with the floor of both.
sub plotted {
	my ($of_gate, @logs) = @_;
	my (@names, %bar, %floor);
	for my $i (0 .. $#logs) {
		for (@{ $logs[$i]{cells} }) {
			my $name = bench_name($_);
			my ($gate, $call) = split / /, $name;
			my $group = "$gate, $_->{return}";
			push @names, $name if !$bar{$name};
			$bar{$name}{cost}[$i] = $_->{mode};
			@{ $bar{$name} }{qw(group label)} = ($group, $call);
			$floor{$group} = $bar{$name}{cost}
				if $call eq 'floor';
		}
	}
	return map { { %$_, floor => $floor{$_->{group}} // [] } }
		grep { $_->{group} =~ $of_gate and $_->{label} ne 'floor' }
		@bar{@names};
}

sub table {
	my ($head, @rows) = @_;
	return '<table><thead><tr>', (map { /^-(.*)/ ?
			"<th class=\"t\">$1</th>" : "<th>$_</th>" } @$head),
		"</tr></thead><tbody>\n", @rows, "</tbody></table>\n";
}

# A row of text, then numbers. $begins: a gate's first.
sub row {
	my ($begins, $texts, @numbers) = @_;
	return '<tr', $begins ? ' class="gate"' : '', '>',
		(map { '<td class="t">' . escape($_) . '</td>' } @$texts),
		(map { "<td>$_</td>" } @numbers), "</tr>\n";
}

# Rows of cells, each made by $columns of a cell; a line above each gate.
sub cell_rows {
	my ($columns, @cells) = @_;
	my $gate = '';
	return map {
		my $begins = "$_->{gate} $_->{bits}" ne $gate;
		$gate = "$_->{gate} $_->{bits}";
		row($begins, [$begins ? "$_->{gate}, $_->{bits}-bit" : '',
			$_->{call}, $_->{return}], $columns->($_))
	} @cells;
}

sub comparison {
	my ($first, $second) = @_;
	my %other = map { bench_name($_) => $_->{mode} } @{ $second->{cells} };
	return table(['-gate, caller', '-call', '-return',
			map { escape($_->{name}) } $first, $second],
		cell_rows(sub {
			my ($cell) = @_;
			my $mode = $other{bench_name($cell)};
			return $cell->{mode}, !defined $mode ? '-' :
				$cell->{mode} ? sprintf '%d (%.2f)', $mode,
				$mode / $cell->{mode} : $mode;
		}, @{ $first->{cells} }));
}

sub figures {
	my ($log) = @_;
	my @fields = qw(min mode median p99 max samples);
	return table(['-gate, caller', '-call', '-return', @fields,
			'runs left out'],
		cell_rows(sub {
			my ($cell) = @_;
			my $excluded = $log->{excluded}{bench_name($cell)};
			return @$cell{@fields}, !$excluded ||
				$excluded->{interrupts} eq 'unknown' ? '?' :
				"$excluded->{excluded} of $excluded->{runs}";
		}, @{ $log->{cells} }));
}

sub histograms {
	my ($log, $i) = @_;
	return '<div class="many">', (map {
		my $histogram = $log->{histogram}{bench_name($_)};
		my $beyond = $histogram->{beyond};
		'<figure><figcaption>' . escape(bench_name($_)) .
			($beyond ? ", $beyond beyond" : '') .
			'</figcaption>' .
			plot_histogram($log->{unit}, $histogram, $i) .
			'</figure>'
	} grep { $log->{histogram}{bench_name($_)} } @{ $log->{cells} }),
		"</div>\n";
}

# What each check found: how many, and those that depart, by name.
sub verdicts {
	my ($log) = @_;
	my @facts = @{ $log->{facts} };
	my %count;
	$count{$_->{verdict}}++ for @facts;
	return if !@facts;
	return "<h3>The facts</h3>\n<p>", join(', ',
			map { ($count{$_} // 0) . " $_" }
			qw(conforms deviates unsettled skipped)), "</p>\n",
		table(['-fact', '-deviates from', '-what it says'],
			map { row(0, ["$_->{id}", $_->{source}, $_->{title}]) }
			grep { $_->{verdict} eq 'deviates' } @facts);
}

sub results {
	my ($log) = @_;
	return if !@{ $log->{results} };
	return "<h3>Results</h3>\n", table(['-', '-result'], map {
		'<tr><td class="t' . ($_->{ok} ? '">ok' : ' no">not ok') .
		'</td><td class="t">' . escape($_->{name}) .
		($_->{note} ? ' # ' . escape($_->{note}) : '') . "</td></tr>\n"
	} @{ $log->{results} });
}

# The cells that were not measured, by the reason.
sub skipped {
	my ($log) = @_;
	my %cells;
	push @{ $cells{$_->[1]} }, $_->[0] for @{ $log->{skipped} };
	return map {
		'<p>Not measured: ' . escape(join '; ', @{ $cells{$_} }) .
			' (' . escape($_) . ").</p>\n"
	} sort keys %cells;
}

sub section {
	my ($log, $i) = @_;
	return '<section class="log"><h2><span class="key" style="background:',
		(COLOURS)[$i]{bar}, '"></span>', escape($log->{name}),
		'</h2><p>', escape($log->{path}), "</p>\n",
		"<h3>Figures, in $log->{unit}s</h3>\n", figures($log),
		skipped($log),
		"<h3>Distributions</h3>\n", histograms($log, $i),
		verdicts($log), results($log),
		"<h3>The machine, and how it was measured</h3>\n",
		table(['-', '-'], map { row(0, $_) } @{ $log->{told} }),
		"</section>\n";
}

sub page {
	my (@logs) = @_;
	my $unit = $logs[0]{unit};
	my @names = map { $_->{name} } @logs;
	my @calls = plotted(qr/^(?:syscall|sysenter|int80)/, @logs);
	my @events = plotted(qr/^(?:exception|interrupt)/, @logs);
	return "<!DOCTYPE html>\n<html lang=\"en\"><meta charset=\"utf-8\">\n",
		"<title>What a crossing costs</title>\n",
		"<style>\n@{[STYLE]}</style>\n<h1>What a crossing costs</h1>\n",
		'<p>', escape(join ' and ', @names), ": from the instruction ",
		"that crosses to the return's, both included, in ${unit}s;\n",
		"the dark part is the pair of instructions alone.</p>\n",
		(map { plot_costs($unit, \@names, $_), "\n" }
			grep { @$_ } \@calls, \@events),
		@logs > 1 ? ("<h2>Side by side</h2>\n", comparison(@logs)) : (),
		(map { section($logs[$_], $_) } 0 .. $#logs), "</html>\n";
}

my ($page, @paths) = @ARGV;
die "report.pl PAGE LOG [LOG]\n" if !@paths or @paths > 2;
my @logs = map { read_log($_) } @paths;
name_logs(@logs);
my @html = page(@logs);
open my $file, '>', $page or die "$page: $!\n";
print $file @html;
close $file or die "$page: $!\n";
print "$page: written\n";
