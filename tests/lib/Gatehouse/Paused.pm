# SPDX-License-Identifier: BSD-2-Clause
#
# A machine that is stopped at ring 0's first instruction, with firmware and the
# loader behind it, and kept in a file. It goes on from there as often as it is
# asked to, with ring 0's memory changed or as it was: "make mutants" tries
# entry code without the seconds that firmware takes.
package Gatehouse::Paused;
use strict;
use warnings;
use feature 'state';
use Exporter 'import';
use File::Temp 'tempdir';
use POSIX ();
use Time::HiRes 'sleep';
use Gatehouse::Machine;
use Gatehouse::Monitor;

our @EXPORT = qw(pause paused_with);

use constant { PATIENCE => 600, POLL => 0.1 }; # seconds

# gdb stays until QEMU ends: without it, the machine would go on.
sub _gdb {
	my ($dir) = @_;
	return '-gdb', "unix:$dir/gdb,server=on,wait=off", '-S';
}

sub _wait_for {
	my ($what, $is_there) = @_;
	for (1 .. PATIENCE / POLL) {
		my $value = $is_there->();
		return $value if $value;
		sleep POLL;
	}
	die "$what: takes too long\n";
}

# Writes PATH.ram, PATH.serial and PATH.debugcon, of a machine as boot() wants
# it.
sub pause {
	my ($path, %machine) = @_;
	my $dir = tempdir(CLEANUP => 1);
	my $pid = fork // die "fork: $!\n";
	if (!$pid) {
		my $run = boot(%machine, args => [_gdb($dir),
			qw(-global migration.store-global-state=off),
			Gatehouse::Monitor::arguments("$dir/qmp")]);
		spew("$path.$_", $run->{$_}) for qw(serial debugcon);
		POSIX::_exit(0);
	}
	_wait_for('QEMU', sub { -S "$dir/qmp" && -S "$dir/gdb" });
	my $gdb = fork // die "fork: $!\n";
	if (!$gdb) {
		open STDOUT, '>', "$dir/said";
		open STDERR, '>&', \*STDOUT;
		exec qw(gdb -q -batch), build('ring0.elf'),
			map { ('-ex', $_) } 'set confirm off',
			"target remote $dir/gdb", 'hbreak *ring0_start',
			'continue', "shell touch $dir/there; sleep 600";
	}
	_wait_for('ring 0', sub { -e "$dir/there" });
	my $monitor = Gatehouse::Monitor->new("$dir/qmp");
	$monitor->ask('migrate', uri => "exec:cat > $path.ram");
	_wait_for('the copy', sub {
		$monitor->ask('query-migrate')->{status} eq 'completed'
	});
	kill KILL => $gdb;
	$monitor->ask('quit');
	waitpid $_, 0 for $gdb, $pid;
	_let_it_run("$path.ram");
	return;
}

# QEMU notes that gdb has stopped it, and would not go on by itself. The length
# comes first, with the zero byte.
sub _let_it_run {
	my ($path) = @_;
	my $copy = slurp($path);
	my ($is, $becomes) = map { pack 'N a12', 1 + length, $_ }
		qw(debug running);
	my $at = index $copy, $is, index $copy, 'globalstate';
	die "$path: not stopped by gdb\n" if $at < 0;
	substr $copy, $at, length $is, $becomes;
	spew($path, $copy);
	return;
}

# Makes the copy TO of a copy FROM, with $text at $offset of $page, which is of
# ring 0's memory: its last place, for the loader still has the file, too.
# Returns whether it is there.
sub paused_with {
	my ($from, $to, $page, $offset, $text) = @_;
	state %copy;
	my $changed = $copy{$from} //= slurp("$from.ram");
	my $at = rindex $changed, $page;
	return if $at < 0;
	substr $changed, $at + $offset, length $text, $text;
	spew("$to.ram", $changed);
	spew("$to.$_", slurp("$from.$_")) for qw(serial debugcon);
	return 1;
}

1;
