# SPDX-License-Identifier: BSD-2-Clause
#
# Boots one machine in QEMU, waits for its end, and turns its log into TAP: one
# subtest a machine, one test for each result of the guest. A machine that hangs
# is killed, and one that stops without a verdict has failed.
package Gatehouse::Machine;
use strict;
use warnings;
use Exporter 'import';
use File::Temp 'tempdir';
use POSIX ':sys_wait_h';
use Test::More;
use Time::HiRes qw(sleep time);
use Gatehouse::Log;
use Gatehouse::Monitor;
use Gatehouse::Silence;

our @EXPORT = qw(boot passes fails panics hand_on warns_only supervise build
	make output slurp spew ovmf_vars);

# isa-debug-exit turns a value v into QEMU's exit status 2v + 1. With -no-reboot
# a triple fault ends in status 0.
use constant { STATUS_PASS => 33, STATUS_FAIL => 35 };
# The time limit is for a machine that hangs, not for a slow or busy host: on an
# idle host a run takes 5 to 60 seconds. make's TIMEOUT= is another limit.
use constant TIMEOUT => 1800;
use constant ASK => 10; # seconds between questions whether it is stopped
use constant POLL => 0.05;   # seconds
use constant LINGER => 1;    # seconds from a match of "until" to the kill
use constant ARGUMENT => 200; # characters of an argument that a failure shows
use constant TAIL => 25;     # lines of the log that a failure shows

my $qemu = $ENV{QEMU} || 'qemu-system-x86_64';
my $ovmf_code = $ENV{OVMF_CODE} || '/usr/share/OVMF/OVMF_CODE_4M.fd';
my $ovmf_vars = $ENV{OVMF_VARS} || '/usr/share/OVMF/OVMF_VARS_4M.fd';

# Returns a command that runs make with the variables of the make that runs the
# tests.
sub make {
	my (@arguments) = @_;
	delete @ENV{qw(MAKEFLAGS MFLAGS MAKELEVEL)};
	return ('make', (map { "$_=$ENV{$_}" } grep { $ENV{$_} }
		qw(BUILD CC QEMU OVMF_CODE OVMF_VARS)), @arguments);
}

# Returns a copy of the firmware's variables, for a machine's vars.
sub ovmf_vars {
	return spew(tempdir(CLEANUP => 1) . '/vars', slurp($ovmf_vars));
}

# Runs a command. Returns its status and all that it printed.
sub output {
	my (@command) = @_;
	my $dir = tempdir(CLEANUP => 1);
	my $run = supervise("$dir/output", undef, $dir, @command);
	return @$run{qw(status output)};
}

# Returns the path of a file that make built.
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

