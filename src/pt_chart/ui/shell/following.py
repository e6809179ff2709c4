"""Going where a notice, a line of a list or a sentence of the note points."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pt_chart.charting.signing import WHY
from pt_chart.clinical.findings import FindingKey
from pt_chart.ui.plan.places import place_of
from pt_chart.ui.shell.away_watch import PLACE as WAITING
from pt_chart.ui.shell.quick_line import QUICK
from pt_chart.ui.shell.sections import SECTIONS
from pt_chart.ui.versions.watch import PLACE as VERSIONS

if TYPE_CHECKING:
    from pt_chart.ui.shell.visit_view import VisitView


def follow(view: VisitView, place: str) -> None:
    """Open what a place names: a field's key, a flag, a part of the plan, a section."""
    if place == WAITING:
        view.away.bring_back()
    elif place == "waiting_list":
        show = getattr(view.window(), "show_waiting", None)
        if show is not None:
            show()
    elif place == VERSIONS or place in {section.id for section in SECTIONS}:
        view.go_to(place)
    elif place.startswith("flag."):
        view.record_flag()
    elif place == QUICK.section:
        view.quick.start()
    elif place == "hypothesis":
        view.go_to("wide")
    elif place_of(place) is not None:
        _show_part(view, place)
    elif place:
        _show_finding(view, place)


def _show_finding(view: VisitView, place: str) -> None:
    """A field, or the line for a reason under it."""
    key = FindingKey.parse(place.removeprefix(WHY))
    shown = view.show_field(key)
    ask = getattr(view.stack.currentWidget(), "ask_why", None)
    if shown and place.startswith(WHY) and ask is not None:
        ask(key)


def _show_part(view: VisitView, link: str) -> None:
    """The Plan page with the cursor where a part of the plan is typed."""
    from pt_chart.ui.plan.page import PlanPage

    view.go_to("plan")
    page = view.page("plan")
    if isinstance(page, PlanPage):
        page.show_part(link)
