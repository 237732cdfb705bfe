# SPDX-License-Identifier: BSD-2-Clause
#
# Reads and writes an emulator's list of known deviations, tests/known/*.list,
# and judges a log's checks against what it says of one version.
# ring0/check/README.md has the format. A bad list is an error (die) that names
# the file and the line.
package Gatehouse::Known;
use strict;
use warnings;
use Gatehouse::Facts;

use constant EVIDENCE => qw(where what upstream);
use constant KEYS => ('vendor', 'in', 'seen', EVIDENCE, 'like');
use constant VERSION => qr/\d+(?:\.\d+)*/;
use constant TAB => 8;
use constant COLUMNS => 80;
use constant NOT_LOOKED_UP => 'not looked up';

# {head}: its comment; {machine}: the emulator; {versions}: those that runs were
# made of, in order; {entries}: in order, each with {id}, {line}, {seen};
# {vendor} if it is for one alone; {in} if it is not for all versions; and
# either {where}, {what} and {upstream}, or {like}, the id that has them.
sub read_file {
	my ($class, $path) = @_;
	open my $file, '<', $path or die "$path: $!\n";
	my $self = bless { path => $path, head => '', entries => [] }, $class;
	while (my $line = <$file>) {
		$self->{line} = $.;
		chomp $line;
		$self->_line($line);
	}
	$self->{$_} // $self->_error("no '$_:' line")
		for qw(machine versions);
	$self->{versions} = [split ' ', $self->{versions}];
	$self->_entry($_) for @{ $self->{entries} };
	return $self;
}

# The list of an emulator that has none: nothing is known.
sub none {
	my ($class) = @_;
	return bless { head => '', entries => [], versions => [], exact => 1 },
		$class;
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
	} elsif ($line =~ /^(machine): (\S.*)$/ and !$last) {
		$self->{$1} = $2;
	} elsif ($line =~ /^(versions): (@{[VERSION]}(?: @{[VERSION]})*)$/ and
		!$last) {
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

# Below, equal, above: -1, 0, 1.
sub _compare {
	my @x = split /\./, $_[0];
	my @y = split /\./, $_[1];
	while (@x or @y) {
		my $order = (shift(@x) // 0) <=> (shift(@y) // 0);
		return $order if $order;
	}
	return 0;
}

# The versions that runs were made of, and that "A" or "A-B" holds in.
sub _range {
	my ($self, $in) = @_;
	my ($first, $last) = split /-/, $in;
	$last //= $first;
	return grep { _compare($first, $_) <= 0 and _compare($_, $last) <= 0 }
		@{ $self->{versions} };
}

# Refuses an entry that is incomplete, or not the only one of its id, vendor and
# version.
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
			if !$self->evidence($entry);
	} elsif (@evidence != EVIDENCE) {
		$self->_error("$id: not all of '@{[EVIDENCE]}', nor 'like'");
	}
	$self->_versions($entry);
	my %mine = map { $_ => 1 } $self->_versions($entry);
	for my $other (grep { $_->{id} eq $id and $_ != $entry }
		@{ $self->{entries} }) {
		next if $other->{vendor} and $entry->{vendor} and
			$other->{vendor} ne $entry->{vendor};
		$self->_error("$id: listed twice")
			if grep { $mine{$_} } $self->_versions($other);
	}
	return;
}

sub _versions {
	my ($self, $entry) = @_;
	my $in = $entry->{in} // return @{ $self->{versions} };
	$in =~ /^@{[VERSION]}(?:-@{[VERSION]})?$/
		or $self->_error("$entry->{id}: not 'A' or 'A-B': in: $in");
	my @versions = $self->_range($in);
	$self->_error("$entry->{id}: in: $in: none of '@{ $self->{versions} }'")
		if !@versions;
	return @versions;
}

# Of the versions that runs were made of, the one nearest to this: itself; one
# of the same release; the last before it; else the first.
sub nearest {
	my ($self, $version) = @_;
	my ($release) = $version =~ /^(\d+\.\d+)/;
	my @same = grep { /^\Q$release\E(?:\.|$)/ } @{ $self->{versions} }
		if defined $release;
	my @before = grep { _compare($_, $version) <= 0 }
		@{ $self->{versions} };
	my ($exact) = grep { _compare($_, $version) == 0 } @before;
	return $exact // $same[-1] // $before[-1] // $self->{versions}[0];
}

# What the list says of a version, or of the one nearest to it: {version} is the
# one that it speaks of, and {exact} whether that is the one asked for.
sub of_version {
	my ($self, $version) = @_;
	my $nearest = $self->nearest($version);
	return bless { %$self, version => $nearest, asked => $version,
		exact => _compare($nearest, $version) == 0,
		all => $self->{entries},
		entries => [grep {
			grep { $_ eq $nearest } $self->_versions($_)
		} @{ $self->{entries} }] }, ref $self;
}

