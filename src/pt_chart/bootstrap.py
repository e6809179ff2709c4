"""The composition root: the only module that knows all parts of the program.

Heavy parts are imported inside the calls that need them, so that the unlock window and short
commands start fast.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pt_chart.host import diagnostics, resources, settings
from pt_chart.host.json_input import NotJson, read_json
from pt_chart.host.paths import DataFolders

if TYPE_CHECKING:
    from pt_chart.charting.clinic_session import ClinicSession
    from pt_chart.charting.draft_saver import Post
    from pt_chart.charting.paperwork import PaperCase
    from pt_chart.charting.ports import ChartStore
    from pt_chart.clinical.casefile import Case
    from pt_chart.clinical.people import Clinic, Clinician
    from pt_chart.clinical.problems import Problem
    from pt_chart.clinical.reasoning.results import Assessment
    from pt_chart.definitions import Definitions
    from pt_chart.definitions.figures import FigureIndex
    from pt_chart.documents.checking import Report
    from pt_chart.documents.printer import Printer
    from pt_chart.host.settings import Settings
    from pt_chart.store.keyfile import KeyCost


class BadInput(Exception):
    """Something people wrote cannot be used; ``problems`` name place and fix."""

    def __init__(self, problems: tuple[Problem, ...] | tuple[str, ...]) -> None:
        super().__init__("; ".join(str(problem) for problem in problems))
        self.problems = tuple(str(problem) for problem in problems)


class WorldFailure(Exception):
    """The environment failed: a file that cannot be read or written, a damaged installation."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A PDF and what has to be said about it (on standard error, in the notice bar)."""

    pdf: bytes
    remarks: tuple[str, ...] = ()


def now() -> datetime:
    """The current time with the computer's zone."""
    return datetime.now().astimezone()


@cache
def definitions() -> Definitions:
    """The shipped clinical content.

    Raises:
        WorldFailure: the installation is damaged; every problem is listed.
    """
    from pt_chart import definitions as reader

    try:
        return reader.load(resources.forms_dir())
    except reader.DefinitionProblems as broken:
        listed = "\n".join(str(problem) for problem in broken.problems)
        raise WorldFailure(f"the shipped forms have problems; install again\n{listed}") from broken
    except resources.ShippedDataMissing as missing:
        raise WorldFailure(str(missing)) from missing


@cache
def figures() -> FigureIndex:
    """The shipped figures: body views, regions, exercise pictures."""
    from pt_chart.definitions.figures import FigureIndex

    return FigureIndex.read(resources.resources_dir() / "figures")


@cache
def printer() -> Printer:
    """The documents room."""
    from pt_chart.documents.printer import Printer

    return Printer(figures())


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
        raise WorldFailure(f"{path}: {error.strerror or 'cannot be read'}") from error
    except CaseProblems as bad:
        raise BadInput(tuple(f"{path}: {problem}" for problem in bad.problems)) from bad


def assess(case: Case) -> Assessment:
    """Judge a case."""
    from pt_chart.clinical.reasoning.engine import assess as judge

    return judge(case.facts, definitions().knowledge)


def reason(case: Case) -> dict[str, Any]:
    """The assessment as `pt-chart reason --json` prints it."""
    from pt_chart.clinical.reasoning.script import assessment_json

    return assessment_json(assess(case))


def reason_text(case: Case) -> str:
    """The assessment for a terminal."""
    from pt_chart.clinical.reasoning.plain_text import assessment_text

    return assessment_text(assess(case))


def handout(case: Case, *, paper: str, large: bool) -> Printed:
    """The case's handout; with an emergency open the safety-net card and letter instead.

    Raises:
        BadInput: an exercise is unknown, or blocked by a safety rule without an override.
    """
    from pt_chart.charting import paperwork

    try:
        paper_of = paperwork.program_paper(_paper_case(case), definitions(), figures())
    except paperwork.ProgramRefused as refused:
        told = tuple(f"program: {p.message} ({p.hint})" for p in refused.problems)
        raise BadInput(told) from None
    made = printer().compose(paper_of.parts, paper=paper, large=large)
    return Printed(made.pdf, (*paper_of.remarks, *made.remarks))


def check_handout(path: Path) -> Report:
    """Judge a printed handout item by item; BadInput when the file is no PDF to be read."""
    from pt_chart.documents import checking

    try:
        return checking.check_file(path)
    except checking.NotAHandout as bad:
        raise BadInput((f"{path}: {bad}",)) from None


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
    """All problems of a forms folder (the shipped one by default).

    Raises:
        BadInput: the folder is not there.
    """
    from pt_chart.definitions import check

    target = folder or resources.forms_dir()
    if not target.is_dir():
        raise BadInput((f"{target}: is not a folder; name the folder that holds exam/",))
    return check(target)


def self_test() -> Iterator[tuple[str, str]]:
    """Names of checks with what failed ("" = fine): this installation's own parts at work."""
    checks: dict[str, Callable[[], object]] = {
        "clinical content": definitions,
        "figures": figures,
        "reasoning": _reason_once,
        "encrypted chart": _chart_once,
        "printing": _print_once,
    }
    for name, check in checks.items():
        failed = ""
        try:
            check()
        except Exception as error:  # noqa: BLE001 - whatever fails here is the finding
            failed = f"{type(error).__name__}: {error}"
        yield name, failed


def _small_case() -> Case:
    from pt_chart.clinical.casefile import read_case as read

    exercise = {"exercise": "sciatic_slider_seated", "side": "right"}
    case = {"version": 1, "side": "right", "findings": [], "program": [exercise]}
    return read(case, definitions().vocabulary)


def _reason_once() -> None:
    if assess(_small_case()).knowledge != definitions().knowledge.stamp:
        raise WorldFailure("the assessment names other knowledge")


