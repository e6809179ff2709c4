"""The referral letter: situation, background, assessment, action (SBAR) on one page."""

from __future__ import annotations

from collections.abc import Sequence

from pt_chart.clinical.program.handout import AskedRow, ExaminedRow, ReferralLetter
from pt_chart.documents.blocks import Block, Columns, Heading, Paragraph, Rule, Stack
from pt_chart.documents.faces import missing_characters
from pt_chart.documents.flow import Furniture, Item, with_air, write
from pt_chart.documents.icons import draw_icon
from pt_chart.documents.labels import labels
from pt_chart.documents.masthead import Identity, frame, identity, masthead, running
from pt_chart.documents.sheet import Rendered, Sheet
from pt_chart.documents.signature import draft_mark, hand_signature, signature_box, stamp_line
from pt_chart.documents.style import (
    ACCENT,
    CLINICIAN,
    INK,
    SECONDARY,
    SLOW,
    SLOW_FILL,
    STOP,
    TINT,
    WHITE,
    Color,
    Scale,
)
from pt_chart.documents.table import Facts, NotDone, Row, Table
from pt_chart.documents.tagging import Element
from pt_chart.documents.text import Span, Words, strong

KINDS = {
    "emergency": "Emergency referral letter",
    "urgent": "Urgent referral letter",
    "routine": "Referral letter",
}
LABEL_WIDTH = 84.0
SECTION = "the section "
"""How the sections are named."""
MOST_ROWS = 22
"""Questions and tests that stand as one section."""


def render(letter: ReferralLetter, *, paper: str = "letter") -> bytes:
    """The letter as PDF: see `compose`."""
    return compose(letter, paper=paper).pdf


def compose(letter: ReferralLetter, *, paper: str = "letter") -> Rendered:
    """Lay the letter out; without a stamp it is a draft with a line to sign by hand.

    Raises:
        ValueError: unknown paper, language or urgency.
        DoesNotFit: a part that no page can hold; the message names it.
    """
    sheet = Sheet(paper, title=title(letter), language=letter.language)
    pages = draw(sheet, letter)
    return Rendered(sheet.save(), pages, missing_characters(letter))


def title(letter: ReferralLetter) -> str:
    """The kind of letter, as its masthead and file say it.

    Raises:
        ValueError: unknown urgency.
    """
    if letter.urgency not in KINDS:
        raise ValueError(f"no urgency called {letter.urgency!r}; use one of {', '.join(KINDS)}")
    return KINDS[letter.urgency]


def draw(sheet: Sheet, letter: ReferralLetter) -> int:
    """Add the letter's pages to a sheet and return how many; raises as `compose` does."""
    scale = CLINICIAN
    stamp, last = letter.stamp, stamp_line(letter.stamp)
    long = _long(letter)
    area = frame(sheet, scale, last)

    def build(tight: Scale) -> list[Item]:
        head = masthead(letter.clinic, (KINDS[letter.urgency], letter.date), tight)
        signed = hand_signature(letter.therapist, tight)
        if stamp is not None:
            signed = signature_box(stamp, letter.clinic, tight)
        last = (9 * tight.air, signed, "the signature")
        parts = [*_parts(letter, tight), last]
        # A section of a long letter begins where there is room: no page is left half empty.
        return [
            Item(head),
            *(Item(block, gap, not (long and name.startswith(SECTION)), name=name)
              for gap, block, name in parts),
        ]  # fmt: skip

    items = with_air(build, scale, sheet.column, area, 1)
    under = (lambda page: draft_mark(page, scale)) if stamp is None else None
    return write(sheet, items, area, _furniture(letter, scale, last), under=under)


