# SPDX-License-Identifier: BSD-2-Clause
#
# Reads trace.gdb's output, each instruction of a null crossing by each gate,
# and says what each is for. count.t and tools/listing use it. An instruction
# that no rule explains is an error, because each must have a reason.
package Gatehouse::Trace;
use strict;
use warnings;
use Exporter 'import';
use Gatehouse::EntryCode;
use Gatehouse::Machine;

our @EXPORT = qw(trace traced_gates traced_places listed_gates split_at_c
	listing plain_instruction purposes);

use constant HEADER => <<'END';
# A null crossing by each gate, instruction by instruction

getpid by each gate, from the gate's instruction to the return's, as a debugger
stepped through it: `make listing` writes this page. `tests/count.t` steps once
more and fails when this is not what it sees; `tests/bench.t` has QEMU count.

The last column is what went red when `make mutants` ran the tests without that
one instruction of the entry code, at this one place: the test, and its first
line that failed (`tests/mutants/entry-code`). The CPU's own steps into ring 0
and the compiler's code have none: of the latter it takes the sources.
END

# Runs gdb. Returns what it printed.
sub trace {
	my ($status, $text) = output(make('-s', 'gdb', 'PROGRAM=bench',
		'APPEND=init=bench:1',
		'GDB_ARGS=-batch -x tests/tools/trace.gdb'));
	return $text;
}

# Returns { syscall => [instructions], ... }, without addresses.
sub traced_gates {
	my ($text) = @_;
	my %gate;
	while ($text =~ /^trace: timed_(\w+)_at\n(.*?)^trace: end$/msg) {
		my ($name, $part) = ($1, $2);
		$gate{$name =~ s/_32$/\/32/r} =
			[map { plain_instruction($_) }
			$part =~ /^=> 0x\w+[^:]*:\s+(.*)$/mg];
	}
	return \%gate;
}

# { syscall => [addresses], ... } of the same instructions.
sub traced_places {
	my ($text) = @_;
	no warnings 'portable'; # addresses have 64 bits
	my %gate;
	while ($text =~ /^trace: timed_(\w+)_at\n(.*?)^trace: end$/msg) {
		my ($name, $part) = ($1, $2);
		$gate{$name =~ s/_32$/\/32/r} =
			[map { hex } $part =~ /^=> 0x(\w+)[^:]*:/mg];
	}
	return \%gate;
}

# The same, of the page.
sub listed_gates {
	my ($page) = @_;
	my (%gate, $name);
	my %name = (SYSCALL => 'syscall', SYSENTER => 'sysenter',
		'int 0x80' => 'int80',
		'SYSCALL from 32-bit code' => 'syscall/32');
	for (split /\n/, $page) {
		$name = $name{$1} if /^## (.*?), and back/;
		push @{ $gate{$name} }, $1 =~ s/ +$//r
			if /^ {4,5}\d+  (.{27}\S*) /;
	}
	return \%gate;
}

# ([the assembly's instructions], [C's]): from the gate's call into C to its
# return it is the compiler's.
sub split_at_c {
	my (@instructions) = @_;
	my (@assembly, @c);
	my $depth = 0;
	for (@instructions) {
		push @{ $depth ? \@c : \@assembly }, $_;
		$depth++ if /^call/;
		$depth-- if /^ret/;
	}
	return (\@assembly, \@c);
}

# As the pages show it: no address, no offset, one blank.
sub plain_instruction {
	my ($instruction) = @_;
	$instruction =~ s/0x[0-9a-f]+ <([\w.]+)(?:\+\d+)?>/$1/;
	$instruction =~ s/\s+/ /g;
	return $instruction;
}

my @fields = qw(ss sp flags cs ip orig_ax di si dx cx ax r8 r9 r10 r11 bx bp
	r12 r13 r14 r15);

# The functions of a crossing in which nothing rare happens.
my $null_path = qr/^(?:entry_|return_iret|cross|compat|dispatch_|
	__\w+_sys_getpid)/x;

