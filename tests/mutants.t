#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# What makes mutants: of a small C file and a small assembly file, just these;
# each name of tests/mutants/equivalent is one; and what a run's results come to
# on the page. Boots nothing: "make mutants" shows what survives.
use strict;
use warnings;
use File::Temp 'tempdir';
use JSON::PP;
use Test::More;
use lib 'tests/lib';
use Gatehouse::EntryCode;
use Gatehouse::Machine;
use Gatehouse::Mutants;
use Gatehouse::Paused;
use Gatehouse::Versions;

plan skip_all => 'python3-clang is missing: make deps'
	if !-d '/usr/lib/python3/dist-packages/clang';
my $dir = tempdir(CLEANUP => 1);

sub listed {
	my (@files) = @_;
	my ($status, $output) = output('/usr/bin/python3',
		'tests/tools/mutants-list', @files);
	is $status, 0, "@files[0 .. 0]: is read" or diag $output;
	return map { decode_json($_) } split /\n/, $output;
}

# Each mutant as the text that it makes of the file's.
sub texts {
	my ($name, $text) = @_;
	my $path = spew("$dir/$name", $text);
	return map {
		my $changed = $text;
		substr $changed, $_->{offset}, $_->{length}, $_->{text};
		$changed
	} listed($path);
}

my $c = <<'C';
int f(int, int);
#define LIMIT (1 << 3)
int g(int a, int b)
{
	if (a < b) /* a < 1 */
		f(a, b);
	return !a;
}
int h(void)
{
	int x = LIMIT;

	asm("nop\n" "cld\n");
	return x ? 0 : -5;
}
C
my @by_hand = map { my ($old, $new) = @$_; $c =~ s/\Q$old\E/$new/r } (
	['a < b) /*', '!(a < b)) /*'], ['a < b) /*', 'a <= b) /*'],
	['f(a, b);', ';'], ['f(a, b);', 'f(b, a);'],
	['return !a', 'return 0'], ['return !a', 'return  a'],
	['x ? 0 : -5', '0'], ['x ? 0', '!(x) ? 0'], ['? 0', '? 1'],
	[': -5', ':  5'], ['-5', '-(5 + 1)'],
	['asm("nop\n" "cld\n");', ';'], ['"nop\n"', '""'], ['"cld\n"', '""'],
);
is_deeply [sort(texts('a.c', $c))], [sort @by_hand], 'C: just these';

my $s = <<'S';
/* pushq here
 */
ENTRY f
	pushq	%rax		/* a */
	pushq	$5
	je	.Lf
	.cfi_endproc
.Lf:
	movl	PT_CS(%rsp), %eax
END f
S
@by_hand = map { my ($old, $new) = @$_; $s =~ s/\Q$old\E/$new/r } (
	["pushq\t%rax", ''], ["pushq\t\$5", ''], ["je\t.Lf", ''],
	["movl\tPT_CS(%rsp), %eax", ''], ['$5', '$((5) ^ 1)'],
	['$5', '$((5) ^ 8)'], ["je\t.Lf", "jne\t.Lf"],
	['PT_CS(', 'PT_CS + 8('],
	["pushq\t%rax\t\t/* a */\n\tpushq\t\$5",
	 "pushq\t\$5\t\t/* a */\n\tpushq\t%rax"],
);
is_deeply [sort(texts('a.S', $s))], [sort @by_hand], 'assembly: just these';

# ring0.elf less an instruction: each of the entry code's is there.
my %less;
push @{ $less{$_->{place}} }, $_ for instruction_mutants();
is_deeply [sort keys %less], [sort(entry_functions())],
	'each function of the entry code has mutants';
my $elf = slurp(build('ring0.elf'));
for my $function (entry_functions()) {
	my $end = 0;
	$end = $_->{offset} == $end ? $end + length $_->{bytes} : -1
		for entry_instructions(build('ring0.elf'), $function);
	cmp_ok $end, '>', 0, "$function: its instructions adjoin";
}
cmp_ok scalar(grep { $_->{text} =~ /^[^\x90]/ } map { @$_ } values %less),
	'>', 0, 'of those with CLAC or STAC, what ring 0 writes there';
is scalar(grep { $_->{length} != length $_->{text} or
	substr($elf, $_->{offset}, $_->{length}) eq $_->{text} }
	map { @$_ } values %less), 0, 'each changes the file';

# A machine's memory with one of them: where it runs, not where it came from.
spew("$dir/from.ram", 'PAGE-memory-PAGE');
ok paused_with("$dir/from", "$dir/to", 'PAGE', 1, 'xx'), 'the page is there';
is slurp("$dir/to.ram"), 'PAGE-memory-PxxE', 'and changed in its last place';
ok !paused_with("$dir/from", "$dir/to", 'none', 1, 'xx'), 'another is not';

# What is noted of them, for ring0/crossings.md, is noted of this code.
my %noted = entry_notes();
my %code = map { $_ => 1 } map { entry_place($_) } map { @$_ } values %less;
SKIP: {
	skip 'another assembler built it', 1 if !has_trait('pages-compiler');
	is join("\n", grep { !$code{$_} } sort keys %noted), '',
		'each that tests/mutants/entry-code names is there';
}
ok length $noted{$_}, "$_: says what is red" for sort keys %noted;

# Only the files that are named have to be read.
my %why = equivalents();
my %files = map { s/ .*//r => 1 } equivalent_files();
my %there = map { mutant_name($_) => 1 }
	%files ? listed(sort keys %files) : ();
is join("\n", grep { !$there{$_} } sort keys %why), '',
	'each that is named equivalent is a mutant';
ok length $why{$_} > 20, "$_: says why" for sort keys %why;

my %mutant = (file => 'a.c', line => 1, place => 'f', what => 'remove: x');
my $page = mutants_page((map { { %mutant, verdict => 'killed', by => 'a.t' } }
	1 .. 19), { %mutant, verdict => 'survived' },
	{ %mutant, verdict => 'same' }, { %mutant, verdict => 'unbuilt' });
is $page->{summary}, '19 of 20 killed, 95.0 %; 0 named equivalent',
	'what is the same, or not built, does not count';
ok $page->{good}, '95 % are enough';
like $page->{text}, qr/^## Survived\n\n.*\n.*\n\| a\.c:1 \| f \|/m,
	'the page names what survived';
$page = mutants_page({ %mutant, verdict => 'survived' });
ok !$page->{good}, 'less are not';
done_testing;
