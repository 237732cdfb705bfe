#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# make bench: boots Gatehouse, and Linux with the same binary as its init, on
# the same machine in QEMU, one after the other, under -icount; prints a table.
# compare.pl LINUX-DIRECTORY LOG-DIRECTORY SAMPLES; the logs are kept.
use strict;
use warnings;
use File::Path 'make_path';
use File::Temp 'tempdir';
use POSIX 'strftime';
use lib 'tests/lib';
use Gatehouse::Bench;
use Gatehouse::Machine;

my ($linux, $logs, $samples) = @ARGV;
my $cpu = $ENV{CPU} || 'Skylake-Client';
my $memory = $ENV{MEM} || '512M';
my @icount = ('-icount', 'shift=0,sleep=off');

# Each system: its name, its heading, and its command line.
my @systems = (
	['gatehouse', 'Gatehouse', ''],
	['linux-bare', 'Linux, bare',
	 'mitigations=off randomize_kstack_offset=off'],
	['linux-off', 'Linux, off', 'mitigations=off'],
	['linux', 'Linux', ''],
);

sub boot_gatehouse {
	my $run = boot(cpu => $cpu, memory => $memory, args => \@icount,
		append => "selftest=on init=bench:$samples");
	return $run, $run->{debugcon};
}

# Its kernel prints nothing; when init is done it panics, and the machine ends.
sub boot_linux {
	my ($options) = @_;
	my $dir = tempdir(CLEANUP => 1);
	my $run = supervise("$dir/serial", undef, $dir,
		$ENV{QEMU} || 'qemu-system-x86_64',
		qw(-accel tcg -machine q35 -nodefaults -display none),
		'-no-reboot', '-cpu', "$cpu,check=off", '-m', $memory, @icount,
		'-serial', "file:$dir/serial", '-kernel', "$linux/vmlinuz",
		'-initrd', "$linux/initramfs.cpio", '-append',
		"console=ttyS0 loglevel=0 panic=-1 $options -- $samples");
	return $run, slurp("$dir/serial");
}

# What one system's run gave.
sub run_system {
	my ($name, $options) = @_;
	my ($run, $text) = $name eq 'gatehouse' ? boot_gatehouse()
						: boot_linux($options);
	my $log = spew("$logs/$name.log", $text);
	my @cells = bench_cells($text);
	die "$name: gave no figures; its log is $log\n$run->{output}"
		if !@cells or $text =~ /^\s*not ok/m or $run->{timed_out};
	my ($other) = grep { $_->{unit} ne 'instruction' } @cells;
	die "$name: counted in $other->{unit}s, not in instructions: $log\n"
		if $other;
	my %cost = map { bench_name($_) => $_ } @cells;
	my ($kernel) = $text =~ /^\s*# kernel: (.*?)\r?$/m;
	return { cost => \%cost, order => [map { bench_name($_) } @cells],
		kernel => $kernel };
}

sub print_facts {
	my (@runs) = @_;
	my ($qemu) = qx(@{[$ENV{QEMU} || 'qemu-system-x86_64']} --version)
		=~ /version (.*)/;
	my ($compiler) = qx(@{[$ENV{CC} || 'gcc']} --version);
	print strftime("# %Y-%m-%d, ", gmtime), "QEMU $qemu\n# $compiler",
		"# TCG, -icount shift=0, -cpu $cpu, -m $memory, ",
		"$samples samples a cell\n";
	print "# $_->{kernel}\n" for @runs[0, -1];
	print "# $_->[1]: $_->[2]\n" for grep { $_->[2] } @systems;
}

# One cell's cost, and how many times the first system's it is.
sub column {
	my ($cell, $first) = @_;
	return sprintf '%15s', '-' if !$cell;
	return sprintf '%15d', $cell->{mode} if $cell == $first;
	return sprintf '%7d %7s', $cell->{mode},
		sprintf '(%.2f)', $cell->{mode} / $first->{mode};
}

make_path($logs);
my @runs = map { run_system(@$_[0, 2]) } @systems;
print_facts(@runs);
print "# Modes, in instructions from the trap to the return, both included; ",
	"in brackets,\n# how many times what Gatehouse takes.\n";
printf "%-20s%s\n", '', join '', map { sprintf '%15s', $_->[1] } @systems;
for my $name (@{ $runs[0]{order} }) {
	my $first = $runs[0]{cost}{$name};
	printf "%-20s%s\n", $name, join '',
		map { column($_->{cost}{$name}, $first) } @runs;
}
