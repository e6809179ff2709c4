"""Exercises that another clinic made itself: they come with the programs that use them.

They come in as retired ones: the programs keep them, nobody is offered them.
"""

from __future__ import annotations

import re
from dataclasses import replace
from uuid import uuid4

from pt_chart.charting.attachments import AttachmentRefused
from pt_chart.charting.clinic_session import ClinicSession
from pt_chart.charting.exchange_port import UsedExercise
from pt_chart.charting.own_exercises import LARGEST_PICTURE, OWN, OwnExercise, checked
from pt_chart.clinical.program.dosage import Program, ProgramItem, dose_words
from pt_chart.clinical.program.dosing import senseless

PNG = "image/png"
_ID = re.compile(rf"{OWN}[0-9a-f-]{{36}}")
"""Ids as this program makes them."""


class IncomingExercises:
    """The own exercises of one import: which come in, under which ids, and which stay words."""

    def __init__(self, session: ClinicSession) -> None:
        self._session = session
        library = session.clinic_library
        self._ids = {one.id for one in library.own}
        self._same = {
            _key(UsedExercise(one, library.picture(one.id))): one.id for one in library.own
        }
        self.new: list[UsedExercise] = []
        self._here: dict[str, str] = {}
        self._words: dict[str, str] = {}

    def take(self, brought: tuple[UsedExercise, ...], refused: list[str]) -> None:
        """The exercises of one person's record; what is not let in is told."""
        self._here.clear()
        self._words.clear()
        for one in brought:
            own = one.exercise
            try:
                picture = self._picture(one, refused)
                clean = checked(own, self._session.clinic_library.shipped)
            except ValueError as error:
                refused.append(f"exercise {own.name[:80]}: {error}")
                self._words[own.id] = ". ".join((own.name, *own.steps))
                continue
            self._here[own.id] = self._kept(UsedExercise(clean, picture))

    def program(self, program: Program) -> tuple[Program, tuple[str, ...]]:
        """A program with the ids of here, and in words what this library does not have."""
        items, told = [], []
        for item in program.items:
            name = self._here.get(item.exercise, item.exercise)
            known = self._session.clinic_library.library.exercises.get(name)
            if known is None and not self._comes(name):
                told.append(self._told(item, "not in this library"))
                continue
            wrong = senseless(known, item.dose) if known is not None else ()
            if wrong:
                told.append(self._told(item, f"not taken over, {wrong[0]}"))
                continue
            items.append(replace(item, exercise=name))
        responses = tuple(
            replace(one, exercise=self._here.get(one.exercise, one.exercise))
            for one in program.responses
        )
        return Program(tuple(items), responses), tuple(told)

    def _comes(self, name: str) -> bool:
        return any(one.exercise.id == name for one in self.new)

    def _kept(self, one: UsedExercise) -> str:
        """The id under which an exercise stands here: the same texts and picture come once."""
        there = self._same.get(_key(one))
        if there is not None:
            return there
        own = one.exercise
        free = _ID.fullmatch(own.id) and own.id not in self._ids
        name = own.id if free else f"{OWN}{uuid4()}"
        self._ids.add(name)
        self._same[_key(one)] = name
        self.new.append(replace(one, exercise=replace(own, id=name, retired=True)))
        return name

    def _picture(self, one: UsedExercise, refused: list[str]) -> bytes:
        """The picture as it may be kept, b"" where it is none."""
        if not one.picture:
            return b""
        try:
            seen = self._session.documents.attached.inspect(one.picture)
        except AttachmentRefused as error:
            refused.append(f"picture of {one.exercise.name[:80]}: {error.message}")
            return b""
        if seen.media != PNG or len(seen.content) > LARGEST_PICTURE:
            refused.append(f"picture of {one.exercise.name[:80]}: it is no PNG, or too large.")
            return b""
        return seen.content

    def _told(self, item: ProgramItem, why: str) -> str:
        name = self._words.get(item.exercise, item.exercise.replace("_", " "))
        parts = (item.side.value, dose_words(item.dose), *item.own_steps)
        return f"Home exercise there, {why}: {'; '.join((name, *parts))}"


def _key(one: UsedExercise) -> tuple[OwnExercise, bytes]:
    return replace(one.exercise, id="", retired=False), one.picture
