"""What the note says of the home program: how the last one went, what changed, overrides."""

from dataclasses import replace
from datetime import date

from pt_chart.charting.narrative.writing import program_course
from pt_chart.clinical.program import dosing
from pt_chart.clinical.program.dosage import ExerciseResponse, Program, ProgramItem
from pt_chart.clinical.sides import Side
from pt_chart.clinical.visit import Visit, VisitKind
from tests.support.shipped_library import library

R = Side.RIGHT


def item(id: str) -> ProgramItem:
    return dosing.default_item(library().exercises[id], R)


def visit(day: date, *items: ProgramItem, responses: tuple[ExerciseResponse, ...] = ()) -> Visit:
    return Visit("v", "e", VisitKind.FOLLOW_UP, day, program=Program(items, responses))


def test_the_note_says_how_it_went_and_what_changed() -> None:
    earlier = (
        visit(date(2026, 11, 3), item("clamshell"), item("glute_bridge")),
        visit(date(2026, 11, 6)),
    )
    answer = ExerciseResponse("clamshell", R, "yes", 5, "easier")
    override = replace(item("side_leg_lift"), override_reason="Checked with the surgeon.")
    now = visit(date(2026, 11, 10), override, item("glute_bridge"), responses=(answer,))
    went, changed, overridden = program_course(now, earlier, library())
    assert went == (
        "Last program: 1 of 2 exercises done; 1 not asked; 5 days a week; easier: Clamshell."
    )
    assert changed == (
        "Program changed since Nov 3, 2026: Side leg lift: a step up from Clamshell; "
        "Clamshell: no longer"
    )
    assert overridden == "Side leg lift in spite of a rule: Checked with the surgeon."


def test_nothing_to_say_says_nothing() -> None:
    assert program_course(visit(date(2026, 11, 3), item("clamshell")), (), library()) == ()
    same = visit(date(2026, 11, 3), item("clamshell"))
    assert program_course(same, (same,), library()) == ()
    assert program_course(visit(date(2026, 11, 5)), (same,), library()) == ()


def test_the_note_names_the_rule_that_was_overridden() -> None:
    told = replace(
        item("hamstring_stretch_seated"),
        override_reason="A dancer.",
        overridden=("NEURAL_POSITIVE",),
    )
    (said,) = program_course(visit(date(2026, 11, 10), told), (), library())
    assert said == ("Seated hamstring stretch in spite of a rule (Nerve test positive): A dancer.")
