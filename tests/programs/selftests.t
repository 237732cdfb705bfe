#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# Linux's x86 selftests, from Debian's linux-source package: each line that says
# [OK] of a file's run on this Linux says [OK] of its run on Gatehouse, on an
# Intel's and an AMD's CPU in QEMU and in Bochs. What is run, and what not and
# why: selftests.list. All of them run in one boot.
use strict;
use warnings;
use File::Temp 'tempdir';
use IO::Compress::Gzip 'gzip';
use Test::More;
use lib 'tests/lib';
use Gatehouse::Bochs;
use Gatehouse::Image;
use Gatehouse::Machine;
use Gatehouse::Selftests;

my ($source) = glob build('selftests/linux-source-*/tools/testing/selftests');
$source or die "no selftests: make deps-programs test-programs\n";
my $plan = read_plan('tests/programs/selftests.list');
my @unlisted = grep { !$plan->{listed}{$_} }
	map { m{([^/]+)\.c$} } glob "$source/x86/*.c";
is "@unlisted", '', 'each of its files is listed' or
	diag 'add it to tests/programs/selftests.list';

my $dir = tempdir(CLEANUP => 1);
my (%file, %host);
for my $name (@{ $plan->{run} }) {
	my @more = map { /\.S$/ ? "$source/x86/$_" : $_ }
		@{ $plan->{flags}{$name} };
	my ($base, $bits) = $name =~ /^(.*)_(32)$/ ? ($1, $2) : ($name, 64);
	next if !-e "$source/x86/$base.c" or
		$bits == 32 && !-e '/usr/lib32/libc.a';
	my ($status, $output) = output(qw(gcc -O2 -s -std=gnu11 -w -no-pie
		-static -pthread), "-m$bits", "-DCAN_BUILD_$bits", "-I$source",
		'-o', "$dir/$name", "$source/x86/$base.c", @more, '-lm');
	is $status, 0, "$name: is built" or diag $output;
	# By a terminal its lines come one by one, so fork doubles none.
	($status, $output) = output('script', '-qec', "$dir/$name",
		'/dev/null');
	$file{$name} = "$dir/$name";
	$host{$name} = { status => $status,
		ok => said('OK', $output =~ s/\r//gr, $plan->{but}{$name}) };
}
my @names = sort keys %file;
my $cpio = cpio(map { [$_, slurp($file{$_})] } @names);
gzip \$cpio => \my $initramfs;
my %volume = ('initramfs.cpio' => $initramfs);
my $init = 'init=' . join ',', @names;

# Each [OK] line with the [RUN] line before it, as often as on this Linux.
sub judge {
	my ($machine, $log) = @_;
	my $runs = runs_of($log);
	for my $name (@names) {
		my $run = $runs->{$name} // { text => '', status => 'no run' };
		my $said = said('OK', $run->{text}, $plan->{but}{$name});
		my @missing = grep {
			($said->{$_} // 0) < $host{$name}{ok}{$_}
		} sort keys %{ $host{$name}{ok} };
		my @failed = sort keys %{ said('FAIL', $run->{text},
			$plan->{but}{$name}) };
		is_deeply \@missing, [], "$machine: $name: what is OK";
		is_deeply \@failed, [], "$machine: $name: nothing fails";
		next if $plan->{but}{$name};
		is $run->{status}, $host{$name}{status},
			"$machine: $name: its exit status";
	}
	return;
}

my $image = esp_image(%volume, 'gatehouse.cfg' => "$init\n");
judge($_, boot(cpu => $_, drive => $image,
	args => ['-device', 'ide-hd,drive=disk,bootindex=0'])->{debugcon})
	for qw(Skylake-Client EPYC);
judge('Bochs', boot_bochs($init, undef, %volume)->{serial});
done_testing;
