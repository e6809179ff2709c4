"""The note of the open visit: composed from its state, edited through its desk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import uuid4

from pt_chart.charting.care.payer_rule import episode_of_visit, log_of_visit, rule_of_visit
from pt_chart.charting.desk import VisitDesk
from pt_chart.charting.events import Part
from pt_chart.charting.flag_history import former_flags, last_raised
from pt_chart.charting.ports import AuditAction, AuditEntry
from pt_chart.clinical.care.episode_log import RECORD_NAMES, EpisodeBefore, EpisodeLog
from pt_chart.clinical.narrative.compose import linked_again, narrative, with_sentence
from pt_chart.clinical.narrative.note import Note, NoteCase, Sentence
from pt_chart.clinical.narrative.plain_text import note_text
from pt_chart.clinical.narrative_edits import NoteEdits, OwnSentence, SentenceEdit
from pt_chart.clinical.program.dates import date_words
from pt_chart.clinical.program.dosage import ProgramItem
from pt_chart.clinical.program.followup import adherence_words, changes, reasons_given
from pt_chart.clinical.program.library import ExerciseLibrary
from pt_chart.clinical.reasoning.results import RaisedFlag
from pt_chart.clinical.visit import Visit

if TYPE_CHECKING:
    from pt_chart.charting.clinic_session import ClinicSession, OpenVisit


def note_case(session: ClinicSession, opened: OpenVisit, log: EpisodeLog | None = None) -> NoteCase:
    """Everything the note of the open visit may speak of; withdrawn visits are left out.

    Of a signed visit that is the log, the payer's rule and what was known of the episode as they
    stood at its signature.
    """
    desk, live = opened.desk, opened.live
    definitions = session.definitions
    standing = [one for one in reversed(desk.previous) if one.withdrawal is None]
    names = definitions.knowledge.conditions
    chosen = desk.visit.hypothesis
    named = names.get(chosen.condition) if chosen else None
    whole = log if log is not None else session.store.episode_log(desk.episode.id)
    return NoteCase(
        patient=desk.patient,
        episode=episode_of_visit(desk.visit, desk.episode, whole),
        visit=desk.visit,
        today=session.today,
        forms=opened.forms,
        vocabulary=desk.vocabulary,
        instruments=definitions.instruments,
        earlier=tuple(standing),
        assessment=live.current,
        summary=live.summary if not desk.visit.chart.empty else None,
        log=log_of_visit(desk.visit, whole),
        clinic=session.store.clinic(),
        clinician=session.clinician,
        program=program_words(desk.visit.program.items, definitions.library),
        program_course=program_course(desk.visit, standing, definitions.library),
        unit_rule=rule_of_visit(desk.visit, whole, session.store),
        hypothesis=named.name if named else "",
        former_flags=_former_flags(opened, standing),
    )


def _former_flags(
    opened: OpenVisit, earlier: Sequence[Visit]
) -> tuple[tuple[RaisedFlag, str], ...]:
    """Flags of the last signed visit, not asked or tested again; ``earlier`` oldest first."""
    live = opened.live
    last = last_raised(tuple(reversed(earlier)))
    found = former_flags(last, live.current.flags, live.facts.values)
    return tuple((one.flag, one.words) for one in found if one.standing)


def program_words(items: tuple[ProgramItem, ...], library: ExerciseLibrary) -> tuple[str, ...]:
    """The home exercises with side and dose, as the note says them."""
    made = []
    for item in items:
        exercise = library.exercises.get(item.exercise)
        if exercise is None:
            continue
        side = f" {item.side.spelled}" if exercise.sided else ""
        dose = item.dose
        parts = (
            f"{dose.sets} x {dose.reps}" if dose.sets and dose.reps else "",
            f"hold {dose.hold_s} s" if dose.hold_s else "",
            f"{dose.times_per_day} a day" if dose.times_per_day else "",
        )
        said = ", ".join(part for part in parts if part)
        made.append(f"{exercise.name}{side}{f' ({said})' if said else ''}")
    return tuple(made)


def program_course(
    visit: Visit, earlier: Sequence[Visit], library: ExerciseLibrary
) -> tuple[str, ...]:
    """How the last program went, what changed since, and why rules were overridden.

    ``earlier`` are the visits before, oldest first; the newest that gave exercises counts.
    """
    before = next((one for one in reversed(earlier) if one.program.items), None)
    said = []
    if before is not None:
        went = adherence_words(visit.program, before.program, library)
        said.append(f"Last program: {went}" if went else "")
        changed = changes(before.program, visit.program, library) if visit.program.items else ()
        words = "; ".join(one.words for one in changed)
        said.append(f"Program changed since {date_words(before.date)}: {words}" if words else "")
    said += reasons_given(visit.program, library)
    return tuple(one for one in said if one)


def write_note(session: ClinicSession, opened: OpenVisit) -> Note:
    """The note of the open visit as it stands now."""
    return narrative(note_case(session, opened))


def later_entries(session: ClinicSession, opened: OpenVisit) -> tuple[str, ...]:
    """What came into the episode's log after the visit was signed; no part of its note."""
    signature = opened.desk.visit.signature
    if signature is None:
        return ()
    log = session.store.episode_log(opened.desk.episode.id)
    told = []
    for entry in log.after(signature.at).entries:
        kind = RECORD_NAMES[type(entry.record)].replace("_", " ")
        change = "struck" if entry.struck else "corrected" if entry.version > 1 else "entered"
        if isinstance(entry.record, EpisodeBefore):
            kind, change = "episode", "changed"
        told.append(f"{date_words(entry.at.date())} {entry.at:%H:%M}: {kind} {change}")
    return tuple(told)


