# SPDX-License-Identifier: BSD-2-Clause
#
# Reads a log in which there are figures of bench: a whole one of Gatehouse's,
# or what bench itself printed on Linux. Comes from report.pl. A log that is
# broken, cut off or of something else is an error (die) that names the log.
package Gatehouse::BenchLog;
use strict;
use warnings;
use Exporter 'import';
use Gatehouse::Bench;
use Gatehouse::Facts;
use Gatehouse::Log;

our @EXPORT = qw(read_log);

# What the log says of the machine and of the method: lines "# key: value".
use constant TOLD => qr/firmware|cpu|found|memory|timer|kernel|tsc
	|clock|method|boot/x;

sub _slurp {
	my ($path) = @_;
	open my $file, '<:raw', $path or die "$path: $!\n";
	local $/;
	return scalar(<$file>) // '';
}

# Checks bench's own output, from Linux: its plan is complete, and it ends.
sub _linux_text {
	my ($path, $raw) = @_;
	my $text = $raw =~ s/\r//gr;
	my ($plan) = $text =~ /^1\.\.(\d+)$/m;
	my $rows = () = $text =~ /^(?:not )?ok \d+ - /mg;
	die "$path: cut off: bench did not come to its end\n"
		if !$plan or $rows != $plan or
			$text !~ /^# in \w+, each from its trap/m;
	return $text;
}

# Checks a whole log of Gatehouse's, with CR LF or, from "make run", with plain
# line ends. Returns its results and its text.
sub _gatehouse_text {
	my ($path, $raw) = @_;
	die "$path: neither a log of Gatehouse's nor one of bench on Linux\n"
		if $raw !~ Gatehouse::Log::START_LINE;
	$raw =~ s/\n/\r\n/g if $raw !~ /\r/;
	my $log = Gatehouse::Log->new("\r\n$raw", may_follow_noise => 1);
	my ($fault) = @{ $log->{faults} };
	die "$path: no whole log of Gatehouse's: $fault\n" if defined $fault;
	return $log->{text}, @{ $log->{results} };
}

# Checks that each cell has its three lines once, and that these agree.
sub _consistent {
	my ($log) = @_;
	my @cells = @{ $log->{cells} };
	die "has no figures: was it a run of bench?\n" if !@cells;
	my %of = map { bench_name($_) => $_ } @cells;
	die "the cells are there twice: of two runs of bench?\n"
		if keys %of != @cells;
	for my $kind (qw(excluded histogram)) {
		my %line = %{ $log->{$kind} };
		my ($odd) = grep { !$of{$_} or !$line{$_} }
			sort keys %{ { %of, %line } };
		die "$odd: a line is lost\n" if defined $odd;
	}
	_adds_up($_, $of{$_}, $log->{histogram}{$_}) for sort keys %of;
	return;
}

sub _adds_up {
	my ($name, $cell, $histogram) = @_;
	my $samples = $histogram->{beyond};
	$samples += $_ for split /,/, $histogram->{counts};
	die "$name: $samples samples in the histogram, not $cell->{samples}\n"
		if $samples != $cell->{samples};
	my @rising = @$cell{qw(min median p99 max)};
	die "$name: min, median, p99, max are @rising\n"
		if "@rising" ne join ' ', sort { $a <=> $b } @rising;
	return;
}

# Reads a log. Returns {path}, {kernel}, {unit}; {cells}, in order; {excluded}
# and {histogram}, by bench_name(); {skipped}: [cell, reason]; {told}: [key,
# value] of the machine. A log of Gatehouse's also gives {results}, and {facts}
# if init=check was run.
sub read_log {
	my ($path) = @_;
	my $raw = _slurp($path);
	my $linux = $raw =~ /^\s*# kernel: Linux/m;
	my ($text, @results) = $linux ? _linux_text($path, $raw)
				      : _gatehouse_text($path, $raw);
	my %log = (path => $path, results => \@results, facts => []);
	eval {
		$log{cells} = [bench_cells($text)];
		%{ $log{excluded} } = map { bench_name($_) => $_ }
			bench_excluded($text);
		%{ $log{histogram} } = map { bench_name($_) => $_ }
			bench_histograms($text);
		_consistent(\%log);
		1;
	} or die "$path: $@";
	$log{facts} = Gatehouse::Facts->new($raw, $path)->{checks}
		if $text =~ /^  # conform:/m;
	$log{unit} = $log{cells}[0]{unit};
	$log{told} = [map { [split /: /, $_, 2] }
		$text =~ /^\s*# ((?:@{[TOLD]})(?: [\d.]+)?: .*?)$/mg];
	$log{skipped} = [map { [split / # SKIP /] } $text =~
		/^\s*ok \d+ - ([\w\/]+, [\w-]+, \w+ # SKIP .*)$/mg];
	($log{kernel}) = $text =~ /^\s*# kernel: (\S+ \S+)/m
		or die "$path: a line is lost: of which kernel is it?\n";
	return \%log;
}

1;
