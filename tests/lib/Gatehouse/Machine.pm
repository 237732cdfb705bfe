# SPDX-License-Identifier: BSD-2-Clause
#
# Boots one machine in QEMU, waits for its end, and hands what it printed on
# as TAP: one subtest a machine, one test a result of the guest. A machine that
# hangs is killed, and one that stops without a verdict has failed.
package Gatehouse::Machine;
use strict;
use warnings;
use Exporter 'import';
use File::Temp 'tempdir';
use POSIX ':sys_wait_h';
use Test::More;
use Time::HiRes qw(sleep time);
use Gatehouse::Log;

our @EXPORT = qw(boot passes fails panics hand_on warns_only supervise build
	make output slurp spew);

# isa-debug-exit turns a value v into QEMU's exit status 2v + 1. Status 0 is
# what a triple fault ends with, under -no-reboot.
use constant { STATUS_PASS => 33, STATUS_FAIL => 35 };
# For a machine that hangs, not for one whose host is slow or has much to do: a
# run takes 5 to 60 seconds when all is quiet.
use constant TIMEOUT => 1800;
use constant POLL => 0.05;   # seconds
use constant LINGER => 1;    # seconds, after the log matched
use constant ARGUMENT => 200; # characters of each that a failure shows
use constant TAIL => 25;     # lines of the log to show of one that failed

my $qemu = $ENV{QEMU} || 'qemu-system-x86_64';
my $ovmf_code = $ENV{OVMF_CODE} || '/usr/share/OVMF/OVMF_CODE_4M.fd';
my $ovmf_vars = $ENV{OVMF_VARS} || '/usr/share/OVMF/OVMF_VARS_4M.fd';

# A command that runs make as the make that runs the tests was run.
sub make {
	my (@arguments) = @_;
	delete @ENV{qw(MAKEFLAGS MFLAGS MAKELEVEL)};
	return ('make', (map { "$_=$ENV{$_}" } grep { $ENV{$_} }
		qw(BUILD CC QEMU OVMF_CODE OVMF_VARS)), @arguments);
}

# Runs a command; returns its status and all that it printed.
sub output {
	my (@command) = @_;
	my $dir = tempdir(CLEANUP => 1);
	my $run = supervise("$dir/output", undef, $dir, @command);
	return @$run{qw(status output)};
}

# The path of something that make built.
sub build { return ($ENV{BUILD} || 'build') . "/$_[0]" }

sub slurp {
	my ($path) = @_;
	open my $file, '<:raw', $path or return '';
	local $/;
	return scalar(<$file>) // '';
}

sub spew {
	my ($path, $bytes) = @_;
	open my $file, '>:raw', $path or die "$path: $!\n";
	print $file $bytes;
	close $file or die "$path: $!\n";
	return $path;
}

# Boots and waits. The machine: cpu, memory, machine, append (options), serial
# (0: none), drive (an image to boot from instead of -kernel, with its device in
# args), args (more of QEMU's), until (a pattern of the log: it is killed a
# second after), warns (a pattern: only such warnings may be in its log).
sub boot {
	my (%machine) = @_;
	my $boots = $machine{drive} // _image(%machine);
	-s $boots or die "$boots: is not there, make all usb\n";
	my $dir = tempdir(CLEANUP => 1);
	my $run = supervise("$dir/debugcon", $machine{until}, $dir,
		_command($dir, %machine));
	$run->{serial} = slurp("$dir/serial");
	$run->{debugcon} = slurp("$dir/debugcon");
	$run->{has_serial} = $machine{serial} // 1;
	return $run;
}

