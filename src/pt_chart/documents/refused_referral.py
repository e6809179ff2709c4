"""The record that a referral was advised and declined."""

from __future__ import annotations

from pt_chart.clinical.papers import RefusedReferral
from pt_chart.documents.blocks import Block, Bullets, Panel, Paragraph, Stack
from pt_chart.documents.clinical_page import clinical_pages, clinical_section
from pt_chart.documents.flow import Item
from pt_chart.documents.sheet import Sheet
from pt_chart.documents.style import CLINICIAN, INK, LARGE, SLOW, SLOW_FILL, Scale
from pt_chart.documents.table import NotDone, Row, Table
from pt_chart.documents.text import Span, Words, strong

TITLE = "Referral advised and declined"
CAN_CHANGE = (
    "You can change your mind at any time. Call us, or go to the emergency room, and say that you "
    "were advised to be seen."
)
BY_HAND = "Signature: ______________________ \u00a0 Date: ____________ \u00a0 Time: ________"
SIGN, WHEN = "Signature: __________________________", "Date: ______________ \u00a0 Time: __________"
"""The same on two lines, for large print."""


def draw(sheet: Sheet, record: RefusedReferral, *, large: bool = False) -> int:
    """Add the record; raises as `clinical_pages` does."""

    def build(scale: Scale) -> list[Item]:
        advised = Paragraph([strong("Advised: "), Span(record.advised)], scale.message)
        box = Panel(advised, padding=(8, 12, 9, 12), fill=SLOW_FILL, border=SLOW, thickness=1.2)
        items = [Item(box, 8, name="what was advised")]
        for title, lines in (
            ("Why it was advised", record.findings),
            ("What can happen without it", record.risks),
        ):
            if lines:
                listed = Bullets(lines, scale.body, scale.step)
                items.append(clinical_section(title, listed, scale, whole=False))
        said: Block = NotDone("not recorded", scale.table)
        if record.said:
            said = Paragraph(record.said, scale.body)
        items.append(clinical_section("The patient's own words", said, scale))
        items.append(clinical_section("Checked", _checked(record, scale), scale))
        if record.net:
            listed = Bullets(record.net, scale.body, scale.step)
            items.append(
                clinical_section("What to watch for and where to go", listed, scale, whole=False)
            )
        if record.call:
            listed = Bullets(record.call, scale.body, scale.step)
            number = record.head.clinic.emergency_number
            items.append(clinical_section(f"Call {number} if", listed, scale, whole=False))
        items.append(clinical_section("Signed by hand", _by_hand(record, scale), scale))
        return items

    return clinical_pages(
        sheet,
        record.head,
        TITLE,
        build,
        scale=LARGE if large else CLINICIAN,
        pages=None if large else 1,
        by_hand=True,
    )


def _checked(record: RefusedReferral, scale: Scale) -> Table:
    asked = (
        ("The patient said back in own words what was advised and why", record.understood),
        ("The safety-net card was given", record.card_given),
    )
    rows = []
    for words, answer in asked:
        cell: Words | Block = NotDone("not recorded", scale.table)
        if answer is not None:
            cell = [strong("yes" if answer else "no")]
        rows.append(Row((words, cell)))
    return Table(("What", "Answer"), rows, (76, 24), scale.table)


def _by_hand(record: RefusedReferral, scale: Scale) -> Block:
    lines: list[tuple[float, Block]] = [(0.0, Paragraph(CAN_CHANGE, scale.body))]
    for name in (record.head.patient_name, record.head.therapist, "Witness"):
        if scale.large:
            lines += [(18.0, Paragraph([strong(name)], scale.body)),
                      (10.0, Paragraph(SIGN, scale.body)),
                      (14.0, Paragraph(WHEN, scale.body))]  # fmt: skip
        else:
            signs = Paragraph([strong(name), Span(f" \u00a0 {BY_HAND}")], scale.body)
            lines.append((16.0, signs))
    return Panel(Stack(lines), padding=(9, 11, 12, 11), border=INK, thickness=0.8)
