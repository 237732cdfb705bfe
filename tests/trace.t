#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# trace=: Debian's strace shows the same program on this Linux, and each line of
# its is Gatehouse's, but for what another system answers. The summary counts
# what the lines show, trace points are of the same calls, and a ring that is
# too small says what it dropped.
use strict;
use warnings;
use Cwd 'getcwd';
use File::Path 'make_path';
use File::Temp 'tempdir';
use Test::More;
use lib 'tests/lib';
use Gatehouse::Image;
use Gatehouse::Machine;

my $dir = tempdir(CLEANUP => 1);
my $calls = "$dir/calls";
my ($status, $output) = output(qw(gcc -O1 -Wall -Werror -static -o), $calls,
	'tests/programs/calls.c');
is $status, 0, 'the program is built' or diag $output;
my %text = ('etc/text' => "line one\nline two\nthree\n",
	'etc/long' => 'x' x 5000 . "\n");
make_path("$dir/root/etc");
spew("$dir/root/$_", $text{$_}) for keys %text;

# What runs: a name, its file, its arguments.
my @programs = ([calls => $calls],
	map { [busybox => '/bin/busybox', split] } 'cat etc/text',
	'head -n 1 etc/text', 'wc etc/long', 'ls -d etc', 'cat none');
sub in_init { my ($name, undef, @words) = @_; return join ':', $name, @words }

# Returns Gatehouse's log, with such options and further ones.
sub traced {
	my ($option, @rows) = @_;
	my %file = map { ($_->[0] => $_->[1]) } @rows;
	my $run = boot(args => ['-device', 'ide-hd,drive=disk,bootindex=0'],
		drive => esp_image(
		'gatehouse.cfg' => "trace=$option init=" .
			join(',', map { in_init(@$_) } @rows) . "\n",
		'initramfs.cpio' => cpio(
			(map { [$_, slurp($file{$_})] } sort keys %file),
			map { [$_, $text{$_}, mode => 0100644] }
			sort keys %text)));
	return $run->{debugcon} =~ s/\r//gr;
}

# Returns the lines of each program in order, as [GATE, RETURN, LINE].
sub programs_of {
	my ($log) = @_;
	my @programs;
	for ($log =~ /^# trace: (.*)$/mg) {
		if (/: gate, return, and the call as strace has it$/) {
			push @programs, [];
		} elsif (/^(\S+) +(\S+) +(.*)$/ and @programs) {
			push @{ $programs[-1] }, [$1, $2, $3];
		}
	}
	return @programs;
}

