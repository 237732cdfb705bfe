#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# The page on screens of each size, as large as it fits; in memory that is RAM
# (ramfb); and with two screens on one that the firmware's console uses.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Machine;
use Gatehouse::Screen;

sub shows {
	my ($what, $scale, %machine) = @_;
	my ($run, $screen) = photograph append => 'init=hello', %machine;
	is $screen->{scale}, $scale, "$what: each dot is $scale pixels wide";
	like $screen->{rows}[0], qr/^ Gatehouse /, "$what: the title";
	is $screen->{verdict}, 'PASS', "$what: the verdict";
	return $run, $screen;
}

for (['640x480', 1], ['800x600', 1], ['1920x1080', 2], ['3840x2160', 5]) {
	my ($size, $scale) = @$_;
	my ($x, $y) = split /x/, $size;
	# At 30 Hz, or 3840x2160 would not fit into what the firmware reads.
	my ($run) = shows $size, $scale, args => ['-device',
		"VGA,xres=$x,yres=$y,vgamem_mb=64,refresh_rate=30000"];
	like $run->{debugcon}, qr/^# screen: $size at /m, "$size: the mode";
}

shows 'ramfb', 1, args => ['-device', 'ramfb'];
shows 'two screens', 2, display => 'first', args => ['-device', 'VGA,id=first',
	'-device', 'bochs-display,id=second'];
done_testing;
