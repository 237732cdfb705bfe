#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# Without a display there is no GOP; and one display has no linear framebuffer
# (BltOnly). Neither stops the boot.
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
