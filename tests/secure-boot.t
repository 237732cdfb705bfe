#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# make sign, and Secure Boot: a firmware that trusts the key of Debian's test
# firmware starts what is signed with it, and refuses what is not.
use strict;
use warnings;
use File::Temp 'tempdir';
use Test::More;
use lib 'tests/lib';
use Gatehouse::Image;
use Gatehouse::Machine;

my $dir = tempdir(CLEANUP => 1);
my $ovmf = '/usr/share/ovmf/PkKek-1-snakeoil';
my ($key, $cert) = ("$dir/test.key", "$ovmf.pem");
my $vars = spew("$dir/vars",
	slurp('/usr/share/OVMF/OVMF_VARS_4M.snakeoil.fd'));

# Returns what boots this loader in that firmware.
sub secure {
	my ($loader) = @_;
	return (drive => fat_image({ 'EFI/BOOT/BOOTX64.EFI' => slurp($loader),
			'gatehouse/gatehouse.cfg' => 'init=hello' }),
		machine => 'q35,smm=on', vars => $vars,
		code => '/usr/share/OVMF/OVMF_CODE_4M.snakeoil.fd',
		args => ['-device', 'ide-hd,drive=disk,bootindex=0', '-global',
			'driver=cfi.pflash01,property=secure,value=on']);
}

my ($status, $output) = output(make('sign'));
isnt $status, 0, 'without a key there is nothing to sign with';
like $output, qr/make sign KEY=/, 'and it says how';

($status, $output) = output(qw(openssl rsa -passin pass:snakeoil -in),
	"$ovmf.key", '-out', $key);
is $status, 0, 'the test key' or BAIL_OUT $output;
($status, $output) = output(make('sign', "KEY=$key", "CERT=$cert"));
is $status, 0, 'make sign' or diag $output;
unlike $output, qr/warning/i, 'sbsign warns of nothing';

my $log = passes 'signed', secure(build('signed/BOOTX64.EFI'));
like $log->{text}, qr/^# firmware: Secure Boot on$/m, 'with Secure Boot on';

local $ENV{TIMEOUT} = $ENV{TIMEOUT} || 120;
my $run = boot secure(build('BOOTX64.EFI')), until_serial => qr/Access Denied/;
ok $run->{seen}, 'not signed: access is denied' or diag $run->{serial};
is $run->{debugcon}, '', 'and nothing runs';
done_testing;
