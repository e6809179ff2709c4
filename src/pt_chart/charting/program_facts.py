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
from pt_chart.clinical.reasoning.acknowledged import not_cleared
from pt_chart.clinical.reasoning.results import RaisedFlag, Tier
from pt_chart.clinical.reasoning.stored_panel import read_panel
from pt_chart.clinical.visit import Visit


def program_facts(desk: VisitDesk, live: LiveAssessment, library: ExerciseLibrary) -> Facts:
    """Findings, precautions and medicines, and what earlier visits left open.

    A signed visit keeps to what it was signed with.
    """
    facts = with_background(live.facts, desk.patient, desk.episode, library)
    if desk.visit.signed or not desk.previous:
        return facts
    return with_earlier(facts, _newest(desk), standing_flags(desk, live), library)


def standing_flags(desk: VisitDesk, live: LiveAssessment) -> tuple[RaisedFlag, ...]:
    """Flags of earlier visits that nobody cleared, and that rest on something not asked again.

    Each as it was raised last, whatever visits without a word of it came after; () for a signed
    visit.
    """
    if desk.visit.signed:
        return ()
    known, over = set(live.facts.values), {flag.id for flag in live.current.flags}
    over |= {done.flag for done in desk.visit.acknowledgments if done.cleared_by}
    found = []
    for visit in desk.previous:
        if visit.withdrawal is not None:
            continue
        over |= {done.flag for done in visit.acknowledgments if done.cleared_by}
        panel = read_panel(visit.panel)
        for flag in panel.flags if panel is not None else ():
            if flag.id not in over and any(key not in known for key in _asked(flag, visit)):
                found.append(flag)
            over.add(flag.id)
        known |= {key for key, answer in visit.answers.items() if answer.tested}
    return tuple(found)


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


def _asked(flag: RaisedFlag, visit: Visit) -> list[FindingKey]:
    """What has to be asked again: what was answered yes, and where nothing was, all of it.

    How long a sign has been there asks nothing where the sign is gone.
    """
    there = {key: visit.answers[key].value for key in flag.keys if key in visit.answers}
    yes = [key for key, value in there.items() if value is True]
    return yes or list(there) or list(flag.keys)


def flags_of_today(desk: VisitDesk, live: LiveAssessment) -> tuple[RaisedFlag, ...]:
    """The raised flags that nobody named has cleared in this visit."""
    return not_cleared(live.current.flags, desk.visit.acknowledgments)


def urgent_standing(desk: VisitDesk, live: LiveAssessment) -> tuple[RaisedFlag, ...]:
    """Those of `standing_flags` for which a doctor is to be seen within days."""
    return tuple(flag for flag in standing_flags(desk, live) if flag.tier is Tier.URGENT)
