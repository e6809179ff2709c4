"""The calls behind the command line: a CASE in, reasoning or paper out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pt_chart.bootstrap.problems import BadInput, WorldFailure
from pt_chart.bootstrap.shipped import definitions, figures, printer
from pt_chart.host import resources
from pt_chart.host.json_input import NotJson, read_json

if TYPE_CHECKING:
    from pt_chart.charting.paperwork import PaperCase
    from pt_chart.clinical.casefile import Case
    from pt_chart.clinical.problems import Problem
    from pt_chart.clinical.program.program_problem import ProgramProblem
    from pt_chart.clinical.reasoning.results import Assessment
    from pt_chart.documents.checking import Report


@dataclass(frozen=True, slots=True)
class Printed:
    """A PDF and what has to be said about it (on standard error, in the notice bar)."""

    pdf: bytes
    remarks: tuple[str, ...] = ()


def findings() -> list[dict[str, Any]]:
    """The vocabulary as `pt-chart findings --json` prints it."""
    from pt_chart.definitions.findings import findings_json

    return findings_json(definitions().vocabulary)


def read_case(path: Path) -> Case:
    """Read a CASE file ("-" = standard input).

    Raises:
        BadInput: the file is no valid case; every problem with its place.
        WorldFailure: the file cannot be read.
    """
    from pt_chart.clinical.casefile import CaseProblems
    from pt_chart.clinical.casefile import read_case as read

    try:
        return read(read_json(path), definitions().vocabulary)
    except NotJson as bad:
        raise BadInput((f"{path}: {bad}",)) from bad
    except OSError as error:
        why = "is a folder" if path.is_dir() else error.strerror or "cannot be read"
        raise WorldFailure(f"{path}: {why}; name a CASE file that you may read") from error
    except CaseProblems as bad:
        raise BadInput(tuple(f"{path}: {problem}" for problem in bad.problems)) from bad


def assess(case: Case) -> Assessment:
    """Judge a case."""
    from pt_chart.clinical.reasoning.engine import assess as judge

    return judge(case.facts, definitions().knowledge)


def reason(case: Case) -> dict[str, Any]:
    """The assessment as `pt-chart reason --json` prints it."""
    from pt_chart.clinical.reasoning.script import assessment_json

    found = assess(case)
    return assessment_json(found, _unread(case, found))


def reason_text(case: Case) -> str:
    """The assessment for a terminal."""
    from pt_chart.clinical.reasoning.plain_text import assessment_text

    found = assess(case)
    return assessment_text(found, _unread(case, found))


def _unread(case: Case, found: Assessment) -> tuple[str, ...]:
    from pt_chart.clinical.reasoning.unread import unread_words

    return unread_words(case.facts, definitions().knowledge, found)


def handout(case: Case, *, paper: str, size: str = "normal", language: str = "en") -> Printed:
    """The case's handout; with an emergency open the safety-net card and letter instead.

    ``size`` is "normal", "large" or "one_page". A translation counts as unreviewed here: who
    signed it off is kept with a chart.

    Raises:
        BadInput: an exercise is unknown, blocked by a safety rule without an override, or the
            program does not fit as asked.
    """
    from pt_chart.charting import paperwork

    spoken = replace(_paper_case(case), language=language, unreviewed=language != "en")
    try:
        paper_of = paperwork.program_paper(spoken, definitions(), figures())
    except paperwork.ProgramRefused as refused:
        told = tuple(map(_told, refused.problems))
        raise BadInput(told) from None
    try:
        made = printer().compose(paper_of.parts, paper=paper, size=size)
    except ValueError as unfit:
        raise BadInput((f"program: {unfit}",)) from None
    return Printed(made.pdf, (*paper_of.remarks, *made.remarks))


def _told(problem: ProgramProblem) -> str:
    place = "program" if problem.item is None else f"program[{problem.item}]"
    return f"{place}: {problem.message} ({problem.hint or _nearest(problem.exercise)})"


def _nearest(exercise: str) -> str:
    near = get_close_matches(exercise, definitions().library.exercises, 3, 0.4)
    return f"did you mean {' or '.join(near)}?" if near else "see the exercises in docs/guide.md"


def check_handout(path: Path) -> Report:
    """Judge a printed handout item by item; BadInput when the file is no PDF to be read."""
    from pt_chart.documents import checking

    try:
        return checking.check_file(path)
    except checking.NotAHandout as bad:
        raise BadInput((f"{path}: {bad}",)) from None


def must_faults(pdf: bytes) -> tuple[str, ...]:
    """What of a printed handout fails an item that must hold, in words; () for another paper."""
    from pt_chart.documents import checking

    try:
        report = checking.check_handout(pdf)
    except checking.NotAHandout:
        return ()
    failed = report.with_outcome(checking.Outcome.FAIL, checking.Weight.MUST)
    return tuple(
        f"checklist, item {one.item} (must): {one.faults[0]}"
        + (f" (and {len(one.faults) - 1} more: see check-handout)" if one.faults[1:] else "")
        for one in failed
    )


def _paper_case(case: Case) -> PaperCase:
    from pt_chart.charting.paperwork import PaperCase, with_default_doses
    from pt_chart.clinical.people import Clinic, Patient

    named = Patient("", "", "", case.patient_name, None) if case.patient_name else None
    return PaperCase(
        facts=case.facts,
        assessment=assess(case),
        program=with_default_doses(case.program, definitions().library),
        clinic=case.clinic or Clinic(),
        patient=named,
        clinician=case.clinician,
        date=case.date,
    )


def check_forms(folder: Path | None) -> tuple[Problem, ...]:
    """All problems of a forms folder (the shipped one by default), or of a clinic's own.

    Raises:
        BadInput: the folder is not there.
    """
    from pt_chart.definitions import check
    from pt_chart.definitions.own_forms import load_with_own

    shipped = resources.forms_dir()
    target = folder or shipped
    if not target.is_dir():
        raise BadInput((f"{target}: is not a folder; name the folder that holds exam/",))
    if (target / "knowledge").is_dir():
        return check(target)
    # Without knowledge of its own it is a clinic's folder, read on top of the shipped one.
    return load_with_own(shipped, target).problems
