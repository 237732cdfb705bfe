#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# gatehouse.cfg as people's tools write it: UTF-16 from Notepad and PowerShell,
# a comment right after a word, a name too few in a list. Each runs hello.
use strict;
use warnings;
use Encode 'encode';
use Test::More;
use lib 'tests/lib';
use Gatehouse::Image;
use Gatehouse::Machine;

my $text = "# Gatehouse\r\ninit=hello\r\n";
my %config = (
	'UTF-16, little-endian' => "\xff\xfe" . encode('UTF-16LE', $text),
	'UTF-16, big-endian' => "\xfe\xff" . encode('UTF-16BE', $text),
	'UTF-16 without a mark' => encode('UTF-16LE', $text),
	'UTF-8 in a comment' => "# f\xc3\xbcr alle\ninit=hello\n",
	'a comment after a word' => 'init=hello#what to run',
	'an empty name' => 'init=hello,',
	'Latin-1 in a word' => "f\xfcr init=hello \x1b[31m",
);
for my $what (sort keys %config) {
	my $log = passes $what, drive => esp_image(
		'gatehouse.cfg' => $config{$what}),
		args => ['-device', 'ide-hd,drive=disk,bootindex=0'];
	is_deeply [grep { /^(?:hello|walk)/ } map { $_->{name} }
		@{ $log->{results} }], ['hello'], "$what: hello ran";
}
done_testing;
