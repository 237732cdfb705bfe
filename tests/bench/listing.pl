#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# make listing: writes ring0/crossings.md, a null crossing by each gate as gdb
# stepped through it, with what each instruction is for.
use strict;
use warnings;
use lib 'tests/lib';
use Gatehouse::Machine;
use Gatehouse::Trace;

spew('ring0/crossings.md', listing(traced_gates(trace())));
