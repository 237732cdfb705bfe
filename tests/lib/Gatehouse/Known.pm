# SPDX-License-Identifier: BSD-2-Clause
#
# Reads and writes a list of known deviations, tests/known/*.list, and judges a
# log's checks against it. ring0/check/README.md has the format. A bad list is
# an error (die) that names the file and the line.
package Gatehouse::Known;
use strict;
use warnings;
use Gatehouse::Facts;

use constant EVIDENCE => qw(where what upstream);
use constant KEYS => ('vendor', 'seen', EVIDENCE, 'like');
use constant TAB => 8;
use constant COLUMNS => 80;
use constant NOT_LOOKED_UP => 'not looked up';

# {head}: its comment; {machine}, {version}: of the emulator; {entries}: in
# order, each with {id}, {line}, {seen}, and {vendor} if it is for one alone;
# and either {where}, {what} and {upstream}, or {like}, the id that has them.
sub read_file {
	my ($class, $path) = @_;
	open my $file, '<', $path or die "$path: $!\n";
	my $self = bless { path => $path, head => '', entries => [] }, $class;
	while (my $line = <$file>) {
		$self->{line} = $.;
		chomp $line;
		$self->_line($line);
	}
	$self->{$_} // $self->_error("no '$_:' line") for qw(machine version);
	$self->_entry($_) for @{ $self->{entries} };
	return $self;
}

# The list of an emulator that has none: nothing is known.
sub none {
	my ($class) = @_;
	return bless { head => '', entries => [] }, $class;
}

sub _error {
	my ($self, $what) = @_;
	die "$self->{path}: line $self->{line}: $what\n";
}

sub _line {
	my ($self, $line) = @_;
	my $last = $self->{entries}[-1];
	if ($line =~ /^#/) {
		$self->_error("a comment after the head") if $last;
		$self->{head} .= "$line\n";
	} elsif ($line =~ /^(machine|version): (\S.*)$/ and !$last) {
		$self->{$1} = $2;
	} elsif ($line =~ /^(@{[Gatehouse::Facts::ID]})$/) {
		push @{ $self->{entries} }, { id => $1,
			line => $self->{line} };
	} elsif ($line =~ /^\t(\w+): (\S.*)$/ and $last) {
		$self->_error("unknown: $1") if !grep { $_ eq $1 } KEYS;
		$self->_error("a second '$1:'") if defined $last->{$1};
		$last->{$self->{key} = $1} = $2;
	} elsif ($line =~ /^\t\t(\S.*)$/ and $last and $self->{key}) {
		$last->{$self->{key}} .= " $1";
	} elsif ($line ne '') {
		$self->_error("neither an id, nor 'key: value': $line");
	}
	return;
}

# Refuses an entry that is incomplete, or not the only one of its id and vendor.
sub _entry {
	my ($self, $entry) = @_;
	my ($id, $like) = @$entry{qw(id like)};
	$self->{line} = $entry->{line};
	$self->_error("$id: no 'seen:'") if !defined $entry->{seen};
	my @evidence = grep { defined $entry->{$_} } EVIDENCE;
	if (defined $like) {
		$self->_error("$id: 'like: $like' and '$evidence[0]:'")
			if @evidence;
		$self->_error("$id: like $like, which has no evidence")
			if !grep { $_->{id} eq $like and defined $_->{where} }
				@{ $self->{entries} };
	} elsif (@evidence != EVIDENCE) {
		$self->_error("$id: not all of '@{[EVIDENCE]}', nor 'like'");
	}
	my @same = grep { $_->{id} eq $id and
		(!$_->{vendor} or !$entry->{vendor} or
		 $_->{vendor} eq $entry->{vendor}) } @{ $self->{entries} };
	$self->_error("$id: listed twice") if @same != 1;
	return;
}

