# SPDX-License-Identifier: BSD-2-Clause
#
# What make tour shows of each instruction that tour.py stepped through: its
# class, why it is there, and its line of source.
package Gatehouse::Tour;
use strict;
use warnings;
use Exporter 'import';
use File::Temp 'tempdir';
use JSON::PP;
use Gatehouse::Machine;
use Gatehouse::Trace;

our @EXPORT = qw(tour_crossings tour_page path_classes);

# A crossing is stepped on a CPU that has the gate: SYSCALL from 32-bit code is
# AMD's alone, and SYSENTER in long mode is Intel's alone.
my @machines = (
	['Skylake-Client', qw(cross_syscall_at cross_sysenter_at
		cross_int80_at compat_sysenter_at compat_int80_at)],
	['EPYC', qw(compat_syscall_at)],
);

# Of the gates' own assembly, the first that fits.
my @entry_class = (
	[qr/^(?:syscall|sysenter|int|swapgs|sysret|sysexit|iret)/ => 'gate'],
	[qr/^push|^mov %rsp,%gs|^mov %gs:\w+,%rsp/ => 'save'],
	[qr/^pop|^mov \w+\(%rsp\),%|^add \$/ => 'restore'],
	[qr/^xor (\S+),\1$/ => 'clear'],
	[qr/^(?:sti|cli)/ => 'bookkeeping'],
	[qr/^(?:cld|clac|nopl|testl|jne|btrl)/ => 'check'],
	[qr/./ => 'dispatch'],
);
my @dispatch_class = (
	[qr/^(?:call|ret|jmp)/ => 'dispatch'],
	[qr/^(?:sti|cli)/ => 'bookkeeping'],
	[qr/^(?:addq|incq|inc|add) .*%gs/ => 'bookkeeping'],
	[qr/./ => 'check'],
);
my $gate_code = qr/^(?:entry_|return_|cross|compat)/;

sub _first {
	my ($instruction, @rules) = @_;
	for (@rules) { return $_->[1] if $instruction =~ $_->[0] }
	return;
}

sub _class {
	my ($step) = @_;
	my ($text, $function) = @{$step}{qw(text function)};
	return _first($text, @entry_class) if $function =~ $gate_code;
	return _first($text, @dispatch_class) if $function =~ /^dispatch_/;
	return $function =~ /sys_(?!.*\.cold)/ ? 'handler' : 'exit work';
}

my %lines;

# One line. That of an instruction of a macro is the macro's call: it says less
# than purposes() does, so it is left out.
sub _source {
	my ($step) = @_;
	my ($file, $line) = @{$step}{qw(file line)};
	return '' if !defined $file or !-e $file;
	$lines{$file} //= [split /\n/, slurp($file)];
	my $text = ($lines{$file}[$line - 1] // '') =~ s/^\s+|\s+$//gr;
	my ($mnemonic) = $step->{text} =~ /^(\w+)/;
	return $file =~ /\.S$/ && $text !~ /\b$mnemonic/ ? '' : $text;
}

sub _steps {
	my ($crossing) = @_;
	my @steps = @{ $crossing->{steps} };
	$_->{text} = plain_instruction($_->{text}) for @steps;
	my $name = lc $crossing->{gate} =~ s/ 0x//r;
	$name .= '/32' if $crossing->{mode} =~ /32/;
	my @why = purposes($name, map { [@{$_}{qw(text function)}] } @steps);
	for my $i (0 .. $#steps) {
		my $step = $steps[$i];
		$step->{class} = _class($step);
		$step->{why} = $why[$i] // '';
		$step->{source} = _source($step);
		$step->{place} = defined $step->{file} ?
			"$step->{file}:$step->{line}" : '';
		delete @{$step}{qw(file line)};
	}
	return;
}

sub _stepped {
	my ($file, $cpu, @labels) = @_;
	local @ENV{qw(TOUR_STEPS TOUR_WAYS)} = ($file, "@labels");
	my ($status, $text) = output(make('-s', 'gdb', 'PROGRAM=tour',
		"CPU=$cpu", 'APPEND=selftest=on init=tour',
		'GDB_ARGS=-batch -x tests/tools/tour.py'));
	die "gdb did not step through it: ", substr($text, -500), "\n"
		if $status or !-s $file;
	my $crossings = decode_json(slurp($file));
	$_->{cpu} = $cpu for @$crossings;
	return @$crossings;
}

# Boots and steps. Returns the crossings, each step explained.
sub tour_crossings {
	my $dir = tempdir(CLEANUP => 1);
	my @crossings;
	for (@machines) {
		my ($cpu, @labels) = @$_;
		push @crossings, _stepped("$dir/$cpu", $cpu, @labels);
	}
	_steps($_) for @crossings;
	return @crossings;
}

# The table of instructions by class in bench's README.md: { SYSCALL => { save
# => 23, ... }, 'SYSCALL, Linux' => ..., ... }.
sub path_classes {
	my ($page) = @_;
	my ($head, $rows) = $page =~ /^\| class \| (.*) \|\n.*\n((?:\|.*\n)+)/m
		or die "no table of classes\n";
	my @columns = split / \| /, $head;
	my %table;
	for (split /\n/, $rows) {
		my ($class, @counts) = /(\w+)/g;
		$table{$_}{$class} = shift @counts for @columns;
	}
	return \%table;
}

sub _json {
	my ($data) = @_;
	my $json = JSON::PP->new->canonical->ascii->encode($data);
	return $json =~ s/</\\u003c/gr; # no "</script>" in it
}

# The page: a template in which two lines are replaced by the data.
sub tour_page {
	my (@crossings) = @_;
	my %data = (crossings => _json(\@crossings),
		classes => _json(path_classes(slurp('ring3/bench/README.md'))));
	my $page = slurp('tests/tools/tour.html');
	for (sort keys %data) {
		$page =~ s/^const $_ = .*$/const $_ = $data{$_};/m
			or die "tour.html has no place for $_\n";
	}
	return $page;
}

1;
