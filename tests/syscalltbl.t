#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# The generator of the call tables: its output for a good table; and a bad row
# stops the build, named by file and line. Boots nothing.
use strict;
use warnings;
use File::Temp 'tempdir';
use Test::More;
use lib 'tests/lib';
use Gatehouse::Machine;

my $dir = tempdir(CLEANUP => 1);

# Runs it over these rows. Returns its status and messages.
sub generate {
	my ($bits, @rows) = @_;
	my $table = spew("$dir/test.tbl", join '', map { "$_\n" } @rows);
	my $output = qx(sh ring0/sys/syscalltbl.sh $bits $table $dir 2>&1);
	return $?, $output;
}

my ($status, $output) = generate(64, '# number abi name entry',
	'1 common write sys_write', '', '3 64 close sys_close');
is $status, 0, 'a good table is taken' or diag $output;
like slurp("$dir/unistd_64.h"), qr/^#define __NR_close 3$/m, 'its numbers';
like slurp("$dir/syscalls_64.h"),
	qr/^__SYSCALL\(1, sys_write\)\n__SYSCALL\(3, sys_close\)$/m, 'its rows';
($status, $output) = generate(32, '4 i386 write sys_write');
like slurp("$dir/unistd_32.h"), qr/^#define __NR_ia32_write 4$/m,
	'the i386 numbers have names of their own';
($status, $output) = generate(32, '3 ia32 read sys_read',
	'4 i386 write sys_write');
like slurp("$dir/syscalls_ia32.h"), qr/^__SYSCALL\(3, sys_read\)$/m,
	'rows of abi ia32 are the module\'s';
unlike slurp("$dir/syscalls_32.h"), qr/sys_read/, 'and not the core\'s';

my @good = ('1 common write sys_write', '5 common fstat sys_newfstat');
my %bad = (
	'a number twice' => '5 common other sys_other',
	'a row out of order' => '4 common stat sys_newstat',
	'a name twice' => '9 common write sys_write',
	'no number' => 'x common x sys_x',
	'a negative number' => '-1 common x sys_x',
	'a number of x32' => '512 common x sys_x',
	'no such abi' => '9 arm x sys_x',
	'a field missing' => '9 common x',
	'a field too many' => '9 common x sys_x sys_y',
	'a name that is none' => '9 common x;y sys_x',
);
for my $what (sort keys %bad) {
	unlink "$dir/unistd_64.h";
	($status, $output) = generate(64, @good, $bad{$what});
	isnt $status, 0, "$what: is refused";
	like $output, qr/test\.tbl:3: ./, "$what: by file and line";
	ok !-e "$dir/unistd_64.h", "$what: nothing is written";
}
($status) = generate(64, '# nothing');
isnt $status, 0, 'an empty table is refused';

done_testing;
