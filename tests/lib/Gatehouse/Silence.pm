# SPDX-License-Identifier: BSD-2-Clause
#
# Why a machine says nothing any more, in a sentence for a person.
package Gatehouse::Silence;
use strict;
use warnings;
use Exporter 'import';
use Gatehouse::Monitor;

our @EXPORT = qw(stopped why_silent too_little_memory);

# The least memory that OVMF starts with, in MiB.
use constant FIRMWARE_MIB => 64;
use constant SHOWN => 60; # characters of a line

# QEMU's states of a machine that nothing will go on by itself.
my %stopped = ('internal-error' => 'its accelerator stopped it',
	'io-error' => 'QEMU stopped it, for an error of its disk',
	'guest-panicked' => 'QEMU stopped it', shutdown => 'it is shut down',
	paused => 'it is paused', prelaunch => 'it was not started',
	suspended => 'it sleeps');

# QEMU's state of the machine, if it is one of these.
sub stopped {
	my ($monitor) = @_;
	my $state = ($monitor && $monitor->state) // '';
	return $stopped{$state} ? $state : undef;
}

sub _mib {
	my ($memory) = @_;
	my ($number, $unit) = $memory =~ /^(\d+)([KMG]?)/i or return;
	my %mib = (K => 1 / 1024, M => 1, G => 1024);
	return $number * $mib{uc $unit || 'M'};
}

# The last line that is no blank one, as a terminal shows it, and its number.
sub _last_line {
	my ($text) = @_;
	$text =~ s/\e\[[\d;?=]*[A-Za-z]//g;
	my @lines = map { s/[^\x20-\x7e]//gr } split /\r?\n/, $text;
	pop @lines while @lines and $lines[-1] !~ /\S/;
	return (scalar @lines, substr $lines[-1] // '', 0, SHOWN);
}

# What is known of it: log, serial (what each said), memory (-m), monitor
# (undef: QEMU does not answer).
sub why_silent {
	my (%machine) = @_;
	my ($number, $line) = _last_line($machine{log});
	my $where = $number ? "after line $number: $line" :
		"and Gatehouse has not started";
	my $monitor = $machine{monitor} or return "QEMU does not answer: " .
		"its virtual CPU hangs, $where";
	my $state = stopped($monitor);
	return "$stopped{$state} (QEMU: $state), $where" if $state;
	my $place = $monitor->place // 'a place that QEMU does not tell';
	return "it hangs, or TIMEOUT= is too short, at $place, $where"
		if $number;
	return _firmware(\%machine, $place);
}

# $memory: -m. A phrase to end a sentence on the firmware; '': it is enough.
sub too_little_memory {
	my ($memory) = @_;
	return '' if (_mib($memory) // FIRMWARE_MIB) >= FIRMWARE_MIB;
	return ": it needs @{[FIRMWARE_MIB]}M of memory, and has $memory";
}

# Nothing has come from Gatehouse.
sub _firmware {
	my ($machine, $place) = @_;
	my (undef, $said) = _last_line($machine->{serial});
	return "the firmware does not start Gatehouse; it said last: $said"
		if $said ne '';
	return "the firmware is silent, at $place" .
		too_little_memory($machine->{memory} // '');
}

1;
