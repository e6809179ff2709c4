"""The second-look sheet: on one page, how the panel reasoned, for a colleague to review."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pt_chart.clinical.papers import SecondLookPaper
from pt_chart.clinical.reasoning.results import ComparisonRow
from pt_chart.clinical.reasoning.second_look import (
    SecondLook,
    SecondLookCause,
    SecondLookFlag,
    SecondLookLine,
)
from pt_chart.documents.blocks import Block, Bullets, Panel, Paragraph, Stack
from pt_chart.documents.clinical_page import clinical_pages, clinical_section
from pt_chart.documents.flow import DoesNotFit, Item
from pt_chart.documents.sheet import Sheet
from pt_chart.documents.style import (
    ACCENT,
    DENSE,
    GRID,
    PAPERS,
    SECONDARY,
    STOP,
    STOP_FILL,
    TINT,
    TINT_LINE,
    WHITE,
    Scale,
)
from pt_chart.documents.table import Row, Table
from pt_chart.documents.tagging import Element
from pt_chart.documents.text import Span, Words, strong

TITLE = "Second look"
REACH = 3.0
"""The panel's scale ends at this many log-odds units on both sides of the shared start."""

SERIOUS = ("emergency", "ambulance")
"""How the tiers begin that take precedence over everything else."""


@dataclass(frozen=True, slots=True)
class _Most:
    """How many lines of each kind print; what is left out is counted on the page."""

    lines: int
    others: int
    flags: int
    rows: int


LEVELS = (
    _Most(5, 8, 6, 8),
    _Most(5, 6, 6, 8),
    _Most(5, 4, 6, 6),
    _Most(4, 4, 6, 6),
    _Most(4, 3, 6, 5),
    _Most(3, 3, 6, 5),
    _Most(3, 3, 6, 4),
    _Most(3, 2, 6, 4),
    _Most(3, 2, 6, 3),
    _Most(2, 2, 6, 3),
    _Most(2, 2, 6, 2),
    _Most(2, 1, 6, 2),
    _Most(2, 2, 6, 0),
    _Most(1, 1, 6, 0),
    _Most(1, 0, 6, 0),
    _Most(1, 0, 4, 0),
    _Most(1, 0, 2, 0),
    _Most(1, 0, 1, 0),
)
"""What gives way first; the flags do last."""


def draw(sheet: Sheet, paper: SecondLookPaper) -> int:
    """Add the sheet, always one page: what does not fit is left out and counted.

    Raises:
        DoesNotFit: even one line of each kind does not fit.
    """
    for most in LEVELS:
        if _pages(sheet, paper, most) == 1:
            return _drawn(sheet, paper, most)
    raise DoesNotFit("the second-look sheet does not fit on one page; shorten the texts")


def _drawn(sheet: Sheet, paper: SecondLookPaper, most: _Most) -> int:
    build = _Build(paper.sheet, most)
    stamp = paper.head.stamp
    told = stamp is not None and bool(stamp.addenda or stamp.waits)
    return clinical_pages(sheet, paper.head, TITLE, build, scale=DENSE, pages=1, boxed=told)


def _pages(sheet: Sheet, paper: SecondLookPaper, most: _Most) -> int:
    trial = Sheet("a4" if sheet.page_height > PAPERS["letter"][1] else "letter", title=TITLE)
    return _drawn(trial, paper, most)


class _Build:
    """Makes the parts of the page for one choice of how much prints."""

    def __init__(self, look: SecondLook, most: _Most) -> None:
        self._look, self._most = look, most

    def __call__(self, scale: Scale) -> list[Item]:
        look, most = self._look, self._most
        action = Paragraph([strong(look.action)], scale.message)
        items = [Item(Panel(action, padding=(6, 12, 7, 14), fill=TINT, bar=ACCENT), 7)]
        if look.flags:
            parts: list[tuple[float, Block]] = [
                (4, _flag(flag, scale)) for flag in look.flags[: most.flags]
            ]
            if len(look.flags) > most.flags:
                # Every open flag is named, however little room there is.
                names = "; ".join(f"{one.title} ({one.tier})" for one in look.flags[most.flags :])
                parts.append((4, Paragraph([strong("Also open: "), Span(f"{names}.")], scale.body)))
            flags = Stack(parts)
            items.append(clinical_section(_counted("Open flags", look.flags, most.flags), flags,
                                          scale))  # fmt: skip
        if look.core_unasked:
            shown = max(most.others, 1) * 2
            said = "; ".join(look.core_unasked[:shown])
            rest = _more(look.core_unasked, shown)
            items.append(_line("Core questions not asked: ", f"{said}{rest}.", scale))
        if look.hypothesis:
            reason = f" Reason: {look.hypothesis_reason}" if look.hypothesis_reason else ""
            words = f"{look.hypothesis}.{reason}"
            items.append(_line("Working hypothesis (clinician): ", words, scale))
        if look.ranking_off:
            items.append(_line("", look.ranking_off, scale))
        elif look.causes:
            items.append(clinical_section("First causes", _causes(look, most, scale), scale))
            if look.order_note:
                items.append(_line("", look.order_note, scale))
        return [*items, *self._further(scale)]

    def _further(self, scale: Scale) -> list[Item]:
        look, most = self._look, self._most.others
        items = []
        left_out = []
        for lead, texts, shown in (
            ("Further causes: ", look.others, most),
            ("Impairments: ", look.impairments, most),
            ("Consider: ", look.consider, most),
            # A score's sentence is long: most of them give way to the evidence.
            ("Published scores: ", look.scores, max(1, most - 5)),
            ("To check: ", look.contradictions, most),
        ):
            if texts and not most:
                left_out.append(f"{lead.lower()}{len(texts)}")
            elif texts:
                said = "; ".join(texts[:shown])
                items.append(_line(lead, f"{said}{_more(texts, shown)}.", scale))
        if left_out:
            items.append(_line("Left out, the page is full: ", f"{', '.join(left_out)}.", scale))
        if look.comparison is not None and look.comparison.rows:
            table, rows = look.comparison, self._most.rows
            lit = [Row(_lit_cells(row)) for row in table.rows[:rows]]
            title = _counted(table.title, table.rows, rows)
            head = ("Side by side", table.left, table.right, "This patient")
            if lit:
                cells = Table(head, lit, (25, 25, 25, 25), scale.table)
                items.append(clinical_section(title, cells, scale))
            else:
                items.append(_line(f"{table.title}: ", "left out, the page is full.", scale))
        if look.next_tests:
            tests = Bullets(look.next_tests, scale.body, 1.5)
            items.append(clinical_section("Most useful next", tests, scale))
        stamp = f"Knowledge {look.stamp.version}, {look.stamp.sha256[:12]}. {look.basis}"
        items.append(Item(Paragraph(stamp, scale.furniture.colored(SECONDARY)), 6))
        return items