def _print_once() -> None:
    if not handout(_small_case(), paper="letter", large=False).pdf.startswith(b"%PDF-"):
        raise WorldFailure("no PDF came out")


def _chart_once() -> None:
    from pt_chart.store.self_test import open_and_close

    open_and_close()


DEMO_USER = "Demo Therapist"
DEMO_PASSWORD = "walk-the-demo"  # noqa: S105 - public on purpose
"""Shown on the demo clinic's unlock window, and refused for a real chart."""
SHORTEST_PASSWORD = 10
"""Characters a new chart's password needs at least."""


class LocalWorkplace:
    """The chart on this computer: see `pt_chart.ui.workplace.Workplace`."""

    def __init__(self, folders: DataFolders, *, demo: bool, cost: KeyCost | None = None) -> None:
        """``cost`` is what guessing a password of a new chart costs; None = the usual."""
        self._cost = cost
        self._folders = DataFolders(folders.demo_root) if demo else folders
        self._chart = folders.demo_chart if demo else folders.chart
        self.demo = demo

    @property
    def demo_password(self) -> str:
        """The demo clinic's password, "" for a real chart."""
        return DEMO_PASSWORD if self.demo else ""

    @property
    def chart_name(self) -> str:
        """The chart file's place."""
        return str(self._chart)

    @property
    def exists(self) -> bool:
        """Whether there is a chart to unlock; the demo clinic is made when first asked for."""
        if self.demo or self._chart.exists():
            return True
        from pt_chart.store.open import is_chart

        return is_chart(self._chart)

    def user_names(self) -> tuple[str, ...]:
        """Names in the key file.

        Raises:
            WorldError: the key file is missing, damaged or newer.
        """
        from pt_chart.store.open import chart_users

        if self.demo:
            return (DEMO_USER,)
        return tuple(user.name for user in chart_users(self._chart))

    def preload(self) -> None:
        """Import the store and read the forms, figures and fonts ahead of the password."""
        from pt_chart.store import open as store

        store.preload()
        definitions()
        figures()

    def unlock(self, user_name: str, password: str, post: Post) -> ClinicSession:
        """Open the chart; the demo clinic is made first when it is not there."""
        from pt_chart.store import open as store

        if self.demo and not store.is_chart(self._chart):
            from pt_chart.charting.errors import WrongPassword

            if password != DEMO_PASSWORD:
                raise WrongPassword
            self._make_demo()
        return self._session(store.open_chart(self._chart, user_name, password, clock=now), post)

    def create(
        self, clinic: Clinic, clinician: Clinician, password: str, post: Post
    ) -> ClinicSession:
        """Create a real chart with its first user and open it."""
        from pt_chart.store import open as store

        if len(password) < SHORTEST_PASSWORD:
            raise ValueError(f"The password needs {SHORTEST_PASSWORD} characters or more.")
        if password == DEMO_PASSWORD:
            raise ValueError(
                "That is the demo clinic's password, known to everybody; choose another."
            )
        made = store.create_chart(self._chart, clinician, password, cost=self._cost, clock=now)
        try:
            made.save_clinic(clinic)
        except BaseException:
            made.close()
            raise
        return self._session(made, post)

    def reset(self) -> None:
        """Throw the demo clinic away; the next unlock makes a fresh one.

        Raises:
            WorldFailure: the folder cannot be removed, or this is no demo clinic.
        """
        from shutil import rmtree

        if not self.demo:
            raise WorldFailure("Only the demo clinic can be reset.")
        try:
            if self._folders.root.exists():
                rmtree(self._folders.root)
        except OSError as error:
            raise WorldFailure(f"{self._folders.root}: {error.strerror}") from error

    def settings(self) -> Settings:
        """This workstation's settings."""
        return settings.load(self._folders.root)

    def save_settings(self, changed: Settings) -> None:
        """Keep settings; a folder that cannot be written keeps the old ones."""
        with suppress(OSError):
            settings.save(self._folders.root, changed)

    def report_crash(self, error: BaseException) -> str:
        """Write a crash report without patient text and say where it lies."""
        return str(diagnostics.write_report(error, self._folders.logs) or "")

    def _session(self, store: ChartStore, post: Post) -> ClinicSession:
        """A session over an open chart; where one cannot be made, the chart is closed again."""
        from pt_chart.charting.clinic_session import ClinicSession

        try:
            return ClinicSession(store, definitions(), figures(), printer(), now, post)
        except BaseException:
            store.close()
            raise

    def _make_demo(self) -> None:
        """Fill the demo clinic and put it in its place whole: never half a clinic."""
        from pt_chart.charting.demo import fill_demo
        from pt_chart.clinical.people import Clinician
        from pt_chart.definitions.demo import read_demo
        from pt_chart.host.whole_folder import made_whole
        from pt_chart.store.failures import as_world_error
        from pt_chart.store.open import create_chart

        known, shipped = definitions(), resources.resource("demo")
        read, problems = read_demo(shipped, known.vocabulary, known.library, now().date())
        if read is None:
            raise WorldFailure("\n".join(str(problem) for problem in problems))
        user = Clinician("", DEMO_USER, read.clinician.credentials)
        try:
            with made_whole(self._chart.parent) as folder:
                place = folder / self._chart.name
                chart = create_chart(place, user, DEMO_PASSWORD, cost=self._cost, clock=now)
                with closing(chart):
                    fill_demo(chart, read, known.knowledge, figures().atlas)
        except OSError as error:
            raise as_world_error(error, self._chart) or error from error


def workplace(data_folder: Path | None, *, demo: bool) -> LocalWorkplace:
    """The workplace of this run; ``data_folder`` None = the system's usual place."""
    from pt_chart.host.paths import data_dir

    return LocalWorkplace(data_dir(data_folder), demo=demo)