# The entry that is about this fact on a CPU of this vendor.
sub entry {
	my ($self, $id, $vendor) = @_;
	my ($entry) = grep { $_->{id} eq $id and
		($_->{vendor} // $vendor) eq $vendor } @{ $self->{entries} };
	return $entry;
}

# The entry that has its evidence: this one, or the one that it is like, of the
# same version if there is one.
sub evidence {
	my ($self, $entry) = @_;
	return $entry if !defined $entry->{like};
	my ($other) = grep { $_->{id} eq $entry->{like} and
		defined $_->{where} } @{ $self->{entries} },
		@{ $self->{all} // [] };
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

# The checks that now conform, though listed.
sub conforming {
	my ($self, $facts) = @_;
	return grep { $self->verdict($facts, $_) eq 'now conforms' }
		@{ $facts->{checks} };
}

# The checks that deviate in a way that is not listed.
sub new_deviations {
	my ($self, $facts) = @_;
	return grep { $self->verdict($facts, $_) =~ /^deviates/ }
		@{ $facts->{checks} };
}

# One line on a check that is not as listed.
sub line {
	my ($self, $facts, $check) = @_;
	my $entry = $self->entry($check->{id}, $facts->{vendor});
	return "$check->{id}: " . $self->verdict($facts, $check) .
		($check->{judged} ? "; saw $check->{judged}" : '') .
		($entry ? "; listed $entry->{seen}" : '');
}

# A line for each fact about which the list and the log disagree. A risky check
# is only in a log that asked for it.
sub disagreements {
	my ($self, $facts) = @_;
	my %wrong = map { $_->{id} => 1 } $self->conforming($facts),
		$self->new_deviations($facts);
	return (map({ $self->line($facts, $_) }
			grep { $wrong{$_->{id}} } @{ $facts->{checks} }),
		map { "$_: listed, but not checked" }
		grep { !$facts->{by_id}{$_} and
			$_ !~ Gatehouse::Facts::RISKY }
		map { $_->{id} } @{ $self->{entries} });
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
	my $text = $self->{head} . "machine: $self->{machine}\n" .
		"versions: @{ $self->{versions} }\n";
	for my $entry (@{ $self->{entries} }) {
		$text .= "\n$entry->{id}\n" . join '', map {
			defined $entry->{$_} ? _folded($_, $entry->{$_}) : ()
		} KEYS;
	}
	return $text;
}

# Makes the list say what these logs show of this version; what it says of other
# versions, and its evidence, stay. A fact that no log has stays as it is.
sub update {
	my ($self, $version, @logs) = @_;
	my (%seen, %conforms, %checked); # id => seen => vendor; id
	for my $facts (@logs) {
		for my $check (@{ $facts->{checks} }) {
			my ($id, $verdict) = @$check{qw(id verdict)};
			$checked{$id} = 1;
			$seen{$id}{$check->{judged} // ''}{$facts->{vendor}}
				= 1 if $verdict eq 'deviates';
			$conforms{$id} = 1 if $verdict eq 'conforms';
		}
	}
	my @all = sort { _compare($a, $b) } keys %{ { map { $_ => 1 }
		@{ $self->{versions} }, $version } };
	my @said = map { { entry => $_, id => $_->{id}, seen => $_->{seen},
		vendor => $_->{vendor}, in => { map { $_ => 1 }
			$self->_versions($_) } } } @{ $self->{entries} };
	for my $id (keys %checked) {
		delete $_->{in}{$version} for grep { $_->{id} eq $id } @said;
		$self->_say(\@said, $id, $version, $seen{$id}, $conforms{$id});
	}
	$self->{versions} = \@all;
	$self->{entries} = [map { $self->_ranges($_) } sort {
		$a->{id} cmp $b->{id} or
			($a->{vendor} // '') cmp ($b->{vendor} // '') or
			_compare(_first($a), _first($b))
	} grep { %{ $_->{in} } } @said];
	return;
}

sub _first { return (sort { _compare($a, $b) } keys %{ $_[0]{in} })[0] }

# Adds what was seen of id in this version.
sub _say {
	my ($self, $said, $id, $version, $seen, $conforms) = @_;
	for my $what (sort keys %{ $seen // {} }) {
		my @vendors = sort keys %{ $seen->{$what} };
		my $one = keys %$seen == 1 && !$conforms;
		for my $vendor ($one ? undef : @vendors) {
			my ($same) = grep { $_->{id} eq $id and
				$_->{seen} eq $what and ($_->{vendor} // '') eq
				($vendor // '') } @$said;
			my $old = $self->entry($id, $vendor // $vendors[0]);
			$same or push @$said, $same = { id => $id,
				seen => $what, vendor => $vendor,
				entry => $old // _new(), in => {} };
			$same->{in}{$version} = 1;
		}
	}
	return;
}

# One entry for each run of versions that lie next to each other.
sub _ranges {
	my ($self, $said) = @_;
	my (@runs, $open);
	for my $version (@{ $self->{versions} }) {
		$open = 0, next if !$said->{in}{$version};
		push @runs, [] if !$open;
		$open = push @{ $runs[-1] }, $version;
	}
	return map {
		my $in = @$_ == @{ $self->{versions} } ? undef :
			@$_ == 1 ? $_->[0] : "$_->[0]-$_->[-1]";
		+{ %{ $said->{entry} }, id => $said->{id}, in => $in,
			seen => $said->{seen}, vendor => $said->{vendor} }
	} @runs;
}

sub _new { return { map { $_ => NOT_LOOKED_UP } EVIDENCE } }

1;
