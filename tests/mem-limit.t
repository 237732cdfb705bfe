#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# Wherever ring 0 allocates memory there may be too little: it says so, and goes
# on where it can. mem= makes the memory end at each of these places in turn.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Machine;

my @sizes = (16, 64, 104, 112, 120, 128, 148, 184, 240, 600); # KiB

# What needs the memory, in the order of the boot, and the line if there is
# none.
my %missing = (
	'ring 0 itself' => qr/^# panic: no memory for ring 0 at 0xf/m,
	"ring 0's stack" => qr/^# panic: no memory for ring 0's stack$/m,
	'a task' => qr/^not ok \d+ - walk:quiet # cannot run: no memory$/m,
	'segments' => qr/: no memory for its segments$/m,
	'a stack' => qr/: no memory for the stack$/m,
	'a file to inflate' => qr/^# initramfs: .*: no memory to inflate it,/m,
	'a module' => qr/^not ok \d+ - check # .*: no memory for a module$/m,
);
my %seen;

for my $size (@sizes) {
	my $run = boot(append => "mem=${size}K init=walk:quiet,hello,check");
	my $log = $run->{debugcon} =~ s/\r//gr;
	is $run->{status}, 35, "$size KiB: it ends, and says that it failed";
	like $log, qr/^# gatehouse: end: FAIL$/m, "$size KiB: by its end line";
	unlike $log, qr/^# panic: (?!no memory)|not returned/m,
		"$size KiB: nothing else goes wrong";
	$seen{$_} ||= $log =~ $missing{$_} for keys %missing;
}
ok $seen{$_}, "without memory for $_: that is said" for sort keys %missing;
done_testing;