def _lit_cells(row: ComparisonRow) -> tuple[Words, Words, Words, Words]:
    """A row of the comparison; what this patient's findings fit stands in bold."""
    left: Words = [strong(row.left)] if row.lit in ("left", "both") else row.left
    right: Words = [strong(row.right)] if row.lit in ("right", "both") else row.right
    return row.feature, left, right, row.patient


def _more(texts: Sequence[object], most: int) -> str:
    left = len(texts) - most
    return f"; and {left} more" if left > 0 else ""


def _counted(title: str, texts: Sequence[object], most: int) -> str:
    left = len(texts) - most
    return f"{title} (and {left} more)" if left > 0 else title


def _line(lead: str, words: str, scale: Scale) -> Item:
    return Item(Paragraph([strong(lead), Span(words)], scale.body), 4, name=lead or words)


def _flag(flag: SecondLookFlag, scale: Scale) -> Block:
    because = f": {'; '.join(flag.because)}" if flag.because else ""
    serious = flag.tier.startswith(SERIOUS)
    lead = strong(f"{flag.title} ", STOP if serious else ACCENT)
    head: list[Span] = [lead, Span(f"({flag.tier}){because}. ")]
    tail = [Span(f"{flag.clinician} "), strong("Done: "), Span(f"{flag.done}.")]
    words = Paragraph([*head, *tail], scale.body)
    fill, border = (STOP_FILL, STOP) if serious else (WHITE, GRID)
    return Panel(words, padding=(4, 9, 5, 9), fill=fill, border=border, thickness=0.9)


class RangeBar(Block):
    """Where a cause stands on the panel's scale: a bar from low to high, a mark in the middle."""

    def __init__(self, cause: SecondLookCause, scale: Scale) -> None:
        self._cause = cause
        self._words = Paragraph(cause.range_words, scale.furniture.colored(SECONDARY))

    def height(self, width: float) -> float:
        return 12.0 + self._words.height(width)

    def draw(self, sheet: Sheet, x: float, top: float, width: float, parent: Element) -> None:
        def at(value: float) -> float:
            inside = min(max(value, -REACH), REACH)
            return x + (inside + REACH) / (2 * REACH) * width

        low, middle, high = (at(v) for v in (self._cause.low, self._cause.middle, self._cause.high))
        with sheet.artifact():
            sheet.rule(x, top + 5, width, GRID, 0.6)
            sheet.rule(at(0.0), top + 1, 0, GRID, 0.6, down=8)
            sheet.rectangle(low, top + 2.5, max(high - low, 1.5), 5, fill=TINT_LINE)
            sheet.rectangle(middle - 1.2, top + 0.5, 2.4, 9, fill=ACCENT)
        self._words.draw(sheet, x, top + 11, width, parent)


def _causes(look: SecondLook, most: _Most, scale: Scale) -> Table:
    rows = []
    for cause in look.causes:
        name: Stack = Stack(
            [
                (0, Paragraph(cause.name, scale.table.bold())),
                (1, Paragraph(cause.band, scale.table.semibold().colored(ACCENT))),
                (3, RangeBar(cause, scale)),
            ]
        )
        untested = "; ".join(cause.not_tested[: most.lines]) + _more(cause.not_tested, most.lines)
        rows.append(
            Row(
                (
                    name,
                    _lines(cause.supports, most.lines),
                    _lines(cause.opposes, most.lines),
                    untested or "nothing left",
                )
            )
        )
    head = ("Possible cause", "+ For", "\u2212 Against", "Not tested")
    return Table(head, rows, (24, 34, 25, 17), scale.table)


def _lines(lines: Sequence[SecondLookLine], most: int) -> Words:
    said = []
    for line in lines[:most]:
        details = ", ".join(part for part in (line.strength, line.source) if part)
        said.append(f"{line.words} ({details})" if details else line.words)
    return ("; ".join(said) + _more(lines, most)) or "none found"
