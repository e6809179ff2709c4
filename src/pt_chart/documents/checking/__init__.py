"""Judges a printed handout from the PDF alone, item by item."""

from __future__ import annotations

from pathlib import Path

from pt_chart.documents.checking.kinds import other_paper
from pt_chart.documents.checking.paper import Paper
from pt_chart.documents.checking.registry import all_checks
from pt_chart.documents.checking.result import NotAHandout, Outcome, Report, Result, Weight
from pt_chart.documents.labels import labels

__all__ = ["NotAHandout", "Outcome", "Report", "Result", "Weight", "check_file", "check_handout"]

OTHER = (
    "it is {papers}, not a home exercise program; the checklist judges home exercise "
    "programs alone and says nothing of it"
)


def check_handout(data: bytes) -> Report:
    """Judge the bytes of a PDF against every item.

    Raises:
        NotAHandout: they are no PDF that can be read, or another paper of this program, such as
            a safety-net card; the message says which, or why and what to do.
    """
    paper = Paper(data)
    if (other := other_paper(paper.inside.title)) and not paper.exercises:
        raise NotAHandout(OTHER.format(papers=other))
    results = tuple(check.run(paper) for check in all_checks())
    return Report(results, paper.language, _unreviewed(paper))


def _unreviewed(paper: Paper) -> bool:
    try:
        words = labels(paper.language)
    except ValueError:
        return False
    foot = paper.furniture(0)
    return bool(words.unreviewed) and (
        words.unreviewed in paper.text or words.unreviewed_short in foot
    )


def check_file(path: Path) -> Report:
    """Judge a PDF file.

    Raises:
        NotAHandout: the file is not there, cannot be read, or is no PDF that can be judged.
    """
    try:
        return check_handout(path.read_bytes())
    except OSError as error:
        why = error.strerror or "it cannot be read"
        raise NotAHandout(f"{why}; name a PDF file that you may read") from None
