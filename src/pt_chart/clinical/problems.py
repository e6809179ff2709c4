"""What is wrong with something people wrote: the place, what it is, and the fix."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem in a form file or a CASE file.

    ``place`` names the file and key path ("exam/neuro.toml: card[0].field[2] (slr).kind", or
    "findings[3].value"); ``message`` says what is wrong with the value quoted; ``hint`` says how
    to mend it, "" when the message already does.
    """

    place: str
    message: str
    hint: str = ""

    def __str__(self) -> str:
        """One line for a terminal."""
        hint = f" ({self.hint})" if self.hint else ""
        return f"{self.place}: {self.message}{hint}"
