"""A visit of a file as a draft of this chart, with what was beside it there kept as words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from pt_chart.charting.clinic_session import ClinicSession
from pt_chart.charting.import_exercises import IncomingExercises
from pt_chart.charting.register_rows import IMPORTED
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.narrative_edits import NoteEdits, OwnSentence
from pt_chart.clinical.people import Episode
from pt_chart.clinical.visit import Visit, VisitStatus, WorkingHypothesis

NOTE_SECTION = "administration"
"""The section of the note that says where an imported visit comes from."""


def draft_of(
    session: ClinicSession,
    visit: Visit,
    home: Episode,
    number: int,
    source: str,
    beside: tuple[str, ...],
    exercises: IncomingExercises,
) -> Visit:
    """A visit of a file as a draft, which somebody here has yet to sign.

    ``beside`` are further words for its note.
    """
    vocabulary = session.definitions.vocabulary
    strange = [key for key in visit.answers if vocabulary.canonical(key.id) is None]
    program, not_taken = exercises.program(visit.program)
    hypothesis, dropped = _hypothesis(session, visit.hypothesis)
    told = [*_came_from(visit, source), *beside, *_strange(visit, strange), *not_taken, *dropped]
    own = tuple(
        OwnSentence(f"imported-{place}", NOTE_SECTION, words) for place, words in enumerate(told, 1)
    )
    return replace(
        visit,
        id=str(uuid4()),
        episode_id=home.id,
        number=number,
        status=VisitStatus.DRAFT,
        answers=_known(visit, strange),
        program=program,
        hypothesis=hypothesis,
        note=NoteEdits(visit.note.edits, (*visit.note.own, *own)),
        form_versions=visit.form_versions
        or {form.id: form.version for form in session.definitions.forms},
        panel="",
        signature=None,
        cosignature=None,
        withdrawal=None,
        addenda=(),
        revision=0,
        entered=session.clock(),
        late_reason=f"{IMPORTED}{source}",
    )


def _known(visit: Visit, strange: list[FindingKey]) -> Mapping[FindingKey, Answer]:
    return {key: answer for key, answer in visit.answers.items() if key not in strange}


def _came_from(visit: Visit, source: str) -> Iterator[str]:
    """What was beside the visit where it comes from: it is words here, no signature."""
    yield f"Imported from {source}; not signed in this chart."
    if visit.entered is not None:
        yield f"Written there on {visit.entered:%Y-%m-%d %H:%M}."
    if visit.late_reason:
        yield f"Late entry there: {visit.late_reason}"
    for what, one in (("Signed", visit.signature), ("Co-signed", visit.cosignature)):
        if one is not None:
            yield f"{what} there by {one.name} on {_day(one.at)}, digest {one.digest[:12]}."
    for remark in visit.addenda:
        yield f"Addendum there by {remark.name} on {_day(remark.at)}: {remark.text}"


def _strange(visit: Visit, keys: list[FindingKey]) -> Iterator[str]:
    """Findings that this clinic's forms do not have, kept in words."""
    for key in keys:
        answer = visit.answers[key]
        note = f" ({answer.note})" if answer.note else ""
        value = "not tested" if answer.value is None else answer.value
        yield f"Imported finding without a field here: {key} = {value}{note}"


def _hypothesis(
    session: ClinicSession, chosen: WorkingHypothesis | None
) -> tuple[WorkingHypothesis | None, tuple[str, ...]]:
    """The working hypothesis, in words where this program does not know the condition."""
    if chosen is None or chosen.condition in session.definitions.knowledge.conditions:
        return chosen, ()
    why = f" ({chosen.reason})" if chosen.reason else ""
    return None, (f"Working hypothesis there, not known here: {chosen.condition}{why}",)


def _day(at: datetime) -> str:
    return at.date().isoformat()
