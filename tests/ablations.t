#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# Each ablation applies to the tree as it is and has a whole header, and each
# row of the table has its ablation. Boots nothing: "make ablate" shows what
# fails.
use strict;
use warnings;
use File::Temp 'tempdir';
use Test::More;
use lib 'tests/lib';
use Gatehouse::Ablation;
use Gatehouse::Machine;

my $table = slurp('tests/ablations/README.md');
my %row = map { $_ => 1 } $table =~ /^\| \[([\w-]+)\]\(\1\.ablation\) \|/mg;
my @ablations = sort glob 'tests/ablations/*.ablation';
cmp_ok scalar @ablations, '>=', 30, 'there are some';
for my $path (@ablations) {
	my ($name) = $path =~ m{([^/]+)\.ablation$};
	my $ablation = eval { Gatehouse::Ablation->new($path) };
	is $@, '', "$name: says all that one must";
	my %text = eval { $ablation ? $ablation->applied('.') : () };
	is $@, '', "$name: applies in one place each";
	my @same = grep { $text{$_} eq slurp($_) } keys %text;
	is "@same", '', "$name: changes what it names";
	delete $row{$name};
}
is join(' ', sort keys %row), '', 'there is a file for each row';

# Applies an ablation's edits to a text. Returns why they do not apply, or ''.
sub edited {
	my ($edits, $text) = @_;
	my $dir = tempdir(CLEANUP => 1);
	spew("$dir/x.c", $text);
	my $path = spew("$dir/x.ablation", "defence: a\nwithout: b\n" .
		"machine: c\nrun: d\nred: e\n\nfile: x.c\n$edits");
	my %text = eval { Gatehouse::Ablation->new($path)->applied($dir) };
	return $text{'x.c'} // $@ =~ s/^\S+ //r;
}

my $c = "int f(void);\nint f(void)\n{\n\ta(1); /* a */\n\tb(1);\n}\n\n" .
	"int g(void)\n{\n\tb(1);\n\tb(1);\n\tc(\"b(1);\");\n}\n";
is edited("in: f\n-b( 1 ); /* why */\n+b(2);\n", $c),
	$c =~ s/b\(1\)/b(2)/r, 'by tokens, in the function that it names';
is edited("-a(1);\n\n-c(\"b(1);\");\n+c(0);\n", $c),
	$c =~ s/a\(1\);//r =~ s/"b\(1\);"/0/r, 'two edits, one a deletion';
is edited("in: g\n b(1);\n-b(1);\n c(\"b(1);\");\n", $c),
	$c =~ s/\tb\(1\);(?=\n\tc)/\t/r, 'between lines that stay';
is edited("in: f\n a(1);\n+\tx();\n", $c),
	$c =~ s/a\(1\);/a(1);\n\tx();/r, 'only added, after a line';
like edited("in: g\n-b(1);\n", $c), qr/^x\.c, g has these lines 2 times/,
	'lines that are there twice: says so';
like edited("in: g\n-a(1);\n", $c), qr/^x\.c, g has these lines 0 times/,
	'lines that are gone: says so';
like edited("in: h\n-a(1);\n", $c), qr/^0 places are called x\.c, h/,
	'a function that is gone: says so';
like edited("in: f\n*a(1);\n", $c), qr/^not a line of an edit: \*a/,
	'a line without its sign: says so';
done_testing;