# The entry that is about this fact on a CPU of this vendor.
sub entry {
	my ($self, $id, $vendor) = @_;
	my ($entry) = grep { $_->{id} eq $id and
		($_->{vendor} // $vendor) eq $vendor } @{ $self->{entries} };
	return $entry;
}

# The entry that has its evidence: this one, or the one that it is like.
sub evidence {
	my ($self, $entry) = @_;
	return $entry if !defined $entry->{like};
	my ($other) = grep { $_->{id} eq $entry->{like} and
		defined $_->{where} } @{ $self->{entries} };
	return $other;
}

# A check's verdict, judged against the list.
sub verdict {
	my ($self, $facts, $check) = @_;
	my $verdict = $check->{verdict};
	my $entry = $self->entry($check->{id}, $facts->{vendor});
	return $verdict if !$entry or $verdict !~ /^(?:conforms|deviates)$/;
	return 'now conforms' if $verdict eq 'conforms';
	return 'known deviation' if $check->{judged} eq $entry->{seen};
	return 'deviates otherwise';
}

# The ids of the deviations that are just as listed.
sub known_deviations {
	my ($self, $facts) = @_;
	return map { $_->{id} } grep {
		$self->verdict($facts, $_) eq 'known deviation'
	} @{ $facts->{checks} };
}

# A line for each fact about which the list and the log disagree.
sub disagreements {
	my ($self, $facts) = @_;
	my @wrong;
	for my $check (@{ $facts->{checks} }) {
		my $verdict = $self->verdict($facts, $check);
		next if $verdict !~ /^(?:now conforms|deviates.*)$/;
		my $entry = $self->entry($check->{id}, $facts->{vendor});
		push @wrong, "$check->{id}: $verdict" .
			($check->{judged} ? "; saw $check->{judged}" : '') .
			($entry ? "; listed $entry->{seen}" : '');
	}
	push @wrong, map { "$_: listed, but not checked" }
		grep { !$facts->{by_id}{$_} }
		map { $_->{id} } @{ $self->{entries} };
	return @wrong;
}

# "\tkey: value", folded.
sub _folded {
	my ($key, $value) = @_;
	my @lines = ("\t$key:");
	my $room = COLUMNS - TAB;
	for my $word (split / /, $value) {
		if (length($lines[-1]) - 1 + 1 + length $word > $room) {
			push @lines, "\t\t$word";
			$room = COLUMNS - 2 * TAB;
		} else {
			$lines[-1] .= ($lines[-1] =~ /\t\t$/ ? '' : ' ') .
				$word;
		}
	}
	return join "\n", @lines, '';
}

sub text {
	my ($self) = @_;
	my $text = $self->{head};
	$text .= "$_: $self->{$_}\n" for qw(machine version);
	for my $entry (@{ $self->{entries} }) {
		$text .= "\n$entry->{id}\n" . join '', map {
			defined $entry->{$_} ? _folded($_, $entry->{$_}) : ()
		} KEYS;
	}
	return $text;
}

# Makes the list say what these logs show; the evidence that it had stays.
sub update {
	my ($self, @logs) = @_;
	my (%seen, %conforms); # id => seen => vendor; id
	for my $facts (@logs) {
		for my $check (@{ $facts->{checks} }) {
			my ($id, $verdict) = @$check{qw(id verdict)};
			$seen{$id}{$check->{judged} // ''}{$facts->{vendor}}
				= 1 if $verdict eq 'deviates';
			$conforms{$id} = 1 if $verdict eq 'conforms';
		}
	}
	$self->{entries} = [map {
		$self->_updated($_, $seen{$_}, $conforms{$_})
	} sort keys %seen];
	return;
}

sub _updated {
	my ($self, $id, $seen, $conforms) = @_;
	my @updated;
	for my $what (sort keys %$seen) {
		my @vendors = sort keys %{ $seen->{$what} };
		my $one = keys %$seen == 1 && !$conforms;
		for my $vendor ($one ? undef : @vendors) {
			my $old = $self->entry($id, $vendor // $vendors[0]);
			push @updated, { %{ $old // _new() }, id => $id,
				seen => $what, vendor => $vendor };
		}
	}
	return @updated;
}

sub _new { return { map { $_ => NOT_LOOKED_UP } EVIDENCE } }

1;
