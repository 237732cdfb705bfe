# SPDX-License-Identifier: BSD-2-Clause
#
# What tests/tools/mutants knows of mutants: which files have them, which tests
# judge one, which ones nothing can show (tests/mutants/equivalent), and the
# page of a run.
package Gatehouse::Mutants;
use strict;
use warnings;
use Exporter 'import';
use Gatehouse::Machine qw(build output slurp);
use Gatehouse::Source 'tokens';

our @EXPORT = qw(mutant_files host_tests boot_tests equivalents
	equivalent_files mutant_name mutants_page);

use constant ENOUGH => 95; # percent of what is not named equivalent

# The code that is entered, what it calls, and the loader. Not what judges
# itself: check/ and selftest/.
sub mutant_files {
	return grep { !m{^ring0/(?:check|selftest)/} }
		sort map { glob } qw(ring0/*.c ring0/*/*.[cS] efi/*.c
		efi/handover.S ring0/entry/entry.h ring0/lib/return_decision.h
		include/cpu_ops.h);
}

# The host tests of each file, as the compiler says what they are made of.
sub host_tests {
	my ($status, $rules) = output($ENV{CC} || 'gcc',
		qw(-MM -Iinclude -I. -w), '-I' . build('gen'),
		qw(-Iring0 -Iefi), glob 'tests/host/*_test.c');
	die "host tests: $rules" if $status;
	my %tests;
	for (split /\n(?=\S)/, $rules =~ s/\\\n//gr) {
		my ($test, @files) = split /[\s:]+/;
		$test =~ s/\.o$//;
		push @{ $tests{$_} }, $test
			for map { s{^\./|tests/host/\.\./\.\./}{}r } @files;
	}
	return \%tests;
}

# Pairs of a pattern of mutants, "FILE, PLACE: WHAT", and the tests that they
# are known to need; what boots every program comes first.
sub boot_tests {
	my ($mutant) = @_;
	my $name = "$mutant->{file}, $mutant->{place}: $mutant->{what}";
	my @tests;
	for (grep { /^[^#]/ } split /\n/, slurp('tests/mutants/tests')) {
		my ($pattern, @names) = split;
		push @tests, @names if $name =~ m{^$pattern};
	}
	my %seen;
	return grep { !$seen{$_}++ } @tests;
}

# Those that nothing can show: "FILE, PLACE: WHAT", and why, indented.
sub equivalents {
	my %why;
	for (split /\n(?=\S)/, slurp('tests/mutants/equivalent')) {
		next if /^#/;
		my ($mutant, $why) = /^(\S.*?)\n((?:\s+\S.*\n?)+)/ or
			die "tests/mutants/equivalent: no reason: $_\n";
		$why{ name_tokens($mutant) } = join ' ', split ' ', $why;
	}
	return %why;
}

# The files that they are in.
sub equivalent_files {
	return slurp('tests/mutants/equivalent') =~ /^([^#\s][^,\n]*), /mg;
}

sub name_tokens { return join ' ', map { $_->[0] } tokens($_[0]) }

sub mutant_name {
	my ($mutant) = @_;
	return name_tokens("$mutant->{file}, $mutant->{place}: " .
		$mutant->{what});
}

sub _row {
	my ($mutant, @more) = @_;
	my $what = $mutant->{what} =~ s/\|/\\|/gr;
	return "| $mutant->{file}:$mutant->{line} | $mutant->{place} | " .
		join(' | ', "`$what`", @more) . " |\n";
}

# { text, summary, good }
sub mutants_page {
	my (@mutants) = @_;
	my %why = equivalents();
	my (%of, %file);
	for (@mutants) {
		my $verdict = $_->{verdict};
		$verdict = 'named' if $verdict eq 'survived' and
			$why{ mutant_name($_) };
		push @{ $of{$verdict} }, $_;
		$file{ $_->{file} }{$verdict}++;
	}
	my ($killed, $survived, $named, $same, $unbuilt) =
		map { scalar @{ $of{$_} // [] } }
			qw(killed survived named same unbuilt);
	my $judged = $killed + $survived;
	my $rate = $judged ? 100 * $killed / $judged : 100;
	my $summary = sprintf '%d of %d killed, %.1f %%; %d named equivalent',
		$killed, $judged, $rate, $named;
	my $text = "# Mutants\n\n$summary.\n\nNot counted: $same that make " .
		"the same image, $unbuilt that do not build.\n\n" .
		"| file | killed | survived | named | same | unbuilt |\n" .
		"| --- | --- | --- | --- | --- | --- |\n";
	for my $file (sort keys %file) {
		$text .= "| $file | " . join(' | ', map { $_ // 0 }
			@{ $file{$file} }{qw(killed survived named same
			unbuilt)}) . " |\n";
	}
	$text .= "\n## Survived\n\n| where | in | what |\n" .
		"| --- | --- | --- |\n" .
		join '', map { _row($_) } @{ $of{survived} // [] };
	$text .= "\n## Nothing can show it\n\n| where | in | what | why |\n" .
		"| --- | --- | --- | --- |\n" .
		join '', map { _row($_, $why{ mutant_name($_) }) }
			@{ $of{named} // [] };
	$text .= "\n## Killed\n\n| where | in | what | by |\n" .
		"| --- | --- | --- | --- |\n" . join '', map {
			_row($_, '`' . $_->{by} =~ s/\|/\\|/gr . '`')
		} @{ $of{killed} // [] };
	return { text => $text, summary => $summary, good => $rate >= ENOUGH };
}

1;
