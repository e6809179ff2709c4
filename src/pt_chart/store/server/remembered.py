"""What pages ask anew each time they are opened, remembered for when the server is away."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

from pt_chart.charting.errors import ServerLost

T = TypeVar("T")
_MOST = 256
"""Answers that are remembered, the last ones."""
LARGEST = 64 * 1024
"""Bytes of a kept file that is remembered."""


class Remembered:
    """The last answers to small questions (the clinic, settings, kept files, an episode's log).

    While the server is away they stand as they were read last, so that a page of an open visit can
    be opened and written on; whatever is changed here is forgotten and read anew.
    """

    def __init__(self) -> None:
        """Nothing was asked yet."""
        self._answers: dict[tuple[object, ...], object] = {}

    def ask(self, question: tuple[object, ...], read: Callable[[], T]) -> T:
        """The answer of the server, or its last one.

        Raises:
            ServerLost: it does not answer and never did.
        """
        try:
            answer = read()
        except ServerLost:
            if question not in self._answers:
                raise
            return cast("T", self._answers[question])
        if isinstance(answer, bytes) and len(answer) > LARGEST:
            return answer
        self._answers.pop(question, None)
        self._answers[question] = answer
        if len(self._answers) > _MOST:
            self._answers.pop(next(iter(self._answers)))
        return answer

    def forget(self, *beginning: object) -> None:
        """Drop the answers to questions that begin so: something changed."""
        many = len(beginning)
        for question in [one for one in self._answers if one[:many] == beginning]:
            del self._answers[question]