# Boots a machine and waits for its end. Its parts: cpu, memory, machine,
# append (options), serial (0: none; or what QEMU connects it to), drive (an
# image to boot from instead of -kernel, with its device in args; "none": it
# boots from neither), args (further ones for QEMU), until (a pattern: the
# machine is killed a second after the log matches), then (a function: called
# when it matches, before that, with the folder of QEMU's socket, qmp),
# until_serial (until, on the serial port), warns (a pattern: only such
# warnings may be in the log), vars (a file with firmware's variables, which
# the machine may change), code (another firmware), bios (one that is no flash
# with variables), keeps (what it writes to the drive stays there), resume (a
# path: it goes on from there, see Gatehouse::Paused, and its logs begin with
# what they had).
sub boot {
	my (%machine) = @_;
	my $boots = $machine{drive} // build('BOOTX64.EFI');
	$boots eq 'none' or -s $boots or
		die "$boots: is not there, make all usb\n";
	my $dir = tempdir(CLEANUP => 1);
	my $until = $machine{until_serial};
	my $run = supervise($until ? "$dir/serial" : "$dir/debugcon",
		[$until // $machine{until}, $machine{then}], $dir,
		_command($dir, %machine));
	for (qw(serial debugcon)) {
		$run->{$_} = $machine{resume} ?
			slurp("$machine{resume}.$_") : '';
		$run->{$_} .= slurp("$dir/$_");
	}
	$run->{has_serial} = $machine{serial} // 1;
	return $run;
}

# Returns QEMU's command. It writes the logs, serial and debugcon, to $dir.
sub _command {
	my ($dir, %machine) = @_;
	my @boot = ($machine{drive} // '') eq 'none' ? () : $machine{drive} ?
		('-drive', 'if=none,id=disk,format=raw,snapshot=' .
			($machine{keeps} ? 'off' : 'on') .
			",file=$machine{drive}") :
		('-kernel', build('BOOTX64.EFI'),
		 '-append', $machine{append} // '');
	my $serial = $machine{serial} // 1;
	$serial = $serial eq 1 ? "file:$dir/serial" : $serial || 'none';
	push @boot, '-incoming', "exec:cat $machine{resume}.ram"
		if $machine{resume};
	my $flash = 'if=pflash,format=raw';
	return ($qemu, qw(-accel tcg -nodefaults -display none -no-reboot),
		'-machine', $machine{machine} // 'q35',
		'-cpu', ($machine{cpu} // 'Skylake-Client') . ',check=off',
		'-m', $machine{memory} // '256M', '-serial', $serial,
		$machine{bios} ? ('-bios', $machine{bios}) :
			('-drive', "$flash,readonly=on,file=" .
				($machine{code} // $ovmf_code),
			'-drive', $machine{vars} ?
				"$flash,file=$machine{vars}" :
				"$flash,snapshot=on,file=$ovmf_vars"),
		'-debugcon', "file:$dir/debugcon",
		Gatehouse::Monitor::arguments("$dir/qmp"),
		qw(-global isa-debugcon.iobase=0xe9),
		'-device', 'isa-debug-exit,iobase=0xf4,iosize=0x04',
		@boot, @{ $machine{args} // [] });
}

sub _timeout { return $ENV{TIMEOUT} || TIMEOUT }

# Why a machine is to be ended, if it is; $ran: seconds.
sub _reason {
	my ($dir, $ran, @command) = @_;
	my $monitor = -S "$dir/qmp" ?
		Gatehouse::Monitor->new("$dir/qmp") : undef;
	return if $ran <= _timeout() and !stopped($monitor);
	return 'it takes too long' if !-S "$dir/qmp";
	my ($memory) = "@command" =~ / -m (\S+)/;
	return why_silent(monitor => $monitor, memory => $memory,
		log => slurp("$dir/debugcon"), serial => slurp("$dir/serial"));
}

# Runs a command until it ends, its time is up, or $log matches $until: a
# pattern, or a pattern and a function that is called when it matches.
sub supervise {
	my ($log, $until, $dir, @command) = @_;
	($until, my $then) = ref $until eq 'ARRAY' ? @$until : $until;
	my $pid = fork // die "fork: $!\n";
	if (!$pid) {
		setpgrp; # a kill then ends all that it has started, too
		open STDIN, '<', '/dev/null';
		open STDOUT, '>', "$dir/output";
		open STDERR, '>&', \*STDOUT;
		exec @command or POSIX::_exit(127);
	}
	local @SIG{qw(INT TERM)} = (sub { kill KILL => -$pid; exit 1 }) x 2;
	my @shown = map { substr $_, 0, ARGUMENT } @command;
	my %run = (command => "@shown", seen => 0, timed_out => 0);
	my $asked = my $start = time;
	while (!waitpid $pid, WNOHANG) {
		my $now = time;
		if ($until and !$run{seen} and slurp($log) =~ $until) {
			$then->($dir) if $then;
			$run{seen} = time;
		}
		if ($now - $asked > ASK or $now - $start > _timeout()) {
			$asked = $now;
			$run{reason} //= _reason($dir, $now - $start,
				@command);
			$run{timed_out} = 1 if defined $run{reason};
		}
		kill KILL => -$pid if $run{timed_out} or
			$run{seen} and $now - $run{seen} > LINGER;
		sleep POLL;
	}
	$run{status} = $? & 127 ? 'signal ' . ($? & 127) : $? >> 8;
	$run{output} = slurp("$dir/output");
	return \%run;
}

# Tests that the machine boots, and every result and its verdict are ok.
sub passes {
	my ($name, %machine) = @_;
	return _judge($name, STATUS_PASS, 'PASS', {}, \%machine);
}

# Tests that the machine boots, and that just the results fail that $not_ok
# names, each with a note that matches.
sub fails {
	my ($name, $not_ok, %machine) = @_;
	return _judge($name, STATUS_FAIL, 'FAIL', $not_ok, \%machine);
}

# Tests that ring 0 panics: no more programs run, but the log ends as it must.
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

# Turns one result of the guest into one test. $not_ok has, by name, the results
# that must fail, each with a pattern for its note.
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

# Prints what a person needs to see why a machine failed.
sub _show {
	my ($run) = @_;
	my @lines = split /\r?\n/, $run->{debugcon} || $run->{serial};
	splice @lines, 0, -(TAIL) if @lines > TAIL;
	diag "command: $run->{command}";
	diag "it was ended: $run->{reason}" if defined $run->{reason};
	diag "output: $run->{output}";
	diag "the end of the log:\n", join "\n", map { "| $_" } @lines;
	return;
}

1;
