"""What this workstation knows of the last backup: when, and whether it was proved."""

from __future__ import annotations

import contextlib
import json
from datetime import datetime, timedelta
from pathlib import Path

from pt_chart.clinical.program.dates import date_words

FILE_NAME = "last-backup.json"
OLD = timedelta(days=7)


UNSOUND = "the chart itself does not verify"
"""What is noted of a backup of such a chart, without what is wrong: the note is not encrypted."""


def write(folder: Path, at: datetime, problem: str) -> None:
    """Note a backup; a folder that cannot be written keeps the older note."""
    told = {"at": at.isoformat(), "problem": problem}
    new = folder / f"{FILE_NAME}.new"
    with contextlib.suppress(OSError):
        new.write_text(json.dumps(told), "utf-8")
        new.replace(folder / FILE_NAME)


def read(folder: Path) -> tuple[datetime, str] | None:
    """When the last backup was made and what was wrong with it; None when none is known."""
    try:
        told = json.loads((folder / FILE_NAME).read_text("utf-8"))
        return datetime.fromisoformat(told["at"]), str(told["problem"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def words(folder: Path, now: datetime) -> str:
    """The last backup in a few words, for a status line."""
    known = read(folder)
    if known is None:
        return "No backup yet"
    at, problem = known
    local = at.astimezone(now.tzinfo)
    day = "today" if local.date() == now.date() else date_words(local)
    when = f"{day} {local:%H:%M}"
    if problem == UNSOUND:
        return f"Backup {when} is whole, but {UNSOUND}: see Clinic, Verification"
    if problem:
        return f"Backup {when} is not proved: {problem}"
    late = " · make a new one" if now - at > OLD else ""
    return f"Last backup {when}, restored and checked{late}"
