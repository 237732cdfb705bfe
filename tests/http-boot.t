#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# UEFI's HTTP boot, by OVMF's own stack: a boot option that is a URI. The server
# is Python's, on the loopback interface, which the machine sees at 10.0.2.2.
use strict;
use warnings;
use File::Temp 'tempdir';
use Test::More;
use Time::HiRes 'sleep';
use lib 'tests/lib';
use Gatehouse::BootOption;
use Gatehouse::Machine;

use constant TRIES => 200; # times 50 ms, until the server says its port

my $dir = tempdir(CLEANUP => 1);
spew("$dir/BOOTX64.EFI", slurp(build('BOOTX64.EFI')));
my $server = fork // die "fork: $!\n";
if (!$server) {
	open STDOUT, '>', "$dir/log";
	open STDERR, '>&', \*STDOUT;
	exec qw(python3 -u -m http.server --bind 127.0.0.1 --directory),
		$dir, '0' or POSIX::_exit(127);
}
END { kill 'TERM', $server if $server }

my $port;
for (1 .. TRIES) {
	($port) = slurp("$dir/log") =~ / port (\d+) /;
	last if $port;
	sleep 0.05;
}
ok $port, 'the server runs' or BAIL_OUT slurp("$dir/log");
my $log = passes 'HTTP boot',
	boots_from_uri("http://10.0.2.2:$port/BOOTX64.EFI");
is_deeply [map { $_->{name} } grep { $_->{name} =~ /^walk/ }
	@{ $log->{results} }], ['walk'], 'walk has run';
like slurp("$dir/log"), qr{"GET /BOOTX64.EFI HTTP/1.1" 200},
	'the server has sent it';
done_testing;
