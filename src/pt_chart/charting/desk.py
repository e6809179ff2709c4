"""The desk: one open visit, the only place where it changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from pt_chart.charting.draft_saver import DraftSaver
from pt_chart.charting.events import Part, VisitChanged
from pt_chart.charting.history import History, Step
from pt_chart.charting.measure_check import MeasureCheck
from pt_chart.charting.ports import Clock
from pt_chart.charting.refusals import Refusal, Refusals
from pt_chart.charting.signal import Signal
from pt_chart.clinical import values
from pt_chart.clinical.fields import FieldDef, Vocabulary
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.measures.instrument import Instrument
from pt_chart.clinical.painful_strength import without_mark
from pt_chart.clinical.people import Clinician, Episode, Patient
from pt_chart.clinical.reasoning.results import Contradiction
from pt_chart.clinical.sound_text import sound
from pt_chart.clinical.visit import Visit

_WRITTEN = ("plan", "program", "acknowledgments", "hypothesis", "administration", "note")
"""Parts of a visit that hold texts of people; answers are made sound one by one."""


class SignedVisit(Exception):
    """Someone tried to change a signed visit; an addendum is the way."""


class VisitDesk:
    """Owns the current state of one visit.

    Views read `visit`, call `edit`, `enter` or `set_answer`, and redraw on `changed`. Every edit
    is named, undoable and saved at once.
    """

    def __init__(
        self,
        patient: Patient,
        episode: Episode,
        visit: Visit,
        *,
        vocabulary: Vocabulary,
        saver: DraftSaver,
        clock: Clock,
        clinician: Clinician,
        previous: tuple[Visit, ...] = (),
        instruments: tuple[Instrument, ...] = (),
    ) -> None:
        """Open a visit; ``previous`` are the episode's earlier visits, newest first.

        ``instruments`` are the measures whose answers are judged together (`measures`).
        """
        self.patient = patient
        self.episode = episode
        self.vocabulary = vocabulary
        self.saver = saver
        self.clinician = clinician
        self.previous = previous
        self.changed: Signal[VisitChanged] = Signal()
        self._visit = visit
        self._clock = clock
        self._history = History()
        self._earlier: tuple[tuple[Visit, ...], dict[str, dict[FindingKey, Answer]]] | None = None
        self.refusals = Refusals()
        self.disputed: Mapping[FindingKey, tuple[Contradiction, ...]] = {}
        """What the reasoning finds contradictory, by finding (`disputes`)."""
        self.measures = MeasureCheck(instruments, lambda: self._visit, previous)

    @property
    def visit(self) -> Visit:
        """The visit as it stands now."""
        return self._visit

    def now(self) -> datetime:
        """The current time, as answers are stamped with it."""
        return self._clock()

    @property
    def undo_label(self) -> str:
        """What undo takes back, "" for nothing: a text that did not fit goes before its edit."""
        typed = self.refusals.after(self._history.last)
        return self._refused_label(typed) if typed is not None else self._history.undo_label

    @property
    def redo_label(self) -> str:
        """The edit that redo brings back, "" for none."""
        return self._history.redo_label

    def change_episode(self, episode: Episode, patient: Patient | None = None) -> None:
        """Go on with episode (and patient) as the chart has them now; the visit stays as it is."""
        self.episode, self.patient = episode, patient or self.patient
        self.changed.send(VisitChanged(self._visit, frozenset({Part.EPISODE})))

    def edit(
        self,
        label: str,
        visit: Visit,
        *,
        parts: Iterable[Part],
        key: str | None = None,
        origin: object = None,
    ) -> None:
        """Give the visit a new value under a readable name ("Mark pain, RIGHT calf").

        Raises:
            SignedVisit: the visit is signed.
        """
        if self._visit.signed:
            raise SignedVisit(self._visit.id)
        visit = self._sound(visit)
        if visit == self._visit:
            return
        touched = frozenset(parts)
        self._history.record(label, self._visit, visit, touched, key)
        self._become(visit, touched, origin)

    def enter(self, key: FindingKey, text: str, *, origin: object = None) -> None:
        """Parse what was typed into a field and record it; an empty text clears the field.

        Raises:
            ValueError: the text is not a value of the field; the message says the fix.
            KeyError: no such finding.
            SignedVisit: the visit is signed.
        """
        field = self.vocabulary.field(key.id)
        if not text.strip():
            self.set_answer(key, None, origin=origin, typing=True)
            return
        plain, marks = without_mark(field, text)
        value = values.parse(field, plain)
        self.set_answer(key, Answer(value, marks), origin=origin, typing=True)

    def set_answer(
        self,
        key: FindingKey,
        answer: Answer | None,
        *,
        origin: object = None,
        typing: bool = False,
    ) -> None:
        """Record one answer (None = untouched again); typing in one field is one undo step."""
        self.refusals.release(key)
        field = self.vocabulary.field(key.id)
        stamped = replace(sound(answer), at=self._clock()) if answer is not None else None
        self.edit(
            _label(field, key),
            self._visit.with_answer(key, stamped),
            parts=(Part.ANSWERS,),
            key=str(key) if typing else None,
            origin=origin,
        )

    def set_answers(
        self, label: str, changes: Mapping[FindingKey, Answer | None], *, origin: object = None
    ) -> None:
        """Record several answers as one named, undoable step."""
        now = self._clock()
        stamped = {
            key: replace(sound(answer), at=now) if answer is not None else None
            for key, answer in changes.items()
        }
        self.edit(label, self._visit.with_answers(stamped), parts=(Part.ANSWERS,), origin=origin)

    def recorded(self, key: FindingKey) -> Answer | None:
        """The answer to a field as it stands, None while nobody touched it."""
        return self._visit.answers.get(key)

    def refuse(self, key: FindingKey, text: str, words: str, kept: Answer | None) -> None:
        """Hold a text that is no value; the field goes back to ``kept``, as before the typing."""
        refusal = Refusal(key, text, words, kept)
        self.hold(refusal)
        if self.recorded(key) == kept:
            return
        if not self.take_back(str(key)) or self.recorded(key) != kept:
            label = self.vocabulary.field(key.id).label
            self.edit(label, self._visit.with_answer(key, kept), parts=(Part.ANSWERS,))
        self.hold(refusal)

    def hold(self, refusal: Refusal) -> None:
        """Hold a text that is no value; undo takes it back before the edit it was typed after."""
        self.refusals.hold(refusal, self._history.last)

    def refused(self, key: FindingKey) -> Refusal | None:
        """The refused text of a field, while nothing else was recorded there since."""
        held = self.refusals.of(key)
        return held if held is not None and held.kept == self.recorded(key) else None

    def untouched(self, key: FindingKey) -> bool:
        """Whether a field has neither an answer nor a typed text that did not fit."""
        return key not in self._visit.answers and self.refused(key) is None

    def take_back(self, key: str) -> bool:
        """Take back the run of typing under ``key`` as if it never was; whether it was open."""
        step = self._history.drop_run(key)
        if step is not None:
            self._become(step.before, step.parts, None)
        return step is not None

    def seal(self) -> None:
        """End a run of typing: leaving a field starts a new undo step."""
        self._history.seal()

    def undo(self, origin: object = None) -> str:
        """Take back what came last, an edit or a text that did not fit; its name, "" for none."""
        typed = self.refusals.after(self._history.last)
        if typed is not None:
            self.refusals.release(typed.key, retest=typed.retest, after=typed.after)
            parts = frozenset({Part.WITHIN if typed.retest else Part.ANSWERS})
            self.changed.send(VisitChanged(self._visit, parts, origin))
            return self._refused_label(typed)
        step = self._history.undo()
        return self._travel(step, step.before if step else None, origin)

    def redo(self, origin: object = None) -> str:
        """Bring back the last undone edit; its name, or "" when there was none."""
        step = self._history.redo()
        return self._travel(step, step.after if step else None, origin)

    def replace_stored(self, visit: Visit, parts: Iterable[Part]) -> None:
        """Show a state that is already in the chart (signed, or taken from elsewhere)."""
        self._history = History()
        self.refusals = Refusals()
        self._visit = visit
        self.changed.send(VisitChanged(visit, frozenset(parts)))

    def previous_answer(self, key: FindingKey) -> tuple[Answer, Visit] | None:
        """The newest earlier answer to a field with the visit it stands in."""
        for visit in self.previous:
            answer = visit.answers.get(key)
            if answer is not None and answer.tested:
                return answer, visit
        return None

    def earlier_of(self, id: str) -> Mapping[FindingKey, Answer]:
        """The newest earlier tested answers to a field, by key; worked out once for all fields."""
        if self._earlier is None or self._earlier[0] is not self.previous:
            found: dict[str, dict[FindingKey, Answer]] = {}
            for visit in reversed(self.previous):
                for key, answer in visit.answers.items():
                    if answer.tested:
                        found.setdefault(key.id, {})[key] = answer
            self._earlier = (self.previous, found)
        return self._earlier[1].get(id, {})

    def _refused_label(self, refusal: Refusal) -> str:
        name = _label(self.vocabulary.field(refusal.key.id), refusal.key)
        return f"{name}: {refusal.text!r} that did not fit"

    def _sound(self, visit: Visit) -> Visit:
        changed = {
            name: sound(getattr(visit, name))
            for name in _WRITTEN
            if getattr(visit, name) is not getattr(self._visit, name)
        }
        if visit.chart is not self._visit.chart:
            marks = tuple(sound(m) if m.note else m for m in visit.chart.marks)
            changed["chart"] = replace(visit.chart, marks=marks)
        return replace(visit, **changed) if changed else visit

    def _travel(self, step: Step | None, visit: Visit | None, origin: object) -> str:
        if step is None or visit is None:
            return ""
        if self._visit.signed:
            raise SignedVisit(self._visit.id)
        self._become(visit, step.parts, origin)
        return step.label

    def _become(self, visit: Visit, parts: frozenset[Part], origin: object) -> None:
        self._visit = visit
        self.saver.save(visit)
        self.changed.send(VisitChanged(visit, parts, origin))


def _label(field: FieldDef, key: FindingKey) -> str:
    where = " ".join(part for part in (key.level, key.side and key.side.spelled) if part)
    return f"{field.label} {where}".strip()
