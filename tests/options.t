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

# What is asked for and is not there: the log says so, once, and what there is.
$log = fails 'x2APIC and programs that are not there',
	{ map { $_ => qr/^no such program in the initramfs$/ } 'foo', 'bar' },
	append => 'x2apic=on mem=100M init=foo,bar',
	cpu => 'Skylake-Client,-x2apic';
like $log->{text}, qr/^# option: x2apic: this CPU has no x2APIC, ignored\r?$/m,
	'x2apic=on without an x2APIC';
like $log->{text}, qr/^# memory: limited to 100\.00 MiB by mem=\r?$/m,
	'mem= is told in MiB';
my @names = $log->{text} =~ /^# initramfs: it has\r?\n((?:#   .*\n)+)/mg;
is scalar @names, 1, 'the programs that there are are named once';
like $names[0] // '', qr/\b$_\b/, "$_ is one of them" for qw(walk hello bench);

$log = passes 'no programs but bad ones', append => 'init=';
is_deeply [grep { /^walk/ } map { $_->{name} } @{ $log->{results} }],
	['walk'], 'an empty init= leaves the default';

# A later word wins, but a bad one undoes nothing.
$log = passes 'bad values after good ones', append => 'selftest=on ' .
	'selftest=maybe tick=200 tick=often console=ttyS0,115200n8 ' .
	'console=ttyUSB0 init=walk:quiet,';
$text = $log->{text};
like $text, qr/^# option: $_: bad value/m, "$_: a bad value"
	for qw(selftest tick console);
unlike $text, qr/need selftest=on/, 'selftest=on stays';
like $text, qr/^# ticks: [1-9]/m, 'the tick stays';
like $text, qr/^# console: 8250 at port 0x3f8, 115200 baud/m,
	'the console stays';
like $text, qr/^# option: init: an empty name, ignored\r?$/m, 'an empty name';
done_testing;