# image => 'TESTS': with the programs that are only for tests.
sub _image {
	my (%machine) = @_;
	return build(($machine{image} // 'BOOTX64') . '.EFI');
}

# $dir is where its logs, serial and debugcon, are written.
sub _command {
	my ($dir, %machine) = @_;
	my @boot = $machine{drive} ?
		('-drive', "if=none,id=disk,format=raw,snapshot=on,file=" .
			$machine{drive}) :
		('-kernel', _image(%machine),
		 '-append', $machine{append} // '');
	my $serial = $machine{serial} // 1 ? "file:$dir/serial" : 'none';
	my $flash = 'if=pflash,format=raw';
	return ($qemu, qw(-accel tcg -nodefaults -display none -no-reboot),
		'-machine', $machine{machine} // 'q35',
		'-cpu', ($machine{cpu} // 'Skylake-Client') . ',check=off',
		'-m', $machine{memory} // '256M', '-serial', $serial,
		'-drive', "$flash,readonly=on,file=$ovmf_code",
		'-drive', "$flash,snapshot=on,file=$ovmf_vars",
		'-debugcon', "file:$dir/debugcon",
		qw(-global isa-debugcon.iobase=0xe9),
		'-device', 'isa-debug-exit,iobase=0xf4,iosize=0x04',
		@boot, @{ $machine{args} // [] });
}

sub _timeout { return $ENV{TEST_TIMEOUT} || TIMEOUT }

# Runs a command to its end, to its time limit, or until $log matches $until.
sub supervise {
	my ($log, $until, $dir, @command) = @_;
	my $pid = fork // die "fork: $!\n";
	if (!$pid) {
		setpgrp; # so that it ends with all that it started
		open STDIN, '<', '/dev/null';
		open STDOUT, '>', "$dir/output";
		open STDERR, '>&', \*STDOUT;
		exec @command or POSIX::_exit(127);
	}
	local @SIG{qw(INT TERM)} = (sub { kill KILL => -$pid; exit 1 }) x 2;
	my @shown = map { substr $_, 0, ARGUMENT } @command;
	my %run = (command => "@shown", seen => 0, timed_out => 0);
	my $start = time;
	while (!waitpid $pid, WNOHANG) {
		my $now = time;
		$run{seen} ||= $now if $until and slurp($log) =~ $until;
		$run{timed_out} = 1 if $now - $start > _timeout();
		kill KILL => -$pid if $run{timed_out} or
			$run{seen} and $now - $run{seen} > LINGER;
		sleep POLL;
	}
	$run{status} = $? & 127 ? 'signal ' . ($? & 127) : $? >> 8;
	$run{output} = slurp("$dir/output");
	return \%run;
}

# The machine boots, everything in it is ok, and it says so.
sub passes {
	my ($name, %machine) = @_;
	return _judge($name, STATUS_PASS, 'PASS', {}, \%machine);
}

# The machine boots, and just the results that $not_ok names fail, each with a
# note that matches.
sub fails {
	my ($name, $not_ok, %machine) = @_;
	return _judge($name, STATUS_FAIL, 'FAIL', $not_ok, \%machine);
}

# Ring 0 panics: nothing more is run, but the log ends as it must.
sub panics {
	my ($name, %machine) = @_;
	return _judge($name, STATUS_FAIL, 'FAIL', {}, \%machine, 1);
}

sub _judge {
	my ($name, $status, $end, $not_ok, $machine, $cut_short) = @_;
	my $run = boot(%$machine);
	my $log;
	subtest $name => sub {
		is $run->{timed_out}, 0, 'ends by itself';
		is $run->{status}, $status, "ends with status $status";
		$log = _log($run, $cut_short);
		is $log->{end}, $end, "says $end";
		warns_only($log, $machine->{warns});
		hand_on($_, $not_ok) for $log->flat;
		my %seen = map { $_->{name} => 1 } $log->flat;
		ok $seen{$_}, "$_: is in the log" for sort keys %$not_ok;
		_show($run) if !Test::More->builder->is_passing;
	};
	return $log;
}

# Ring 0 warns of what goes on, but must not be: a run in which it does has
# failed, unless it was asked for ($pattern).
sub warns_only {
	my ($log, $pattern) = @_;
	my @warnings = grep { !$pattern or $_ !~ $pattern }
		$log->{text} =~ /^.*WARNING.*$/mg;
	is $warnings[0], undef, 'ring 0 warns of nothing';
	return;
}

sub _log {
	my ($run, $cut_short) = @_;
	my @option = (cut_short => $cut_short);
	my $mirror = Gatehouse::Log->new($run->{debugcon}, @option);
	is_deeply $mirror->{faults}, [], 'the log is as it must be';
	return $mirror if !$run->{has_serial};
	my $log = Gatehouse::Log->new($run->{serial}, @option,
		may_follow_noise => 1);
	is_deeply $log->{faults}, [], 'and so it is on the serial port';
	is $log->{text}, $mirror->{text}, 'which has the same text';
	return $log;
}

# One result of the guest as one test here. $not_ok, by name: those that must
# fail, each with what its note must match.
sub hand_on {
	my ($result, $not_ok) = @_;
	my ($name, $note) = @$result{qw(name note)};
	my $expected = $not_ok->{$name};
	if ($expected) {
		ok !$result->{ok}, "$name: is not ok, as it must";
		like $note, $expected, "$name: says why";
	} elsif ($result->{ok} and $note =~ s/^SKIP\s*//) {
		SKIP: { skip "$name: $note", 1 }
	} else {
		ok $result->{ok}, $name or diag $note;
	}
	return;
}

# What a person needs to see why.
sub _show {
	my ($run) = @_;
	my @lines = split /\r?\n/, $run->{debugcon} || $run->{serial};
	splice @lines, 0, -(TAIL) if @lines > TAIL;
	diag "command: $run->{command}";
	diag "output: $run->{output}";
	diag "the end of the log:\n", join "\n", map { "| $_" } @lines;
	return;
}

1;
