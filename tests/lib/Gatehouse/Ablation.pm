# SPDX-License-Identifier: BSD-2-Clause
#
# One ablation: what it says of itself, and the edits that take a defence away.
# An edit finds its lines by their tokens in the function, macro or label that
# it names, so that neither comments nor white space nor places matter. How one
# is written: tests/ablations/README.md.
package Gatehouse::Ablation;
use strict;
use warnings;
use Gatehouse::Machine qw(slurp);
use Gatehouse::Source qw(scope tokens);

my @required = qw(defence without machine run);
my %known = map { $_ => 1 } @required, qw(red gone);

# Dies when the file says too little, or what nobody asked for.
sub new {
	my ($class, $path) = @_;
	my $self = bless { path => $path, edits => [] }, $class;
	my ($head, @blocks) = split /\n(?:[ \t]*\n)+/, slurp($path);
	$self->_header($head // '');
	$self->_block($_) for @blocks;
	@{ $self->{edits} } or $self->_fail('takes nothing away');
	return $self;
}

sub _fail {
	my ($self, $what) = @_;
	die "$self->{path}: $what\n";
}

sub _header {
	my ($self, $head) = @_;
	for (split /\n/, $head) {
		my ($key, $value) = /^(\w+): +(\S.*?) *$/ or
			$self->_fail("not a line of a header: $_");
		$known{$key} or $self->_fail("no key of a header: $key");
		$self->{$key} = $value;
	}
	$self->{$_} or $self->_fail("no $_: in its header") for @required;
	$self->{red} xor $self->{gone} or
		$self->_fail('either red: or gone:, in its header');
	return;
}

# One edit; without file: and in:, in the same place as the one before it.
sub _block {
	my ($self, $block) = @_;
	my %edit = @{ $self->{edits} } ? %{ $self->{edits}[-1] } : ();
	@edit{qw(before old new after)} = ('') x 4;
	for (split /\n/, $block) {
		if (/^(file|in): +(\S.*?) *$/) {
			delete $edit{in} if $1 eq 'file';
			$edit{$1} = $2;
		} elsif (/^([-+ ])(.*)$/) {
			_line(\%edit, $1, $2);
		} else {
			$self->_fail("not a line of an edit: $_");
		}
	}
	$edit{file} or $self->_fail('an edit without file:');
	tokens("$edit{old}$edit{new}") or $self->_fail('an edit of nothing');
	push @{ $self->{edits} }, \%edit;
	return;
}

# A line that stays is before or after what changes.
sub _line {
	my ($edit, $sign, $text) = @_;
	my $part = $sign eq '-' ? 'old' : $sign eq '+' ? 'new' :
		"$edit->{old}$edit->{new}" eq '' ? 'before' : 'after';
	$edit->{$part} .= "$text\n";
	return;
}

# The files that it edits, below $tree, each as it would be: path => text. Dies
# when lines are not there, or there more than once.
sub applied {
	my ($self, $tree) = @_;
	my %text;
	for my $edit (@{ $self->{edits} }) {
		my $file = $edit->{file};
		$text{$file} //= slurp("$tree/$file");
		$text{$file} ne '' or $self->_fail("no file $file");
		my ($from, $to, $new) = $self->_place($edit, $text{$file});
		substr $text{$file}, $from, $to - $from, $new;
	}
	return %text;
}

# What becomes of an edit: from where to where in $text there will be what.
sub _place {
	my ($self, $edit, $text) = @_;
	my ($place, @found) = $self->_tokens_in($edit, $text);
	my @before = tokens($edit->{before});
	my @old = tokens($edit->{old});
	my @wanted = map { $_->[0] } @before, @old, tokens($edit->{after});
	my @at = _matches(\@wanted, \@found);
	@at == 1 or $self->_fail("$place has these lines " . @at .
		" times, not once:\n$edit->{before}$edit->{old}$edit->{after}");
	my $at = $at[0] + @before;
	my $new = $edit->{new} =~ s/\n\z//r;
	return ($found[$at][1], $found[$at + $#old][2], $new) if @old;
	# Only added: after the line before it, or else before the one after it.
	return ($found[$at - 1][2], $found[$at - 1][2], "\n$new") if @before;
	my $line = 1 + rindex $text, "\n", $found[$at][1];
	return ($line, $line, "$new\n");
}

# The name of the place that an edit is in, and its tokens.
sub _tokens_in {
	my ($self, $edit, $text) = @_;
	return ($edit->{file}, tokens($text)) if !defined $edit->{in};
	my $place = "$edit->{file}, $edit->{in}";
	my @scopes = scope($edit->{in}, $edit->{file}, $text);
	@scopes == 1 or
		$self->_fail(@scopes . " places are called $place, not one");
	my ($from, $to) = @{ $scopes[0] };
	return ($place, grep { $_->[1] >= $from && $_->[2] <= $to }
		tokens($text));
}

# The indices at which @$wanted are in @$found.
sub _matches {
	my ($wanted, $found) = @_;
	return grep {
		my $at = $_;
		!grep { $wanted->[$_] ne $found->[$at + $_][0] } 0 .. $#$wanted
	} 0 .. @$found - @$wanted;
}

1;
