"""How far a section is: fields answered, declared not tested, carried and unconfirmed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from pt_chart.clinical.fields import FieldDef, Form
from pt_chart.clinical.findings import Answers, FindingKey, Origin


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of fields; a field counts once whatever its sides and levels.

    ``whole`` leaves out those of which one of two sides alone was looked at: who reads that all
    are done, goes on.
    """

    answered: int = 0
    fields: int = 0
    not_tested: int = 0
    unconfirmed: int = 0
    whole: int = 0

    @property
    def words(self) -> str:
        """As tabs show it."""
        return f"{self.whole} of {self.fields}"


@dataclass(frozen=True, slots=True)
class Marks:
    """What is recorded of one field over its sides and levels."""

    tested: bool = False
    unconfirmed: int = 0
    one_side: bool = False


def marks_of(answers: Answers) -> dict[str, Marks]:
    """What is recorded, by field id."""
    found: dict[str, Marks] = {}
    lone: set[tuple[str, str | None]] = set()
    for key, answer in answers.items():
        if key.side is not None:
            lone ^= {(key.id, key.level)}
        known, tested = found.get(key.id), answer.value is not None
        carried = answer.origin is Origin.CARRIED
        if known is None:
            found[key.id] = Marks(tested, int(carried))
        elif carried or (tested and not known.tested):
            found[key.id] = Marks(known.tested or tested, known.unconfirmed + carried)
    for id_ in {id_ for id_, _level in lone}:
        found[id_] = Marks(found[id_].tested, found[id_].unconfirmed, one_side=True)
    return found


def tally(
    fields: Iterable[FieldDef], marks: Mapping[str, Marks], shows: Callable[[FieldDef], bool]
) -> Tally:
    """Count the fields that are shown."""
    answered = total = not_tested = unconfirmed = whole = 0
    for field in fields:
        if field.worked_out:
            continue
        found = marks.get(field.id)
        if found is None:
            total += shows(field)
            continue
        total += 1
        answered += 1
        whole += not found.one_side
        not_tested += not found.tested
        unconfirmed += found.unconfirmed
    return Tally(answered, total, not_tested, unconfirmed, whole)


def done_words(rows: Sequence[Sequence[FindingKey]], answers: Answers) -> str:
    """How many rows of a card are done, and of how many only one side; "" for none.

    A row with one leg alone is not done: who reads "6 of 6" goes on.
    """
    told = [sum(key in answers for key in keys) for keys in rows]
    whole = sum(count == len(keys) for count, keys in zip(told, rows, strict=True))
    one_side = sum(0 < count < len(keys) for count, keys in zip(told, rows, strict=True))
    parts = (f"{whole} of {len(rows)}", f"{one_side} one side only" if one_side else "")
    return ", ".join(filter(None, parts)) if any(told) else ""


def core_left(forms: tuple[Form, ...], answers: Answers) -> int:
    """How many core red-flag questions nobody asked yet."""
    asked = {key.id for key in answers}
    return sum(field.core and field.id not in asked for form in forms for field in form.fields)
