#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# Bochs, a CPU written independently of QEMU's, with OVMF's 2 MiB image: the
# same file, from a disk, judged by what it writes to its serial port.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Machine;
use File::Temp 'tempdir';
use Gatehouse::Image;
use Gatehouse::Log;

use constant ENDED => qr/^# gatehouse: end: \w+\r\n/m;

my $dir = tempdir(CLEANUP => 1);
my $disk = esp_image('gatehouse.cfg' => "init=walk,hello exit=halt\n");
spew("$dir/bochsrc", <<"BOCHSRC");
romimage: file=/usr/share/ovmf/OVMF.fd
vgaromimage: file=/usr/share/vgabios/vgabios.bin
display_library: term
cpu: model=corei7_skylake_x, count=1, ips=50000000
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
spew("$dir/commands", "c\nq\n");

# Its display is a terminal's, of a kind that ncurses knows.
local $ENV{TERM} = 'vt100';
my $run = supervise("$dir/serial", ENDED, $dir, qw(bochs -q -f),
	"$dir/bochsrc", '-rc', "$dir/commands");
is $run->{timed_out}, 0, 'comes to its end';
my $raw = slurp("$dir/serial");
my $log = Gatehouse::Log->new($raw, may_follow_noise => 1);
is_deeply $log->{faults}, [], 'the log is as it must be';
is $log->{end}, 'PASS', 'and says PASS';
hand_on($_) for $log->flat;
diag "Bochs says: $run->{output}", slurp("$dir/log")
	if !Test::More->builder->is_passing;
done_testing;
