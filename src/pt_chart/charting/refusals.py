"""Typed texts that a field refused: they stand in no chart, but signing must know of them."""

from __future__ import annotations

from dataclasses import dataclass

from pt_chart.clinical.findings import Answer, FindingKey


@dataclass(frozen=True, slots=True)
class Refusal:
    """What was typed into a field, why it is no value, and what stayed recorded instead.

    ``retest`` tells the value after treatment (``after`` names it) from the visit's own answer.
    """

    key: FindingKey
    text: str
    words: str
    kept: Answer | None
    retest: bool = False
    after: str = ""

    @property
    def place(self) -> tuple[FindingKey, bool, str]:
        """The field it was typed into."""
        return self.key, self.retest, self.after


class Refusals:
    """The refused texts of one open visit, at most one a field."""

    def __init__(self) -> None:
        self._held: dict[tuple[FindingKey, bool, str], Refusal] = {}
        self._steps: dict[tuple[FindingKey, bool, str], object] = {}

    def hold(self, refusal: Refusal, step: object = None) -> None:
        """Remember a refused text in place of an earlier one of the field.

        ``step`` is the edit it was typed after: undo takes the text back before that edit.
        """
        self.release(refusal.key, retest=refusal.retest, after=refusal.after)
        self._held[refusal.place] = refusal
        self._steps[refusal.place] = step

    def after(self, step: object) -> Refusal | None:
        """The newest refused text that was typed right after an edit."""
        typed = [one for place, one in self._held.items() if self._steps[place] is step]
        return typed[-1] if typed else None

    def release(self, key: FindingKey, *, retest: bool = False, after: str = "") -> None:
        """The field was answered, or its text taken back."""
        self._held.pop((key, retest, after), None)
        self._steps.pop((key, retest, after), None)

    def of(self, key: FindingKey, *, retest: bool = False, after: str = "") -> Refusal | None:
        """The refused text of a field."""
        return self._held.get((key, retest, after))

    def all(self) -> tuple[Refusal, ...]:
        """Every refused text, in the order typed."""
        return tuple(self._held.values())
