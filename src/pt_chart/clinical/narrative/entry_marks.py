"""What marks a whole note: written late, entered in error. Screen, text and paper say the same."""

from __future__ import annotations

from pt_chart.clinical.narrative.joining import sentence_text
from pt_chart.clinical.program.dates import date_words
from pt_chart.clinical.visit import Visit


def entry_marks(visit: Visit) -> tuple[str, ...]:
    """A line for each mark of a visit, in capitals with its reason behind; () for none."""
    lines = []
    if visit.late and visit.entered is not None:
        reason = f" Reason: {sentence_text(visit.late_reason)}" if visit.late_reason.strip() else ""
        lines.append(
            f"LATE ENTRY: written down on {date_words(visit.entered.date())} for the visit of "
            f"{date_words(visit.date)}.{reason}"
        )
    if visit.withdrawal is not None:
        gone = visit.withdrawal
        lines.append(
            f"ENTERED IN ERROR: {sentence_text(gone.reason)} Withdrawn by {gone.name}, "
            f"{date_words(gone.at.date())}."
        )
    return tuple(lines)
