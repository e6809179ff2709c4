"""What a call of the composition root can fail with."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pt_chart.clinical.problems import Problem


class BadInput(Exception):
    """Something people wrote cannot be used; ``problems`` name place and fix."""

    def __init__(self, problems: tuple[Problem, ...] | tuple[str, ...]) -> None:
        super().__init__("; ".join(str(problem) for problem in problems))
        self.problems = tuple(str(problem) for problem in problems)


class WorldFailure(Exception):
    """The environment failed: a file that cannot be read or written, a damaged installation."""