def _parts(letter: ReferralLetter, scale: Scale) -> list[tuple[float, Block, str]]:
    facts = (
        ("Patient", letter.patient_name),
        ("Born", letter.birth_date),
        ("Age", letter.age),
        ("Sex", letter.sex),
        ("ID", letter.record_number),
    )
    parts: list[tuple[float, Block, str]] = [
        (8, Banner(letter, scale), "the headline"),
        (8, Facts(facts, scale.body), "the patient"),
    ]
    request = [strong(letter.request), Span(" " + " ".join(letter.situation))]
    sections: list[tuple[str, Block]] = [
        ("Situation and request", Paragraph(request, scale.message))
    ]
    if letter.background:
        sections.append(("Background", Paragraph(" ".join(letter.background), scale.message)))
    sections += _assessment(letter, scale)
    if letter.action or letter.done:
        sections.append(("Action here", _action(letter, scale)))
    for index, (title, block) in enumerate(sections):
        if index:
            parts.append((7 * scale.air, Rule(), "a rule"))
        parts.append((7 * scale.air, Labeled(title, block, scale), f"{SECTION}{title}"))
    return parts


class Banner(Block):
    """The headline: solid for an emergency, framed for urgent, tinted for routine."""

    def __init__(self, letter: ReferralLetter, scale: Scale) -> None:
        self._icon = {"emergency": "stop_on_dark", "urgent": "slow"}.get(letter.urgency, "")
        color: Color = {"emergency": WHITE, "urgent": SLOW}.get(letter.urgency, ACCENT)
        self._fill: Color = {"emergency": STOP, "urgent": SLOW_FILL}.get(letter.urgency, TINT)
        self._frame = SLOW if letter.urgency == "urgent" else None
        to = Paragraph(
            "To: ______________________ \u00a0 Phoned at: ________ \u00a0 Taken by: ______________",
            scale.body.colored(color if color == WHITE else INK),
        )
        self._text = Stack([(0, Heading(letter.headline, scale.title.colored(color), 1)), (3, to)])

    def _left(self) -> float:
        return 50.0 if self._icon else 14.0

    def height(self, width: float) -> float:
        return self._text.height(width - self._left() - 14) + 18

    def draw(self, sheet: Sheet, x: float, top: float, width: float, parent: Element) -> None:
        height = self.height(width)
        with sheet.artifact():
            sheet.rectangle(x, top, width, height, fill=self._fill)
            if self._frame is not None:
                sheet.rectangle(x, top, width, height, stroke=self._frame, thickness=1.6)
        if self._icon:
            draw_icon(sheet, self._icon, x + 13, top + (height - 27) / 2, 27)
        self._text.draw(sheet, x + self._left(), top + 8, width - self._left() - 14, parent)


class Labeled(Block):
    """A section with its heading in a column on the left."""

    def __init__(self, title: str, inner: Block, scale: Scale) -> None:
        self._title = Heading(title, scale.message.bold().colored(ACCENT))
        self._inner = inner

    def height(self, width: float) -> float:
        inner = self._inner.height(width - LABEL_WIDTH)
        return max(self._title.height(LABEL_WIDTH - 8), inner)

    def draw(self, sheet: Sheet, x: float, top: float, width: float, parent: Element) -> None:
        self._title.draw(sheet, x, top, LABEL_WIDTH - 8, parent)
        self._inner.draw(sheet, x + LABEL_WIDTH, top, width - LABEL_WIDTH, parent)

    def split(self, width: float, room: float) -> tuple[Block | None, Block | None]:
        if self.height(width) <= room:
            return self, None
        return Stack([(3, self._title), (3, self._inner)]).split(width, room)


