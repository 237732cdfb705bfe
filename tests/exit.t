#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# exit= ends the machine by power off, reset or halt. The verdict is the log's
# end line; QEMU's exit status only shows that the machine did as told.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Machine;

use constant ENDED => qr/^# gatehouse: end: PASS\r\n\z/m;

for my $exit (qw(poweroff reboot)) {
	my $run = boot append => "init=hello exit=$exit";
	like $run->{debugcon}, ENDED, "exit=$exit: says PASS";
	is $run->{status}, 0, "exit=$exit: QEMU ends, by no debug exit";
	is $run->{timed_out}, 0, "exit=$exit: by itself";
}

my $run = boot append => 'init=hello exit=halt', until => ENDED;
ok $run->{seen}, 'exit=halt: says PASS';
is $run->{status}, 'signal 9', 'exit=halt: and the machine stays';
done_testing;
