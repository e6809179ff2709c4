"""A notice that something is open follows the chart: it goes when that is settled."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QTimer

from pt_chart.charting.desk import VisitDesk
from pt_chart.charting.events import Level, Notice
from pt_chart.charting.signing import SigningNeed
from pt_chart.clinical.reasoning.results import RaisedFlag
from pt_chart.ui.widgets.notice_bar import NoticeBar

FLAG = "flag."
"""How the place of a notice begins that leads to a flag."""
NOT_SIGNED = "Not signed yet"
LATER_MS = 200
"""After the last change: what signing needs is not worked out between two keystrokes."""


def needs_notice(needs: tuple[SigningNeed, ...]) -> Notice:
    """The first thing that signing needs, how many more, and the way there."""
    more = f" and {len(needs) - 1} more" if len(needs) > 1 else ""
    return Notice(Level.WARNING, NOT_SIGNED, f"{needs[0].words}{more}", needs[0].place)


def follow_flags(
    desk: VisitDesk,
    bar: NoticeBar,
    open_flags: Callable[[], tuple[RaisedFlag, ...]],
    needs: Callable[[], tuple[SigningNeed, ...]],
) -> Callable[[], None]:
    """Take the notice of a settled flag away with each change of the visit; the way to stop.

    What signing needed is told anew while that notice stands: a flag may go on with other words,
    and what the chart no longer holds is never named.
    """

    def look() -> None:
        notice = bar.notice
        if notice is None or notice.text != NOT_SIGNED:
            return
        left = needs()
        if not left:
            bar.clear()
        elif (now := needs_notice(left)) != replace(notice, passing=now.passing):
            bar.show_notice(now)

    later = QTimer(bar)
    later.setSingleShot(True)
    later.setInterval(LATER_MS)
    later.timeout.connect(look)

    def changed(_change: object) -> None:
        notice = bar.notice
        if notice is None:
            return
        place = notice.place
        if place.startswith(FLAG) and all(f"{FLAG}{one.id}" != place for one in open_flags()):
            bar.clear()
        elif notice.text == NOT_SIGNED:
            later.start()

    disconnect = desk.changed.connect(changed)

    def stop() -> None:
        later.stop()
        disconnect()

    return stop
