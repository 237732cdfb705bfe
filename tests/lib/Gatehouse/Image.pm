# SPDX-License-Identifier: BSD-2-Clause
#
# Makes what machines boot from: FAT images, and newc cpio archives, good ones
# and deliberately bad ones. It needs no root and mounts nothing.
package Gatehouse::Image;
use strict;
use warnings;
use Exporter 'import';
use File::Basename 'dirname';
use File::Temp 'tempdir';
use Gatehouse::Machine qw(build slurp spew);

our @EXPORT = qw(fat_image esp_image faulty cpio cpio_entry cpio_trailer);

use constant SECTORS => 16 * 63 * 20; # 10 MiB; Bochs wants whole cylinders

sub _run {
	my (@command) = @_;
	system(@command) == 0 or die "@command: failed ($?)\n";
	return;
}

# Makes a FAT volume of files, a hash of paths to bytes. Returns its path.
sub fat_image {
	my ($files) = @_;
	my $dir = tempdir(CLEANUP => 1);
	my $image = "$dir/fat.img";
	_run('mformat', '-i', $image, '-C', '-T', SECTORS, '-h', 16, '-s', 63,
		'::');
	my %made = ('.' => 1);
	for my $path (sort keys %$files) {
		my @parts = split m{/}, dirname($path);
		for my $i (0 .. $#parts) {
			my $parent = join '/', @parts[0 .. $i];
			_run('mmd', '-i', $image, "::$parent")
				if !$made{$parent}++;
		}
		spew("$dir/file", $files->{$path});
		_run('mcopy', '-i', $image, "$dir/file", "::$path");
	}
	return $image;
}

# Makes a FAT volume that starts Gatehouse, with these files in /gatehouse.
sub esp_image {
	my (%files) = @_;
	return fat_image({
		'EFI/BOOT/BOOTX64.EFI' => slurp(build('BOOTX64.EFI')),
		map { ("gatehouse/$_" => $files{$_}) } keys %files,
	});
}

# Returns what boot() needs for a volume whose shim injects faults (tests/shim/)
# and then starts Gatehouse, with these files in /gatehouse.
sub faulty {
	my ($faults, %files) = @_;
	my $image = fat_image({
		'EFI/BOOT/BOOTX64.EFI' => slurp(build('SHIM.EFI')),
		'GATEHOUSE.EFI' => slurp(build('BOOTX64.EFI')),
		(map { ("shim/$_" => 'x') } @$faults),
		map { ("gatehouse/$_" => $files{$_}) } keys %files,
	});
	return (drive => $image,
		args => ['-device', 'ide-hd,drive=disk,bootindex=0']);
}

sub _padded {
	my ($bytes) = @_;
	return $bytes . "\0" x (-length($bytes) % 4);
}

# Returns one entry, by default an executable file's. %field overrides ino,
# mode, nlink and sum; for a bad one, magic, size, name_size and name_end.
sub cpio_entry {
	my ($name, $bytes, %field) = @_;
	my @fields = ($field{ino} // 1, $field{mode} // 0100755, 0, 0,
		$field{nlink} // 1, 0, $field{size} // length $bytes,
		0, 0, 0, 0, $field{name_size} // length($name) + 1,
		$field{sum} // 0);
	my $header = ($field{magic} // '070701') .
		join '', map { sprintf '%08x', $_ } @fields;
	return _padded($header . $name . ($field{name_end} // "\0")) .
		_padded($bytes);
}

sub cpio_trailer { return cpio_entry('TRAILER!!!', '') }

# Returns a good archive of [NAME, BYTES, FIELD => VALUE...].
sub cpio {
	my (@files) = @_;
	return join '', (map { cpio_entry(@$_) } @files), cpio_trailer();
}

1;
