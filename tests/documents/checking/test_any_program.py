"""Any four exercises under any story, in both languages and every size, pass the checker."""

from __future__ import annotations

from random import Random

import pytest

from pt_chart import bootstrap
from pt_chart.clinical.findings import Value
from pt_chart.clinical.program import dosing
from pt_chart.clinical.program.library import ExerciseKind
from pt_chart.clinical.sides import Side
from pt_chart.documents.checking import Outcome, Weight, check_handout
from tests.documents.checking import templates
from tests.support.shipped_library import case

FINDINGS: tuple[dict[str, Value], ...] = (
    {},
    {"slr@right": True, "shooting_pain@right": True, "tingling@right": True},
    {"falls": True, "repeated_flexion": "peripheralizes", "osteoporosis": True},
    {"bilateral_leg_symptoms": True, "cramping_pain@right": True},
)
SEEDS = range(14)
MOST_PAGES = {"normal": 4, "large": 10}


@pytest.mark.parametrize("seed", SEEDS)
def test_any_program_holds_every_must(seed: int) -> None:
    draw = Random(seed)  # noqa: S311 - a sample, the same each time
    language, paper = draw.choice(templates.LANGUAGES), draw.choice(("letter", "a4"))
    size = draw.choice(tuple(MOST_PAGES))
    shelf = bootstrap.definitions().library.spoken(language)
    home = [e for e in shelf.exercises.values() if e.kind is not ExerciseKind.CLINIC_ONLY]
    side = draw.choice((Side.LEFT, Side.RIGHT, Side.BOTH))
    chosen = draw.sample(home, draw.choice((2, 3, 4)))
    # What was found is found on the side that is treated: the checker sees another leg in a title.
    sore = "left" if side is Side.LEFT else "right"
    content = templates.handout(
        shelf,
        tuple(dosing.default_item(one, side) for one in chosen),
        case({k.replace("right", sore): v for k, v in draw.choice(FINDINGS).items()}, side),
        "Monday, Nov 30, 2026, at 9:30 am",
        draw.choice(sorted(shelf.phrases.stories)),
        language,
    )
    printed = bootstrap.printer().compose((content,), paper=paper, size=size)
    faults = [
        f"{failed.item} {fault.place}: {fault.message}"
        for failed in check_handout(printed.pdf).with_outcome(Outcome.FAIL, Weight.MUST)
        for fault in failed.faults
    ]
    told = f"{language} {size} {[one.id for one in chosen]}"
    assert faults == [], told
    assert printed.pages <= MOST_PAGES[size], told
