"""Where Tab goes in an open visit: through the zones in the order they are read.

Pages and the panel are made late and refilled, so the order in which Qt met their controls says
nothing; the zones do.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def step(zones: Sequence[QWidget], current: QWidget | None, *, forward: bool) -> QWidget | None:
    """The control before or after the current one, round the zones; None when there is none."""
    order = [control for zone in zones for control in _ordered(zone)]
    if not order:
        return None
    if current not in order:
        return order[0 if forward else -1]
    return order[(order.index(current) + (1 if forward else -1)) % len(order)]


def _ordered(zone: QWidget) -> list[QWidget]:
    """The controls in the order that the zone gives itself (``tab_controls``), or that of Qt."""
    own: Callable[[], list[QWidget]] | None = getattr(zone, "tab_controls", None)
    return own() if own is not None else controls(zone)


def controls(zone: QWidget) -> list[QWidget]:
    """The controls of a zone that Tab may reach now, in their own order."""
    found = []
    one = zone
    while True:
        if (one is zone or zone.isAncestorOf(one)) and _reachable(one, zone):
            found.append(one)
        following = one.nextInFocusChain()
        if following is None or following is zone:
            return found
        one = following


def _reachable(control: QWidget, zone: QWidget) -> bool:
    by_tab = bool(control.focusPolicy().value & Qt.FocusPolicy.TabFocus.value)
    shown = control.isVisibleTo(zone) and zone.isVisible() and control.isEnabled()
    return by_tab and shown and control.focusProxy() is None
