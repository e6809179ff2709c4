"""Run by the system's Python: reads and presses the body chart over AT-SPI, prints what it found.

It starts the program given as arguments, waits for its window, and answers with one line of JSON.
"""

import json
import subprocess
import sys
import time
from typing import Any

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, Gio, GLib  # noqa: E402

WAIT_S = 60.0
STEP_S = 0.2


def switch_on() -> None:
    """Tell the desktop that a screen reader listens."""
    bus = Gio.bus_get_sync(Gio.BusType.SESSION, None)
    value = GLib.Variant("(ssv)", ("org.a11y.Status", "IsEnabled", GLib.Variant("b", True)))
    bus.call_sync(
        "org.a11y.Bus", "/org/a11y/bus", "org.freedesktop.DBus.Properties", "Set", value,
        None, Gio.DBusCallFlags.NONE, 5000, None,
    )  # fmt: skip


def find(node: Any, wanted: Any, role: Any) -> Any:
    """The first node below with a name and role."""
    if node is None:
        return None
    if node.get_name() == wanted and node.get_role_name() == role:
        return node
    for index in range(node.get_child_count()):
        found = find(node.get_child_at_index(index), wanted, role)
        if found is not None:
            return found
    return None


def waited(get: Any) -> Any:
    """What ``get`` gives once it gives something."""
    end = time.monotonic() + WAIT_S
    while time.monotonic() < end:
        try:
            found = get()
        except GLib.Error:
            found = None
        if found:
            return found
        time.sleep(STEP_S)
    raise SystemExit("nothing appeared")


def seen(region: Any) -> dict[str, Any]:
    """Name, role, state, description and actions of a region."""
    return {
        "name": region.get_name(),
        "role": region.get_role_name(),
        "checked": region.get_state_set().contains(Atspi.StateType.CHECKED),
        "description": region.get_description(),
        "actions": [region.get_action_name(n) for n in range(region.get_n_actions())],
    }


def main() -> None:
    """Find the canvas, press a region, say what changed."""
    wanted = sys.argv[1]
    switch_on()
    program = subprocess.Popen(sys.argv[2:])
    try:
        desktop = Atspi.get_desktop(0)
        canvas = waited(lambda: find(desktop, "Body chart drawing", "image"))
        region = waited(lambda: find(canvas, wanted, "check box"))
        before = seen(region)
        region.do_action(0)
        waited(lambda: seen(region)["checked"])
        after = seen(region)
        region.do_action(0)
        waited(lambda: not seen(region)["checked"])
        print(json.dumps({"regions": canvas.get_child_count(), "before": before, "after": after}))
    finally:
        program.terminate()
        program.wait(60)


main()
