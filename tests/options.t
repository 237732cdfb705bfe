#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# Bad options: unknown, without a value, with a bad value, 10 KiB long. Each
# gets a clear line of its own, and the boot goes on.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Machine;

my $long = 'x' x (10 * 1024);
my $log = passes 'odd options', append => "frobnicate frob=nicate =odd init " .
	"exit=never console=nowhere selftest=invert check=on $long $long=1 " .
	"init=walk init=hello";
my $text = $log->{text};
like $text, qr/^# option: unknown: $_\b/m, "unknown: $_"
	for qw(frobnicate frob);
like $text, qr/^# option: unknown: x+\.\.\. .*10240/m, 'the long one';
like $text, qr/^# option: init: no value/m, 'init without a value';
like $text, qr/^# option: $_: bad value/m, "$_ with a bad value"
	for qw(exit console selftest check);
ok !(grep { length > 200 } split /\n/, $text), 'no line is long';
is_deeply [grep { /^(walk|hello)/ } map { $_->{name} } @{ $log->{results} }],
	['hello'], 'a later word wins';

$log = passes 'no programs but bad ones', append => 'init=';
is_deeply [grep { /^walk/ } map { $_->{name} } @{ $log->{results} }],
	['walk'], 'an empty init= leaves the default';

# A later word wins, but a bad one undoes nothing.
$log = passes 'bad values after good ones', append => 'selftest=on ' .
	'selftest=maybe tick=200 tick=often console=ttyS0,115200n8 ' .
	'console=tty0 init=walk:quiet,';
$text = $log->{text};
like $text, qr/^# option: $_: bad value/m, "$_: a bad value"
	for qw(selftest tick console);
unlike $text, qr/need selftest=on/, 'selftest=on stays';
like $text, qr/^# ticks: [1-9]/m, 'the tick stays';
like $text, qr/^# console: 8250 at port 0x3f8, 115200 baud/m,
	'the console stays';
like $text, qr/^# option: init: an empty name, ignored\r?$/m, 'an empty name';
done_testing;
