"""The documents room as charting sees it: content in, tagged PDF bytes out.

reportlab is imported behind this door, when a document is made.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING, Protocol, TypeAlias

from pt_chart.clinical.bodychart.marks import View
from pt_chart.clinical.paper_parts import PaperPart
from pt_chart.clinical.papers import (
    BlankChart,
    BlankMeasures,
    IntakeSheet,
    RefusedReferral,
    SecondLookPaper,
    WorkNote,
)
from pt_chart.clinical.people import Clinic, Patient
from pt_chart.clinical.program.handout import HandoutContent, ReferralLetter, SafetyNetCard
from pt_chart.clinical.report import EvaluationReport

if TYPE_CHECKING:
    from pt_chart.charting.attachments import AttachmentReader
    from pt_chart.charting.documents_port import HandoutVerdict
    from pt_chart.clinical.bodychart.atlas import BodyAtlas
    from pt_chart.documents.sheet import Rendered, Sheet

Part: TypeAlias = PaperPart

SIZES = ("normal", "large", "one_page")
"""How a patient's paper is set: 12 point, 18 point, or the handout on one page."""


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

    ``paper`` is "letter" or "a4". What each method raises is said at `compose`. Calls may come
    from any thread; one document is made at a time.
    """

    def __init__(self, figures: Figures) -> None:
        self._figures = figures
        self._lock = Lock()

    @property
    def attached(self) -> AttachmentReader:
        """Looks into files of foreign origin; pdfium and Pillow are loaded with the first one."""
        from pt_chart.documents.attached_files import AttachedFiles

        return AttachedFiles()

    def handout(self, content: HandoutContent, *, paper: str, large: bool = False) -> bytes:
        """The home exercise program."""
        return self.pack((content,), paper=paper, large=large)

    def safety_net(self, card: SafetyNetCard, *, paper: str, large: bool = False) -> bytes:
        """The card that goes with an open emergency."""
        return self.pack((card,), paper=paper, large=large)

    def letter(self, letter: ReferralLetter, *, paper: str) -> bytes:
        """The referral letter; without a stamp it has a line to sign by hand."""
        return self.pack((letter,), paper=paper)

    def report(self, report: EvaluationReport, *, paper: str) -> bytes:
        """The clinical report of a visit; a draft says so on every page."""
        return self.pack((report,), paper=paper)

    def second_look(self, sheet: SecondLookPaper, *, paper: str) -> bytes:
        """How the panel reasoned, on one page."""
        return self.pack((sheet,), paper=paper)

    def blank_chart(
        self, clinic: Clinic, patient: Patient | None, *, body: str, paper: str
    ) -> bytes:
        """A body chart to draw on with a pen."""
        return self.pack((BlankChart(clinic, patient, body, self._figures.atlas),), paper=paper)

    def access_sheet(
        self,
        purpose: str,
        code: str,
        *,
        clinic: Clinic,
        chart: str,
        made: datetime,
        by: str,
        paper: str,
    ) -> bytes:
        """The page with the code of the recovery kit or of the emergency envelope."""
        from pt_chart.documents import access_sheet

        with self._lock:
            return access_sheet.compose(
                purpose, code, clinic=clinic, chart=chart, made=made, by=by, paper=paper
            ).pdf

    def pack(
        self, parts: Sequence[Part], *, paper: str, large: bool = False, size: str = ""
    ) -> bytes:
        """One document, or several in one file in order; see `compose`."""
        return self.compose(parts, paper=paper, large=large, size=size).pdf

    def compose(
        self, parts: Sequence[Part], *, paper: str, large: bool = False, size: str = ""
    ) -> Rendered:
        """Lay documents out one after the other in one tagged file, each with its own page numbers.

        ``size`` is one of `SIZES`, "" = by ``large``: "large" is for what patients read, fill in or
        sign, "one_page" for handouts; another paper stays as it is. A handout too long for one page
        is a `DoesNotFit`. ``missing`` of the result lists characters that
        the typeface lacks and that print as codes.

        Raises:
            ValueError: there are no parts, or the paper, size or a language is unknown.
            KeyError: a figure that the source does not have.
            SvgError: a figure that cannot be drawn.
            DoesNotFit: a part that no page can hold; the message names it.
        """
        from pt_chart.documents.faces import missing_characters
        from pt_chart.documents.sheet import Rendered, Sheet

        if not parts:
            raise ValueError("there is nothing to print")
        setting = size or ("large" if large else "normal")
        if setting not in SIZES:
            raise ValueError(f"no size called {setting!r}; use one of {', '.join(SIZES)}")
        title = " and ".join(dict.fromkeys(title_of(part) for part in parts))
        with self._lock:
            sheet = Sheet(paper, title=title, language=language_of(parts[0]))
            pages = 0
            for part in parts:
                if len(parts) > 1:
                    sheet.begin_part(language_of(part))
                pages += self._draw(sheet, part, setting)
            return Rendered(sheet.save(), pages, missing_characters(_typed(parts)))

    def lacking(self, parts: Sequence[Part]) -> tuple[str, ...]:
        """Characters in what people typed that the typeface lacks: they print as codes."""
        from pt_chart.documents.faces import missing_characters

        return missing_characters(_typed(parts))

    def judged(self, pdf: bytes) -> HandoutVerdict:
        """See `pt_chart.charting.documents_port.Documents`."""
        from pt_chart.documents.checking.judging_process import judged_apart

        return judged_apart(pdf)

    def codes_in(self, pdf: bytes) -> tuple[str, ...]:
        """The verification codes printed on the pages of a PDF, each once, in order.

        Raises:
            ValueError: it is no PDF that can be read.
        """
        from pt_chart.documents.printed_code import codes_in

        return codes_in(pdf)

    def _draw(self, sheet: Sheet, part: Part, size: str) -> int:
        from pt_chart.documents import handout, safety_net

        if isinstance(part, HandoutContent):
            return handout.draw(sheet, part, self._figures, size=size, bodies=self._figures)
        if isinstance(part, SafetyNetCard):
            return safety_net.draw(sheet, part, large=size == "large")
        return self._draw_clinical(sheet, part, large=size == "large")

    def _draw_clinical(self, sheet: Sheet, part: Part, *, large: bool) -> int:
        from pt_chart.documents import (
            blank_chart,
            intake,
            letter,
            measure_sheets,
            refused_referral,
            report,
            second_look,
            work_note,
        )

        figures = self._figures
        drawers: dict[type, Callable[..., int]] = {
            ReferralLetter: letter.draw,
            EvaluationReport: lambda page, one: report.draw(page, one, figures),
            WorkNote: partial(work_note.draw, large=large),
            RefusedReferral: partial(refused_referral.draw, large=large),
            SecondLookPaper: second_look.draw,
            IntakeSheet: partial(intake.draw, large=large),
            BlankMeasures: partial(measure_sheets.draw, large=large),
            BlankChart: lambda page, one: blank_chart.draw(page, one, figures, large=large),
        }
        return drawers[type(part)](sheet, part)


def _typed(parts: Sequence[Part]) -> tuple[object, ...]:
    """Where people's words stand: forms, pictures and the atlas are the program's own."""
    found: list[object] = []
    for part in parts:
        if isinstance(part, EvaluationReport):
            found += [part.patient, part.visit, part.clinic, part.episode]
        elif isinstance(part, BlankChart):
            found += [part.patient, part.clinic]
        else:
            found.append(part)
    return tuple(found)


def language_of(part: Part) -> str:
    """The language of a part: clinical documents are English."""
    spoken = (HandoutContent, SafetyNetCard, ReferralLetter, EvaluationReport, IntakeSheet)
    if isinstance(part, spoken):
        return part.language
    return "en"


def title_of(part: Part) -> str:
    """The kind of document, as the file's title says it; never the patient.

    Raises:
        ValueError: an unknown language or urgency.
    """
    from pt_chart.documents import (
        blank_chart,
        letter,
        measure_sheets,
        refused_referral,
        second_look,
        work_note,
    )
    from pt_chart.documents import report as reports
    from pt_chart.documents.labels import labels

    if isinstance(part, HandoutContent):
        return labels(part.language).program
    if isinstance(part, SafetyNetCard):
        return labels(part.language).safety_card
    if isinstance(part, IntakeSheet):
        return labels(part.language).intake
    if isinstance(part, ReferralLetter):
        return letter.title(part)
    if isinstance(part, EvaluationReport):
        return reports.title(part)
    titles: dict[type, str] = {
        WorkNote: work_note.TITLE,
        RefusedReferral: refused_referral.TITLE,
        SecondLookPaper: second_look.TITLE,
        BlankMeasures: measure_sheets.TITLE,
        BlankChart: blank_chart.TITLE,
    }
    return titles[type(part)]
