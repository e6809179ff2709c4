"""What the use cases need of the documents room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pt_chart.charting.attachments import AttachmentReader
    from pt_chart.clinical.paper_parts import PaperPart
    from pt_chart.clinical.papers import SecondLookPaper
    from pt_chart.clinical.people import Clinic, Patient
    from pt_chart.clinical.program.handout import HandoutContent, ReferralLetter, SafetyNetCard
    from pt_chart.clinical.report import EvaluationReport


@dataclass(frozen=True, slots=True)
class HandoutVerdict:
    """What the checklist of handouts says of one: how many items hold, and which do not, in words.

    ``items`` are those of the checklist that the file can tell of, ``unknown`` the others (large
    print on a sheet of normal size). ``must`` and ``should`` name place and fix of what fails, by
    weight.
    """

    held: int
    items: int
    must: tuple[str, ...] = ()
    should: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


class NoVerdict(Exception):
    """The checklist could not be gone through; the message says why."""


class Documents(Protocol):
    """Paper: content in, the bytes of a tagged PDF out. ``paper`` is "letter" or "a4"."""

    @property
    def attached(self) -> AttachmentReader:
        """Looks into files of foreign origin that are attached to a chart."""
        ...

    def handout(self, content: HandoutContent, *, paper: str, large: bool = False) -> bytes:
        """The home exercise program."""
        ...

    def safety_net(self, card: SafetyNetCard, *, paper: str, large: bool = False) -> bytes:
        """The card that goes with an open emergency."""
        ...

    def letter(self, letter: ReferralLetter, *, paper: str) -> bytes:
        """The referral letter."""
        ...

    def report(self, report: EvaluationReport, *, paper: str) -> bytes:
        """The clinical report of a visit."""
        ...

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
        ...

    def blank_chart(
        self, clinic: Clinic, patient: Patient | None, *, body: str, paper: str
    ) -> bytes:
        """A body chart to draw on with a pen; without a patient there are lines for the name."""
        ...

    def second_look(self, sheet: SecondLookPaper, *, paper: str) -> bytes:
        """How the panel reasoned, on one page."""
        ...

    def pack(
        self, parts: Sequence[PaperPart], *, paper: str, large: bool = False, size: str = ""
    ) -> bytes:
        """One or several documents behind one another in one file, in order.

        ``size`` is "normal", "large" or "one_page" for what the patient takes home, "" = by
        ``large``.

        Raises:
            ValueError: nothing to print, or something cannot be laid out; the message says what.
        """
        ...

    def lacking(self, parts: Sequence[PaperPart]) -> tuple[str, ...]:
        """Characters in what people typed that the typeface lacks: they print as codes."""
        ...

    def judged(self, pdf: bytes) -> HandoutVerdict:
        """What the checklist says of a handout; takes seconds, in a process of its own.

        Raises:
            NoVerdict: there is none; the message says why.
        """
        ...

    def codes_in(self, pdf: bytes) -> tuple[str, ...]:
        """The verification codes printed on the pages of a PDF, each once.

        Raises:
            ValueError: it is no PDF that can be read.
        """
        ...
