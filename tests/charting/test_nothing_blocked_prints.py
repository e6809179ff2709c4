"""What a safety rule holds back is never on paper without its override: read from the real PDF."""

from dataclasses import replace
from functools import cache
from types import MappingProxyType
from typing import Any

import pypdfium2
import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from pt_chart.charting.own_exercises import OwnExercise, exercise_of
from pt_chart.charting.paperwork import PaperCase, ProgramRefused, program_paper, untranslated
from pt_chart.clinical.facts import Facts
from pt_chart.clinical.findings import Value
from pt_chart.clinical.people import Clinic
from pt_chart.clinical.program import dosing, safety
from pt_chart.clinical.program.dosage import Program, ProgramItem
from pt_chart.clinical.program.handout import HandoutContent
from pt_chart.clinical.program.library import ExerciseKind
from pt_chart.clinical.program.own_wording import as_worded, hold_in
from pt_chart.clinical.reasoning.engine import assess
from pt_chart.clinical.sides import Side
from pt_chart.definitions import Definitions, load
from pt_chart.definitions.figures import FigureIndex
from pt_chart.documents.printer import Printer
from tests.clinical.program.test_check_program import cases, items
from tests.support.shipped import FORMS
from tests.support.shipped_library import case

FIGURES = FORMS.parent / "resources" / "figures"


STRETCHES = ("Straighten your knee as far as it goes.", "Hold for 60 seconds.")
OWN = [
    OwnExercise("own:a", "walking_program", "Door walk", "Door walk", "Moves you.", STRETCHES),
    OwnExercise("own:b", "hamstring_curl", "Desk curl", "Desk curl", "Works you.", ("Curl.",)),
    OwnExercise("own:c", "sciatic_slider_seated", "Sofa glide", "Sofa glide", "", STRETCHES),
]
"""What a clinic may have made itself: a walk that is a stretch, a curl, a glide that is held."""


@cache
def shipped() -> tuple[Definitions, FigureIndex, Printer]:
    """Everything that paper needs, as shipped, and own exercises of a clinic."""
    figures, definitions = FigureIndex.read(FIGURES), load(FORMS)
    library = definitions.library
    made = {own.id: exercise_of(own, library, picture=False) for own in OWN}
    exercises = {**library.exercises, **{id: one for id, one in made.items() if one is not None}}
    joined = replace(library, exercises=MappingProxyType(exercises))
    return replace(definitions, library=joined), figures, Printer(figures)


@st.composite
def chosen_items(draw: Any) -> ProgramItem:
    """Shipped exercises, and now and then one of the clinic's own."""
    id = draw(st.sampled_from([None, None, *(own.id for own in OWN)]))
    item: ProgramItem = draw(items())
    if id is None:
        return item
    own = dosing.default_item(shipped()[0].library.exercises[id], item.side)
    return replace(own, override_reason=item.override_reason)


def printed(program: Program, facts: Facts, language: str = "en") -> str | None:
    """The text of the handout, None when the card prints instead or nothing may print."""
    definitions, figures, printer = shipped()
    paper_case = PaperCase(
        facts,
        assess(definitions.library.complete(facts), definitions.knowledge),
        program,
        Clinic("Example Harbor", phone="555-0142"),
        language=language,
    )
    try:
        paper = program_paper(paper_case, definitions, figures)
    except ProgramRefused:
        return None
    if not isinstance(paper.parts[0], HandoutContent):
        return None
    document = pypdfium2.PdfDocument(printer.pack(paper.parts, paper="letter"))
    pages = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    return " ".join(" ".join(pages).split())


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(cases(), st.lists(chosen_items(), min_size=1, max_size=3), st.sampled_from(["en", "es"]))
def test_nothing_blocked_is_on_paper_without_its_override(
    facts: Facts, chosen: list[ProgramItem], language: str
) -> None:
    library = shipped()[0].library
    text = printed(Program(tuple(chosen)), facts, language)
    event("prints" if text is not None else "refused or card")
    if text is None:
        return
    words = library.spoken(language).exercises
    for item in chosen:
        exercise = library.exercises[item.exercise]
        assert words[item.exercise].patient_name in text
        assert exercise.kind is not ExerciseKind.CLINIC_ONLY
        assert dosing.longest_hold(exercise) is None or hold_in(item.own_steps) is None
        assert item.exercise != "own:c"
        worded = as_worded(exercise, item.own_steps, library)
        for rule in safety.blocking(worded, item.side, facts, library):
            assert item.overrides(rule.id)
            assert not rule.final


@pytest.mark.parametrize(
    ("findings", "id", "prints"),
    [
        ({"slr@right": True}, "own:a", False),
        ({"slr@right": False}, "own:a", True),
        ({"avulsion_suspected@right": True}, "own:b", False),
        ({}, "own:b", True),
        ({}, "own:c", False),
        ({"imaging_fracture": True}, "glute_bridge", False),
    ],
)
def test_own_exercises_and_hard_stops_hold_on_paper(
    findings: dict[str, Value], id: str, prints: bool
) -> None:
    item = dosing.default_item(shipped()[0].library.exercises[id], Side.RIGHT)
    given = replace(item, override_reason="The surgeon cleared it.", overridden=("OTHER",))
    assert (printed(Program((given,)), case(findings)) is not None) is prints
    if "slr@right" not in findings:
        words = replace(given, overridden=())
        assert (printed(Program((words,)), case(findings)) is not None) is prints


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_blocked_stretch_prints_only_with_its_reason(language: str) -> None:
    library = shipped()[0].library
    stretch = library.exercises["hamstring_stretch_supine_strap"]
    item = dosing.default_item(stretch, Side.RIGHT)
    positive = case({"slr@right": True})
    name = library.spoken(language).exercises[stretch.id].patient_name
    assert printed(Program((item,)), positive, language) is None
    given_reason = replace(
        item, override_reason="Tested in the clinic.", overridden=("NEURAL_POSITIVE",)
    )
    assert name in (printed(Program((given_reason,)), positive, language) or "")
    other = replace(given_reason, overridden=("ACUTE_STRAIN",))
    assert printed(Program((other,)), positive, language) is None


@pytest.mark.parametrize(
    "id", ["dry_needling_clinic", "manual_therapy_clinic", "sports_massage_clinic"]
)
def test_a_clinic_treatment_never_reaches_a_handout(id: str) -> None:
    library = shipped()[0].library
    item = dosing.default_item(library.exercises[id], Side.RIGHT)
    walk = dosing.default_item(library.exercises["walking_program"], Side.BOTH)
    reason = replace(item, override_reason="The patient wants it.")
    assert printed(Program((walk, reason)), case({})) is None
    text = printed(Program((walk,)), case({})) or ""
    assert library.exercises[id].patient_name not in text


def test_own_words_on_a_spanish_sheet_are_said() -> None:
    definitions, figures, _ = shipped()
    library = definitions.library
    walk = dosing.default_item(library.exercises["walking_program"], Side.BOTH)
    own = replace(walk, own_steps=("Walk to the park.",))
    facts = case({})
    plain = PaperCase(
        facts,
        assess(library.complete(facts), definitions.knowledge),
        Program((walk,)),
        Clinic(phone="555-010-0142"),
        language="es",
    )
    assert untranslated(plain, library) == ()
    typed = replace(plain, program=Program((own,)))
    assert untranslated(typed, library) == ("Walking: own words print as typed, not in Español",)
    remarks = program_paper(typed, definitions, figures).remarks
    assert any(one.startswith("Walking: own words") for one in remarks)
    assert untranslated(replace(typed, language="en"), library) == ()
