"""Crash reports for the developers: versions and the place in the code, no patient text."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

import pt_chart

KEPT = 10
"""Newest reports kept in the folder."""


def report(error: BaseException) -> str:
    """The text of a crash report.

    It holds exception types and code places only: messages and values may quote a chart, so
    neither is written.
    """
    import platform

    lines = [
        "pt-chart crash report (no patient text: messages and values are left out)",
        f"pt-chart {pt_chart.__version__}, Python {platform.python_version()}, {sys.platform}",
        f"at {datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
    ]
    for number, one in enumerate(_chain(error)):
        lines += [
            "",
            f"{'caused by ' if number else ''}{type(one).__module__}.{type(one).__name__}",
        ]
        lines += _places(one.__traceback__)
    return "\n".join(lines) + "\n"


def write_report(error: BaseException, folder: Path) -> Path | None:
    """Write a crash report into ``folder`` (None when even that fails) and drop the oldest."""
    target = folder / f"crash-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}.txt"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        target.write_text(report(error), "utf-8")
        for old in sorted(folder.glob("crash-*.txt"))[:-KEPT]:
            old.unlink()
    except OSError:
        return None
    return target


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        yield current
        current = current.__cause__ or current.__context__


def _places(trace: TracebackType | None) -> list[str]:
    import traceback

    return [
        f"  {Path(frame.filename).name}:{frame.lineno} in {frame.name}"
        for frame in traceback.extract_tb(trace)
    ]
