#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# Programs that nobody here wrote: each prints what the same file prints on this
# Linux, byte for byte, and ends with the same status. They are built, or taken
# from Debian's packages, when the test runs.
use strict;
use warnings;
use File::Temp 'tempdir';
use Test::More;
use lib 'tests/lib';
use Gatehouse::Image;
use Gatehouse::Machine;

my $dir = tempdir(CLEANUP => 1);
my $source = spew("$dir/hello.c", <<'END');
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static _Thread_local int local = 42;
static volatile sig_atomic_t seen;

static void handler(int signal)
{
	seen = signal;
}

int main(int argc, char **argv)
{
	char *memory = malloc(300000);
	volatile double two = 2;

	memset(memory, local, 300000);
	signal(SIGUSR1, handler);
	raise(SIGUSR1);
	printf("%d arguments, local %d, sqrt %.15f, malloc %d, signal %d\n",
	       argc - 1, local, sqrt(two), memory[299999], (int)seen);
	while (*++argv)
		puts(*argv);
	free(memory);
	return 0;
}
END

sub compile {
	my ($name, @command) = @_;
	my ($status, $output) = output(@command, '-O2', '-o', "$dir/$name",
		$source, '-lm');
	is $status, 0, "@command" or diag $output;
	return "$dir/$name";
}

my %file = (
	glibc => compile('glibc', 'gcc', '-static'),
	pie => compile('pie', qw(gcc -static-pie -fPIE)),
	musl => compile('musl', qw(musl-gcc -static)),
	dynamic => compile('dynamic', 'gcc'),
);

# Each row: what runs, with its arguments.
my @rows = ([qw(glibc one two three)], [qw(pie one)], [qw(musl one two)],
	['glibc', 1 .. 20]);

my $image = esp_image(
	'gatehouse.cfg' => 'init=' . join(',', (map { join ':', @$_ } @rows),
		'dynamic', join(':', 'glibc', ('a') x 70)) . "\n",
	'initramfs.cpio' => cpio(map { [$_, slurp($file{$_})] }
		sort keys %file));
my $log = fails 'programs of glibc and musl',
	{ dynamic => qr/a dynamic executable: it needs \/lib64\/ld-linux/,
	  substr(join(':', 'glibc', ('a') x 70), 0, 60) . '...' =>
		qr/too many arguments: 64/ },
	drive => $image, args => ['-device', 'ide-hd,drive=disk,bootindex=0'];

# The log has a program's lines with two blanks before them, and its result
# after them.
for my $row (@rows) {
	my ($name, @arguments) = @$row;
	my (undef, $expected) = output($file{$name}, @arguments);
	my $init = join ':', @$row;
	$expected =~ s/^/  /mg;
	like $log->{text}, qr/^\Q$expected\Eok \d+ - \Q$init\E$/m,
		"$name: what Linux prints";
}
done_testing;