def copy_text(session: ClinicSession, opened: OpenVisit) -> str:
    """The note as plain text for another record system; the log says that it was copied."""
    visit, patient = opened.desk.visit, opened.desk.patient
    text = note_text(write_note(session, opened))
    session.store.record(AuditEntry(AuditAction.COPY, patient.id, visit.id, "note as text"))
    return text


def edit_sentence(desk: VisitDesk, sentence: Sentence, text: str, *, origin: object = None) -> None:
    """Replace a sentence's words; what the fields say is kept beside them.

    Typing exactly what the fields say links the sentence again; an empty text leaves it out.
    """
    was = sentence.was if sentence.edited else sentence.text
    edit = SentenceEdit(sentence.id, text.strip(), was, desk.clinician.signature)
    _write(desk, "Edit a sentence", with_sentence(desk.visit.note, edit), sentence.id, origin)


def keep_words(desk: VisitDesk, sentence: Sentence, *, origin: object = None) -> None:
    """Keep an edited sentence as it is, knowing what its fields say now."""
    edit = SentenceEdit(sentence.id, sentence.text, sentence.was, desk.clinician.signature)
    _write(desk, "Keep the edited words", with_sentence(desk.visit.note, edit), None, origin)


def link_again(desk: VisitDesk, sentence: str, *, origin: object = None) -> None:
    """Let an edited sentence follow its fields again."""
    _write(desk, "Follow the fields", linked_again(desk.visit.note, sentence), None, origin)


def add_own(desk: VisitDesk, section: str, text: str, *, origin: object = None) -> None:
    """Add a sentence of one's own to a section of the note.

    Raises:
        ValueError: the text is empty.
    """
    if not text.strip():
        raise ValueError("The sentence is empty; type what is to be said.")
    note = desk.visit.note
    own = OwnSentence(f"own.{uuid4().hex[:12]}", section, text.strip())
    _write(desk, "Add a sentence", replace(note, own=(*note.own, own)), None, origin)


def change_own(desk: VisitDesk, sentence: str, text: str, *, origin: object = None) -> None:
    """Change a sentence of one's own; an empty text removes it."""
    note = desk.visit.note
    own = tuple(
        replace(one, text=text.strip()) if one.id == sentence else one
        for one in note.own
        if one.id != sentence or text.strip()
    )
    _write(desk, "Change a sentence", replace(note, own=own), sentence, origin)


def _write(desk: VisitDesk, label: str, note: NoteEdits, key: str | None, origin: object) -> None:
    desk.edit(
        label,
        replace(desk.visit, note=note),
        parts=(Part.NOTE,),
        key=f"note.{key}" if key else None,
        origin=origin,
    )
