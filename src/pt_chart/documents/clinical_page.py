"""What clinical documents share: whose, from whom, a draft's mark, the signature, the code."""

from __future__ import annotations

from collections.abc import Callable

from pt_chart.clinical.papers import PaperHead
from pt_chart.documents.blocks import Block, Heading, Rule, Stack
from pt_chart.documents.flow import Item, shortest, with_air, write
from pt_chart.documents.labels import labels
from pt_chart.documents.masthead import frame, identity, masthead, running
from pt_chart.documents.sheet import Sheet
from pt_chart.documents.signature import (
    BY_HAND,
    draft_mark,
    hand_signature,
    signature_box,
    stamp_line,
)
from pt_chart.documents.style import ACCENT, CLINICIAN, Scale
from pt_chart.documents.table import Facts


def clinical_pages(
    sheet: Sheet,
    head: PaperHead,
    title: str,
    build: Callable[[Scale], list[Item]],
    *,
    scale: Scale = CLINICIAN,
    pages: int | None = None,
    boxed: bool = True,
    by_hand: bool = False,
) -> int:
    """Masthead, patient, what ``build`` gives, and the signature; returns how many pages.

    ``pages`` is how many it should take at most; not ``boxed`` leaves the signature's box away:
    its line stands at the foot of every page all the same. What is signed ``by_hand`` is no draft.

    Raises:
        DoesNotFit: a part that no page can hold; the message names it.
    """
    last = BY_HAND if by_hand else stamp_line(head.stamp)
    area = frame(sheet, scale, last)

    def whole(tight: Scale) -> list[Item]:
        facts = (
            ("Patient", head.patient_name),
            ("Born", head.birth_date),
            ("ID", head.record_number),
        )
        sign = [Item(_signature(head, tight), tight.gap + 2, name="the signature")]
        return [
            Item(masthead(head.clinic, (title, head.date), tight)),
            Item(Heading(title, tight.title, 1), 8, name="the title"),
            Item(Facts(facts, tight.body, columns=1 if tight.large else 3), 6, name="the patient"),
            *build(tight),
            *(sign if boxed and not by_hand else []),
        ]

    if pages is None:
        items = shortest(whole, scale, sheet.column, area)
    else:
        items = with_air(whole, scale, sheet.column, area, pages)
    words = labels("en")
    born = words.born_short.format(date=head.birth_date) if head.birth_date else ""
    record = words.record_short.format(number=head.record_number) if head.record_number else ""
    line = identity(head.patient_name, (born, record, ", ".join(filter(None, (title, head.date)))))
    later = identity(head.clinic.name, (head.clinic.phone,))
    draft = head.stamp is None and not by_hand
    under = (lambda page: draft_mark(page, scale)) if draft else None
    furniture = running(scale, words, line, line, later, last=last)
    return write(sheet, items, area, furniture, under=under)


def _signature(head: PaperHead, scale: Scale) -> Block:
    if head.stamp is None:
        return hand_signature(head.therapist, scale)
    return signature_box(head.stamp, head.clinic, scale)


def clinical_section(title: str, block: Block, scale: Scale, *, whole: bool = True) -> Item:
    """A part of a clinical document under its heading and rule."""
    head = Heading(title, scale.section.colored(ACCENT))
    stack = Stack([(0, head), (2, Rule(ACCENT, 1.2)), (4, block)])
    return Item(stack, scale.gap, whole, name=f"the section {title}")
