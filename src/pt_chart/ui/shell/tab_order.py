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
    # The chain runs through the whole window: walk it no further than to the last one wanted.
    wanted = set(_reachable(zone)) if zone.isVisible() else set()
    found: list[QWidget] = []
    one: QWidget | None = zone
    while one is not None and len(found) < len(wanted):
        if one in wanted:
            found.append(one)
        one = one.nextInFocusChain()
        if one is zone:
            break
    return found


def _reachable(zone: QWidget) -> list[QWidget]:
    """The zone and what is shown in it, where Tab may stop; hidden parts are not entered."""
    found, waiting = [], [zone]
    while waiting:
        one = waiting.pop()
        if one.isEnabled():
            by_tab = one.focusPolicy().value & Qt.FocusPolicy.TabFocus.value
            if by_tab and one.focusProxy() is None:
                found.append(one)
            waiting += [
                child
                for child in one.children()
                if isinstance(child, QWidget) and not child.isHidden() and not child.isWindow()
            ]
    return found
