#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# Without console= the log goes to the serial ports that the firmware's console
# is on, and that ACPI's SPCR and DBG2 name, or else to the first of COM1 to
# COM4, or else to one on PCI. With console= it goes to all that are named. What
# the loader says goes to the same places. A byte costs little more than one
# access to its port.
use strict;
use warnings;
use Fcntl;
use File::Temp 'tempdir';
use POSIX 'mkfifo';
use Test::More;
use Time::HiRes 'sleep';
use lib 'tests/lib';
use Gatehouse::Image;
use Gatehouse::Machine;
use Gatehouse::Log;
use Gatehouse::Monitor;

my $dir = tempdir(CLEANUP => 1);

# Returns QEMU's arguments for one more serial port.
sub port {
	my ($name, $device) = @_;
	unlink "$dir/$name";
	return ('-chardev', "file,id=$name,path=$dir/$name",
		'-device', "$device,chardev=$name");
}

sub isa { return port($_[0], "isa-serial,iobase=$_[1],irq=$_[2]") }

# Tests that the whole log is in that file, and which line names the port.
sub has_log {
	my ($what, $file, $line) = @_;
	my $log = Gatehouse::Log->new(slurp("$dir/$file"),
		may_follow_noise => 1);
	is_deeply $log->{faults}, [], "$what: the log is there, all of it";
	is $log->{end}, 'PASS', "$what: and says PASS";
	like $log->{text}, qr/^# console: 8250 at $line$/m, "$what: why";
	return;
}

# Tests that what the loader says is there, but not twice.
sub has_loader {
	my ($what, $text) = @_;
	my @lines = $text =~ /leaving the firmware/g;
	is @lines, 1, "$what: the loader's line is there once";
	return;
}

# A generic address: I/O ports, a register has 8 bits.
sub address { return pack 'C C C C Q<', 1, 8, 0, 1, $_[0] }

# Returns QEMU's argument for a table with this body after its header.
sub table {
	my ($signature, $body) = @_;
	spew("$dir/$signature", $body);
	return ('-acpitable', "sig=$signature,rev=2,data=$dir/$signature");
}

my $dbg2_device = pack('C v C v v v v v v v v v', 0, 34, 1, 0, 0, 0, 0,
	0x8000, 0, 0, 22, 0) . address(0x2e8);
my $dbg2 = pack('V V', 44, 1) . $dbg2_device;

