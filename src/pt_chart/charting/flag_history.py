"""What the visit before had on a flag: since when it is raised, and what has changed since."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass

from pt_chart.clinical.findings import FindingKey
from pt_chart.clinical.people import Clinician
from pt_chart.clinical.program.dates import day_and_month, moment_words
from pt_chart.clinical.reasoning.results import RaisedFlag
from pt_chart.clinical.reasoning.stored_panel import read_panel
from pt_chart.clinical.visit import FlagAcknowledgment, Visit

FORMER = "a former user of this chart"


def since_words(flag: RaisedFlag, previous: Sequence[Visit]) -> str:
    """ "new since 3 Nov", "since 3 Nov", "was urgent on 3 Nov"; "" without an earlier panel.

    ``previous`` are the earlier visits, latest first; only signed ones hold a panel.
    """
    panels = [(visit, panel) for visit in previous if (panel := read_panel(visit.panel))]
    if not panels:
        return ""
    last, panel = panels[0]
    before = next((one for one in panel.flags if one.id == flag.id), None)
    if before is None:
        return f"new since {_day(last)}"
    if before.tier is not flag.tier:
        return f"was {before.tier.value.replace('_', ' ')} on {_day(last)}"
    first = last
    for visit, earlier in panels[1:]:
        if all(one.id != flag.id for one in earlier.flags):
            break
        first = visit
    return f"since {_day(first)}"


def changed_words(flag: RaisedFlag, previous: Sequence[Visit]) -> str:
    """ "changed since 3 Nov: no" where the last panel had the flag for the same reasons, else yes.

    What `since_words` says where that panel had not the flag, or another tier of it.
    """
    for visit in previous:
        panel = read_panel(visit.panel)
        if panel is None:
            continue
        before = next((one for one in panel.flags if one.id == flag.id), None)
        if before is None or before.tier is not flag.tier:
            break
        same = before.title == flag.title and set(before.because) == set(flag.because)
        return f"changed since {_day(visit)}: {'no' if same else 'yes'}"
    return since_words(flag, previous)


@dataclass(frozen=True, slots=True)
class FormerFlag:
    """A flag of the last signed visit that is not raised now.

    ``standing``: a finding it rested on has not been asked or tested again, so nothing says that
    it is over.
    """

    flag: RaisedFlag
    day: str
    standing: bool

    @property
    def words(self) -> str:
        """When it was raised, and whether that is over."""
        now = "not asked or tested again yet" if self.standing else "not now"
        return f"{self.flag.title}: raised on {self.day}, {now}"


def last_raised(previous: Sequence[Visit]) -> tuple[tuple[RaisedFlag, str], ...]:
    """The flags of the last signed visit, each with its day in words; ``previous`` latest first."""
    for visit in previous:
        panel = read_panel(visit.panel)
        if panel is not None:
            return tuple((flag, _day(visit)) for flag in panel.flags)
    return ()


def former_flags(
    last: Iterable[tuple[RaisedFlag, str]],
    now: Iterable[RaisedFlag],
    known: Container[FindingKey],
) -> tuple[FormerFlag, ...]:
    """What of `last_raised` is not raised ``now``; ``known`` are the findings recorded today."""
    raised = {flag.id for flag in now}
    return tuple(
        FormerFlag(flag, day, any(key not in known for key in flag.keys))
        for flag, day in last
        if flag.id not in raised
    )


def recorded_words(done: FlagAcknowledgment, users: Iterable[Clinician]) -> str:
    """Who recorded an action or cleared a flag, and when: "Ines Corvale, PT · 3 Nov 2026 14:05"."""
    names = {user.id: user.signature for user in users}
    name = names.get(done.by, FORMER) if done.by else ""
    when = moment_words(done.at)
    return " \u00b7 ".join(part for part in (name, when) if part)


def _day(visit: Visit) -> str:
    return day_and_month(visit.date)
