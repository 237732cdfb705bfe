# SPDX-License-Identifier: BSD-2-Clause
#
# For "make gdb" with bench: causes an SMI in the first sample of the first
# cell. The start of SYSCALL's entry becomes, once, an OUT to the chipset's SMI
# port. The SMI handler, where the CPU has it after a reset, is one RSM.
set $SMI_HANDLER = 0x30000 + 0x8000
set $RSM = 0xaa0f
set $OUT_DX_AL = 0xee
set $APM_CNT = 0xb2
set disassemble-next-line off

define go_to
	delete
	hbreak *($arg0)
	continue
end

go_to report_method
go_to interruptions_now
go_to timed_syscall_at
go_to entry_SYSCALL_64
set $entry = (long)entry_SYSCALL_64
set $byte = *(unsigned char *)$entry
set $was_rax = $rax
set $was_rdx = $rdx
maintenance packet Qqemu.PhyMemMode:1
set *(unsigned short *)$SMI_HANDLER = $RSM
maintenance packet Qqemu.PhyMemMode:0
# ICH9's SMI_EN, at OVMF's base for its ports: GBL_SMI_EN and APMC_EN
monitor o /w 0x630 0x21
set $rax = 0
set $rdx = $APM_CNT
set *(unsigned char *)$entry = $OUT_DX_AL
go_to $entry+1
set *(unsigned char *)$entry = $byte
set $rax = $was_rax
set $rdx = $was_rdx
set $pc = $entry
delete
continue