boot append => 'init=hello', serial => 0, args => [isa('com2', 0x2f8, 3)];
has_log 'COM2 alone', 'com2', qr/port 0x2f8, .* \(the firmware's\)/;
has_loader 'COM2 alone', slurp("$dir/com2");

# OVMF knows no COM3, so nobody but the loader writes there.
boot append => 'init=hello', serial => 0, args => [isa('com3', 0x3e8, 4),
	'-D', "$dir/trace", map { ('-trace', "serial_$_") } qw(read write)];
has_log 'COM3 alone', 'com3', qr/port 0x3e8, .* \(COM3\)/;
has_loader 'COM3 alone', slurp("$dir/com3");
my $accesses = () = slurp("$dir/trace") =~ /serial_(?:read|write) /g;
my $bytes = length slurp("$dir/com3");
cmp_ok $accesses, '>=', $bytes, 'COM3: QEMU counts the port accesses';
cmp_ok $accesses, '<=', 1.2 * $bytes,
	"COM3: $accesses of them for $bytes bytes, as its FIFO holds 16";

boot append => 'init=hello', serial => 0, args => [port('pci', 'pci-serial')];
has_log 'PCI', 'pci', qr/port 0x[0-9a-f]{4}, .* \(the firmware's\)/;
has_loader 'PCI', slurp("$dir/pci");

# OVMF knows 8250s and 16550s on PCI, no 16950.
boot append => 'init=hello', serial => 0,
	args => [port('pci', 'pci-serial,prog_if=6')];
has_log 'another card', 'pci', qr/port 0x[0-9a-f]{4}, .* \(PCI\)/;
has_loader 'another card', slurp("$dir/pci");

my @spcr = (isa('com3', 0x3e8, 4),
	table('SPCR', pack('C x3', 0) . address(0x3e8) . "\0" x 28));
my $run = boot append => 'init=hello', args => \@spcr;
has_log 'SPCR', 'com3', qr/port 0x3e8, .* \(ACPI's SPCR\)/;
has_loader 'SPCR', slurp("$dir/com3");
like $run->{serial}, qr/^# gatehouse: end: PASS/m,
	'SPCR: and the log is on COM1, where the firmware\'s console is';

boot append => 'init=hello', args => [isa('com4', 0x2e8, 3),
	table('DBG2', $dbg2)];
has_log 'DBG2', 'com4', qr/port 0x2e8, .* \(ACPI's DBG2\)/;
has_loader 'DBG2', slurp("$dir/com4");

$run = boot args => [isa('com2', 0x2f8, 3)], append => 'init=hello ' .
	'console=tty0 console=ttyS0 earlycon=uart8250,io,0x2f8,115200n8 ' .
	'console=uart8250,mmio32,0xfee10000';
has_log 'two', 'com2', qr/port 0x2f8, .* \(by console=\)/;
like $run->{serial}, qr/^# gatehouse: end: PASS/m, 'two: the log is on COM1';
has_loader 'two: COM1', $run->{serial};
has_loader 'two: COM2', slurp("$dir/com2");
like $run->{debugcon}, qr/^# console: nothing answers at 0xfee10000/m,
	'and that nothing answers at a third is told';

# A port whose transmitter never becomes ready: nobody reads a full pipe.
use constant { F_SETPIPE_SZ => 1031, PIPE => 4096 };
mkfifo "$dir/pipe", 0600 or die "mkfifo: $!\n";
sysopen my $pipe, "$dir/pipe", O_RDWR or die "the pipe: $!\n";
fcntl $pipe, F_SETPIPE_SZ, PIPE or die "its size: $!\n";
$run = boot append => 'init=walk', serial => "file:$dir/pipe";
like $run->{debugcon}, qr/^# gatehouse: end: PASS\r$/m,
	'a port that is never ready holds nothing up';
is $run->{status}, 33, 'and fails nothing';
sysread $pipe, my $got, 2 * PIPE;
unlike $got, qr/^# gatehouse: end: /m, 'and the pipe was full before the end';
close $pipe;

# A card that vanishes while the log is written: its address is taken away.
use constant { SLOT => 3, CONFIG => 0x80000004, COMMAND => 0xcfc };
sub vanish {
	my ($folder) = @_;
	my $monitor = Gatehouse::Monitor->new("$folder/qmp");
	for (sprintf('o/w 0xcf8 %#x', CONFIG | SLOT << 11),
	     sprintf('o/h %#x 0', COMMAND)) {
		$monitor->ask('human-monitor-command', 'command-line' => $_);
	}
	for (1 .. 1200) {
		last if slurp("$folder/debugcon") =~ /^# gatehouse: end: /m;
		sleep 0.05;
	}
	return;
}
my ($chardev, $file, $device, $card) = port('gone', 'pci-serial');
$run = boot append => 'exit=halt init=' . join(',', ('walk:full') x 8),
	serial => 0, until => qr/^ok 8 /m, then => \&vanish,
	args => [$chardev, $file, $device, "$card,addr=" . SLOT];
like $run->{debugcon}, qr/^# gatehouse: end: PASS\r$/m,
	'a port that vanishes holds nothing up';
my $part = slurp("$dir/gone");
like $part, qr/^ok 7 /m, 'what was written before is there';
unlike $part, qr/^# gatehouse: end: /m, 'and the rest is not';

# What stops the loader is said on each port. Here ring0.elf is none.
my $efi = slurp(build('BOOTX64.EFI'));
my $ring0 = index $efi, slurp(build('stripped/ring0'));
cmp_ok $ring0, '>', 0, 'ring0.elf is in the image';
substr($efi, $ring0, 4) = 'none';
my @disk = ('-device', 'ide-hd,drive=disk,bootindex=0');
for (['console=ttyS0 console=ttyS2', isa('com3', 0x3e8, 4)], ['', @spcr]) {
	my ($options, @port) = @$_;
	my $what = $options || 'SPCR';
	unlink "$dir/com3";
	$run = boot args => [@port, @disk], drive => fat_image({
		'EFI/BOOT/BOOTX64.EFI' => $efi,
		'gatehouse/gatehouse.cfg' => $options });
	my $why = qr/gatehouse: loader: ring0\.elf: byte 0: /;
	like slurp("$dir/com3"), $why,
		"$what: an error of the loader's: on COM3";
	is scalar(() = $run->{serial} =~ /$why/g), 1, "$what: on COM1 once";
}
done_testing;
