"""The facts that the rules of the home program judge for an open visit."""

from __future__ import annotations

from collections.abc import Mapping

from pt_chart.charting.desk import VisitDesk
from pt_chart.charting.live_assessment import LiveAssessment
from pt_chart.clinical.facts import Facts
from pt_chart.clinical.findings import FindingKey, Value
from pt_chart.clinical.program.earlier_visits import with_earlier
from pt_chart.clinical.program.library import ExerciseLibrary
from pt_chart.clinical.program.whole_chart import with_background


def program_facts(desk: VisitDesk, live: LiveAssessment, library: ExerciseLibrary) -> Facts:
    """Findings, precautions and medicines, and what earlier visits left open.

    A signed visit keeps to what it was signed with.
    """
    facts = with_background(live.facts, desk.patient, desk.episode, library)
    if desk.visit.signed or not desk.previous:
        return facts
    standing = [one.flag for one in live.former_flags() if one.standing]
    return with_earlier(facts, _newest(desk), standing, library)


def _newest(desk: VisitDesk) -> Mapping[FindingKey, Value]:
    """The newest earlier answer to each field; withdrawn visits say nothing."""
    found: dict[FindingKey, Value] = {}
    for visit in desk.previous:
        if visit.withdrawal is not None:
            continue
        for key, answer in visit.answers.items():
            if answer.value is not None:
                found.setdefault(key, answer.value)
    return found
