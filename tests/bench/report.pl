#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# make report: one HTML page, with nothing beside it, of one log with figures of
# bench, or of two, to compare them. report.pl PAGE LOG [LOG]; gnuplot draws.
use strict;
use warnings;
use File::Temp 'tempdir';
use lib 'tests/lib';
use Gatehouse::Bench;
use Gatehouse::Log;

use constant STYLE => <<'END';
body { font: 15px/1.5 sans-serif; max-width: 60em; margin: 2em auto; }
table { border-collapse: collapse; } td, th { padding: 0 1em 0 0; }
td { text-align: right; } td:first-child, th { text-align: left; }
pre { overflow-x: auto; } svg { max-width: 100%; height: auto; }
@media print { h2 { break-after: avoid; } svg { break-inside: avoid; } }
END

sub escape {
	my ($text) = @_;
	my %entity = ('&' => 'amp', '<' => 'lt', '>' => 'gt', '"' => 'quot');
	return $text =~ s/([&<>"])/&$entity{$1};/gr;
}

# What is in a log, or death with what is wrong with it.
sub read_log {
	my ($path) = @_;
	open my $file, '<:raw', $path or die "$path: $!\n";
	my $raw = do { local $/; <$file> } // '';
	my @results;
	if ($raw =~ /^\s*# kernel: Linux/m) {
		die "$path: cut off: bench did not come to its end\n"
			if $raw !~ /^# in \w+, each from its trap/m;
	} else {
		# As "make run" prints it, too, with plain line ends.
		$raw = "\r\n" . $raw =~ s/\n/\r\n/gr if $raw !~ /\r/;
		my $log = Gatehouse::Log->new($raw, may_follow_noise => 1);
		my @faults = @{ $log->{faults} };
		die "$path: no whole log of Gatehouse's: $faults[0]\n"
			if @faults;
		@results = @{ $log->{results} };
		$raw = $log->{text};
	}
	my (@cells, @histograms);
	eval {
		@cells = bench_cells($raw);
		@histograms = bench_histograms($raw);
		1;
	} or die "$path: $@";
	die "$path: has no figures: was it a run of bench?\n" if !@cells;
	return { path => $path, cells => \@cells, results => \@results,
		columns => { map { bench_name($_) => $_ } @histograms },
		facts => [$raw =~ /^\s*([#][ ](?:gatehouse[ ]\d|firmware:|
			cpu:|found:|memory:|kernel:|tsc:|method:|boot:)
			.*?)\r?$/xmg] };
}

# An SVG drawing of rows of data, by gnuplot.
sub draw {
	my ($size, $commands, @rows) = @_;
	my $dir = tempdir(CLEANUP => 1);
	open my $data, '>', "$dir/data" or die "$dir/data: $!\n";
	print $data join("\t", @$_), "\n" for @rows;
	close $data or die "$dir/data: $!\n";
	open my $script, '>', "$dir/script" or die "$dir/script: $!\n";
	print $script "set terminal svg size $size dynamic noenhanced\n",
		"set output '$dir/svg'\nset datafile separator '\\t'\n",
		"data = '$dir/data'\n$commands\n";
	close $script or die "$dir/script: $!\n";
	system('gnuplot', "$dir/script") == 0 or die "gnuplot failed\n";
	open my $svg, '<', "$dir/svg" or die "$dir/svg: $!\n";
	my $text = do { local $/; <$svg> };
	return $text =~ s/^.*?(?=<svg)//sr; # what is no part of HTML
}

# Cost by gate, call and return; both logs side by side.
sub draw_costs {
	my (@logs) = @_;
	my %second = map { bench_name($_) => $_->{mode} }
		@logs > 1 ? @{ $logs[1]{cells} } : ();
	my @rows = map { [bench_name($_) . " $_->{return}", $_->{mode},
		$second{bench_name($_)} // 'NaN'] } @{ $logs[0]{cells} };
	my $more = @logs > 1 ? ", '' using 3 title 'second log'" : '';
	return draw('800,420', <<"END", @rows);
set style data histogram
set style fill solid 0.8
set logscale y
set ylabel '$logs[0]{cells}[0]{unit}s, logarithmic'
set grid ytics
set xtics rotate by -40
plot data using 2:xtic(1) title 'first log'$more
END
}

sub draw_histogram {
	my ($name, $histogram) = @_;
	my $at = $histogram->{from};
	my @rows = map { $at += $histogram->{width};
		[$at - $histogram->{width}, $_] }
		split /,/, $histogram->{counts};
	return draw('380,220', <<"END", @rows);
set title '$name'
set boxwidth $histogram->{width}
set style fill solid 0.8
set yrange [0:*]
set xtics rotate by -40
plot data using 1:2 with boxes notitle
END
}

sub table {
	my ($log) = @_;
	my @fields = qw(min mode median p99 max samples);
	return '<table><tr><th>cell</th>', (map { "<th>$_</th>" } @fields),
		"</tr>\n", (map {
			my $cell = $_;
			'<tr><td>', escape(bench_name($cell)), '</td>',
			(map { "<td>$cell->{$_}</td>" } @fields), "</tr>\n"
		} @{ $log->{cells} }), "</table>\n";
}

sub verdicts {
	my ($log) = @_;
	return map { ($_->{ok} ? 'ok' : 'not ok') . " $_->{number} - " .
		"$_->{name}" . ($_->{note} ? " # $_->{note}" : '') }
		@{ $log->{results} };
}

my ($page, @paths) = @ARGV;
die "report.pl PAGE LOG [LOG]\n" if !@paths or @paths > 2;
my @logs = map { read_log($_) } @paths;
my @html = ("<!DOCTYPE html>\n<html lang=\"en\"><meta charset=\"utf-8\">\n",
	"<title>What a crossing costs</title>\n<style>\n", STYLE, "</style>\n",
	"<h1>What a crossing costs</h1>\n", draw_costs(@logs));
for my $log (@logs) {
	push @html, '<h2>', escape($log->{path}), "</h2>\n", table($log),
		'<pre>', escape(join "\n", @{ $log->{facts} }, verdicts($log)),
		"</pre>\n", map { draw_histogram($_, $log->{columns}{$_}) }
		grep { $log->{columns}{$_} }
		map { bench_name($_) } @{ $log->{cells} };
}
open my $file, '>', $page or die "$page: $!\n";
print $file @html, "</html>\n";
close $file or die "$page: $!\n";
print "$page: written\n";
