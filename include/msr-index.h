/* SPDX-License-Identifier: BSD-2-Clause */
/* Model-specific registers by the SDM's and APM's names. Numbers only. */
#ifndef GATEHOUSE_MSR_INDEX_H
#define GATEHOUSE_MSR_INDEX_H

#define MSR_IA32_APIC_BASE 0x0000001b
#define MSR_SMI_COUNT 0x00000034 /* bits 31:0 */
#define MSR_IA32_FEATURE_CONTROL 0x0000003a
#define MSR_IA32_SPEC_CTRL 0x00000048
#define MSR_IA32_BIOS_SIGN_ID 0x0000008b /* AMD: PATCH_LEVEL */
#define MSR_MTRRCAP 0x000000fe
#define MSR_IA32_ARCH_CAPABILITIES 0x0000010a
#define MSR_IA32_MCU_OPT_CTRL 0x00000123
#define MSR_IA32_SYSENTER_CS 0x00000174
#define MSR_IA32_SYSENTER_ESP 0x00000175
#define MSR_IA32_SYSENTER_EIP 0x00000176
#define MSR_IA32_MCG_CAP 0x00000179
#define MSR_IA32_MC0_CTL 0x00000400 /* bank n: + n * MCI_REGISTERS */

#define MSR_IA32_MISC_ENABLE 0x000001a0
#define MSR_MTRR_PHYSBASE0 0x00000200 /* + 1: PHYSMASK0; + 2: PHYSBASE1 */
#define MSR_IA32_CR_PAT 0x00000277
#define MSR_MTRR_DEF_TYPE 0x000002ff

#define MSR_EFER 0xc0000080
#define MSR_STAR 0xc0000081
#define MSR_LSTAR 0xc0000082
#define MSR_CSTAR 0xc0000083
#define MSR_FMASK 0xc0000084 /* IA32_FMASK, AMD: SFMASK */
#define MSR_FS_BASE 0xc0000100
#define MSR_GS_BASE 0xc0000101
#define MSR_KERNEL_GS_BASE 0xc0000102

#define MSR_DE_CFG 0xc0011029 /* AMD's */

#define DE_CFG_LFENCE_SERIALIZE (1 << 1) /* LFENCE waits for all before it */

#define EFER_SCE (1 << 0)
#define EFER_LME (1 << 8)
#define EFER_LMA (1 << 10)
#define EFER_NXE (1 << 11)
#define EFER_AUTOIBRS (1 << 21) /* AMD: AIBRSE */

#define MCU_OPT_CTRL_GDS_MITG_DIS (1 << 4)

#define MCG_CAP_COUNT 0xff /* the number of banks */
#define MCI_REGISTERS 4	   /* a bank has CTL, STATUS, ADDR, MISC */
#define MCI_STATUS 1
#define MCI_ADDR 2
#define MCI_STATUS_ADDRV (1ull << 58)
#define MCI_STATUS_VAL (1ull << 63)

#define APIC_BASE_BSP (1 << 8)
#define APIC_BASE_X2APIC (1 << 10)
#define APIC_BASE_ENABLE (1 << 11)
#define APIC_BASE_ADDRESS 0x000ffffffffff000
#define MSR_X2APIC 0x00000800 /* register at byte offset R: + R / 16 */

#endif
