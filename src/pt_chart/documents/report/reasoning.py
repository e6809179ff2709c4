"""The reasoning part of the report: word bands, for, against, not tested, and their sources."""

from __future__ import annotations

from collections.abc import Sequence

from pt_chart.clinical.reasoning.results import (
    Assessment,
    Direction,
    EvidenceLine,
    PublishedScore,
    RaisedFlag,
    RankedCause,
    Tier,
)
from pt_chart.documents.blocks import Block, Panel, Paragraph, Stack
from pt_chart.documents.icons import draw_icon
from pt_chart.documents.sheet import Sheet
from pt_chart.documents.style import ACCENT, HAIRLINE, SECONDARY, STOP, STOP_FILL, WHITE, Scale
from pt_chart.documents.table import Row, Table
from pt_chart.documents.tagging import Element
from pt_chart.documents.text import Span, Words, strong

TIER_WORDS = {
    Tier.AMBULANCE: "call an ambulance now",
    Tier.EMERGENCY: "emergency department today",
    Tier.URGENT: "urgent referral",
    Tier.ROUTINE: "routine referral",
    Tier.MONITOR: "monitor",
}
MOST_NOT_TESTED = 4
MOST_LINES = 6
"""Items named per cause and direction, strongest first; how many more there are is said."""


class Sources:
    """Numbers the studies in the order of their first mention."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def mark(self, line: EvidenceLine) -> str:
        """The footnote mark of a line, "" when it has no study."""
        if not line.study:
            return ""
        details = [line.study]
        if line.n is not None:
            details.append(f"n = {line.n}")
        if line.setting:
            details.append(line.setting)
        if line.verified == "no":
            details.append("figure not verified")
        words = ", ".join(details)
        number = self._numbers.setdefault(words, len(self._numbers) + 1)
        return f" [{number}]"

    @property
    def words(self) -> str:
        """All sources in one line."""
        return " ".join(f"[{number}] {words}." for words, number in self._numbers.items())


class Cause(Block):
    """Name of a cause and its word band, with the sign for "cannot judge"."""

    def __init__(self, cause: RankedCause, scale: Scale) -> None:
        self._tested = cause.tested
        self._name = Paragraph(cause.name, scale.table.bold())
        band = cause.band if cause.tested else "cannot judge: not tested"
        self._band = Paragraph(band.capitalize(), scale.table.semibold().colored(ACCENT))
        spread = f"range: {cause.range_words}" if cause.tested and cause.range_words else ""
        self._range = Paragraph(spread, scale.furniture.colored(SECONDARY)) if spread else None

    def height(self, width: float) -> float:
        extra = self._range.height(width) if self._range is not None else 0.0
        return self._name.height(width) + self._band.height(width - 9) + extra

    def draw(self, sheet: Sheet, x: float, top: float, width: float, parent: Element) -> None:
        self._name.draw(sheet, x, top, width, parent)
        top += self._name.height(width)
        with sheet.artifact():
            box = (x, top + 3.4, 5.2, 5.2)
            if self._tested:
                sheet.rectangle(*box, fill=ACCENT)
            else:
                sheet.rectangle(*box, stroke=ACCENT, thickness=0.8, dash="1.4 1")
        self._band.draw(sheet, x + 9, top, width - 9, parent)
        if self._range is not None:
            self._range.draw(sheet, x, top + self._band.height(width - 9), width, parent)


def _lines(
    lines: Sequence[EvidenceLine], sources: Sources, nothing: str, most: int = MOST_LINES
) -> str:
    """Strongest first; lines of one strength and source are told together."""
    strongest = sorted(lines, key=lambda line: -abs(line.weight))
    grouped: dict[str, list[str]] = {}
    for line in strongest[:most]:
        lead = f"{line.strength or line.basis}{sources.mark(line)}".strip()
        named = grouped.setdefault(lead, [])
        for words in line.words.split("; "):
            plain = words.removesuffix(": yes")
            if plain not in named:
                named.append(plain)
    said = [
        f"{lead[:1].upper()}{lead[1:]}: {'; '.join(words)}" if lead else "; ".join(words)
        for lead, words in grouped.items()
    ]
    if len(strongest) > most:
        said.append(f"And {len(strongest) - most} weaker")
    return ". ".join(said) + "." if said else nothing


def _untested(lines: Sequence[EvidenceLine]) -> str:
    names = list(dict.fromkeys(line.words for line in lines))
    shown = "; ".join(names[:MOST_NOT_TESTED])
    more = len(names) - MOST_NOT_TESTED
    return f"{shown}; and {more} more" if more > 0 else shown or "nothing left"


def causes(ranked: Sequence[RankedCause], sources: Sources, scale: Scale) -> Table:
    """A row per cause: band, for, against, not tested."""
    rows = []
    for cause in ranked:
        speaking = _lines(cause.of(Direction.FOR), sources, "None found")
        against = _lines(cause.of(Direction.AGAINST), sources, "None found")
        untested = _untested(cause.of(Direction.NOT_TESTED))
        rows.append(Row((Cause(cause, scale), speaking, against, untested)))
    head = ("Possible cause", "For", "Against", "Not tested")
    return Table(head, rows, (19, 29, 26, 26), scale.table)


def further(ranked: Sequence[RankedCause], sources: Sources, scale: Scale) -> Table:
    """The causes further down: band, and the strongest finding for and against."""
    rows = []
    for cause in ranked:
        speaking = _lines(cause.of(Direction.FOR), sources, "None found", 1)
        against = _lines(cause.of(Direction.AGAINST), sources, "None found", 1)
        rows.append(Row((cause.name, cause.band.capitalize(), speaking, against)))
    head = ("Further causes", "Band", "Strongest for", "Strongest against")
    return Table(head, rows, (26, 16, 29, 29), scale.table)


def remarks(assessment: Assessment, sources: Sources, scale: Scale) -> Paragraph:
    """What the bands mean, the sources, the next most useful tests, and the knowledge version."""
    spans: list[Span] = [Span("Bands are words: nothing here is a calibrated probability. ")]
    if assessment.top_overlap:
        spans.append(Span("The first two ranges overlap, tested or not: the order is open. "))
    if assessment.starting:
        spans.append(Span(f"Starting bands chosen: {assessment.starting}. "))
    if sources.words:
        spans.append(Span(f"{sources.words} "))
    tests = [test.label for test in assessment.next_tests[:4]]
    if tests:
        spans += [strong("Next most useful: "), Span("; ".join(tests) + ". ")]
    stamp = assessment.knowledge
    spans.append(Span(f"Knowledge {stamp.version}, {stamp.sha256[:8]}."))
    return Paragraph(spans, scale.furniture.colored(SECONDARY))


def scores(items: Sequence[PublishedScore], scale: Scale) -> Stack | None:
    """Published scores with at least one item answered; an incomplete one is never negative."""
    rows: list[Row] = []
    unknown: list[str] = []
    for score in (item for item in items if item.answered):
        answered = f"{score.answered} of {score.items}"
        if score.status == "incomplete":
            unknown.append(f"{score.title} ({answered} items known)")
            continue
        total: Words = [strong("decided" if score.total is None else f"{score.total:g}")]
        if score.total is not None and score.maximum is not None:
            total = [*total, Span(f" of {score.maximum:g}")]
        verified = "" if score.verified != "no" else " (figure not verified)"
        rows.append(Row((score.title, total, answered, score.meaning, score.source + verified)))
    parts: list[tuple[float, Block]] = []
    if rows:
        head = ("Published score", "Result", "Items", "Meaning", "Source")
        parts.append((0, Table(head, rows, (24, 13, 11, 28, 24), scale.table)))
    if unknown:
        lead = strong("Incomplete, so no result, which is not negative: ")
        parts.append((4, Paragraph([lead, Span(f"{'; '.join(unknown)}.")], scale.body)))
    return Stack(parts) if parts else None


class FlagBox(Block):
    """A raised flag: shape and word for how soon, why, and what to do."""

    def __init__(self, flag: RaisedFlag, done: str, scale: Scale) -> None:
        self._serious = flag.tier in {Tier.AMBULANCE, Tier.EMERGENCY}
        head = [strong(f"{flag.title}: {TIER_WORDS[flag.tier]}. ")]
        said = [*head, Span("Because: " + "; ".join(flag.because) + ". "), Span(flag.clinician)]
        parts: list[tuple[float, Block]] = [(0, Paragraph(said, scale.body))]
        parts.append(
            (2, Paragraph([strong("Done: "), Span(done or "nothing recorded yet")], scale.body))
        )
        note = "" if flag.verified != "no" else " (not verified)"
        source = Paragraph(f"Source: {flag.source}{note}", scale.furniture.colored(SECONDARY))
        inner = Stack([*parts, (1, source)])
        self._panel = Panel(
            inner,
            padding=(6, 10, 7, 34),
            fill=STOP_FILL if self._serious else WHITE,
            border=STOP if self._serious else HAIRLINE,
            thickness=1.4 if self._serious else 0.8,
        )

    def height(self, width: float) -> float:
        return self._panel.height(width)

    def draw(self, sheet: Sheet, x: float, top: float, width: float, parent: Element) -> None:
        self._panel.draw(sheet, x, top, width, parent)
        draw_icon(sheet, "stop" if self._serious else "slow", x + 9, top + 7, 17)

    def split(self, width: float, room: float) -> tuple[Block | None, Block | None]:
        return self._panel.split(width, room)