sub on_linux {
	my ($name, $file, @arguments) = @_;
	my $old = getcwd;
	chdir "$dir/root" or die;
	output(qw(strace -o), "$dir/strace", $file, @arguments);
	chdir $old or die;
	return grep { !/^execve\(/ } split /\n/, slurp("$dir/strace");
}

# What one of the two has alone, by the name of the call: it is not there, or
# its answer tells of the system and not of strace.
my %differs = map { $_ => 1 } qw(rseq prlimit64 readlink getcwd uname sysinfo
	getppid getpgrp getrusage getuid fstat ioctl lseek brk mmap munmap
	getdents64 sendfile time);
my %compared_in_calls = map { $_ => 1 } qw(readlink prlimit64 getcwd uname mmap
	munmap lseek getdents64 ioctl sendfile);

# Addresses, pids, times and random numbers are not the same in any two runs,
# and then the result is in another column.
sub normal {
	my ($line) = @_;
	my $as_it_was = $line;
	$line =~ s/0x[0-9a-f]{5,}/ADDRESS/g;
	$line =~ s/(tv_\w+=)[1-9]\d*/$1N/g;
	$line =~ s/(getrandom\(")[^"]*/$1BYTES/;
	$line =~ s/^((?:getpid|gettid|set_tid_address)\(.*= )\d+$/$1PID/;
	$line =~ s/^(kill\()\d{1,8}(?=,)/$1PID/;
	$line =~ s/^tgkill\([1-9]\d*, \d+/tgkill(PID, PID/;
	$line =~ s/^(newfstatat\(1, "", )\{.*?\}/$1STATUS/;
	$line =~ s/(S_IFDIR)\|\d+, st_size=\d+/$1|N/;
	$line =~ s/(si_pid=)\d+/$1PID/;
	$line =~ s/ +(?== )/ / if $line ne $as_it_was;
	return $line;
}

# Both, without the calls that differ. The start of a C library is not compared
# but for its calls' lines that say nothing of the system. glibc's from 2.41 on
# asks for the program's own path by readlinkat().
sub comparable {
	my ($in_calls, @lines) = @_;
	my $started = 0;
	return map { normal($_) } grep {
		my ($name) = /^(\w+)\(/;
		$started ||= !/^(?:rseq|prlimit64|readlink|brk)\(/ &&
			/^mprotect\(/;
		!$name || !$differs{$name} || $in_calls && $started &&
			$compared_in_calls{$name}
	} grep { !m{^readlinkat\(AT_FDCWD, "/proc/self/exe"} } @lines;
}

my $log = traced('strace', @programs);
my @ours = programs_of($log);
is scalar @ours, @programs, 'each program has its trace';
for my $row (@programs) {
	my $name = in_init(@$row);
	my @lines = map { $_->[2] } @{ shift @ours // [] };
	my $in_calls = $name eq 'calls';
	my @linux = comparable($in_calls, on_linux(@$row));
	my @here = comparable($in_calls, @lines);
	cmp_ok scalar @linux, '>', $in_calls ? 100 : 5, "$name: has lines";
	is_deeply \@here, \@linux, "$name: they are strace's";
}

# The gate and the return that the line begins with.
my %seen;
my $walk = boot(append => 'trace=strace selftest=on init=walk:quiet')
	->{debugcon} =~ s/\r//gr;
my ($lines) = programs_of($walk);
$seen{"$_->[0] $_->[1]"}++ for @$lines;
my ($told) = $walk =~ /^(# returns: .*)^# totals/ms;
for ($told =~ /^# returns: (\S.*)$/mg) {
	my ($gate, $path, $count) = /^(\S+) +-> (\S+) +(\d+)/ or next;
	$seen{"$gate $path"} -= $count;
}
delete $seen{$_} for '- -', 'syscall -';
is_deeply [grep { $seen{$_} } sort keys %seen], [],
	'as many lines of each gate and return as ring 0 counts';
like $walk, qr/^ok \d+ - walk:quiet$/m, 'and the program passes';
like $walk, qr/^# trace: syscall   -       exit_group\(0\) +=\ \?$/mx,
	'exit_group does not return';

# The summary counts the calls whose lines these are.
my $summary = boot(append => 'trace=summary selftest=on init=walk:quiet')
	->{debugcon} =~ s/\r//gr;
my (%count, %errors);
for (@$lines) {
	my ($gate, undef, $line) = @$_;
	my ($name) = $line =~ /^(\w+)\(/ or next;
	$name = 'numbers' if $line =~ /^syscall_/;
	$count{"$gate $name"}++;
	$errors{"$gate $name"} += $line =~ /= -1 E/;
}
my $number = qr/(\d+|-)/;
for ($summary =~ /^# trace: (.*)$/mg) {
	my ($calls_, $errors, $min, $median, $p99, $gate, $name) =
		/^\ *[\d.]+\ +(\d+)\ +(\d+)\ +$number\ +$number\ +$number\ +
		([a-z]\S*)\ +(\w+)/x or next;
	is $calls_, delete $count{"$gate $name"}, "$gate $name: calls";
	is $errors, $errors{"$gate $name"}, "$gate $name: errors";
	next if $min eq '-';
	ok $min <= $median && $median <= $p99,
		"$gate $name: $min, $median, $p99 ticks";
}
is_deeply \%count, {}, 'the table has all of them';

# A ring of 4 KiB: the lines and what was dropped are all calls.
my $small = boot(append => 'trace=strace,4K selftest=on init=walk:quiet')
	->{debugcon} =~ s/\r//gr;
my ($dropped) = $small =~ /^# trace: dropped: (\d+) calls /m;
cmp_ok $dropped // 0, '>', 50, 'calls are dropped, and the log says so';
my ($few) = programs_of($small);
is +(grep { $_->[2] =~ /^\w+\(/ } @$few) + ($dropped // 0),
	scalar(grep { $_->[2] =~ /^\w+\(/ } @$lines), 'and no other is missing';
like $small, qr/^ok \d+ - walk:quiet$/m, 'the program is none the wiser';

# Linux's trace points: the same calls with the same results, in the form of
# its trace_pipe.
sub events_of {
	my ($option) = @_;
	return boot(append => "trace=$option selftest=on init=walk:quiet")
		->{debugcon} =~ s/\r//gr =~ /^# trace: (.*)$/mg;
}

my $head = qr/^ *walk-1 {7}\[000\] \.{5} +\d+\.\d{6}: /;
my (undef, @events) = events_of('events');
is scalar(grep { !/${head}sys_/ } @events), 0, 'events: the head of each line';
s/$head// for @events;
my $hex = qr/[0-9a-f]+/;
my (%entered, %left);
for (@events) {
	$entered{$1}++ if /^sys_enter: NR (-?\d+) \((?:$hex, ){5}$hex\)$/;
	$left{$1}++ if /^sys_exit: NR (-?\d+) = -?\d+$/;
}
my %raw;
$raw{$_}++ for map { /^sys_(enter|exit): / } @events;
is $raw{enter}, scalar(grep { $_->[2] =~ /^\w+\(/ } @$lines),
	'as many calls as strace shows';
is $raw{exit}, $raw{enter} - 1, 'all return but exit_group';
is $left{39}, $entered{39}, 'getpid is 39';
is $left{-1}, $entered{15} + ($entered{-1} // 0),
	'rt_sigreturn is -1 when it returns';
my $both = join "\n", @events;
like $both, qr/^sys_enter: NR 39 \(.*\)\nsys_getpid\(\)$/m,
	'getpid by its name';
like $both, qr/^sys_exit: NR 39 = 1\nsys_getpid -> 0x1$/m, 'and its result';
like $both, qr/^sys_write\(fd: 1, buffer: $hex, count: $hex\)$/m,
	'write with the names of its arguments';
like $both, qr/^sys_enter: NR 231 \(0, .*\)\nsys_exit_group\(code: 0\)$/m,
	'exit_group comes last';
my (undef, @fewer) = events_of('events,4K');
my ($lost) = map { /^CPU:0 \[LOST (\d+) EVENTS\]$/ } @fewer;
is +(grep { /sys_(?:enter|exit): / } @fewer) + ($lost // 0),
	$raw{enter} + $raw{exit}, 'a small ring loses events, and counts them';

# What the module cannot do is said.
my $bad = boot(append => 'trace=strace,100 trace=ltrace trace=strace,1M,2 ' .
	'init=trace')->{debugcon} =~ s/\r//gr;
is scalar(() = $bad =~ /^# option: trace: bad value, ignored \(trace=strace/mg),
	3, 'bad values are named';
like $bad, qr/^not ok \d+ - trace # cannot run: it is no program; /m,
	'the module is no program';

# An error without a name would be a number in a line.
my %named = map { $_ => 1 } slurp('ring0/trace/results.c') =~ /ERROR\((E\w+)/g;
my %used = map { $_ => 1 } map { slurp($_) =~ /-(E[A-Z0-9]+)\b/g }
	glob 'ring0/sys/*.[ch] ring0/task/*.c ring0/selftest/*.c';
is_deeply [grep { !$named{$_} } sort keys %used], [],
	'each error of ring 0 has its name';

# A call of the list that no table has would be one that was renamed.
my %rows = map { $_ => 1 } map { slurp($_) =~ /^\d+\s+\S+\s+\S+\s+(\S+)/mg }
	glob 'ring0/sys/*.tbl';
$rows{$_} = 1 for map { s/^compat_//r } keys %rows;
my @listed = slurp('ring0/trace/calls.c') =~
	/^\tCALL(?:_RESULT)?\((\w+)/mg;
cmp_ok scalar @listed, '>', 50, 'calls are listed';
is_deeply [grep { !$rows{$_} } @listed], [], 'and each is a call';
done_testing;
