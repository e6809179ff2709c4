"""A visit that stood under the wrong patient goes on under the right one without the wrong past.

What was carried from earlier visits was never seen on the person who came: it stays behind, and
the note of the visit names it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from types import MappingProxyType

from pt_chart.clinical.bodychart.marks import BodyChart
from pt_chart.clinical.fields import Vocabulary
from pt_chart.clinical.findings import FindingKey, Origin
from pt_chart.clinical.narrative_edits import NoteEdits, OwnSentence
from pt_chart.clinical.visit import Visit

SECTION = "administration"
_CARRIED = frozenset({Origin.CARRIED, Origin.CONFIRMED})


def without_the_wrong_past(visit: Visit, earlier: Iterable[Visit], vocabulary: Vocabulary) -> Visit:
    """The visit without what came from ``earlier`` visits of the episode that it leaves.

    Carried answers go, confirmed ones too, and so do marks of a drawing that were taken over and
    reviews of goals that were set there. The note says what was left behind.
    """
    gone = [key for key, answer in visit.answers.items() if answer.origin in _CARRIED]
    chart, marks = _drawn_here(visit.chart, {one.id: one.chart for one in earlier})
    reviews = len(visit.plan.goal_reviews)
    told = [_named(gone, vocabulary)] if gone else []
    if marks:
        told.append(f"{marks} marks of the body chart")
    if reviews:
        told.append(f"{reviews} reviews of goals")
    if not told:
        return visit
    kept = {key: answer for key, answer in visit.answers.items() if key not in gone}
    words = (
        "Left behind when this visit was moved to the right patient, because it came from earlier "
        f"visits of another one: {'; '.join(told)}. Test again."
    )
    return replace(
        visit,
        answers=MappingProxyType(kept),
        chart=chart,
        plan=replace(visit.plan, goal_reviews=()),
        note=_told(visit.note, "left-behind", words),
    )


def in_words(visit: Visit) -> tuple[str, ...]:
    """What stood beside a signed visit that begins again as a draft: late reason and addenda."""
    late = (
        [f"The visit that was entered in error was written late: {visit.late_reason}"]
        if visit.late_reason
        else []
    )
    return (
        *late,
        *(
            f"Addendum there by {one.name} on {one.at.date().isoformat()}: {one.text}"
            for one in visit.addenda
        ),
    )


def with_words(visit: Visit, told: Iterable[str]) -> Visit:
    """A visit with sentences about its past in the note."""
    note = visit.note
    for place, words in enumerate(told, 1):
        note = _told(note, f"before-{place}", words)
    return replace(visit, note=note)


def _told(note: NoteEdits, ident: str, words: str) -> NoteEdits:
    known = {one.id for one in note.own}
    while ident in known:
        ident += "-again"
    return replace(note, own=(*note.own, OwnSentence(ident, SECTION, words)))


def _drawn_here(chart: BodyChart, earlier: dict[str, BodyChart]) -> tuple[BodyChart, int]:
    """The drawing without marks of the one it began from, and how many those were."""
    source = earlier.get(chart.carried_from)
    if not chart.carried_from or source is None:
        return chart, 0
    before = [replace(mark, id=0) for mark in source.marks]
    kept = tuple(mark for mark in chart.marks if replace(mark, id=0) not in before)
    # The side was confirmed against drawings of the episode that it leaves: ask anew.
    here = replace(chart, marks=kept, carried_from="", confirmed_side=None)
    return here, len(chart.marks) - len(kept)


def _named(keys: Iterable[FindingKey], vocabulary: Vocabulary) -> str:
    """Findings by name, each once, with their side."""
    named = []
    for key in keys:
        known = vocabulary.canonical(key.id)
        name = vocabulary.fields[known].name if known else key.id
        side = f" {key.side.value}" if key.side else ""
        level = f" {key.level}" if key.level else ""
        named.append(f"{name}{side}{level}")
    return ", ".join(dict.fromkeys(named))
