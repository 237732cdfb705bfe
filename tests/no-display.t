#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# No display, so no GOP; and one that has no linear framebuffer (BltOnly).
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Machine;

for (['no display', '-vga', 'none'],
     ['no linear framebuffer', '-device', 'virtio-gpu-pci']) {
	my ($what, @args) = @$_;
	my $log = passes $what, args => \@args;
	like $log->{text}, qr/^# screen: none$/m, "$what: is told";
}
done_testing;
