# SPDX-License-Identifier: BSD-2-Clause
"""pytest --lg-env tests/farm/labgrid.yaml tests/farm: starts the machine, and
judges it by its log. The same on a machine that the environment names."""
import re

TIMEOUT = 240  # seconds


def test_passes(target):
    power = target.get_driver("PowerProtocol")
    console = target.get_driver("ConsoleProtocol")
    target.activate(console)
    power.on()
    console.expect(r"# gatehouse [0-9.]+: start\r\n", timeout=TIMEOUT)
    _, log, match, _ = console.expect(r"# gatehouse: end: (\w+)\r\n",
                                      timeout=TIMEOUT)
    power.off()
    assert re.search(rb"\nok \d+ - walk\r\n", log)
    assert match.group(1) == b"PASS"
