"""A notice that a flag is open goes when something is recorded about that flag."""

from __future__ import annotations

from collections.abc import Callable

from pt_chart.charting.desk import VisitDesk
from pt_chart.clinical.reasoning.results import RaisedFlag
from pt_chart.ui.widgets.notice_bar import NoticeBar

FLAG = "flag."
"""How the place of a notice begins that leads to a flag."""


def follow_flags(
    desk: VisitDesk, bar: NoticeBar, open_flags: Callable[[], tuple[RaisedFlag, ...]]
) -> Callable[[], None]:
    """Take the notice of a settled flag away with each change of the visit; the way to stop."""

    def changed(_change: object) -> None:
        place = bar.notice.place if bar.notice is not None else ""
        if place.startswith(FLAG) and all(f"{FLAG}{one.id}" != place for one in open_flags()):
            bar.clear()

    return desk.changed.connect(changed)
