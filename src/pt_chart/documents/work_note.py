"""The note for work or school: what the patient can do, from when to when."""

from __future__ import annotations

from pt_chart.clinical.papers import WORK_STATUS, WorkNote, WorkStatus, work_days
from pt_chart.documents.blank_chart import WritingLine
from pt_chart.documents.blocks import Block, Bullets, Panel, Paragraph, Stack
from pt_chart.documents.clinical_page import clinical_pages, clinical_section
from pt_chart.documents.flow import Item
from pt_chart.documents.sheet import Sheet
from pt_chart.documents.style import ACCENT, CARD, LARGE, SECONDARY, TINT, Scale
from pt_chart.documents.text import Span, strong

TITLE = "Work note"
BLANK = "_" * 16
LINES = 3
"""Lines for the limits of a draft."""
PRIVATE = (
    "This note gives no diagnosis. Medical details are given only with the patient's written "
    "permission."
)


def draw(sheet: Sheet, note: WorkNote, *, large: bool = False) -> int:
    """Add the note, one page where the type is not ``large``; raises as `clinical_pages` does."""

    def build(scale: Scale) -> list[Item]:
        parts: list[tuple[float, Block]] = [
            (0, Paragraph([strong(WORK_STATUS[note.status], ACCENT)], scale.section))
        ]
        if days := work_days(note):
            parts.append((3, Paragraph(f"{days}.", scale.message)))
        if not (note.first and note.until) and note.head.stamp is None:
            # A draft that does not say how long it holds is filled in by hand; a page with a code
            # has nothing to write in.
            blanks = [
                lead for lead, day in (("From", note.first), ("Through", note.until)) if not day
            ]
            lines = "   ".join(f"{lead} {BLANK}" for lead in blanks)
            parts.append((6, Paragraph(lines, scale.body)))
        if note.review:
            words = [Span("Looked at again: "), strong(note.review)]
            parts.append((3, Paragraph(words, scale.body)))
        box = Panel(Stack(parts), padding=(10, 14, 11, 16), fill=TINT, bar=ACCENT)
        items = [Item(box, scale.gap, name="the status")]
        if note.status is WorkStatus.LIMITED and not note.limits and note.head.stamp is None:
            blank = Stack([(0, WritingLine(26.0)) for _ in range(LINES)])
            items.append(clinical_section("Limits", blank, scale))
        if note.limits and note.status is WorkStatus.LIMITED:
            listed = Bullets(note.limits, scale.body, scale.step + 2)
            items.append(clinical_section("Limits", listed, scale, whole=False))
        if note.reason:
            said = Paragraph(note.reason, scale.body)
            items.append(clinical_section("Given with the patient's permission", said, scale))
        if note.reason:
            return items
        quiet = Paragraph(PRIVATE, scale.caption.colored(SECONDARY))
        return [*items, Item(quiet, scale.gap, name="the note on privacy")]

    return clinical_pages(sheet, note.head, TITLE, build, scale=LARGE if large else CARD, pages=1)
