#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# 32-bit programs: each prints what the same file prints on this Linux, byte for
# byte, and ends with the same status. Some are built here; those that nobody
# here wrote come from Debian's i386 packages, which "make deps-i386" unpacks.
use strict;
use warnings;
use Cwd 'abs_path';
use File::Temp 'tempdir';
use Test::More;
use lib 'tests/lib';
use Gatehouse::Machine;
use Gatehouse::Programs;

my $dir = tempdir(CLEANUP => 1);
my $i386 = abs_path(build('.')) . '/i386/root';
my $musl = "$i386/usr/lib/i386-linux-musl";
my ($klibc) = glob "$i386/lib/klibc-*.so";

sub compile {
	my ($name, $source, @flags) = @_;
	my ($status, $output) = output(qw(gcc -m32 -o), "$dir/$name", $source,
		@flags);
	is $status, 0, "$name is built" or diag $output;
	return "$dir/$name";
}

# Its first word on the stack is the exit status. No libc, no relocations.
my $bare = spew("$dir/bare.S", <<'END');
	.globl	_start
_start:
	call	1f
1:	popl	%ecx
	addl	$text - 1b, %ecx
	movl	$4, %eax	/* write */
	movl	$1, %ebx
	movl	$6, %edx
	int	$0x80
	movl	$1, %eax	/* exit */
	popl	%ebx		/* argc */
	int	$0x80
text:	.ascii	"hello\n"
	.section .note.GNU-stack, "", @progbits
END
my %file = (
	bare => compile('bare', $bare, qw(-nostdlib -static)),
	moves => compile('moves', $bare, qw(-nostdlib -static-pie)),
	start => compile('start', 'tests/programs/start-i386.c',
		qw(-O1 -nostdlib -static -fno-pie -no-pie
			-fno-stack-protector)),
);
my @rows = (['bare'], [qw(bare one two)], [qw(moves one)], ['start']);

# A file for another machine: e_machine is byte 18, and 183 is AArch64's.
my $other = slurp($file{bare});
substr($other, 18, 2) = pack 'S<', 183;
$file{other} = spew("$dir/other", $other);

# What a C library for i386 is needed for.
if (-e '/usr/lib32/libc.a') {
	my @own = qw(hello-i386 signals-i386 calls-i386);
	$file{$_} = compile($_, "tests/programs/$_.c",
		qw(-O1 -static -msse2 -lm)) for @own;
	$file{pointers} = compile('pointers', 'tests/programs/pointers.c',
		qw(-O1 -static));
	$file{pie} = compile('pie', 'tests/programs/hello-i386.c',
		qw(-static-pie -fPIE -lm));
	$file{$_} = compile($_, "tests/programs/$_.c",
		qw(-O1 -static -msse2 -mfpmath=sse -lm))
		for qw(threads devices);
	push @rows, [qw(hello-i386 one two)], [qw(pie one)],
		['signals-i386'], ['calls-i386'], ['pointers'], ['threads'],
		['devices'];
}

my %text = (
	'etc/text' => "line one\nline two\nthree\n",
	'etc/numbers' => join("\n", map { $_ * 7919 % 1000 } 1 .. 200) . "\n",
	'etc/blob' => join('', map { chr($_ * $_ % 251) } 1 .. 1 << 20),
	'script.sh' => <<'END',
i=0
while [ $i -lt 5 ]; do i=$((i + 1)); echo "loop $i $((i * i))"; done
for f in etc/*; do echo "$f"; done
while read line; do echo "read: $line"; done < etc/text
f() { echo "function $1"; }
f x
cd etc && read line < text && echo "$line" && cd ..
test -f etc/text && test -d etc && test ! -e none && echo there
exec 3< etc/text 4<&3; read line <&3; read line <&4; echo "shared: $line"
trap 'echo trapped' USR1
kill -USR1 $$
exit 7
END
	'awk.awk' => '{ n += $1 } END { print n, NR; print sqrt(2), sin(1) }' .
		"\n",
	'klibc.sh' => <<'END',
for i in a b c; do echo "$i $((1 + 2))"; done
case abc in a*) echo yes;; esac
exit 5
END
);

my %host;
SKIP: {
	skip 'no i386 packages: make deps-i386', 1 if !$klibc;
	$file{musl} = compile('musl', 'tests/programs/hello-i386.c',
		qw(-static -no-pie -nostdlib -nostdinc -isystem),
		"$i386/usr/include/i386-linux-musl", "$musl/crt1.o",
		"$musl/crti.o", "$musl/libc.a", '-lgcc', "$musl/libc.a",
		"$musl/crtn.o");
	$file{busybox} = "$i386/bin/busybox";
	push @rows, [qw(musl one two)], map { ['busybox', split] } (
		'echo hello there', 'cat etc/text', 'sha256sum etc/blob',
		'md5sum etc/blob etc/text', 'ls -a etc', 'sort -n etc/numbers',
		'wc etc/text', 'sed s/line/LINE/ etc/text',
		'grep -n two etc/text', 'awk -f awk.awk etc/numbers',
		'tail -n 2 etc/numbers', 'od -A x etc/text', 'cat none',
		'cat etc', 'stat -c %s etc/blob', 'cksum etc/blob',
		'dd if=etc/text bs=5 skip=1 count=2', 'sh script.sh',
		'uname -m', 'true', 'false');

	# Here the interpreter is at its path only in a copy that names it so.
	my ($path) = $klibc =~ m{(/lib/klibc-.*)$};
	$file{$path =~ s{^/}{}r} = $klibc;
	spew("$dir/k", slurp($klibc));
	chmod 0755, "$dir/k";
	for my $name (qw(cat sh dd)) {
		my $own = "$i386/usr/lib/klibc/bin/$name";
		my $bytes = slurp($own);
		my $named = pack 'a' . length $path, "$dir/k";
		$bytes =~ s/\Q$path\E/$named/;
		$file{"klibc-$name"} = $own;
		$host{"klibc-$name"} = spew("$dir/klibc-$name", $bytes);
		chmod 0755, "$dir/klibc-$name";
	}
	push @rows, [qw(klibc-cat etc/text none)], [qw(klibc-sh klibc.sh)],
		['klibc-dd', 'if=etc/text', 'bs=4', 'count=3'];
}

my $log = same_as_on_linux(dir => $dir, file => \%file, host => \%host,
	rows => \@rows, text => \%text, init => ['other']);
like $log, qr/^not ok \d+ - other # cannot run: for AArch64, not for /m,
	'a program for another machine is refused by its name';
done_testing;
