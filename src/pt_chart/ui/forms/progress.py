"""How far a section is: fields answered, declared not tested, carried and unconfirmed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pt_chart.clinical.fields import FieldDef, Form
from pt_chart.clinical.findings import Answers


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of fields; a field counts once whatever its sides and levels."""

    answered: int = 0
    fields: int = 0
    not_tested: int = 0
    unconfirmed: int = 0

    @property
    def words(self) -> str:
        """As tabs show it."""
        return f"{self.answered} of {self.fields}"


def tally(fields: Iterable[FieldDef], answers: Answers, shows: Callable[[FieldDef], bool]) -> Tally:
    """Count the fields that are shown."""
    per_id: dict[str, list[tuple[bool, bool]]] = {}
    for key, answer in answers.items():
        per_id.setdefault(key.id, []).append((answer.tested, answer.unconfirmed))
    answered = total = not_tested = unconfirmed = 0
    for field in fields:
        if field.worked_out:
            continue
        marks = per_id.get(field.id)
        if marks is None:
            total += shows(field)
            continue
        total += 1
        answered += 1
        not_tested += not any(tested for tested, _ in marks)
        unconfirmed += sum(carried for _, carried in marks)
    return Tally(answered, total, not_tested, unconfirmed)


def core_left(forms: tuple[Form, ...], answers: Answers) -> int:
    """How many core red-flag questions nobody asked yet."""
    asked = {key.id for key in answers}
    return sum(field.core and field.id not in asked for form in forms for field in form.fields)
