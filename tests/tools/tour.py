# SPDX-License-Identifier: BSD-2-Clause
#
# For "make gdb" with the program tour: steps through each of its crossings,
# from the gate's instruction to the first one of ring 3's, and writes what each
# step changed to the file that $TOUR_STEPS names, as JSON.
import json
import os
import gdb

WAYS = [  # the label of the gate's instruction, and what the crossing is
    ("cross_syscall_at", "SYSCALL", "64-bit code", "getpid"),
    ("cross_syscall_at", "SYSCALL", "64-bit code", "selftest: RF is set"),
    ("cross_sysenter_at", "SYSENTER", "64-bit code", "getpid"),
    ("cross_sysenter_at", "SYSENTER", "64-bit code", "selftest: RF is set"),
    ("cross_int80_at", "int 0x80", "64-bit code", "getpid"),
    ("compat_syscall_at", "SYSCALL", "32-bit code", "getpid"),
    ("compat_sysenter_at", "SYSENTER", "32-bit code", "getpid"),
    ("compat_int80_at", "int 0x80", "32-bit code", "getpid"),
]
NAMES = ("rax rbx rcx rdx rsi rdi rbp rsp r8 r9 r10 r11 r12 r13 r14 r15 rip "
         "eflags cs ss gs_base cr3").split()
STACK_WORDS = 48  # what the tour shows of a task's kernel stack
STEPS_MAX = 20000


def number(expression):
    return int(gdb.parse_and_eval(expression)) & (1 << 64) - 1


def registers():
    frame = gdb.newest_frame()
    return {name: int(frame.read_register(name)) & (1 << 64) - 1
            for name in NAMES}


def stack_top():
    """Of the task that runs, while ring 3 does."""
    field = number("(long)&((struct cpu *)0)->stack_top")
    memory = gdb.selected_inferior().read_memory(
        number("$k_gs_base") + field, 8)
    return int.from_bytes(bytes(memory), "little")


def stack(top):
    memory = bytes(gdb.selected_inferior().read_memory(
        top - 8 * STACK_WORDS, 8 * STACK_WORDS))
    return [int.from_bytes(memory[i:i + 8], "little")
            for i in range(0, len(memory), 8)]


def instruction():
    at = number("$pc")
    text = gdb.selected_inferior().architecture().disassemble(at)[0]["asm"]
    name = gdb.execute("info symbol %d" % at, to_string=True).split(" ")[0]
    line = gdb.find_pc_line(at)
    return {
        "text": text,
        "function": name.split("\n")[0],
        "file": line.symtab.filename if line.symtab else None,
        "line": line.line,
    }


def changed(before, after):
    """What differs. JSON's numbers are no 64-bit ones, so it is text."""
    return {name: hex(after[name]) for name in after
            if after[name] != before.get(name)}


def crossing():
    """From the gate's instruction to ring 3's next one. Its steps."""
    top = stack_top()
    state, words = registers(), stack(top)
    result = {"first": changed({}, state), "top": hex(top),
              "stack": [hex(word) for word in words], "steps": []}
    while True:
        step = instruction()
        gdb.execute("stepi", to_string=True)
        after, stored = registers(), stack(top)
        step["registers"] = changed(state, after)
        step["stack"] = {i: hex(word) for i, word in enumerate(stored)
                         if word != words[i]}
        result["steps"].append(step)
        state, words = after, stored
        if state["cs"] & 3 == 3:
            return result
        if len(result["steps"]) > STEPS_MAX:
            raise gdb.GdbError("%d steps, and still in ring 0" % STEPS_MAX)


def tour():
    gdb.execute("delete")
    wanted = os.environ["TOUR_WAYS"].split()
    crossings = []
    for label, gate, mode, call in WAYS:
        if label not in wanted:
            continue
        gdb.execute("thbreak *" + label, to_string=True)
        gdb.execute("continue", to_string=True)
        if number("$pc") != number("(long)&" + label):
            raise gdb.GdbError("%s is not reached" % label)
        crossings.append(dict(crossing(), gate=gate, mode=mode, call=call))
    with open(os.environ["TOUR_STEPS"], "w", encoding="ascii") as file:
        json.dump(crossings, file)


gdb.execute("set disassemble-next-line off")
# gdb 13 ends itself where return_by_iret gives its caller's stack up.
gdb.execute("maintenance set dwarf unwinders off")
try:
    tour()
finally:
    try:
        gdb.execute("kill")
    except gdb.error:
        pass  # gdb 16 minds that QEMU ends before it answers
