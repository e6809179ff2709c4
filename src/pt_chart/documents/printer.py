"""The documents room as charting sees it: content in, tagged PDF bytes out.

reportlab is imported behind this door, when a document is made.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol, TypeAlias

from pt_chart.clinical.bodychart.marks import View
from pt_chart.clinical.people import Clinic, Patient
from pt_chart.clinical.program.handout import HandoutContent, ReferralLetter, SafetyNetCard
from pt_chart.clinical.report import EvaluationReport

if TYPE_CHECKING:
    from pt_chart.clinical.bodychart.atlas import BodyAtlas
    from pt_chart.documents.sheet import Rendered

Part: TypeAlias = HandoutContent | SafetyNetCard | ReferralLetter


class Figures(Protocol):
    """Where every document takes its drawings from."""

    @property
    def atlas(self) -> BodyAtlas:
        """The regions of the body chart."""
        ...

    def svg(self, figure: str, frame: str) -> bytes:
        """The drawing of one frame of a figure.

        Raises:
            KeyError: there is no such figure or frame.
        """
        ...

    def body_svg(self, view: View, body: str = "neutral") -> bytes:
        """The line drawing of one view of a body."""
        ...


class Printer:
    """Makes documents from one set of figures; see `pt_chart.charting.ports.Documents`.

    ``paper`` is "letter" or "a4". What each method raises is said at `compose` of its document.
    """

    def __init__(self, figures: Figures) -> None:
        self._figures = figures

    def handout(self, content: HandoutContent, *, paper: str, large: bool = False) -> bytes:
        """The home exercise program."""
        return self.pack((content,), paper=paper, large=large)

    def safety_net(self, card: SafetyNetCard, *, paper: str, large: bool = False) -> bytes:
        """The card that goes with an open emergency."""
        return self.pack((card,), paper=paper, large=large)

    def letter(self, letter: ReferralLetter, *, paper: str) -> bytes:
        """The referral letter, with a line to sign by hand."""
        return self.pack((letter,), paper=paper)

    def report(self, report: EvaluationReport, *, paper: str) -> bytes:
        """The clinical report of a visit; a draft says so on every page."""
        from pt_chart.documents import report as reports

        return reports.render(report, self._figures, paper=paper)

    def blank_chart(
        self, clinic: Clinic, patient: Patient | None, *, body: str, paper: str
    ) -> bytes:
        """A body chart to draw on with a pen."""
        from pt_chart.documents import blank_chart

        atlas = self._figures.atlas
        return blank_chart.compose(
            clinic, patient, atlas, self._figures, body=body, paper=paper
        ).pdf

    def pack(self, parts: Sequence[Part], *, paper: str, large: bool = False) -> bytes:
        """One document, or several in one file in order; see `compose`."""
        return self.compose(parts, paper=paper, large=large).pdf

    def compose(self, parts: Sequence[Part], *, paper: str, large: bool = False) -> Rendered:
        """Lay documents out one after the other in one tagged file, each with its own page numbers.

        ``missing`` of the result lists characters that the typeface lacks and that print as
        codes. Letters between clinicians have no large print.

        Raises:
            ValueError: there are no parts, or the paper or a language is unknown.
        """
        from pt_chart.documents import handout, letter, safety_net
        from pt_chart.documents.faces import missing_characters
        from pt_chart.documents.sheet import Rendered, Sheet

        if not parts:
            raise ValueError("there is nothing to print")
        title = " and ".join(dict.fromkeys(_title(part) for part in parts))
        sheet = Sheet(paper, title=title, language=parts[0].language)
        pages = 0
        for part in parts:
            if isinstance(part, HandoutContent):
                pages += handout.draw(sheet, part, self._figures, large=large)
            elif isinstance(part, SafetyNetCard):
                pages += safety_net.draw(sheet, part, large=large)
            else:
                pages += letter.draw(sheet, part)
        return Rendered(sheet.save(), pages, missing_characters(tuple(parts)))


def _title(part: Part) -> str:
    from pt_chart.documents.labels import labels
    from pt_chart.documents.letter import KINDS

    if isinstance(part, HandoutContent):
        return labels(part.language).program
    if isinstance(part, SafetyNetCard):
        return labels(part.language).safety_card
    return KINDS[part.urgency]
