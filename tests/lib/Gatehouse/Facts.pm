# SPDX-License-Identifier: BSD-2-Clause
#
# Reads the checks in one log of init=check, strictly: ring0/check/README.md
# has the format. A log that is broken, cut short or of something else is an
# error (die) that names the log and the place.
package Gatehouse::Facts;
use strict;
use warnings;
no warnings 'portable'; # values of 64 bits
use Gatehouse::Log;

use constant ID => qr/F-\d{3}(?:\.\w+)*/;
# These run only where an option asks for them: they may end the machine.
use constant RISKY => qr/^F-4\d\d\b/;
use constant NAME => qr/[a-z]\w*(?:\.\w+)?/;
use constant COUNTED => qw(conform deviate skip unsettled);

# What the log's total of a verdict is called.
my %total_of = (conforms => 'conform', deviates => 'deviate',
	skipped => 'skip', unsettled => 'unsettled');

# {name} as given; {vendor}, {model}: the CPU's. {checks}: in order, each with
# {id}, {title}, {verdict} (conforms, deviates, skipped, unsettled), {source} or
# {why} (skipped), {saw} unless skipped, {done} and {want} where it deviates,
# and {judged}: the words of {saw} that {want} is about.
sub new {
	my ($class, $raw, $name) = @_;
	my $self = bless { name => $name, checks => [], by_id => {},
		at => 'its start' }, $class;
	my @lines = split /\n/, $self->_text($raw);
	$self->_cpu(@lines);
	$self->_line($_) for @lines;
	$self->_totals(@lines);
	return $self;
}

# Of the head of a log and of lines of checks, put together from several boots.
sub parts {
	my ($class, $head, $text, $name) = @_;
	my $self = bless { name => $name, checks => [], by_id => {},
		at => 'its start' }, $class;
	$self->_cpu(split /\r*\n/, $head);
	$self->_line($_) for split /\n/, $text;
	return $self;
}

