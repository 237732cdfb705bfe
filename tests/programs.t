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
use Gatehouse::Machine;
use Gatehouse::Programs;

my $dir = tempdir(CLEANUP => 1);
my $source = spew("$dir/hello.c", <<'END');
#include <fcntl.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

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
	memory = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE,
		      open("etc/text", O_RDONLY), 0);
	printf("a mapped file: %.8s, and %d at its end\n", memory,
	       memory[4095]);
	return 0;
}
END

sub compile {
	my ($name, $file, @command) = @_;
	my ($status, $output) = output(@command, qw(-O2 -s -o), "$dir/$name",
		$file, '-lm');
	is $status, 0, "@command" or diag $output;
	return "$dir/$name";
}

my %file = (
	glibc => compile('glibc', $source, 'gcc', '-static'),
	pie => compile('pie', $source, qw(gcc -static-pie -fPIE)),
	musl => compile('musl', $source, qw(musl-gcc -static)),
	pointers => compile('pointers', 'tests/programs/pointers.c',
		qw(gcc -static)),
	(map { ($_ => compile($_, "tests/programs/$_.c", qw(gcc -static))) }
		qw(memory timers pipes files threads devices)),
	threads_musl => compile('threads_musl', 'tests/programs/threads.c',
		qw(musl-gcc -static -DNO_NAMES -idirafter /usr/include
			-idirafter /usr/include/x86_64-linux-gnu)),
	dynamic => compile('dynamic', $source, 'gcc'),
	missing => compile('missing', $source, 'gcc',
		'-Wl,--dynamic-linker=/none/ld.so'),
);

# Files of the root directory, for both.
my %text = (
	'etc/text' => "line one\nline two\nthree\n",
	'etc/numbers' => join("\n", map { $_ * 7919 % 1000 } 1 .. 200) . "\n",
	'etc/deep/er/file' => "deep\n",
	'etc/blob' => join('', map { chr($_ * $_ % 251) } 1 .. 1 << 20),
	'script.sh' => <<'END',
i=0
while [ $i -lt 5 ]; do i=$((i + 1)); echo "loop $i $((i * i))"; done
for f in etc/*; do echo "$f"; done
case abc in a*) echo yes;; esac
while read line; do echo "read: $line"; done < etc/text
f() { echo "function $1"; }
f x
cd etc && read line < text && echo "$line" && cd ..
test -f etc/text && test -d etc && test ! -e none && echo there
printf '%s-%03d-%x\n' a 3 255
echo gone > /dev/null
exec 3< etc/text 4<&3; read line <&3; read line <&4; echo "shared: $line"
trap 'echo trapped' USR1
kill -USR1 $$
exit 7
END
	'awk.awk' => '{ n += $1 } END { print n, NR; print sqrt(2), sin(1) }' .
		"\n",
);

# Each row: what runs, with its arguments.
my @rows = ([qw(glibc one two three)], [qw(pie one)], [qw(musl one two)],
	['glibc', 1 .. 20], ['pointers'], ['memory'], ['timers'], ['pipes'],
	['files'], ['devices'],
	['threads'], ['threads_musl'],
	[qw(dynamic one two)],
	map { ['busybox', split] } (
		'echo hello there', 'cat etc/text etc/deep/er/file',
		'sha256sum etc/blob', 'md5sum etc/blob etc/text',
		'ls -a etc', 'find etc/deep', 'sort -n etc/numbers',
		'wc etc/text',
		'sed s/line/LINE/ etc/text', 'grep -n two etc/text',
		'awk -f awk.awk etc/numbers', 'head -n 3 etc/numbers',
		'tail -n 2 etc/numbers', 'od -A x etc/text',
		'cut -c 2-4 etc/text',
		'base64 etc/text', 'cat none', 'cat etc', 'cat etc/text/none',
		'test -e none', 'expr 6 * 7', 'tr a-z A-Z', 'seq 3 9',
		'stat -c %s etc/blob', 'basename etc/text', 'uniq etc/text',
		'cksum etc/blob', 'dd if=etc/text bs=5 skip=1 count=2',
		'sh script.sh', 'kill -l 11', 'true', 'false'));
$file{busybox} = '/bin/busybox';

# The interpreter and the libraries of the dynamic one, by the paths they have.
my (undef, $ldd) = output('ldd', $file{dynamic});
$file{s{^/}{}r} = $_ for $ldd =~ m{(/\S+)}g;

my $log = same_as_on_linux(dir => $dir, file => \%file, rows => \@rows,
	text => \%text, init => ['missing']);
like $log, qr/^not ok \d+ - missing # .* \/none\/ld.so: it is not in the init/m,
	'a dynamic executable is refused with its interpreter';
done_testing;
