# SPDX-License-Identifier: BSD-2-Clause
#
# The entry code of ring0.elf as the linker left it, one instruction at a time,
# and ring0.elf without each: a macro's line is there once for each of its uses.
# tests/mutants/entry-code notes what was red without it.
package Gatehouse::EntryCode;
use strict;
use warnings;
no warnings 'portable'; # addresses have 64 bits
use Digest::SHA 'sha1_hex';
use Exporter 'import';
use List::Util qw(max min);
use Gatehouse::Machine;
use Gatehouse::Mutants;

our @EXPORT = qw(entry_functions entry_instructions instruction_mutants
	entry_place entry_notes note_entry_code notes_by_address);

use constant PAGE => 4096;

# Where control comes in and leaves. Not the stubs of the vectors, which are
# alike: the mutants of their source change all at once.
my @functions = qw(entry_SYSCALL_64 entry_SYSCALL_compat entry_SYSENTER_64
	entry_SYSENTER_compat entry_int80 return_iret return_by_iret
	entry_exception entry_paranoid entry_nmi enter_task leave_task);

sub entry_functions { return @functions }

sub _said {
	my (@command) = @_;
	my ($status, $text) = output(@command);
	die "@command: $text\n" if $status;
	return $text;
}

# What there is of a function, but for the bytes that align it: a list of
# { address, offset (in the function), bytes, text }.
sub entry_instructions {
	my ($elf, $function) = @_;
	my ($address, $length) = _said('nm', '-S', $elf) =~
		/^(\w+) (\w+) \w $function$/m or die "$elf: no $function\n";
	my $start = hex $address;
	my $text = _said(qw(objdump -d --insn-width=16),
		"--start-address=0x$address",
		'--stop-address=' . ($start + hex $length), $elf);
	my @instructions;
	while ($text =~ /^([0-9a-f]+):\t((?:[0-9a-f]{2} )+) *\t(.*?) *$/mg) {
		my ($at, $bytes, $instruction) = (hex $1, $2, $3);
		$instruction =~ s/\b[0-9a-f]{8,} <([\w.]+)(?:\+\w+)?>/$1/;
		$instruction =~ s/\s+/ /g;
		push @instructions, { address => $at, offset => $at - $start,
			bytes => pack('H*', $bytes =~ s/ //gr),
			text => $instruction };
	}
	return @instructions;
}

# Returns a function: where the file has what is loaded at an address, and where
# in the file that page begins, as far as it is of one section, and its length.
sub _file_offset {
	my ($elf) = @_;
	my $table = _said(qw(readelf -SW), $elf);
	my @sections;
	push @sections, [hex $1, hex $2, hex $3]
		while $table =~ / PROGBITS +(\w{16}) (\w+) (\w+) /g;
	return sub {
		my ($address) = @_;
		my ($in) = grep { $address >= $_->[0] and
			$address < $_->[0] + $_->[2] } @sections;
		my $offset = $address - $in->[0] + $in->[1];
		my $first = max($address - $address % PAGE, $in->[0]);
		my $end = min($address - $address % PAGE + PAGE,
			$in->[0] + $in->[2]);
		return wantarray ? ($offset, $offset - ($address - $first),
			$end - $first) : $offset;
	};
}

# { address of a NOP that becomes STAC or CLAC when ring 0 starts => address of
# the instruction that is written there }: struct code_site.
sub _smap_sites {
	my ($elf, $place) = @_;
	my ($start, $end) = map {
		_said('nm', $elf) =~ /^(\w+) R __smap_sites_$_$/m ? hex $1 : die
	} qw(start end);
	my $file = slurp($elf);
	my %site;
	for (my $at = $start; $at < $end; $at += 8) {
		my $to = unpack 'l<', substr $file, scalar $place->($at), 4;
		$site{$at + $to} = $at + 4;
	}
	return \%site;
}

# (address, bytes): what comes instead of an instruction, NOPs, or for STAC and
# CLAC a NOP of their length in the table; undef for what is never executed: a
# NOP that aligns, and INT3 (HAZARD sls), which tests/nospec.t looks for.
sub _without {
	my ($instruction, $sites) = @_;
	my $length = length $instruction->{bytes};
	my $site = $sites->{ $instruction->{address} };
	return ($site, "\x0f\x1f\0\0") if $site;
	return if $instruction->{text} =~ /^(?:(?:\w+ )?nop|int3)/;
	return ($instruction->{address}, "\x90" x $length);
}

# ring0.elf without each instruction. The key is known again as long as the
# function has the same instructions.
sub instruction_mutants {
	my $elf = build('ring0.elf');
	my $place = _file_offset($elf);
	my $sites = _smap_sites($elf, $place);
	my @mutants;
	for my $function (@functions) {
		my @all = entry_instructions($elf, $function);
		my $digest = sha1_hex(map { "$_->{text}\n" } @all);
		for (@all) {
			my ($address, $text) = _without($_, $sites);
			next if !defined $address;
			my ($at, $page, $size) = $place->($address);
			push @mutants, { file => 'ring0.elf',
				place => $function, offset => $at,
				page => $page, page_size => $size,
				line => sprintf('+0x%x', $_->{offset}),
				what => "without: $_->{text}",
				length => length $text, text => $text,
				key => sha1_hex("$digest $_->{offset}"),
			};
		}
	}
	return @mutants;
}

use constant NOTES => 'tests/mutants/entry-code';
use constant NOTES_HEAD => <<'END';
# SPDX-License-Identifier: BSD-2-Clause
#
# What is red without each instruction of the entry code: the function, the
# offset in it, the instruction, and the first red line. "make mutants" writes
# it, and "make listing" reads it. An instruction that is not here has not been
# run since its function was changed.
END

# What names one: "entry_nmi+0x3: push %rax". Numbers in an instruction change
# with what is not the entry code's: the calls that there are, a struct.
sub _place {
	my ($function, $offset, $text) = @_;
	return "$function$offset: " . $text =~ s/-?0x[0-9a-f]+/N/gr;
}

sub entry_place {
	my ($mutant) = @_;
	return _place(@$mutant{qw(place line)},
		$mutant->{what} =~ s/^without: //r);
}

# { place => what is red }
sub entry_notes {
	return slurp(NOTES) =~ /^(\w+\+0x\w+: [^|]*?) +\| (.*)$/mg;
}

# Brings the file up to date: $known has, by mutants' keys, how they ended. What
# is not in the code any more goes.
sub note_entry_code {
	my ($known) = @_;
	my %why = equivalents();
	my %all = entry_notes();
	my @rows;
	for (instruction_mutants()) {
		my $place = entry_place($_);
		my $end = $known->{ $_->{key} };
		my $red = $end ? $end->{by} // $why{ mutant_name($_) } //
			'nothing' : $all{$place};
		push @rows, sprintf "%-60s | %s\n", $place, $red
			if defined $red;
	}
	spew(NOTES, NOTES_HEAD . join '', @rows) if @rows;
	return;
}

# { address => what is red }
sub notes_by_address {
	my %noted = entry_notes();
	my $elf = build('ring0.elf');
	my %red;
	for my $function (@functions) {
		for (entry_instructions($elf, $function)) {
			my $place = _place($function,
				sprintf('+0x%x', $_->{offset}), $_->{text});
			$red{ $_->{address} } = $noted{$place};
		}
	}
	return \%red;
}

1;
