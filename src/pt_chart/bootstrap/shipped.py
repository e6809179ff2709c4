"""What comes with the program, read once: content, figures, documents room; and the clock."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

from pt_chart.bootstrap.problems import WorldFailure
from pt_chart.host import resources

if TYPE_CHECKING:
    from pathlib import Path

    from pt_chart.definitions import Definitions
    from pt_chart.definitions.figures import FigureIndex
    from pt_chart.definitions.own_forms import Loaded
    from pt_chart.documents.printer import Printer


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


def content(own: Path) -> Loaded:
    """The shipped content with a clinic's own folder on top, where there is one.

    Raises:
        WorldFailure: the installation is damaged.
    """
    from pt_chart.definitions.own_forms import Loaded, load_with_own

    if not own.is_dir():
        return Loaded(definitions())
    definitions()
    return load_with_own(resources.forms_dir(), own)


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
