"""The card that goes home, or to the emergency room, with an open emergency."""

from __future__ import annotations

from pt_chart.clinical.program.handout import SafetyNetCard, ToldLine
from pt_chart.documents.blocks import (
    Block,
    Bullets,
    Columns,
    Heading,
    Panel,
    Paragraph,
    Rule,
    Stack,
)
from pt_chart.documents.faces import HARD_SPACE, missing_characters
from pt_chart.documents.flow import Furniture, Item, with_air, write
from pt_chart.documents.labels import NO_NUMBER, Labels, labels
from pt_chart.documents.masthead import frame, identity, masthead, running
from pt_chart.documents.sheet import Rendered, Sheet
from pt_chart.documents.style import (
    ACCENT,
    CARD,
    INK,
    LARGE,
    SECONDARY,
    STOP,
    STRIPE,
    TINT,
    WHITE,
    Scale,
    TextStyle,
)
from pt_chart.documents.tagging import LIST_PLAIN, Element
from pt_chart.documents.text import Span, strong, words_width

STAFF = "For the staff, in English:"
"""Before the desk sentence of a card in another language."""


def render(card: SafetyNetCard, *, paper: str = "letter", large: bool = False) -> bytes:
    """The card as PDF: see `compose`."""
    return compose(card, paper=paper, large=large).pdf


def compose(card: SafetyNetCard, *, paper: str = "letter", large: bool = False) -> Rendered:
    """Lay the card out on ``paper``, in 13.5 point or, ``large``, 18 point.

    Raises:
        ValueError: unknown paper or language.
        DoesNotFit: a part that no page can hold; the message names it.
    """
    sheet = Sheet(paper, title=labels(card.language).safety_card, language=card.language)
    pages = draw(sheet, card, large=large)
    return Rendered(sheet.save(), pages, missing_characters(card))


def draw(sheet: Sheet, card: SafetyNetCard, *, large: bool = False) -> int:
    """Add the card's pages to a sheet and return how many; raises as `compose` does."""
    words = labels(card.language)
    scale = LARGE if large else CARD
    record = words.record_short.format(number=card.record_number) if card.record_number else ""
    who = " · ".join(part for part in (card.patient_name, record) if part)
    area = frame(sheet, scale)

    def build(tight: Scale) -> list[Item]:
        head = Item(masthead(card.clinic, (words.safety_card, who), tight), name="the head")
        parts = _parts(card, words, tight)
        return [head, *(Item(block, gap, name=name) for gap, block, name in parts)]

    items = with_air(build, scale, sheet.column, area, 2 if large else 1)
    return write(sheet, items, area, _furniture(card, words, scale))


def _parts(card: SafetyNetCard, words: Labels, scale: Scale) -> list[tuple[float, Block, str]]:
    parts: list[tuple[float, Block, str]] = [(10 * scale.air, _headline(card, scale), "what to do")]
    if card.why:
        parts.append((10 * scale.air, Paragraph(" ".join(card.why), scale.body), "the reason"))
    if card.told:
        notes = [_note(line, words) for line in card.told]
        room = max(words_width(note, scale.caption) for note in notes) + 6
        lines = Stack(
            [
                (5 * scale.air, Told(line, note, room, scale))
                for line, note in zip(card.told, notes, strict=True)
            ]
        )
        head = Heading(words.told_us, scale.section)
        parts.append((scale.gap, Stack([(0, head), (4, lines)]), "what you told us"))
    if card.desk_sentence:
        parts.append((scale.gap, _desk(card, words, scale), "what to say"))
    ways = _ways(card, words, scale)
    if ways is not None:
        parts.append((scale.gap, ways, "how to get there"))
    parts.append((scale.gap, Rule(ACCENT, 1.4), "a rule"))
    parts.append((8 * scale.air, Paragraph(_calls(card, words), scale.body), "the exercises"))
    if card.therapist:
        given = [strong(words.given_by), Span(f" {card.therapist}, {card.date}. ")]
        where = [strong(words.where_to_go), Span(f"{HARD_SPACE}{'_' * 24}")]
        ahead = [strong(words.called_ahead), Span(f"{HARD_SPACE}{'_' * 18}")]
        # In large print the line to write on has a line of its own.
        written = (given, where, ahead) if scale.large else ([*given, *where], ahead)
        lines = Stack([(0, Paragraph(line, scale.caption)) for line in written])
        box = Panel(
            lines,
            padding=(7 * scale.air + 1, 12, 8 * scale.air + 1, 12),
            fill=TINT,
        )
        parts.append((scale.gap, box, "who gave the card"))
    for one in card.added:
        said = [Span(one)] if card.language == "en" else [strong(STAFF), Span(f" {one}")]
        parts.append((scale.gap, InLanguage(Paragraph(said, scale.caption), "en"), "an addendum"))
    return parts


