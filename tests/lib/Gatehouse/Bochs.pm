# SPDX-License-Identifier: BSD-2-Clause
#
# Boots one machine in Bochs, whose CPU was written independently of QEMU's. It
# starts the same image from a disk, with OVMF's 2 MiB firmware; the log comes
# by the serial port.
package Gatehouse::Bochs;
use strict;
use warnings;
use Exporter 'import';
use File::Temp 'tempdir';
use Test::More;
use Gatehouse::Image;
use Gatehouse::Log;
use Gatehouse::Machine;

our @EXPORT = qw(boot_bochs boot_bochs_disk bochs_passes run_passes);

use constant CPU => 'corei7_skylake_x';
use constant ENDED => qr/^# gatehouse: end: \w+\r\n/m;

# Returns the configuration of a machine that boots $disk.
sub _config {
	my ($dir, $disk, $cpu, $cpus) = @_;
	return <<"BOCHSRC";
romimage: file=/usr/share/ovmf/OVMF.fd
vgaromimage: file=/usr/share/vgabios/vgabios.bin
display_library: term
cpu: model=$cpu, count=$cpus, ips=50000000
cpu: reset_on_triple_fault=0, ignore_bad_msrs=1
memory: host=512, guest=512
pci: enabled=1, chipset=i440fx
ata0-master: type=disk, mode=flat, path=$disk, cylinders=20, heads=16, spt=63
boot: disk
com1: enabled=1, mode=file, dev=$dir/serial
port_e9_hack: enabled=0
clock: sync=none
log: $dir/log
panic: action=fatal
error: action=report
info: action=ignore
debug: action=ignore
BOCHSRC
}

# Boots with options, a string; cpu is Bochs' name for a model; %files are more
# in the volume's folder gatehouse. Returns supervise()'s account, with what
# came by the serial port as serial.
sub boot_bochs {
	my ($options, $cpu, %files) = @_;
	return boot_bochs_disk(esp_image(%files,
		'gatehouse.cfg' => "$options exit=halt\n"), $cpu, 1);
}

# The same from any disk, with so many CPUs.
sub boot_bochs_disk {
	my ($disk, $cpu, $cpus) = @_;
	my $dir = tempdir(CLEANUP => 1);
	spew("$dir/bochsrc", _config($dir, $disk, $cpu // CPU, $cpus));
	spew("$dir/commands", "c\nq\n");
	# Bochs' display uses ncurses, which must know the terminal.
	local $ENV{TERM} = 'vt100';
	my $run = supervise("$dir/serial", ENDED, $dir, qw(bochs -q -f),
		"$dir/bochsrc", '-rc', "$dir/commands");
	$run->{serial} = slurp("$dir/serial");
	$run->{log} = slurp("$dir/log");
	return $run;
}

# Tests that every result of the log is ok, and its end line. Returns the log.
sub bochs_passes {
	my ($options, $cpu) = @_;
	return run_passes(boot_bochs($options, $cpu));
}

# The same, of what boot_bochs() has returned.
sub run_passes {
	my ($run) = @_;
	is $run->{timed_out}, 0, 'comes to its end';
	my $log = Gatehouse::Log->new($run->{serial}, may_follow_noise => 1);
	is_deeply $log->{faults}, [], 'the log is as it must be';
	is $log->{end}, 'PASS', 'and says PASS';
	warns_only($log);
	hand_on($_) for $log->flat;
	diag "Bochs says: $run->{output}", $run->{log}
		if !Test::More->builder->is_passing;
	return $log;
}

1;
