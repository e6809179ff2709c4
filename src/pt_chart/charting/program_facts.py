"""The facts that the rules of the home program judge for an open visit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

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

    Each at its most urgent, whatever visits without a word of it or with a milder one came after;
    () for a signed visit.
    """
    if desk.visit.signed:
        return ()
    known = set(live.facts.values)
    over = {flag.id: flag.tier.rank for flag in live.current.flags}
    over |= dict.fromkeys(_cleared(desk.visit, live.current.flags), _SETTLED)
    found: dict[str, RaisedFlag] = {}
    for visit in desk.previous:
        if visit.withdrawal is not None:
            continue
        panel = read_panel(visit.panel)
        raised = panel.flags if panel is not None else ()
        for cleared in _cleared(visit, raised):
            over.setdefault(cleared, _SETTLED)
        for flag in raised:
            if over.get(flag.id, len(Tier)) <= flag.tier.rank:
                continue
            if any(key not in known for key in _asked(flag, visit)):
                found[flag.id] = flag
            over[flag.id] = flag.tier.rank
        known |= {key for key, answer in visit.answers.items() if answer.tested}
    return tuple(found.values())


_SETTLED = -1
"""More urgent than any tier: nothing older of this flag stands."""


def _cleared(visit: Visit, raised: Iterable[RaisedFlag]) -> set[str]:
    """The flags that somebody named cleared in a visit; not those that a later sign opened anew."""
    still_open = {flag.id for flag in not_cleared(raised, visit.acknowledgments)}
    return {done.flag for done in visit.acknowledgments if done.cleared_by} - still_open


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
