#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# make bench without its machines: a program that stands in for QEMU writes the
# logs. Each system is booted in the same way, the table has the logs' figures,
# and a bad log gives no table. Boots nothing.
use strict;
use warnings;
use File::Temp 'tempdir';
use Test::More;
use lib 'tests/lib';
use Gatehouse::Machine;

my $dir = tempdir(CLEANUP => 1);
my %bench = (
	gatehouse => 'syscall 64 getpid 80, sysenter 64 getpid 85',
	bare => 'syscall 64 getpid 292', off => 'syscall 64 getpid 306',
	linux => 'syscall 64 getpid 318',
);

# The stand-in: writes its arguments, and the lines of %bench for its options.
spew("$dir/qemu", <<'END');
#!/usr/bin/perl
my ($dir) = $0 =~ /(.*)\//;
if ("@ARGV" eq '--version') {
	print "QEMU emulator version 7.2\n";
	exit;
}
my %option = @ARGV[map { ($_, $_ + 1) } grep { $ARGV[$_] =~ /^-/ } 0 .. $#ARGV];
my ($log) = ($option{-debugcon} || $option{-serial}) =~ /^file:(.*)/;
my $name = $option{-debugcon} ? 'gatehouse' :
	$option{-append} =~ /randomize/ ? 'bare' :
	$option{-append} =~ /mitigations/ ? 'off' : 'linux';
system 'cp', "$dir/$name", $log;
open my $said, '>>', "$dir/said" or die;
print $said "$option{-accel} $option{-machine} $option{-cpu} $option{-m} " .
	"$option{-icount}: $option{-append}\n";
END
chmod 0755, "$dir/qemu";

# Runs the tool with these logs. Returns its status and its output.
sub compare {
	my (%say) = (%bench, @_);
	for my $name (keys %say) {
		my $text = "# kernel: $name\n";
		for (split /, /, $say{$name}) {
			my ($gate, $bits, $call, $cost, $unit) = split / /;
			$unit //= 'instruction';
			$text .= "# bench: gate=$gate bits=$bits call=$call " .
				"return=fast samples=9 clock=tsc unit=$unit " .
				"min=1 mode=$cost median=1 p99=1 max=1\n";
		}
		spew("$dir/$name", $text . ($say{note} // ''));
	}
	unlink "$dir/said";
	local $ENV{QEMU} = "$dir/qemu";
	return output('tests/tools/bench-beside-linux', $dir, "$dir/logs", 9);
}

my ($status, $table) = compare();
is $status, 0, 'four systems' or diag $table;
my @said = split /\n/, slurp("$dir/said");
my %machine = map { s/: .*//r => 1 } @said;
is_deeply [keys %machine],
	['tcg q35 Skylake-Client,check=off 512M shift=0,sleep=off'],
	'on one machine, which counts instructions';
like $said[0], qr/: selftest=on init=bench:9$/, 'Gatehouse, and the samples';
my $linux = 'console=ttyS0 loglevel=0 panic=-1';
is_deeply [map { s/.*: //r } @said[1 .. 3]],
	["$linux mitigations=off randomize_kstack_offset=off -- 9",
	"$linux mitigations=off -- 9", "$linux  -- 9"], 'and its options';
like $table, qr/^# \d{4}-\d\d-\d\d, QEMU 7\.2\n# \S+ \(/, 'date, versions';
like $table, qr/^syscall getpid +80 +292 +\(3\.65\) +306 +\(3\.83\) /m,
	'costs, and how many times the first';
like $table, qr/^sysenter getpid +85 +- +- +-$/m, 'what Linux has not';

sub refuses {
	my ($name, $says, %say) = @_;
	($status, $table) = compare(%say);
	isnt $status, 0, "$name: no table";
	like $table, qr/^$says/, "$name: says which";
	return;
}

refuses 'nothing was measured', qr/linux-off: gave no figures/, off => '';
refuses 'ticks', qr/linux: counted in ticks, not in instructions: \S+log$/m,
	linux => 'syscall 64 getpid 318 tick';
refuses 'not ok', qr/gatehouse: gave no figures/, note => "not ok 1 - x\n";
done_testing;
