#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# save=yes keeps the log in a variable of the firmware's, after a panic too, and
# the next start makes a file of it: compressed, complete, and only once.
use strict;
use warnings;
use File::Temp 'tempdir';
use Test::More;
use lib 'tests/lib';
use Gatehouse::Image;
use Gatehouse::Machine;

my $dir = tempdir(CLEANUP => 1);
my $vars = ovmf_vars();
my $stick = spew("$dir/stick", slurp(esp_image('gatehouse.cfg' =>
	'save=no init=hello')));
my $name = qr/\d{8}-\d{6}\.log\.gz/;

# Boots from the stick, which it may write. Returns the log.
sub from_stick {
	my ($what) = @_;
	return passes $what, drive => $stick, keeps => 1, vars => $vars,
		args => ['-device', 'ide-hd,drive=disk,bootindex=0'];
}

# Returns what the files of the stick's folder of logs inflate to, by name.
sub logs {
	my ($status, $names) = output('mdir', '-b', '-i', $stick,
		'::gatehouse/logs');
	my %logs;
	for my $file ($status ? () : $names =~ /($name)/g) {
		output('mcopy', '-n', '-i', $stick,
			"::gatehouse/logs/$file", "$dir/$file");
		my ($bad, $text) = output('gzip', '-dc', "$dir/$file");
		is $bad, 0, "$file: gzip reads it, and its checksum is right";
		$logs{$file} = $text;
	}
	return \%logs;
}

my $run = boot append => 'save=yes selftest=on init=walk,fault:oops-smap',
	vars => $vars;
is $run->{status}, 35, 'a panic';
like $run->{debugcon}, qr/^# save: this log is kept/m, 'is recorded';
like $run->{debugcon}, qr/end: FAIL\r\n\z/, 'nothing follows its end line';

my $log = from_stick('the next start');
my ($file) = $log->{text} =~
	/^# loader: the log of the last run is in \\gatehouse\\logs\\($name)$/m;
ok $file, 'says where the log is';
my $logs = logs();
is_deeply [keys %$logs], [$file], 'it is there';
is $logs->{$file // ''}, $run->{debugcon}, 'all of it';

$log = from_stick('one more start');
unlike $log->{text}, qr/the last run/, 'no log is left';

# One that is too long for the variable; and it replaces an older one.
boot append => 'save=yes init=hello', vars => $vars;
$run = boot append => 'save=yes init=' . join(',', ('walk:full') x 10),
	vars => $vars;
from_stick('after a long log');
$logs = logs();
delete $logs->{$file};
is keys %$logs, 1, 'there is a log of one run more';
my ($long) = values %$logs;
my ($head, $missing, $tail) = ($long // '') =~
	/\A(.*)\r\n# save: (\d+) bytes are left out\r\n(.*)\z/s;
ok defined $missing, 'it says that bytes are left out' or diag substr
	$long // '', 0, 200;
is length($head) + $missing + length $tail, length $run->{debugcon},
	'as many as there are less';
is $head, substr($run->{debugcon}, 0, length $head), 'it begins as the log';
is $tail, substr($run->{debugcon}, -length $tail), 'and ends as the log';

# A variable whose bytes are no longer what was written.
boot append => 'save=yes init=hello', vars => $vars;
my $store = slurp($vars);
my $at = rindex $store, 'log.gz';
cmp_ok $at, '>', 0, 'the variable is in the store';
substr($store, $at + 60, 1) ^= "\1";
spew($vars, $store);
$log = from_stick('a damaged variable');
like $log->{text}, qr/^# loader: .* last run is damaged: it is deleted$/m,
	'it is told';
is keys %{ logs() }, 2, 'no file is made of it';

# A firmware that faults ruins nothing.
my $faulty = fat_image({
	'EFI/BOOT/BOOTX64.EFI' => slurp(build('SHIM.EFI')),
	'GATEHOUSE.EFI' => slurp(build('BOOTX64.EFI')),
	'gatehouse/gatehouse.cfg' => 'save=yes init=hello',
	'shim/query-faults' => 'x',
});
passes 'QueryVariableInfo faults', drive => $faulty,
	args => ['-device', 'ide-hd,drive=disk,bootindex=0'];
done_testing;
