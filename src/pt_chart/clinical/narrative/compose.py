"""The note of a visit: its sections by kind of visit, a person's edits put in place."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from pt_chart.clinical.care.due import planned_visits
from pt_chart.clinical.care.standing import standing_plan
from pt_chart.clinical.narrative.administration_told import administration_sentences
from pt_chart.clinical.narrative.entry_marks import entry_marks
from pt_chart.clinical.narrative.findings_told import (
    examination_sentences,
    history_sentences,
    safety_sentences,
)
from pt_chart.clinical.narrative.joining import sentence_text
from pt_chart.clinical.narrative.measures_told import (
    case_courses,
    change_sentences,
    change_title,
    measure_sentences,
)
from pt_chart.clinical.narrative.note import Note, NoteCase, NoteSection, Sentence
from pt_chart.clinical.narrative.plan_told import (
    assessment_sentences,
    course_sentences,
    flag_sentences,
    goal_sentences,
    plan_sentences,
    treatment_sentences,
)
from pt_chart.clinical.narrative_edits import NoteEdits, SentenceEdit
from pt_chart.clinical.people import Episode
from pt_chart.clinical.program.dates import date_words
from pt_chart.clinical.sides import Side
from pt_chart.clinical.visit import VisitKind

TITLES = {
    VisitKind.EVALUATION: "Evaluation",
    VisitKind.FOLLOW_UP: "Daily note",
    VisitKind.PROGRESS: "Progress report",
    VisitKind.DISCHARGE: "Discharge summary",
}
SECTION_TITLES = {
    "course": "Course",
    "safety": "Safety questions",
    "history": "Subjective",
    "examination": "Objective",
    "measures": "Measures",
    "change": "Change",
    "treatment": "Treatment",
    "assessment": "Assessment",
    "goals": "Goals",
    "plan": "Plan",
    "administration": "Administration",
}
_ORDER = {
    VisitKind.EVALUATION: (
        "safety", "history", "examination", "measures", "assessment", "goals", "plan",
        "treatment", "administration",
    ),
    VisitKind.FOLLOW_UP: (
        "safety", "history", "examination", "measures", "change", "treatment", "assessment",
        "goals", "plan", "administration",
    ),
    VisitKind.PROGRESS: (
        "course", "change", "measures", "goals", "safety", "history", "examination",
        "treatment", "assessment", "plan", "administration",
    ),
    VisitKind.DISCHARGE: (
        "course", "change", "measures", "goals", "safety", "history", "examination",
        "treatment", "assessment", "plan", "administration",
    ),
}  # fmt: skip
NOT_LISTED = "Tests that are not listed were not done; not done is not negative."


def narrative(case: NoteCase) -> Note:
    """The note of a visit as it stands: what the fields say, with a person's edits in place."""
    case = replace(case, courses=case_courses(case))
    edits = {edit.sentence: edit for edit in case.visit.note.edits}
    sections = []
    for id_ in _ORDER[case.visit.kind]:
        made = [_edited(sentence, edits) for sentence in _WRITERS[id_](case)]
        made += [
            Sentence(own.id, sentence_text(own.text), own=True)
            for own in case.visit.note.own
            if own.section == id_
        ]
        kept = tuple(sentence for sentence in made if sentence.text or sentence.edited)
        if kept:
            title = change_title(case) if id_ == "change" else SECTION_TITLES[id_]
            sections.append(NoteSection(id_, title, kept))
    return Note(TITLES[case.visit.kind], _head(case), tuple(sections), _foot(case))


def with_sentence(edits: NoteEdits, edit: SentenceEdit) -> NoteEdits:
    """Edits with one sentence changed; typing what the field says takes the edit back."""
    kept = tuple(one for one in edits.edits if one.sentence != edit.sentence)
    if edit.text == edit.was:
        return replace(edits, edits=kept)
    return replace(edits, edits=(*kept, edit))


def linked_again(edits: NoteEdits, sentence: str) -> NoteEdits:
    """Edits with one sentence following its fields again."""
    return replace(edits, edits=tuple(one for one in edits.edits if one.sentence != sentence))


