# SPDX-License-Identifier: BSD-2-Clause
#
# Programs that nobody here wrote: runs them on Gatehouse and on this Linux, and
# compares what they print, byte for byte, and the status with which they end.
package Gatehouse::Programs;
use strict;
use warnings;
use Config;
use Cwd 'getcwd';
use Exporter 'import';
use File::Path 'make_path';
use IO::Compress::Gzip 'gzip';
use Test::More;
use Gatehouse::Image;
use Gatehouse::Machine;

my @signal = split / /, $Config{sig_name};

our @EXPORT = qw(said_by same_as_on_linux);

# The log has a program's lines with two blanks before them, and its result
# after them. Returns two hashes by what init= has: what it printed, and how it
# ended. A number that Gatehouse does not have is named on its own line.
sub said_by {
	my ($log) = @_;
	my (%said, %ended);
	my $text = '';
	for (split /^/, $log) {
		if (/^((?:not )?ok) \d+ - (.*?)(?: # (.*))?$/) {
			$said{$2} = $text;
			$ended{$2} = $3 // $1;
			$text = '';
		} elsif (!/^#/) {
			$text .= s/^  //r;
		}
	}
	return (\%said, \%ended);
}

# What a file does on this Linux, in directory $root.
sub _on_linux {
	my ($root, $program, @arguments) = @_;
	my $old = getcwd;
	chdir $root or die "$root: $!\n";
	my ($status, $output) = output($program, @arguments);
	chdir $old or die "$old: $!\n";
	return ($status, $output);
}

# The status that output() gives, as the log says it.
sub _end {
	my ($status) = @_;
	return 'ok' if !$status;
	return $status =~ /^signal (\d+)$/ ? "killed by SIG$signal[$1]" :
		"exit code $status";
}

# Its parts: dir (a folder for what this needs), rows (for each, a program's
# name and its arguments), file (each name's file), host (of some, the file that
# runs here instead), text (further files of the root directory), init (further
# programs). Returns the log.
sub same_as_on_linux {
	my (%part) = @_;
	my ($dir, $file, $text) = @part{qw(dir file text)};
	chmod 0755, $dir;
	make_path("$dir/root");
	for my $path (keys %$text) {
		my ($folder) = $path =~ m{^(.*)/};
		make_path("$dir/root/" . ($folder // ''));
		chmod 0444, spew("$dir/root/$path", $text->{$path});
	}
	# Small files first: a place makes an inode, and that 32 bits at most.
	my $cpio = cpio((map { [$_, $text->{$_}] } sort keys %$text),
		map { [$_, slurp($file->{$_})] } sort keys %$file);
	gzip \$cpio => \my $initramfs, -Level => 1;
	my $image = esp_image(
		'gatehouse.cfg' => 'init=' . join(',', (map { join ':', @$_ }
			@{ $part{rows} }), @{ $part{init} // [] }) . "\n",
		'initramfs.cpio' => $initramfs);
	my $log = boot(drive => $image, %{ $part{machine} // {} },
		args => ['-device', 'ide-hd,drive=disk,bootindex=0'])
		->{debugcon} =~ s/\r//gr;
	my ($said, $ended) = said_by($log);
	for my $row (@{ $part{rows} }) {
		my ($name, @arguments) = @$row;
		my ($status, $output) = _on_linux("$dir/root",
			$part{host}{$name} // $file->{$name}, @arguments);
		my $init = join ':', @$row;
		is $said->{$init}, $output,
			"$init: prints what it does on Linux";
		is $ended->{$init}, _end($status), "$init: ends as on Linux";
	}
	return $log;
}

1;