def _headline(card: SafetyNetCard, scale: Scale) -> Block:
    fill = ACCENT if card.calm else STOP
    inner: list[tuple[float, Block]] = [
        (0, Heading(card.action, scale.title.colored(WHITE), 1)),
    ]
    if card.lead:
        inner.append((3, Paragraph(card.lead, scale.message.colored(WHITE))))
    return Panel(Stack(inner), padding=(10 * scale.air + 1, 16, 11 * scale.air + 2, 16), fill=fill)


def _note(line: ToldLine, words: Labels) -> str:
    if line.state == "yes" and line.since:
        return words.since.format(since=line.since)
    return words.told_states[line.state]


class Told(Block):
    """A line of what was asked: ticked, empty, or striped for not asked, with since when."""

    def __init__(self, line: ToldLine, note: str, room: float, scale: Scale) -> None:
        self._state = line.state
        self._size = scale.body.size * 1.05
        self._words = Paragraph(line.words, scale.body)
        self._note = Paragraph(note, scale.caption.colored(SECONDARY))
        self._room = room

    def _note_width(self, width: float) -> float:
        return min(self._room, width * 0.4)

    def height(self, width: float) -> float:
        inner = width - self._note_width(width) - self._size - 24
        return max(self._words.height(inner), self._note.height(self._note_width(width)))

    def draw(self, sheet: Sheet, x: float, top: float, width: float, parent: Element) -> None:
        item = parent.child("L", attributes=LIST_PLAIN).child("LI").child("LBody")
        note = self._note_width(width)
        size, box = self._size, top + (self._words.style.leading - self._size) / 2
        with sheet.artifact():
            if self._state == "not_asked":
                sheet.stripes(x, box, size, size, STRIPE)
            sheet.rectangle(x, box, size, size, stroke=INK, thickness=1.3)
            if self._state == "yes":
                sheet.tick(x, box, size)
        inner = width - note - size - 24
        self._words.draw(sheet, x + size + 12, top, inner, item)
        self._note.draw(sheet, x + width - note, top + 1.5, note, item)


class InLanguage(Block):
    """A part in another language than the document, tagged so."""

    def __init__(self, inner: Block, language: str) -> None:
        self._inner, self._language = inner, language

    def height(self, width: float) -> float:
        return self._inner.height(width)

    def draw(self, sheet: Sheet, x: float, top: float, width: float, parent: Element) -> None:
        own = parent.child("Div")
        own.language = self._language
        self._inner.draw(sheet, x, top, width, own)


def _desk(card: SafetyNetCard, words: Labels, scale: Scale) -> Block:
    sentence = card.desk_sentence.strip('“”"')
    parts: list[tuple[float, Block]] = [
        (0, Heading(words.say_this, scale.section)),
        (2, Paragraph(f"“{sentence}”", _desk_style(card, scale))),
    ]
    if card.desk_own:
        own = Paragraph([strong(STAFF), Span(f" “{card.desk_own}”")], scale.body)
        parts += [(5 * scale.air, Rule()), (4 * scale.air, InLanguage(own, "en"))]
    inner = Stack(parts)
    return Panel(
        inner, padding=(8 * scale.air + 1, 15, 9 * scale.air + 1, 15), border=INK, thickness=1.6
    )


def _desk_style(card: SafetyNetCard, scale: Scale) -> TextStyle:
    """Large; as large as the text where the sentence stands in two languages."""
    return (scale.body if card.desk_own else scale.message).semibold()


def _ways(card: SafetyNetCard, words: Labels, scale: Scale) -> Block | None:
    number = card.clinic.emergency_number
    columns: list[Block] = []
    for title, items in (
        (
            words.how_to_get_there if card.ambulance and not card.calm else words.what_to_do,
            card.how,
        ),
        (words.call_if.format(number=number), card.ambulance),
    ):
        if items:
            bullets = Bullets(items, scale.body, scale.step)
            columns.append(Stack([(0, Heading(title, scale.section)), (3, bullets)]))
    if len(columns) == 2 and not scale.large:
        return Columns(columns, 18)
    return Stack([(scale.gap, column) for column in columns]) if columns else None


def _calls(card: SafetyNetCard, words: Labels) -> list[Span]:
    spans = [Span(f"{card.exercises} ")] if card.exercises else []
    spans += [Span(words.our_phone), strong(card.clinic.phone or NO_NUMBER), Span(". ")]
    if card.clinic.any_hour:
        spans += [Span(words.other_phone), strong(card.clinic.any_hour), Span(".")]
    return spans


def _furniture(card: SafetyNetCard, words: Labels, scale: Scale) -> Furniture:
    born = words.born_short.format(date=card.birth_date) if card.birth_date else ""
    record = words.record_short.format(number=card.record_number) if card.record_number else ""
    mark = words.unreviewed_short if card.unreviewed else ""
    line = identity(card.patient_name, (born, record, card.date, mark))
    return running(scale, words, line, line, line)
