"""Loads a whole forms folder: vocabulary first, then everything that speaks of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from pt_chart.clinical.fields import Form, Vocabulary
from pt_chart.clinical.measures.instrument import Instrument
from pt_chart.clinical.problems import Problem
from pt_chart.clinical.program.library import ExerciseLibrary
from pt_chart.clinical.program.phrases import Phrases
from pt_chart.clinical.reasoning.knowledge import Knowledge
from pt_chart.definitions.exam_forms import read_forms
from pt_chart.definitions.knowledge import read_knowledge
from pt_chart.definitions.library import read_library
from pt_chart.definitions.measures import read_instruments
from pt_chart.definitions.own_folder import FormsFolder
from pt_chart.definitions.report_words import with_report_words
from pt_chart.definitions.translations import FOLDER, Languages


class DefinitionProblems(ValueError):
    """A forms folder cannot be used; ``problems`` say where and why."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Definitions:
    """The clinical content of one forms folder, read and cross-checked."""

    forms: tuple[Form, ...]
    vocabulary: Vocabulary
    knowledge: Knowledge
    library: ExerciseLibrary
    instruments: tuple[Instrument, ...] = ()

    @property
    def phrases(self) -> Phrases:
        """The words of handouts, cards and letters."""
        return self.library.phrases

    def form(self, form_id: str) -> Form:
        """The form with an id.

        Raises:
            KeyError: there is none.
        """
        for form in self.forms:
            if form.id == form_id:
                return form
        raise KeyError(form_id)


def load(forms_dir: Path, extra_dirs: Sequence[FormsFolder] = ()) -> Definitions:
    """Everything in a forms folder; forms of ``extra_dirs`` come on top.

    Raises:
        DefinitionProblems: with every problem of every file.
    """
    problems: list[Problem] = []
    found = read_all(forms_dir, extra_dirs, problems)
    if problems or found is None:
        raise DefinitionProblems(tuple(problems))
    return found


def check(forms_dir: Path, extra_dirs: Sequence[FormsFolder] = ()) -> tuple[Problem, ...]:
    """Every problem in a forms folder, in reading order; empty when it can be used."""
    problems: list[Problem] = []
    found = read_all(forms_dir, extra_dirs, problems)
    if found is not None and isinstance(found.library.translations, Languages):
        problems.extend(found.library.translations.problems())
        if not problems and not extra_dirs:
            problems.extend(_untold(found))
    return tuple(problems)


def _untold(found: Definitions) -> Iterator[Problem]:
    """Sentences of flags that a language lacks, and its words for sentences that are gone."""
    wanted = dict.fromkeys(
        step.patient or rule.patient for rule in found.knowledge.flags for step in rule.steps
    )
    for language, words in found.library.translations.items():
        place = f"{FOLDER}/{language}/"
        for english in wanted:
            if english not in words.flags:
                yield Problem(
                    place, f"no flag is told as {english!r}", "add [[flag]] english = ..."
                )
        for english in words.flags:
            if english not in wanted:
                yield Problem(place, f"no flag says {english!r}", "look at its English sentence")


def check_text(problems: tuple[Problem, ...]) -> str:
    """What `pt-chart check-forms` prints: one line a problem, and the count."""
    if not problems:
        return "No problems found.\n"
    count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
    return "".join(f"{problem}\n" for problem in problems) + f"{count} found.\n"


def read_all(
    forms_dir: Path, extra_dirs: Sequence[FormsFolder], problems: list[Problem]
) -> Definitions | None:
    """Everything that can be read, with every problem; None without engine constants."""
    # The readers take parts of a folder and the files in them, which both kinds have.
    folders = cast("list[Path]", [forms_dir, *extra_dirs])
    if not forms_dir.is_dir():
        problems.append(Problem(str(forms_dir), "is not a folder", "name the forms folder"))
        return None
    forms, vocabulary = read_forms(folders, problems)
    vocabulary = with_report_words(forms_dir, vocabulary, problems)
    if not forms:
        problems.append(Problem("exam", "holds no form", "put the exam forms back"))
    knowledge = read_knowledge(forms_dir, vocabulary, problems, extra_dirs)
    library = read_library(folders, vocabulary, problems)
    instruments = read_instruments(folders, vocabulary, problems)
    if knowledge is None:
        return None
    return Definitions(forms, vocabulary, knowledge, library, instruments)
