"""What somebody typed into the note where the report prints tables of its own.

History, examination, measures and the like print from their fields. A sentence of the clinician's
own there, or one whose words were changed, would be missing on paper: it is told below the table.
"""

from __future__ import annotations

from collections.abc import Iterator

from pt_chart.clinical.narrative.note import Sentence
from pt_chart.clinical.narrative.plain_text import told
from pt_chart.clinical.report import EvaluationReport
from pt_chart.documents.blocks import Bullets, Heading, Stack
from pt_chart.documents.flow import Item
from pt_chart.documents.report.plan import section
from pt_chart.documents.style import Scale

PARTS = {
    "flags": ("safety", "Red flags"),
    "history": ("history", "History"),
    "change": ("change", "Change since the first visit"),
    "findings": ("examination", "Findings"),
    "measures": ("measures", "Measures"),
}
"""By the report's part: the section of the note whose typed words it prints, and its heading."""
LEAD = "In the clinician's words"


def with_typed(report: EvaluationReport, part: str, items: list[Item], scale: Scale) -> list[Item]:
    """The items of a part with the typed words of its section; a heading where it had nothing."""
    if part not in PARTS:
        return items
    home, title = PARTS[part]
    words = [told(one) for one in _typed(report, home)]
    if not words:
        return items
    bullets = Bullets(words, scale.body, 1.5)
    if not items:
        return [section(title, bullets, scale)]
    lead = Heading(LEAD, scale.body.bold(), 3)
    return [*items, Item(Stack([(0, lead), (1, bullets)]), 5, whole=False, name=f"{LEAD}, {title}")]


def _typed(report: EvaluationReport, home: str) -> Iterator[Sentence]:
    for one in (sentence for part in report.note if part.id == home for sentence in part.sentences):
        if (one.own and one.text) or one.edited:
            yield one
