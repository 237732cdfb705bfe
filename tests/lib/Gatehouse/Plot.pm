# SPDX-License-Identifier: BSD-2-Clause
#
# Draws SVG for an HTML page with gnuplot: what each cell of bench costs, and
# how a cell's samples are distributed. tools/report uses it.
package Gatehouse::Plot;
use strict;
use warnings;
use Exporter 'import';
use File::Temp 'tempdir';

our @EXPORT = qw(COLOURS plot_costs plot_histogram);

# The colours of a log's bars, and of the part that is the floor of its gate.
use constant COLOURS => (
	{ bar => '#6f9fd8', floor => '#1d3f6e' },
	{ bar => '#e3a857', floor => '#7d4a0c' },
);
use constant { INK => '#555555', GRID => '#e4e4e4' };
use constant { MARGIN => 110, COLUMN => 48 }; # pixels
use constant NARROWEST => 460; # pixels
use constant { BAR => 0.84, GROUP_GAP => 0.8 }; # in units of a cell

# Runs gnuplot. Returns its SVG without what HTML does not allow.
sub _draw {
	my ($width, $height, @commands) = @_;
	my $dir = tempdir(CLEANUP => 1);
	open my $script, '>', "$dir/script" or die "$dir/script: $!\n";
	print $script "set terminal svg size $width,$height dynamic ",
		"noenhanced font 'Helvetica,12'\n",
		"set output '$dir/svg'\nset border 3 lc rgb '@{[INK]}'\n",
		"set tics out nomirror\n",
		"set grid ytics lc rgb '@{[GRID]}' lt 1\n",
		"set style fill solid 1 noborder\n", map { "$_\n" } @commands;
	close $script or die "$dir/script: $!\n";
	system('gnuplot', "$dir/script") == 0 or die "gnuplot failed\n";
	open my $svg, '<', "$dir/svg" or die "$dir/svg: $!\n";
	my $text = do { local $/; <$svg> };
	return $text =~ s/^.*?(?=<svg)//sr =~
		s/<(title|desc)>.*?<\/\1>\s*//sgr =~ s/ id="\w+"//gr;
}

# Returns a block of data for a plot.
sub _block {
	my ($name, @rows) = @_;
	return join "\n", "\$$name << END", (map { join "\t", @$_ } @rows),
		'END';
}

# Quotes a string for gnuplot, so that a log's text cannot become a command.
sub _quoted {
	my ($text) = @_;
	return "'" . $text =~ s/'/''/gr . "'";
}

# Sets each cell's {x}, a group's cells together. Returns each group's middle.
sub _place {
	my ($cells) = @_;
	my ($x, $group, %sum) = (0, '');
	for (@$cells) {
		$x += 1 + ($x && $_->{group} ne $group ? GROUP_GAP : 0);
		$group = $_->{group};
		$_->{x} = $x;
		push @{ $sum{$group} }, $x;
	}
	return map { $_ => ($sum{$_}[0] + $sum{$_}[-1]) / 2 } keys %sum;
}

# Returns the plots of one log: bars, their floors, and a label above each.
sub _bars {
	my ($cells, $field, $i, $logs) = @_;
	my $offset = ($i - ($logs - 1) / 2) * BAR / $logs;
	return map { [$_->{x} + $offset, $_->{$field}[$i], BAR / $logs] }
		grep { defined $_->{$field}[$i] } @$cells;
}

sub _axes {
	my ($unit, $cells, %middle) = @_;
	return (
		'set lmargin 12', 'set bmargin 4.5', 'set rmargin 2',
		"set ylabel '${unit}s, mode' tc rgb '@{[INK]}'",
		'set yrange [0:*]', 'set offsets 0, 0, graph 0.07, 0',
		"set xrange [0.3:@{[$cells->[-1]{x} + 0.7]}]",
		'set xtics scale 0 rotate by -30 (' . join(', ',
			map { _quoted($_->{label}) . " $_->{x}" } @$cells) .
			')',
		(map { 'set label ' . _quoted($_) . " at $middle{$_}, " .
			"screen 0.06 center font 'Helvetica Bold,12'" }
			sort keys %middle),
		'set key above left Left reverse horizontal samplen 1');
}

# Draws $cells in their order: { group, label, cost => [one for each log],
# floor => [likewise] }; undef: that log has none. $names: the logs' names.
sub plot_costs {
	my ($unit, $names, $cells) = @_;
	my %middle = _place($cells);
	my (@blocks, @plots, @labels);
	for my $i (0 .. $#$names) {
		my @cost = _bars($cells, 'cost', $i, scalar @$names);
		my @floor = _bars($cells, 'floor', $i, scalar @$names);
		my $colour = (COLOURS)[$i];
		push @blocks, _block("cost$i", @cost);
		push @plots, "\$cost$i using 1:2:3 with boxes " .
			"lc rgb '$colour->{bar}' title " .
			_quoted($names->[$i]);
		push @labels, "\$cost$i using 1:2:(sprintf('%d', \$2)) with " .
			"labels offset 0,0.6 font 'Helvetica,9' notitle";
		next if !@floor;
		push @blocks, _block("floor$i", @floor);
		push @plots, "\$floor$i using 1:2:3 with boxes " .
			"lc rgb '$colour->{floor}' title 'its floor'";
	}
	my $width = int(MARGIN + COLUMN * $cells->[-1]{x});
	$width = NARROWEST if $width < NARROWEST;
	return "<div class=\"wide\"><figure style=\"width:${width}px\">" .
		_draw($width, 300, @blocks, _axes($unit, $cells, %middle),
			'plot ' . join ', ', @plots, @labels) .
		'</figure></div>';
}

# Draws a histogram. $histogram: the fields of its line. $i: the log's number.
sub plot_histogram {
	my ($unit, $histogram, $i) = @_;
	my ($from, $width) = @$histogram{qw(from width)};
	my @counts = split /,/, $histogram->{counts};
	my @rows = map { [$from + ($_ + 0.5) * $width, $counts[$_]] }
		0 .. $#counts;
	my $end = $from + @counts * $width;
	return _draw(300, 180, _block('counts', @rows),
		"set xlabel '${unit}s' offset 0,0.5", "set ylabel 'samples'",
		'set yrange [0:*]', "set xrange [$from:$end]",
		"set xtics $from, @{[4 * $width]}",
		"plot \$counts using 1:2:(@{[0.9 * $width]}) with boxes " .
		"lc rgb '@{[(COLOURS)[$i]{bar}]}' notitle");
}

1;
