# SPDX-License-Identifier: BSD-2-Clause
#
# Asks a QEMU that runs what it is doing, by its machine protocol (QMP), each
# time for a few seconds at most: one that hangs does not answer.
package Gatehouse::Monitor;
use strict;
use warnings;
use IO::Select;
use IO::Socket::UNIX;
use JSON::PP;

use constant SECONDS => 5;

# What QEMU needs to be asked by new($path).
sub arguments {
	my ($path) = @_;
	return ('-qmp', "unix:$path,server=on,wait=off");
}

# undef: nobody answers there.
sub new {
	my ($class, $path) = @_;
	my $socket = IO::Socket::UNIX->new(Peer => $path) or return;
	my $self = bless { socket => $socket, buffer => '', events => [] },
		$class;
	my $greeting = $self->_message or return;
	return $self->ask('qmp_capabilities') && $self;
}

# The next message, or undef when none comes in time.
sub _message {
	my ($self) = @_;
	my $select = IO::Select->new($self->{socket});
	while ($self->{buffer} !~ /\n/) {
		$select->can_read(SECONDS) or return;
		sysread $self->{socket}, $self->{buffer}, 65536,
			length $self->{buffer} or return;
	}
	my ($line, $rest) = split /\n/, $self->{buffer}, 2;
	$self->{buffer} = $rest;
	return decode_json($line);
}

# What a command returns, or undef. Events that come before it are skipped.
sub ask {
	my ($self, $command, %arguments) = @_;
	local $SIG{PIPE} = 'IGNORE';
	syswrite $self->{socket}, encode_json({ execute => $command,
		%arguments ? (arguments => \%arguments) : () }) or return;
	while (my $message = $self->_message) {
		return $message->{return} if exists $message->{return};
		return if exists $message->{error};
	}
	return;
}

# Its state in QEMU's word: "running", "paused", "internal-error"...
sub state {
	my ($self) = @_;
	my $status = $self->ask('query-status') or return;
	return $status->{status};
}

# Where its first CPU is: "rip 0x..., CPL n", and whether it is halted.
sub place {
	my ($self) = @_;
	my $text = $self->ask('human-monitor-command',
		'command-line' => 'info registers') // '';
	my ($rip) = $text =~ /\b[RE]IP=0*([0-9a-f]+)/ or return;
	my ($cpl) = $text =~ /\bCPL=(\d)/;
	my $halted = $text =~ /\bHLT=1/ ? ', halted' : '';
	return "rip 0x$rip, CPL $cpl$halted";
}

1;
