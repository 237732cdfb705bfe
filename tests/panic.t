#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# Faults in ring 0: each must end in a report that a person can act on, the end
# line and the exit status, never in silence or a triple fault. What deserves
# only a warning must not panic.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Image;
use Gatehouse::Machine;

my @panics = (
	['oops-null', qr/#PF/, qr/a read at 0 by ring 0: nothing is mapped/],
	['oops-ud2', qr/#UD/, undef],
	['oops-gs', qr/#UD/, qr/panic: the GS base is not ring 0's, but 0$/m],
	['oops-stack', qr/#DF/, qr/the stack has overflowed/],
	['oops-rsp', qr/#DF/, qr/rsp is no address of ring 0's/],
	['oops-rsp-gs', qr/#DF/, qr/rsp is no address of ring 0's/],
	['oops-text', qr/#PF/, qr/a write at 0xf\w+ by ring 0: .*rights/],
	['oops-gate', qr/#PF/, qr/a write at 0xf\w+ by ring 0: .*rights/],
	['oops-copy', qr/#PF/, qr/a read at 0x\w+ by ring 0: .*rights/],
	['oops-word', qr/#PF/, qr/a read at 0x\w+ by ring 0: .*rights/],
	['oops-smap', qr/#PF/, qr/a read at 0x\w+ by ring 0: .*rights/],
	['oops-smep', qr/#PF/, qr/execution at 0x\w+ by ring 0: .*rights/],
);

for (@panics) {
	my ($kind, $exception, $decoded) = @$_;
	my $log = panics $kind,
		append => "selftest=on init=fault:$kind,hello";
	my $text = $log->{text};
	like $text, qr/panic/i, "$kind: says that it is a panic";
	like $text, $exception, "$kind: names the exception";
	like $text, $decoded, "$kind: says more" if $decoded;
	like $text, qr/\bcr2\b/i, "$kind: CR2";
	like $text, qr/\b$_\b/i, "$kind: register $_" for qw(rip rsp r15);
	unlike $text, qr/the GS base is not/, "$kind: it was found right"
		if $kind ne 'oops-gs';
	my $who = $kind eq 'oops-smep' ? qr/dispatch_syscall\+0x/ :
		qr/sys_selftest\+0x/; # ring 3's code has no frame
	like $text, $who, "$kind: a call trace by symbol";
	like $text, qr/ break_ring0\+0x/, "$kind: a module's symbol, too"
		if $kind eq 'oops-null';
	like $text, qr/gate.*SYSCALL/i, "$kind: the gate";
	unlike $text, qr/hello/, "$kind: nothing runs after it";
}

sub panic_text {
	my ($kind) = @_;
	my $log = panics $kind, append => "selftest=on init=fault:$kind,hello";
	return $log->{text};
}

like panic_text('oops-frame'),
	qr/^# call trace:\n#   \w+ \S+\n# gate: /m,
	'oops-frame: a trace that leads nowhere ends there';
my $efi = slurp(build('BOOTX64.EFI'));
is $efi =~ s/.*\Kring0\.symbols/ring0.nothing/s, 1, 'ring 0 has symbols';
like panics('oops-null without symbols',
	args => ['-device', 'ide-hd,drive=disk,bootindex=0'],
	drive => fat_image({
		'EFI/BOOT/BOOTX64.EFI' => $efi,
		'gatehouse/gatehouse.cfg' =>
			"selftest=on init=fault:oops-null\n",
	}))->{text}, qr/^#   (\w{16}) 0x\1\n# gate: /m,
	'without its symbols a trace has numbers';

like panic_text('oops-again'),
	qr/^# panic: #PF.*\n# panic: again, .* the first\n# totals: /ms,
	'oops-again: a panic inside a panic is its end';
my $text = panic_text('oops-ring3');
like $text, qr/^# panic: #DB debug at rip/m,
	'oops-ring3: a #DB that nobody expects';
like $text,
	qr/^#   \w+ fault_signal\+0\n(# .*\n)*?#   \w+ entry_exception\+/m,
	'oops-ring3: where';
like $text, qr/^# gate: none, it was handling #UD .* from fault:oops-ring3 at/m,
	'oops-ring3: not in a call, but in an exception of ring 3\'s';

my $off =
	qr/WARNING: syscall 388 \(sys_selftest\) came back with interrupts off/;
my $log = passes 'irqs-off', warns => $off,
	append => 'selftest=on init=fault:irqs-off,hello';
like $log->{text}, $off,
	'a handler that leaves them is named, by number and name';

$log = fails 'without selftest=on', { 'fault:oops-null' => qr/./ },
	append => 'init=fault:oops-null,hello';
like $log->{text}, qr/^ *# selftest: -1, the boot option selftest=on /m,
	'without selftest=on: it is -EPERM';
done_testing;