# What each instruction is for. If it comes more than once, a list has an entry
# for each time.
my @rules = (
	[qr/^syscall/, 'rip to rcx, rflags to r11; rip: LSTAR'],
	[qr/^sysenter/, 'IF off; rip and rsp: MSRs'],
	[qr/^int /, 'pushes ss rsp rflags cs rip; rip: the IDT'],
	[qr/^cld/, 'C wants DF clear'],
	[qr/^clac|^nopl/, 'or SMAP would be off'],
	[qr/^swapgs/, 'GS: this CPU\'s data', 'GS: ring 3\'s'],
	[qr/^mov %rsp,%gs/, 'park ring 3\'s rsp'],
	[qr/^mov %gs:\w+,%rsp/, 'the task\'s kernel stack'],
	[qr/^sti/, 'interrupts on, as in ring 3',
	 'IF, once the next instruction is done'],
	[qr/^testl \S+\(%rsp\)|^jne entry/, 'DF, NT or AC: clear them'],
	[qr/^mov \$\w+,%edx/, 'the row past the last; clears rdx'],
	[qr/^cmp %edx,%eax|^cmova /, 'the number, clamped to it by data flow'],
	[qr/^mov %eax,%esi/, 'argument 2: the row; clears rsi'],
	[qr/^mov %rsp,%rdi/, 'argument 1: pt_regs; clears rdi'],
	[qr/^xor %ebp/, 'the same, and the end of a call trace'],
	[qr/^xor /, 'no value of ring 3\'s to speculate on'],
	[qr/^call dispatch/, 'into C'],
	[qr/^call \*/, 'the handler, by its row'],
	[qr/^mov %gs:\w+,%rax$/, 'the handler: the current task'],
	[qr/^(?:mov|movslq) \w*\(%rax\)/, 'the handler: its pid'],
	[qr/^ret/, 'the handler is done', 'back to the gate: it is granted'],
	[qr/^pushf/, 'did the handler leave interrupts on?', 'pt_regs->flags'],
	[qr/^pop %rdi/, 'its flags', 'pt_regs->di, back'],
	[qr/^cli/, 'off, from here to the return'],
	[qr/^test %rdi,%gs|^je dispatch/, 'IF was on, and no exit work is due'],
	[qr/^mov \w+\(%rsp\),%rdx/, 'cx: the rsp to return to'],
	[qr/^or \w+\(%rsp\),%rdx/, 'dx: the rip to return to'],
	[qr/^cmpl \$|^shr |^ja /, 'canonical? or it would fault'],
	[qr/^testq \$/, 'TF, RF: not by a fast return'],
	[qr/^jne dispatch/, 'it is not so: back by IRET'],
	[qr/^(?:addq|incq) .*%gs/, 'count the decision'],
	[qr/^pop %rcx/, 'past pt_regs->ax: rax has the result',
	 'pt_regs->cx, back'],
	[qr/^pop %(?:r(?=[a-ds]))?(\w+)/, 'pt_regs->*, back'],
	[qr/^btrl/, 'IF stays off until STI'],
	[qr/^add .*%rsp/, 'past what is not popped'],
	[qr/^popf/, 'ring 3\'s flags, but for IF'],
	[qr/^mov \w+\(%rsp\),%rsp/, 'ring 3\'s rsp'],
	[qr/^sysret/, 'rip from rcx, rflags from r11'],
	[qr/^sysexit/, 'rip from rdx, rsp from rcx'],
	[qr/^iret/, 'pops rip cs rflags rsp ss'],
);

# What some are for on one gate's way alone. These come first.
my %own_rules = ('syscall/32' => [
	[qr/^syscall/, 'rip to rcx, rflags to r11; rip: CSTAR'],
	[qr/^sysret/, 'eip from ecx, rflags from r11'],
	[qr/^mov \w+\(%rsp\),%edx|^test %edx/, 'rip is below 4 GiB'],
	[qr/^mov \w+\(%rsp\),%(?:r(?=[a-ds]))?(?!rsp|sp)(\w+)/,
	 'pt_regs->*, back'],
	[qr/^xor %r(?:8|9|10)d/, ('no value of ring 3\'s to speculate on') x 3,
	 '32-bit code has none: 0'],
]);

# Returns [[instruction, what it is for], ...] for one gate's instructions.
sub _explain {
	my ($name, @instructions) = @_;
	my @own = (@{ $own_rules{$name} // [] }, @rules);
	my @left = @fields;
	splice @left, 0, 5 if $instructions[0] =~ /^int/; # the CPU pushes them
	my @seen;
	return map { [$_, _purpose($_, \@own, \@left, \@seen)] } @instructions;
}

# Of a crossing, a list of [instruction, its function]: what each is for, or
# undef where only the source tells. name: as in traced_gates().
sub purposes {
	my ($name, @steps) = @_;
	my @own = (@{ $own_rules{$name} // [] }, @rules);
	my $plain = !grep { $_->[1] !~ $null_path } @steps;
	my @left = @fields;
	splice @left, 0, 5 if $steps[0][0] =~ /^int/;
	my @seen;
	return map {
		my ($instruction, $function) = @$_;
		$plain || $function =~ /^(?:entry_|return_|cross|compat)/ ?
			eval { _purpose($instruction, \@own, \@left, \@seen) } :
			undef
	} @steps;
}

sub _purpose {
	my ($instruction, $rules, $left, $seen) = @_;
	return 'pt_regs->' . shift @$left if $instruction =~ /^push/ and @$left;
	for my $i (0 .. $#$rules) {
		my ($pattern, @purposes) = @{ $rules->[$i] };
		next if $instruction !~ $pattern;
		my $register = $1;
		my $purpose = $purposes[$seen->[$i]++] // $purposes[-1];
		return $purpose =~ s/\*/$register/r;
	}
	die "nobody knows what this is for: $instruction\n";
}

# Returns the text of ring0/crossings.md, from what gdb printed.
sub listing {
	my ($text) = @_;
	my ($gate, $places) = (traced_gates($text), traced_places($text));
	my $red = notes_by_address();
	my $page = HEADER;
	for ([syscall => 'SYSCALL, and back by SYSRET'],
		[sysenter => 'SYSENTER, and back by SYSEXIT'],
		[int80 => 'int 0x80, and back by IRET'],
		['syscall/32' =>
			'SYSCALL from 32-bit code, and back by SYSRETL']) {
		my ($name, $title) = @$_;
		my $instructions = $gate->{$name} // die "no trace of $name\n";
		my @rows = _explain($name, @$instructions);
		my $number = 0;
		$page .= "\n## $title: " . @rows . " instructions\n\n";
		for (@rows) {
			my $at = $places->{$name}[$number];
			my $row = sprintf '    %2d  %-27s %-41s %s', ++$number,
				@$_, $red->{$at} // '';
			$page .= $row =~ s/ +$//r . "\n";
		}
	}
	return $page;
}

1;
