"""Who stands behind a document: the signature box, the foot line, or the mark of a draft."""

from __future__ import annotations

from math import cos, pi, sin

from pt_chart.clinical.papers import Stamp
from pt_chart.clinical.people import Clinic
from pt_chart.clinical.program.dates import date_words
from pt_chart.clinical.visit import Signature
from pt_chart.documents.blocks import Block, Columns, Panel, Paragraph, Stack
from pt_chart.documents.masthead import Identity
from pt_chart.documents.sheet import Sheet
from pt_chart.documents.style import INK, SECONDARY, STRIPE, Scale
from pt_chart.documents.text import Span, break_lines, strong

DRAFT = "DRAFT - not signed"
WAITS = "Waits for a therapist's co-signature: not final."
WAITS_SHORT = "co-signature pending, not final"
BY_HAND = Identity("Signed by hand", ("no verification code",))
"""The foot of a paper whose signatures are written on it with a pen."""
NOT_SIGNED = Identity("Draft, not signed", ("no verification code", "it may still change"))


def stamp_line(stamp: Stamp | None) -> Identity:
    """The last line of every page: code, time, signer and role, or that nobody signed."""
    if stamp is None:
        return NOT_SIGNED
    signed = stamp.signature
    if stamp.waits:
        who = f"{signed.name}, {signed.role}, {date_words(signed.at.date())}"
        return Identity(f"Code {stamp.code}", (WAITS_SHORT, who))
    when = f"signed {date_words(signed.at.date())}, {signed.at:%H:%M}"
    return Identity(f"Code {stamp.code}", (when, f"{signed.name}, {signed.role}"))


def signature_box(stamp: Stamp, clinic: Clinic, scale: Scale) -> Block:
    """Signer, role, time and verification code in a box that never splits."""
    said = "This note cannot be changed; addenda stand beside it."
    left: list[tuple[float, Block]] = [
        (0, Paragraph(_who(stamp.signature, "Signed electronically"), scale.body))
    ]
    if stamp.cosigner is not None:
        left.append((2, Paragraph(_who(stamp.cosigner, "Co-signed"), scale.body)))
    if stamp.waits:
        left.append((2, Paragraph([strong(WAITS)], scale.body)))
    left.append((2, Paragraph(said, scale.body)))
    code: list[tuple[float, Block]] = [
        (0, Paragraph("Verification code", scale.body)),
        (1, Paragraph(stamp.code, scale.value)),
    ]
    if clinic.phone:
        check = Paragraph(f"Check by phone: {clinic.phone}", scale.furniture.colored(SECONDARY))
        code.append((1, check))
    inner: Block = Columns([Stack(left), Stack(code)], 24, (350, 150))
    if scale.large:
        inner = Stack([(0, Stack(left)), (8, Stack(code))])
    box = Panel(inner, padding=(8, 10, 9, 10), border=INK, thickness=0.8)
    told = [(4.0 if index else 0.0, _addendum(one, scale)) for index, one in
            enumerate(stamp.addenda)]  # fmt: skip
    return Stack([*told, (6, box)]) if told else box


def _addendum(words: str, scale: Scale) -> Block:
    """A later remark, framed so that nobody reads past it."""
    lead, _, rest = words.partition(": ")
    said = Paragraph([strong(f"{lead}: "), Span(rest)], scale.body)
    return Panel(said, padding=(6, 10, 7, 10), border=INK, thickness=1.6)


def _who(signature: Signature, how: str) -> list[Span]:
    when = f"{date_words(signature.at.date())}, {signature.at:%H:%M}"
    return [strong(signature.name), Span(f", {signature.role}. {how} {when}.")]


def hand_signature(therapist: str, scale: Scale) -> Block:
    """A line to sign on by hand."""
    if scale.large:
        lines = (therapist, "Signature: __________________________", "Date: ______________")
        parts = [(10.0 if index else 0.0, Paragraph(line, scale.body))
                 for index, line in enumerate(lines) if line]  # fmt: skip
        return Panel(Stack(parts), padding=(12, 10, 12, 10), border=INK, thickness=1.2)
    words = [
        strong(therapist),
        Span(" \u00a0 \u00a0 Signature: ______________________ \u00a0 Date: __________"),
    ]
    return Panel(Paragraph(words, scale.body), padding=(12, 10, 10, 10), border=INK, thickness=0.8)


def draft_mark(sheet: Sheet, scale: Scale) -> None:
    """Large gray words across the page, as an artifact, under nothing and over nothing opaque."""
    style = scale.title.colored(STRIPE)
    size = 58.0
    line = break_lines(DRAFT, style, float("inf"))[0]
    length = line.width / style.size * size
    angle = pi / 4
    x = sheet.width / 2 - cos(angle) * length / 2
    y = sheet.page_height / 2 - sin(angle) * length / 2
    with sheet.artifact("Pagination"):
        sheet.turned_line(line, x, y, size, angle)
