"""Alerts and precautions are whole at every width; a second emergency is never cut off."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QRect

from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.reasoning.results import Tier
from pt_chart.ui.shell.banner import WarningTag
from pt_chart.ui.shell.emergency_bar import LEAD
from pt_chart.ui.shell.visit_view import VisitView
from pt_chart.ui.shell.window import MainWindow

Settle = Callable[[], None]
ALLERGY = "Latex allergy, swelling of lips and tongue after gloves in 2019; carries adrenaline"


@pytest.mark.parametrize("width", [1920, 1366, 978, 900, 700])
@pytest.mark.parametrize("more", [(), ("NSAID: stomach", ALLERGY)])
def test_warnings_are_whole_at_every_width(
    visit: VisitView, window: MainWindow, settle: Settle, width: int, more: tuple[str, ...]
) -> None:
    desk = visit.open.desk
    desk.change_episode(replace(desk.episode, precautions=more))
    visit.banner.show_visit(desk.visit)
    for size in (1366, width):
        window.resize(size, 700)
        settle()
    assert window.width() == width
    tags = [tag for tag in visit.banner.findChildren(WarningTag) if not tag.isHidden()]
    assert {tag.toolTip() for tag in tags} == {*desk.patient.alerts, *more}
    places: list[QRect] = []
    for tag in tags:
        assert tag.height() >= tag.height_in(tag.width())
        place = tag.rect().translated(tag.mapTo(visit.banner, tag.rect().topLeft()))
        assert visit.banner.rect().contains(place)
        assert not any(place.intersects(other) for other in places)
        places.append(place)
        words = tag.fontMetrics().horizontalAdvance(tag.toolTip())
        assert tag.width() >= min(words + 36, visit.banner.width() - 40)


def test_the_number_of_emergencies_stands_before_what_may_be_cut(
    visit: VisitView, settle: Settle
) -> None:
    bar, desk = visit.emergency, visit.open.desk
    for name in ("saddle_numbness", "urinary_retention", "weakness_both_legs"):
        field = desk.vocabulary.canonical(name)
        if field is not None and not desk.vocabulary.fields[field].sided:
            desk.set_answer(FindingKey(field), Answer(value=True))
    settle()
    flags = [f for f in visit.open_flags() if f.tier in LEAD]
    assert flags
    bar.show_flags((flags[0], replace(flags[0], id="second", title="Another")), ())
    assert bar.title.accessibleName().startswith(f"{LEAD[flags[0].tier]} (1 of 2) · ")
    assert flags[0].tier is not Tier.MONITOR