def _edited(sentence: Sentence, edits: dict[str, SentenceEdit]) -> Sentence:
    edit = edits.get(sentence.id)
    if edit is None:
        return sentence
    return replace(
        sentence,
        text=edit.text,
        edited=True,
        was=sentence.text,
        outdated=edit.was != sentence.text,
    )


def _examination(case: NoteCase) -> Iterable[Sentence]:
    made = [sentence for _, sentence in examination_sentences(case)]
    if made:
        made.append(Sentence("exam.not_listed", NOT_LISTED, ("exam",)))
    return made


def _safety(case: NoteCase) -> Iterable[Sentence]:
    yield from flag_sentences(case)
    yield from safety_sentences(case)


def _history(case: NoteCase) -> Iterable[Sentence]:
    episode = case.episode
    if case.visit.kind is VisitKind.EVALUATION:
        onset = f"; onset {episode.onset}" if episode.onset else ""
        words = f"{_complaint(episode)}{onset}{_referred(episode.referrer)}"
        yield Sentence("history.episode", sentence_text(words), ("episode",))
        if episode.precautions:
            words = f"Precautions: {'; '.join(episode.precautions)}"
            yield Sentence("history.precautions", sentence_text(words), ("episode.precautions",))
        if episode.medicines:
            words = f"Medicines: {'; '.join(one.name for one in episode.medicines)}"
            yield Sentence("history.medicines", sentence_text(words), ("episode.medicines",))
    if case.summary is not None and case.summary.sentence:
        words = f"Body chart: {case.summary.sentence}"
        yield Sentence("history.chart", sentence_text(words), ("chart",))
    yield from history_sentences(case)


_WRITERS: dict[str, Callable[[NoteCase], Iterable[Sentence]]] = {
    "course": course_sentences,
    "safety": _safety,
    "history": _history,
    "examination": _examination,
    "measures": measure_sentences,
    "change": change_sentences,
    "treatment": treatment_sentences,
    "assessment": assessment_sentences,
    "goals": goal_sentences,
    "plan": plan_sentences,
    "administration": administration_sentences,
}


def _head(case: NoteCase) -> tuple[str, ...]:
    patient, episode, visit = case.patient, case.episode, case.visit
    born = f"born {date_words(patient.birth_date)}" if patient.birth_date else ""
    record = f"ID {patient.record_number}" if patient.record_number else ""
    number = f"visit {visit.number}"
    standing = standing_plan(visit, case.earlier)
    planned = planned_visits(episode, standing.plan if standing is not None else None)
    if planned is not None:
        number += f" of {planned}"
    lines = [
        ", ".join(
            filter(None, (f"{patient.given_name} {patient.family_name}".strip(), born, record))
        ),
        f"{date_words(visit.date)}, {number}. Episode: {_complaint(episode)}.",
    ]
    return (*lines, *entry_marks(visit))


def _complaint(episode: Episode) -> str:
    """The complaint with its side in front: "RIGHT leg pain", "BOTH sides: tight thighs"."""
    if episode.side is None:
        return episode.complaint
    both = " sides: " if episode.side is Side.BOTH else " "
    return episode.side.before(episode.complaint, both)


def _referred(referrer: str) -> str:
    plain = referrer.strip()
    if not plain:
        return ""
    return f"; {plain}" if plain.casefold().startswith("self") else f"; referred by {plain}"


def _foot(case: NoteCase) -> tuple[str, ...]:
    visit = case.visit
    if visit.signature is None:
        who = f" {case.clinician.signature}." if case.clinician else ""
        return (f"DRAFT, not signed.{who}",)
    signed = visit.signature
    lines = [f"Signed by {signed.name}, {date_words(signed.at.date())} {signed.at:%H:%M}."]
    if visit.cosignature is not None:
        other = visit.cosignature
        lines.append(f"Co-signed by {other.name}, {date_words(other.at.date())} {other.at:%H:%M}.")
    lines += [
        f"Addendum, {one.name}, {date_words(one.at.date())}: {one.text}" for one in visit.addenda
    ]
    return tuple(lines)
