"""Who drew the marks of a drawing: what the patient showed is told as the patient's own."""

from __future__ import annotations

from pt_chart.clinical.bodychart.marks import BodyChart, Mark, Pin


def drawn_by_words(chart: BodyChart) -> str:
    """What of a drawing is the patient's own hand, "" where nothing is.

    "Drawn by the patient." or "Drawn by the patient: tingling, burning, 1 pin. The other marks by
    the clinician."
    """
    marks = [mark for mark in chart.marks if not mark.erases]
    own = [mark for mark in marks if mark.by_patient]
    if not own:
        return ""
    if len(own) == len(marks):
        return "Drawn by the patient."
    return f"Drawn by the patient: {_named(own)}. The other marks by the clinician."


def _named(marks: list[Mark]) -> str:
    pins = sum(isinstance(mark.shape, Pin) for mark in marks)
    kinds = [mark.kind.label for mark in marks if not isinstance(mark.shape, Pin)]
    many = [f"{pins} pin{'s' if pins > 1 else ''}"] if pins else []
    return ", ".join((*dict.fromkeys(kinds), *many))
