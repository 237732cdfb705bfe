#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# make usb PROGRAM= puts a program of the user's on the stick, and APPEND= the
# options: the stick runs it.
use strict;
use warnings;
use File::Temp 'tempdir';
use Test::More;
use lib 'tests/lib';
use Gatehouse::Machine;

my $dir = tempdir(CLEANUP => 1);
my @to = ("MEDIUM=$dir/medium", "STICK=$dir/stick.img");

sub stick {
	my (@variables) = @_;
	my ($status, $output) = output(make('usb', @to, @variables));
	is $status, 0, "make usb @variables" or BAIL_OUT $output;
	return (drive => "$dir/stick.img", args => ['-device', 'qemu-xhci',
		'-device', 'usb-storage,drive=disk,bootindex=0']);
}

mkdir "$dir/root" or die "$dir/root: $!\n";
spew("$dir/root/file", "what it says\n");
my $log = passes 'busybox', stick('PROGRAM=/bin/busybox',
	'ARGS=cat /file', "ROOT=$dir/root");
like $log->{text}, qr/^  what it says$/m, 'it ran, and read its file';

$log = passes 'one of its own', stick('PROGRAM=hello', 'APPEND=screen=off');
is_deeply [grep { /hello|walk/ } map { $_->{name} } @{ $log->{results} }],
	['hello'], 'that one ran';
my ($status, $output) = output(make('usb', @to, 'PROGRAM=absent'));
isnt $status, 0, 'a program that is not there';
like $output, qr/PROGRAM=absent: neither a file nor one of/, 'is named';
done_testing;
