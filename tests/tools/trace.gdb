# SPDX-License-Identifier: BSD-2-Clause
#
# For "make gdb" with bench: steps through the first getpid by each gate, from
# the gate's instruction to the return's, and prints every instruction.
define trace_gate
	delete
	hbreak *$arg0
	continue
	echo trace: $arg0\n
	x/i $pc
	stepi
	while ($cs & 3) == 0
		x/i $pc
		stepi
	end
	echo trace: end\n
end
set disassemble-next-line off
delete
trace_gate timed_int80_at
trace_gate timed_sysenter_at
trace_gate timed_syscall_at
# The last, for a CPU may not have it.
trace_gate timed_syscall_32_at
kill
