"""What a control of the forms puts its answers into, and what its row knows of it."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import SignalInstance

from pt_chart.charting.refusals import Refusal
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.visit import Visit


class AnswerDesk(Protocol):
    """Where a control puts its answers: the visit's desk, or the re-test of a sign."""

    def enter(self, key: FindingKey, text: str, *, origin: object = None) -> None:
        """Parse what was typed and record it; ValueError says the fix."""
        ...

    def set_answer(
        self,
        key: FindingKey,
        answer: Answer | None,
        *,
        origin: object = None,
        typing: bool = False,
    ) -> None:
        """Record one answer, None for none."""
        ...

    def recorded(self, key: FindingKey) -> Answer | None:
        """The answer as it stands."""
        ...

    def previous_answer(self, key: FindingKey) -> tuple[Answer, Visit] | None:
        """The newest earlier answer with the visit it stands in."""
        ...

    def refuse(self, key: FindingKey, text: str, words: str, kept: Answer | None) -> None:
        """Hold a text that is no value; the field goes back to ``kept``."""
        ...

    def refused(self, key: FindingKey) -> Refusal | None:
        """The refused text that still stands in the field."""
        ...

    def seal(self) -> None:
        """End a run of typing."""
        ...


class Editor(Protocol):
    """What a row knows of a control: it shows an answer and says what it refuses."""

    key: FindingKey
    refused: SignalInstance

    def show_answer(self, answer: Answer | None) -> None:
        """Show the recorded answer without telling anyone."""
        ...

    def setFocus(self) -> None:
        """Take the keyboard."""
        ...
