#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# The man pages: they are written, rendered without a warning, and what they say
# is so. Each error of each call is one that a program gets, each row of walk
# that a page names is in its log and is ok, and each test is there.
use strict;
use warnings;
use Test::More;
use lib 'tests/lib';
use Gatehouse::Image;
use Gatehouse::Machine;
use Gatehouse::ManSource;
use File::Temp 'tempdir';

my $dir = tempdir(CLEANUP => 1);
my ($status, $output) = output(make('-s', 'man'));
is $status, 0, 'make man' or diag $output;
my @pages = map { build("man/$_") }
	qw(gatehouse.7 gatehouse-calls.2 gatehouse-entry.7);
my %text;

# A page with a date would be another one each day.
for my $page (@pages) {
	my $name = $page =~ s{.*/}{}r;
	is +(output(qw(groff -ww -man -Tutf8 -z), $page))[1], '',
		"$name: groff warns of nothing";
	is join('', grep { !/missing date/ } split /^/,
		(output(qw(mandoc -T lint -W warning), $page))[1]), '',
		"$name: nor does mandoc";
	($status, $output) = output('env', 'MANWIDTH=1000', 'LC_ALL=C', 'man',
		'--warnings=w', '-P', 'cat', '-l', $page);
	is $status, 0, "$name: man -l shows it";
	unlike $output, qr/^\S*(?:man|troff|<standard input>): /m,
		"$name: without a warning";
	$text{$name} = $output =~ s/.\x08//gr;
}

# --- gatehouse(7): the options that ring 0 knows ---

my %known = map { $_ => 1 } map { slurp($_) =~ /^\t\{ "(\w+)", set_\w+/mg }
	glob 'ring0/log/*.c';
$known{$_} = 1 for qw(console earlycon);
cmp_ok scalar keys %known, '>', 10, 'ring 0 has a table of options';
my ($options) = $text{'gatehouse.7'} =~ /^OPTIONS\n(.*?)^EXIT/ms;
for (sort keys %known) {
	like $options, qr/^ +(?:.*[,;] )?$_(?:=|\b)/m,
		"gatehouse(7) has the option $_";
}

# --- gatehouse-calls(2): calls, their numbers, and their errors ---

my $program = "$dir/errors";
($status, $output) = output(qw(gcc -O1 -Wall -Werror -static -o), $program,
	'tests/programs/errors.c');
is $status, 0, 'the program is built' or diag $output;
my $run = boot(args => ['-device', 'ide-hd,drive=disk,bootindex=0'],
	drive => esp_image(
	'gatehouse.cfg' => "trace=strace,16M init=errors\n",
	'initramfs.cpio' => cpio(['errors', slurp($program)],
		['etc/text', "text\n", mode => 0100644],
		['etc/link', 'text', mode => 0120777],
		['etc/loop', 'loop', mode => 0120777])));
my %happens;
for ($run->{debugcon} =~ /^# trace: \S+ +\S+ +(.*?)\r?$/mg) {
	$happens{"$1 $2"} = 1 if /^(\w+)\(.*= (?:-1|\d+) (E\w+) \(/;
}
my @all = calls();
cmp_ok scalar @all, '>', 60, 'there are calls';
# One handler may have another name in the i386 table.
my %names;
push @{ $names{ $_->{entry} } }, $_->{name} for @all;
my ($named) = $text{'gatehouse-calls.2'} =~ /^CALLS\n(.*?)^GATEHOUSE/ms;
for my $call (@all) {
	my $name = $call->{name};
	my ($item) = $named =~ /^ +\Q$name\E\((?:.*\n){1}(.*)$/m;
	ok defined $item, "$name is on the page" or next;
	for my $table (grep { defined $call->{$_} } 'x86-64', 'i386') {
		my $number = "$call->{$table} in the $table table";
		like $named, qr/^ +$name\(.*\n.*\b\Q$number\E/m,
			"$name: its number for $table";
	}
	next if !@{ $call->{errors} };
	like $named, qr/^ +$name\(.*\n.*Errors: @{ $call->{errors} }\.$/m,
		"$name: its errors";
	for my $error (@{ $call->{errors} }) {
		ok scalar(grep { $happens{"$_ $error"} }
			@{ $names{ $call->{entry} } }),
			"$name: $error happens";
	}
}

# And none that happens is left out. EMFILE is of all that open.
my %told = (map { my $call = $_; map { ("$call->{name} $_" => 1) }
	@{ $call->{errors} } } @all);
is_deeply [grep { !$told{$_} && !/^dup EMFILE|^syscall_| ENOSYS$/ }
	sort keys %happens], [], 'and no other error does';

# --- gatehouse-entry(7): rows of walk, and tests ---

my %ok;
for my $cpu ('Skylake-Client', 'EPYC') {
	my $log = boot(cpu => $cpu, append => 'selftest=on init=walk:quiet')
		->{debugcon} =~ s/\r//gr;
	$ok{$1} = 1 while $log =~ /^  ok \d+ - (.*?)$/mg;
}
my %rows = map { $_ => 1 } $text{'gatehouse-entry.7'} =~ /row "(.*?)" of walk/g;
cmp_ok scalar keys %rows, '>', 10, 'rows of walk are named';
for my $row (sort keys %rows) {
	ok $ok{$row}, "walk: $row";
}
for my $test (map { m{\b(tests/[\w/-]+\.[tc])\b}g } values %text) {
	ok -e $test, "$test is there";
}
for my $gate (gates()) {
	like $text{'gatehouse-entry.7'}, qr/\QArguments in @{
		$gate->{arguments} }.\E/, "$gate->{name}: its arguments";
}
done_testing;
