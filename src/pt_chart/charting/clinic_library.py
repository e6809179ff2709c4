"""The exercise library as one clinic has it: the shipped one, own exercises, templates."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from dataclasses import replace
from types import MappingProxyType
from uuid import uuid4

from pt_chart.charting.clinic_phrases import SETTING as PHRASES
from pt_chart.charting.exchange_port import KeptText
from pt_chart.charting.own_exercises import (
    EXERCISES,
    LARGEST_PICTURE,
    OWN,
    PICTURES,
    OwnExercise,
    UnreadableRecord,
    checked,
    dose_record,
    exercise_of,
    exercise_record,
    picture_of,
    read_dose,
    read_exercise,
    read_template,
    template_record,
)
from pt_chart.charting.ports import ChartStore
from pt_chart.charting.signal import Signal
from pt_chart.clinical.program import dosing
from pt_chart.clinical.program.dosage import Dose
from pt_chart.clinical.program.library import Exercise, ExerciseLibrary
from pt_chart.clinical.program.packs import Pack

TEMPLATES = "template"
DOSES = "default-dose"
"""Kinds of files that the chart keeps."""


def kept_texts(store: ChartStore) -> Iterator[KeptText]:
    """Own exercises with their pictures, templates, default doses and phrases, for an export."""
    for kind in (EXERCISES, PICTURES, TEMPLATES, DOSES):
        for name in store.files(kind):
            content = store.file(kind, name) or b""
            text = b64encode(content) if kind == PICTURES else content
            yield KeptText(kind, name, text.decode("utf-8", "replace"))
    phrases = store.setting(PHRASES, {})
    for code, words in phrases.items() if isinstance(phrases, dict) else ():
        yield KeptText("phrase", code, str(words))


class ClinicLibrary:
    """Own exercises and templates of one chart; ``library`` joins them to the shipped exercises.

    ``unreadable`` names the records that could not be read; they are left alone.
    """

    def __init__(self, store: ChartStore, shipped: ExerciseLibrary) -> None:
        self._store = store
        self.shipped = shipped
        self.changed: Signal[ExerciseLibrary] = Signal()
        self.unreadable: tuple[str, ...] = ()
        self.own: tuple[OwnExercise, ...] = ()
        self.library = shipped
        self._read()

    @property
    def retired(self) -> frozenset[str]:
        """Ids of own exercises that are kept for old programs only."""
        return frozenset(one.id for one in self.own if one.retired)

    def picture(self, id: str) -> bytes:
        """The picture of an own exercise (PNG), b"" where it has none."""
        return self._store.file(PICTURES, id) or b""

    def read_again(self) -> None:
        """Take in what an import brought."""
        self._renew()

    def save_own(self, own: OwnExercise, png: bytes | None = None) -> OwnExercise:
        """Keep an own exercise (an empty id is filled) with its picture; None keeps the old one.

        Raises:
            ValueError: a text is missing or too long, or the picture is too large.
            WorldError: the chart could not be written, or the role does not allow it.
        """
        ready = checked(own, self.shipped)
        if png is not None and len(png) > LARGEST_PICTURE:
            raise ValueError(f"The picture takes {len(png)} bytes; {LARGEST_PICTURE} at most.")
        if not ready.id:
            ready = replace(ready, id=f"{OWN}{uuid4()}")
        if png is not None:
            self._store.save_file(PICTURES, ready.id, png)
        self._store.save_file(EXERCISES, ready.id, exercise_record(ready))
        self._renew()
        return ready

    def retire(self, id: str) -> None:
        """Offer an own exercise no longer; programs that hold it keep it.

        Raises:
            KeyError: there is no such exercise.
            WorldError: the chart could not be written, or the role does not allow it.
        """
        own = {one.id: one for one in self.own}[id]
        self._store.save_file(EXERCISES, id, exercise_record(replace(own, retired=True)))
        self._renew()

    def save_dose(self, id: str, dose: Dose) -> None:
        """Make a dose the clinic's default for an exercise; new programs start with it.

        Raises:
            ValueError: the dose leaves the exercise's limits; the message says how.
            KeyError: there is no such exercise.
            WorldError: the chart could not be written, or the role does not allow it.
        """
        wrong = dosing.problems(self.library.exercises[id], dose)
        if wrong:
            raise ValueError(f"{wrong[0]}; a default keeps to the limits.")
        self._store.save_file(DOSES, id, dose_record(dose))
        self._renew()

    def forget_dose(self, id: str) -> None:
        """Give an exercise its library dose again."""
        self._store.remove_file(DOSES, id)
        self._renew()

    def templates(self) -> tuple[Pack, ...]:
        """The clinic's templates by name."""
        found = []
        for name in self._store.files(TEMPLATES):
            kept = self._store.file(TEMPLATES, name)
            try:
                found.append(read_template(kept or b""))
            except UnreadableRecord:
                self.unreadable = tuple(dict.fromkeys((*self.unreadable, name)))
        return tuple(sorted(found, key=lambda pack: pack.name.casefold()))

    def save_template(self, pack: Pack, *, instead: bool = False) -> None:
        """Keep a template under its name.

        Raises:
            ValueError: the name is taken and ``instead`` is not given.
            WorldError: the chart could not be written, or the role does not allow it.
        """
        if not instead and self._store.file(TEMPLATES, pack.name) is not None:
            raise ValueError(f"There is a template called {pack.name} already.")
        self._store.save_file(TEMPLATES, pack.name, template_record(pack))

    def rename_template(self, name: str, to: str) -> None:
        """Give a template another name.

        Raises:
            ValueError: the new name is empty or taken.
            KeyError: there is no template of the old name.
            WorldError: the chart could not be written, or the role does not allow it.
        """
        wanted = to.strip()
        if not wanted:
            raise ValueError("A template needs a name; type what you call it.")
        if wanted == name:
            return
        pack = {one.name: one for one in self.templates()}[name]
        self.save_template(replace(pack, id=wanted, name=wanted))
        self._store.remove_file(TEMPLATES, name)

    def remove_template(self, name: str) -> None:
        """Forget a template; programs made from it stay as they are."""
        self._store.remove_file(TEMPLATES, name)

    def _renew(self) -> None:
        self._read()
        self.changed.send(self.library)

    def _read(self) -> None:
        own, broken = [], []
        for id in self._store.files(EXERCISES):
            try:
                own.append(read_exercise(self._store.file(EXERCISES, id) or b""))
            except UnreadableRecord:
                broken.append(id)
        self.own, self.unreadable = tuple(own), tuple(broken)
        exercises = dict(self.shipped.exercises)
        pictures = {}
        for one in own:
            png = self._store.file(PICTURES, one.id)
            made = exercise_of(one, self.shipped, picture=png is not None)
            if made is not None:
                exercises[one.id] = made
                if png is not None:
                    pictures[one.id] = picture_of(one, png)
        for id in self._store.files(DOSES):
            try:
                dose = read_dose(self._store.file(DOSES, id) or b"")
            except UnreadableRecord:
                self.unreadable = (*self.unreadable, id)
                continue
            if id in exercises and not dosing.problems(exercises[id], dose):
                exercises[id] = _dosed(exercises[id], dose)
        self.library = replace(
            self.shipped,
            exercises=MappingProxyType(exercises),
            own_pictures=MappingProxyType(pictures),
        )


def _dosed(exercise: Exercise, dose: Dose) -> Exercise:
    source = f"this clinic's default (the library's: {exercise.dose_source})"
    return replace(exercise, dose=dose, dose_source=source, dose_verified="no")
