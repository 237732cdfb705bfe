# SPDX-License-Identifier: BSD-2-Clause
#
# Makes firmware's variables with one boot option, a URI that the first network
# card loads: UEFI specification, "EFI_LOAD_OPTION" and "Device Path Protocol",
# in the format of edk2's MdeModulePkg/Include/Guid/VariableFormat.h.
package Gatehouse::BootOption;
use strict;
use warnings;
use Exporter 'import';
use Gatehouse::Machine qw(ovmf_vars slurp spew);

our @EXPORT = qw(boots_from_uri);

use constant {
	MAC => '525400123456', # QEMU's first card's
	SLOT => 2, # the PCI device that the card must be
	PNP0A03 => 0x0a0341d0, # a PCI root bridge
	FV_HEADER_LENGTH => 48, # u16: byte offset in the volume's header
	STORE_HEADER => 28, # bytes; variables follow
	GLOBAL => pack('V v v C8', 0x8be4df61, 0x93ca, 0x11d2, 0xaa, 0x0d,
		0x00, 0xe0, 0x98, 0x03, 0x2b, 0x8c),
};

sub _node {
	my ($type, $subtype, $data) = @_;
	return pack('C C v', $type, $subtype, 4 + length $data) . $data;
}

sub _utf16 { return pack 'v*', unpack('C*', $_[0]), 0 }

# Returns a variable that is there to stay, and aligned to 4 bytes.
sub _variable {
	my ($name, $data) = @_;
	my $wide = _utf16($name);
	my $bytes = pack('v C C V Q< x16 V V V', 0x55aa, 0x3f, 0, 7, 0, 0,
		length $wide, length $data) . GLOBAL . $wide . $data;
	return $bytes . "\xff" x (-length($bytes) % 4);
}

sub _option {
	my ($uri) = @_;
	my $path = _node(2, 1, pack('V V', PNP0A03, 0)) .
		_node(1, 1, pack('C C', 0, SLOT)) .
		_node(3, 11, pack('H64 C', MAC, 1)) .
		_node(3, 12, "\0" x 23) . # IPv4, by DHCP
		_node(3, 24, $uri) . _node(0x7f, 0xff, '');
	return pack('V v', 1, length $path) . _utf16('Gatehouse') . $path;
}

# Returns what boot() needs to boot from there.
sub boots_from_uri {
	my ($uri) = @_;
	my $path = ovmf_vars();
	my $vars = slurp($path);
	my $at = STORE_HEADER + unpack 'x' . FV_HEADER_LENGTH . ' v', $vars;
	my $variables = _variable('Boot0000', _option($uri)) .
		_variable('BootOrder', pack 'v', 0);
	substr($vars, $at, length $variables) = $variables;
	return (drive => 'none', memory => '512M', vars => spew($path, $vars),
		args => ['-netdev', 'user,id=net', '-device',
			'virtio-net-pci,netdev=net,romfile=,addr=' . SLOT]);
}

1;
