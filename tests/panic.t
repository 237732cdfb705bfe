#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# Faults of ring 0 itself: each ends in a report that a person can act on, the
# end line and the exit status, never in silence or a triple fault. And what is
# only a warning is one.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Machine;

my @panics = (
	['oops-null', qr/#PF/, qr/not present.*read|read.*not present/i],
	['oops-ud2', qr/#UD/, undef],
	['oops-stack', qr/#DF/, undef],
	['oops-text', qr/#PF/, qr/protection.*write|write.*protection/i],
	['oops-smap', qr/#PF/, qr/protection.*read|read.*protection/i],
);

for (@panics) {
	my ($kind, $exception, $decoded) = @$_;
	my $log = panics $kind,
		append => "selftest=on init=fault:$kind,hello";
	my $text = $log->{text};
	like $text, qr/panic/i, "$kind: says that it is a panic";
	like $text, $exception, "$kind: names the exception";
	like $text, $decoded, "$kind: decodes the error code" if $decoded;
	like $text, qr/\bcr2\b/i, "$kind: CR2";
	like $text, qr/\b$_\b/i, "$kind: register $_" for qw(rip rsp r15);
	like $text, qr/sys_selftest\+0x/, "$kind: a call trace by symbol";
	like $text, qr/gate.*SYSCALL/i, "$kind: the gate";
	unlike $text, qr/hello/, "$kind: nothing runs after it";
}

my $log = passes 'irqs-off', append => 'selftest=on init=fault:irqs-off,hello';
like $log->{text}, qr/interrupts off/, 'a handler that leaves them is named';
like $log->{text}, qr/selftest.*388|388.*selftest/, 'by name and number';

fails 'without selftest=on', { 'fault:oops-null' => qr/./ },
	append => 'init=fault:oops-null,hello';
done_testing;