sub read_file {
	my ($class, $path) = @_;
	open my $file, '<:raw', $path or die "$path: $!\n";
	local $/;
	return $class->new(scalar(<$file>) // '', $path);
}

sub _error {
	my ($self, @words) = @_;
	die join('', "$self->{name}: ", @words), "\n";
}

# Gatehouse's own part, in which there is no fault. What make or a terminal
# left around it, and what line ends it has, do not matter.
sub _text {
	my ($self, $raw) = @_;
	my $start = Gatehouse::Log::START_LINE;
	my $end = Gatehouse::Log::END_LINE;
	$raw =~ s/\r*\n/\r\n/g;
	$raw =~ /$start/ or $self->_error(
		"no line '# gatehouse VERSION: start', so no log of Gatehouse");
	$raw =~ s/^(# gatehouse: end: \w+\r\n).*\z/$1/ms
		or $self->_error("has no end: it stops at ", _last($raw));
	my $log = Gatehouse::Log->new("\r\n$raw", may_follow_noise => 1);
	$self->_error($log->{faults}[0]) if @{ $log->{faults} };
	return $log->{text};
}

# The last check that was begun.
sub _last {
	my ($raw) = @_;
	my @begun = $raw =~ /^  # (@{[ID]})(?: \w+:.*)?\r$/mg;
	return $begun[-1] // 'a place before the checks';
}

sub _cpu {
	my ($self, @lines) = @_;
	my @cpu = map { /^# cpu: (.*)/ ? $1 : () } @lines;
	@cpu >= 2 or $self->_error("no '# cpu:' lines");
	($self->{vendor}) = split / /, $cpu[0];
	$self->{model} = $cpu[1];
	return;
}

sub _line {
	my ($self, $line) = @_;
	if ($line =~ /^  # (@{[ID]})$/) {
		$self->{at} = $1;
	} elsif ($line =~ /^  # (@{[ID]}) (done|want|saw): (.*)$/) {
		$self->_error("$1: a second '$2:'")
			if defined $self->{part}{$1}{$2};
		$self->{part}{$1}{$2} = $3;
	} elsif ($line =~ /^  (not )?ok \d+ - (@{[ID]}) (.*?) # (\S.*)$/) {
		$self->_result($2, !$1, $3, $4);
	} elsif ($line =~ /^  (?:not )?ok \d+ - F-/) {
		$self->_error("after $self->{at}: no result of a check: $line");
	}
	return;
}

sub _result {
	my ($self, $id, $ok, $title, $note) = @_;
	my %check = (id => $id, title => $title, source => $note,
		verdict => $ok ? 'conforms' : 'deviates',
		%{ delete $self->{part}{$id} // {} });
	$self->{at} = $id;
	$self->_error("$id: a second result") if $self->{by_id}{$id};
	if ($ok and $note =~ s/^SKIP //) {
		@check{qw(verdict why)} = ('skipped', $note);
		delete $check{source};
	} elsif ($ok and $check{source} =~ s/^unsettled: //) {
		$check{verdict} = 'unsettled';
	}
	$self->_parts(\%check);
	push @{ $self->{checks} }, \%check;
	$self->{by_id}{$id} = \%check;
	return;
}

# Just the lines that its verdict asks for. The last result has none: F-000 is
# about no code.
sub _parts {
	my ($self, $check) = @_;
	my ($id, $verdict) = @$check{qw(id verdict)};
	return if $id eq 'F-000';
	my %need = (skipped => '', conforms => 'saw', unsettled => 'done saw',
		deviates => 'done saw want');
	my $has = join ' ', grep { defined $check->{$_} } qw(done saw want);
	$need{$_} = 'done saw want' for $id =~ RISKY ? qw(conforms) : ();
	$self->_error("$id: $verdict, but its lines are '$has'")
		if $has ne $need{$verdict};
	$check->{judged} = $self->_judged($check) if $verdict eq 'deviates';
	return;
}

# "name=value" words to a hash; "name&mask=value" keeps its mask in the name.
sub _words {
	my ($self, $id, $text) = @_;
	my @words = map {
		/^(@{[NAME]}(?:&0x[\da-f]+)?)=(\S+)$/
			or $self->_error("$id: no 'name=value': $_");
		[$1, $2]
	} split / /, $text;
	return @words;
}

# Of what was seen, what was judged, in the form of "want:". Of a check that
# ended the machine, that is all.
sub _judged {
	my ($self, $check) = @_;
	my $id = $check->{id};
	my %saw = map { @$_ } $self->_words($id, $check->{saw});
	return $check->{saw} if keys %saw == 1 and $id =~ RISKY;
	return join ' ', map {
		my ($name, $mask) = split /&/, $_->[0];
		my $value = $saw{$name} // $self->_error(
			"$id: wants $name, which 'saw:' does not have");
		$mask ? sprintf("%s&%s=%#x", $name, $mask,
				hex($value) & hex $mask) =~ s/=0x0$/=0/r :
			"$name=$value"
	} $self->_words($id, $check->{want});
}

# The log's own count; F-000, the last, is in it only when it deviates.
sub _totals {
	my ($self, @lines) = @_;
	@{ $self->{checks} }
		or $self->_error('no results of init=check in it');
	my %count = map { $_ => 0 } COUNTED;
	for (@{ $self->{checks} }) {
		$count{$total_of{$_->{verdict}}}++
			unless $_->{id} eq 'F-000' and
				$_->{verdict} eq 'conforms';
	}
	my $right = '# ' . join ' ', map { "$_:$count{$_}" } COUNTED;
	my @totals = grep { /^  # conform:/ } @lines;
	$self->_error(scalar @totals, ' lines of totals, not one')
		if @totals != 1;
	$self->_error("'$totals[0]', but it is '$right'")
		if $totals[0] ne "  $right";
	return;
}

1;