def _assessment(letter: ReferralLetter, scale: Scale) -> list[tuple[str, Block]]:
    """The tables as one section; as two where together they would leave a page half empty.

    In a long letter what nobody asked or tested stands in one line each: the answers come first.
    """
    long = _long(letter)
    asked, examined = list(letter.asked), list(letter.examined)
    unasked, untested = [], []
    if long:
        unasked = [row.asked for row in asked if row.state == "not_asked"]
        untested = [row.test for row in examined if _blank(row)]
        asked = [row for row in asked if row.state != "not_asked"]
        examined = [row for row in examined if not _blank(row)]
    first: list[tuple[float, Block]] = []
    if asked:
        rows = [_asked(row, scale) for row in asked]
        first.append((0, Table(("Asked", "Answer", "Began"), rows, (40, 36, 24), scale.table)))
    first += _none("not asked", unasked, scale)
    second: list[tuple[float, Block]] = []
    if examined:
        head = ("Examined today", "RIGHT", "LEFT", "Last visit")
        rows = [_examined(row, scale) for row in examined]
        second.append((6 if first else 0, Table(head, rows, (41, 16, 16, 27), scale.table)))
    second += _none("not tested", untested, scale)
    if long and first and second:
        return [("Assessment", Stack(first)), ("Examination", Stack(second))]
    return [("Assessment", Stack([*first, *second]))] if first or second else []


def _long(letter: ReferralLetter) -> bool:
    return len(letter.asked) + len(letter.examined) > MOST_ROWS


def _blank(row: ExaminedRow) -> bool:
    return row.right is None and row.left is None and not row.last


def _none(label: str, names: Sequence[str], scale: Scale) -> list[tuple[float, Block]]:
    """What was not done, in one line under its gray label."""
    if not names:
        return []
    said = Paragraph("; ".join(names) + ".", scale.body)
    return [(5, Columns([NotDone(label, scale.table), said], 8, (17, 83)))]


def _action(letter: ReferralLetter, scale: Scale) -> Block:
    """What was recorded and how to call back; what else was done is ticked by hand."""
    parts: list[tuple[float, Block]] = []
    if letter.done:
        boxes = [TickBox(text, scale) for text in letter.done]
        pairs = [boxes[at : at + 2] for at in range(0, len(boxes), 2)]
        lead = Paragraph("Tick what was done:", scale.body.colored(SECONDARY))
        parts.append((0, lead))
        parts += [
            (3, Columns(pair, 14) if len(pair) == 2 else Stack([(0, pair[0])])) for pair in pairs
        ]
    if letter.action:
        parts.append((5 if parts else 0, Paragraph(" ".join(letter.action), scale.message)))
    return Stack(parts)


class TickBox(Block):
    """An empty box before words, to tick with a pen."""

    def __init__(self, text: str, scale: Scale) -> None:
        self._size = scale.body.size
        self._words = Paragraph(text, scale.body)

    def height(self, width: float) -> float:
        return self._words.height(width - self._size - 7)

    def draw(self, sheet: Sheet, x: float, top: float, width: float, parent: Element) -> None:
        size = self._size
        with sheet.artifact():
            at = top + (self._words.style.leading - size) / 2
            sheet.rectangle(x, at, size, size, stroke=INK, thickness=0.9)
        self._words.draw(sheet, x + size + 7, top, width - size - 7, parent)


def _asked(row: AskedRow, scale: Scale) -> Row:
    answer: Words | Block = row.answer or "asked: no"
    if row.state == "yes":
        answer = [strong(row.answer or "Yes")]
    elif row.state == "not_asked":
        answer = NotDone("not asked", scale.table)
    return Row((row.asked, answer, row.began))


def _examined(row: ExaminedRow, scale: Scale) -> Row:
    cells: list[Words | Block] = [
        NotDone("not tested", scale.table) if value is None else value
        for value in (row.right, row.left)
    ]
    return Row((row.test, *cells, row.last))


def _furniture(letter: ReferralLetter, scale: Scale, last: Identity) -> Furniture:
    words = labels(letter.language)
    born = words.born_short.format(date=letter.birth_date.partition(" (")[0])
    if not letter.birth_date:
        born = f"Age {letter.age}" if letter.age else ""
    record = words.record_short.format(number=letter.record_number) if letter.record_number else ""
    line = identity(letter.patient_name, (born, record, letter.date))
    return running(scale, words, line, line, line, last=last)
