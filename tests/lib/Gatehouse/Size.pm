# SPDX-License-Identifier: BSD-2-Clause
#
# How large BOOTX64.EFI may be. The core is what a boot needs: the loader, ring
# 0 and the first program. The rest is the second archive.
package Gatehouse::Size;
use strict;
use warnings;
use Exporter 'import';
use Test::More;
use Gatehouse::Machine;

our @EXPORT = qw(size_is_bounded);

use constant { CORE_MAX => 192 << 10, IMAGE_MAX => 512 << 10 }; # bytes

# Two tests.
sub size_is_bounded {
	my $image = -s build('BOOTX64.EFI');
	my $core = $image - -s build('extra.cpio');
	cmp_ok $core, '<=', CORE_MAX, "the core has $core bytes";
	cmp_ok $image, '<=', IMAGE_MAX, "BOOTX64.EFI has $image bytes";
	return;
}

1;
