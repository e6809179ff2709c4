"""Who stands behind a document: the signature box, or the mark of a draft."""

from __future__ import annotations

from math import cos, pi, sin

from pt_chart.clinical.people import Clinic
from pt_chart.clinical.program.dates import date_words
from pt_chart.clinical.visit import Signature
from pt_chart.documents.blocks import Block, Columns, Panel, Paragraph, Stack
from pt_chart.documents.sheet import Sheet
from pt_chart.documents.style import INK, SECONDARY, STRIPE, Scale
from pt_chart.documents.text import Span, break_lines, strong

CODE_ALPHABET = "ACDEFGHJKLMNPQRTUVWXY34679"
"""Letters and digits that are not mistaken for each other on paper or by phone."""

DRAFT = "DRAFT - not signed"


def verification_code(digest: str) -> str:
    """The short code printed on a signed document, from the hexadecimal digest of the visit.

    Eight characters of `CODE_ALPHABET` in two groups; the same digest gives the same code.

    Raises:
        ValueError: the digest is not hexadecimal or has fewer than 16 digits.
    """
    if len(digest) < 16:
        raise ValueError("the digest is too short to make a verification code")
    number = int(digest[:16], 16)
    letters = []
    for _ in range(8):
        number, rest = divmod(number, len(CODE_ALPHABET))
        letters.append(CODE_ALPHABET[rest])
    return "".join(letters[:4]) + "-" + "".join(letters[4:])


def signature_box(signature: Signature, clinic: Clinic, scale: Scale) -> Block:
    """Signer, role, time and verification code in a box that never splits."""
    when = f"{date_words(signature.at.date())}, {signature.at:%H:%M}"
    who = [strong(signature.name), Span(f", {signature.role}")]
    said = f"Signed electronically {when}. This note cannot be changed; addenda stand beside it."
    left = Stack([(0, Paragraph(who, scale.body)), (2, Paragraph(said, scale.body))])
    code: list[tuple[float, Block]] = [
        (0, Paragraph("Verification code", scale.body)),
        (1, Paragraph(verification_code(signature.digest), scale.value)),
    ]
    if clinic.phone:
        check = Paragraph(f"Check by phone: {clinic.phone}", scale.furniture.colored(SECONDARY))
        code.append((1, check))
    inner = Columns([left, Stack(code)], 24, (350, 150))
    return Panel(inner, padding=(8, 10, 9, 10), border=INK, thickness=0.8)


def hand_signature(therapist: str, scale: Scale) -> Block:
    """A line to sign on by hand."""
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
