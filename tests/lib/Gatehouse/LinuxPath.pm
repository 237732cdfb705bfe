# SPDX-License-Identifier: BSD-2-Clause
#
# A null crossing of Linux's, as gdb steps through it: bench runs there, and
# then a shell prints the symbols of the functions on the path. Each instruction
# gets a class, by the names that Gatehouse::Tour has for ours.
package Gatehouse::LinuxPath;
use strict;
use warnings;
use Exporter 'import';
use File::Temp 'tempdir';
use Gatehouse::Machine;

our @EXPORT = qw(linux_path linux_class);

use constant TIME => 300; # seconds

# The symbols that the path may have, for grep -E: all of them would take a
# minute to print.
use constant SYMBOLS => '(entry_|do_|x64_sys_call|ia32_sys_call|' .
	'__x64_sys_get|__ia32_sys_get|__task_pid|__rcu_read|syscall_|' .
	'exit_to_user|fpregs|swapgs|common_|asm_|amd_clear|irqentry)';

use constant FIRST_PROGRAM => <<"END";
#!/bin/busybox sh
/bench 1
/bin/busybox mount -t proc proc /proc
/bin/busybox grep -E ' [tT] @{[SYMBOLS]}' /proc/kallsyms
END

use constant GDB => <<'END';
set pagination off
set confirm off
set remotetimeout 120
define trace_gate
	hbreak *$arg0
	continue
	echo trace: $arg0\n
	x/i $pc
	stepi
	while ($cs & 3) == 0
		x/i $pc
		stepi
	end
	echo trace: end\n
	delete
end
trace_gate timed_int80_at
trace_gate timed_syscall_at
continue
END

# A file system with bench and a shell. Returns the archive's path.
sub _initramfs {
	my ($dir) = @_;
	my $root = "$dir/root";
	mkdir $_ or die "$_: $!\n" for $root, "$root/proc", "$root/bin";
	spew("$root/init", FIRST_PROGRAM);
	spew("$root/bin/busybox", slurp('/bin/busybox'));
	spew("$root/bench", slurp(build('stripped/bench')));
	chmod 0755, map { "$root/$_" } qw(init bin/busybox bench);
	system("cd $root && find . | cpio --quiet -o -H newc > ../archive") == 0
		or die "cpio failed\n";
	return "$dir/archive";
}

# Returns what gdb printed, and the serial port.
sub _stepped {
	my ($vmlinuz) = @_;
	my $dir = tempdir(CLEANUP => 1);
	my $script = spew("$dir/gdb", GDB);
	my $initramfs = _initramfs($dir);
	my $qemu = join ' ', $ENV{QEMU} || 'qemu-system-x86_64',
		'-accel tcg -machine q35 -cpu Skylake-Client,check=off -m 512M',
		'-nodefaults -display none -no-reboot -S -gdb stdio',
		"-serial file:$dir/serial -kernel $vmlinuz -initrd $initramfs",
		"-append 'console=ttyS0 loglevel=0 panic=-1 nokaslr",
		"mitigations=off randomize_kstack_offset=off'";
	my ($status, $text) = output('timeout', TIME, qw(gdb -q -batch),
		build('ring3/bench'), '-ex', "target remote | exec $qemu",
		'-x', $script);
	return ($text, slurp("$dir/serial"));
}

sub _function {
	my ($address, @symbols) = @_;
	my $name = '';
	for (@symbols) {
		last if $_->[0] > $address;
		$name = $_->[1];
	}
	return $name;
}

# Returns { syscall => [[function, instruction], ...], int80 => [...] } of the
# kernel in the file. The first function has no name: it is ring 3's.
sub linux_path {
	my ($vmlinuz) = @_;
	my ($text, $serial) = _stepped($vmlinuz);
	no warnings 'portable'; # hex() of 64 bits
	my @symbols = sort { $a->[0] <=> $b->[0] }
		map { /^([0-9a-f]{16}) [tT] (\S+)/ ? [hex $1, $2] : () }
		split /\r?\n/, $serial;
	die "Linux printed no symbols: ", substr($serial, -300), "\n"
		if !@symbols;
	my %path;
	while ($text =~ /^trace: timed_(\w+)_at\n(.*?)^trace: end$/msg) {
		my ($gate, $part) = ($1, $2);
		while ($part =~ /^=> 0x([0-9a-f]+)[^:]*:\s+(.*)$/mg) {
			my ($at, $instruction) = (hex $1, $2);
			push @{ $path{$gate} }, [_function($at, @symbols),
				$instruction =~ s/\s+/ /gr];
		}
	}
	die "gdb did not step through Linux's gates: ", substr($text, -300),
		"\n" if keys %path != 2;
	return \%path;
}

my @any = (
	[qr/^(?:nop|xchg %ax,%ax)/ => 'nop'],
	[qr/^(?:sti|cli)/ => 'bookkeeping'],
);
# Linux's own assembly. A jmp there leads past what boot has patched out.
my @entry = (
	[qr/^(?:syscall|int|swapgs|sysret|iret)/ => 'gate'],
	[qr/^jmp/ => 'nop'],
	[qr/^push|^mov %rsp,%gs|^mov %gs:\w+,%rsp/ => 'save'],
	[qr/^xor %(\w+),%\1$/ => 'clear'],
	[qr/^pop/ => 'restore'],
	[qr/^call|^movslq|^mov %rsp,%rdi/ => 'dispatch'],
	[qr/./ => 'check'],
);
my @function = (
	[qr/^(?:do_syscall_64|do_int80|do_syscall_32|\w+_sys_call$)/ =>
	 'dispatch'],
	[qr/^(?:__x64_sys|__ia32_sys|__task_pid|__rcu)/ => 'handler'],
	[qr/./ => 'check'],
);

# Of an instruction of linux_path(); back: pt_regs are being restored.
sub linux_class {
	my ($function, $instruction, $back) = @_;
	my $entry = $function eq '' ||
		$function =~ /^(?:entry_|syscall_return_via|swapgs_|common_)/;
	return 'restore' if $entry and $back and
		$instruction =~ /^(?:push|mov )/ and
		$instruction !~ /^mov \w+\(%rsp\),%r(?:cx|11)/;
	for (@any, $entry ? @entry : ()) {
		return $_->[1] if $instruction =~ $_->[0];
	}
	for (@function) { return $_->[1] if $function =~ $_->[0] }
	return;
}

1;
