"""CASE files: the documented shape, and every way of being wrong with place and fix."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_chart.clinical.casefile import Case, CaseProblems, read_case
from pt_chart.clinical.findings import FindingKey
from pt_chart.clinical.program.dosing import MOST_OF_A_DOSE
from pt_chart.clinical.sides import Side
from pt_chart.clinical.values import format
from tests.support.findings import findings
from tests.support.shipped import vocabulary

R, L = Side.RIGHT, Side.LEFT


def read(**data: object) -> Case:
    """A case from its top-level keys."""
    return read_case({"version": 1, **data}, vocabulary())


def problems(**data: object) -> list[tuple[str, str, str]]:
    """Place, message and hint of every problem of a case."""
    with pytest.raises(CaseProblems) as refused:
        read(**data)
    return [(one.place, one.message, one.hint) for one in refused.value.problems]


def test_documented_example() -> None:
    """The example of the documentation reads as it says."""
    case = read(
        date="2026-03-02",
        patient={"name": "Tallowby, Mira", "age": 44, "sex": "F"},
        side="right",
        findings=[
            {"id": "slr", "side": "right", "value": True},
            {"id": "slr_angle", "side": "right", "value": 40},
            {"id": "myotome", "side": "right", "level": "L5", "value": "4-"},
            {"id": "reflex_achilles", "side": "left", "value": 1},
        ],
        program=[
            {"exercise": "x", "side": "left", "dose": {"sets": 2, "reps": 10}},
            {"exercise": "y", "override": {"reason": "settled since"}},
        ],
        clinic={"name": "Clinic", "paper": "a4"},
        clinician={"name": "Ines Corvale", "credentials": "PT"},
    )
    assert case.date == date(2026, 3, 2)
    assert (case.facts.age, case.facts.sex, case.facts.side) == (44, "F", R)
    assert dict(case.facts.values) == {
        FindingKey("slr", R): True,
        FindingKey("slr_angle", R): 40,
        FindingKey("myotome", R, "L5"): "4-",
        FindingKey("reflex_achilles", L): "1",
    }
    first, second = case.program.items
    assert (first.side, first.dose.sets, first.dose.minutes) == (L, 2, None)
    assert (second.side, second.override_reason) == (R, "settled since")
    assert case.clinic is not None
    assert case.clinic.paper == "a4"
    assert case.clinician is not None
    assert case.clinician.signature == "Ines Corvale, PT"
    assert case.patient_name == "Tallowby, Mira"


def test_alias_reads_as_its_id() -> None:
    """Other spellings of a fact are the same fact."""
    case = read(findings=[{"id": "below_knee_pain", "side": "left", "value": True}])
    assert dict(case.facts.values) == {FindingKey("pain_below_knee", L): True}


def test_both_is_two_keys_and_no_side_is_kept() -> None:
    """Both stands for left and right; a missing side stays "side not recorded"."""
    both = read(findings=[{"id": "slr", "side": "both", "value": True}])
    assert set(both.facts.values) == {FindingKey("slr", L), FindingKey("slr", R)}
    assert set(read(findings=[{"id": "slr", "value": True}]).facts.values) == {FindingKey("slr")}


def test_side_in_an_alias() -> None:
    """An alias that carries a side sets it, and a contradicting side is refused."""
    case = read(findings=[{"id": "sij_gaenslen_right", "value": True}])
    assert dict(case.facts.values) == {FindingKey("sij_gaenslen", R): True}
    found = problems(findings=[{"id": "sij_gaenslen_right", "side": "left", "value": True}])
    assert found[0][0] == "findings[0].side"


@pytest.mark.parametrize(
    ("finding", "place", "message", "hint"),
    [
        ({"id": "slrr", "value": True}, "id", "'slrr' is not a finding", "did you mean slr"),
        ({"id": "slr", "value": None}, "value", "null is not a value", "leave the finding out"),
        ({"id": "slr"}, "value", "is missing", "true, false"),
        ({"id": "slr", "value": "yes"}, "value", "'yes' does not fit", "true or false"),
        ({"id": "slr_angle", "value": 400}, "value", "400 is above 130", "goes from 0 to 130"),
        ({"id": "reflex_achilles", "value": 7}, "value", "7 is above 4", "graded 0 to 4"),
        ({"id": "myotome", "value": "4"}, "level", "is missing", "name one of L2, L3"),
        ({"id": "myotome", "level": "C5", "value": "4"}, "level", "'C5' is not a level", "use L2"),
        ({"id": "slr", "level": "L5", "value": True}, "level", "slr has no levels", "leave"),
        ({"id": "fever", "side": "left", "value": True}, "side", "fever has no side", "leave"),
        ({"id": "slr", "side": "r", "value": True}, "side", "'r' is not known", "left, right"),
        ({"id": "konno_tool_ge7", "value": True}, "id", "is worked out", "enter what it rests on"),
        ({"id": "slr_result", "value": "neural"}, "id", "is worked out", "leave it out"),
        ({"id": "slr", "value": True, "sidde": "left"}, "sidde", "is not known", "mean side"),
        ({"value": True}, "id", "is missing", "add"),
        ({"id": "gait", "value": ["limping"]}, "value", "'limping' does not fit", "choose from"),
    ],
)
def test_finding_problems(finding: object, place: str, message: str, hint: str) -> None:
    """Each wrong finding is named with its place and the fix."""
    found = problems(findings=[finding])
    assert found[0][0] == f"findings[0].{place}"
    assert message in found[0][1]
    assert hint in found[0][2]


@pytest.mark.parametrize(
    ("data", "place"),
    [
        ({"version": 2}, "version"),
        ({"version": "1"}, "version"),
        ({"patient": {"age": 200}}, "patient.age"),
        ({"patient": {"age": "44"}}, "patient.age"),
        ({"patient": {"sex": "female"}}, "patient.sex"),
        ({"patient": {"name": "a\nb"}}, "patient.name"),
        ({"patient": {"name": "a" * 501}}, "patient.name"),
        ({"patient": "Mira"}, "patient"),
        ({"date": "2.3.2026"}, "date"),
        ({"side": "up"}, "side"),
        ({"findings": {}}, "findings"),
        ({"findings": ["slr"]}, "findings[0]"),
        ({"program": [{"exercise": "x", "dose": {"sets": -1}}]}, "program[0].dose.sets"),
        ({"program": [{"exercise": "x", "dose": {"set": 1}}]}, "program[0].dose.set"),
        *(
            ({"program": [{"exercise": "x", "dose": {part: most + 1}}]}, f"program[0].dose.{part}")
            for part, most in MOST_OF_A_DOSE.items()
        ),
        ({"program": [{"side": "left"}]}, "program[0].exercise"),
        ({"program": [{"exercise": "x", "override": {}}]}, "program[0].override.reason"),
        ({"clinic": {"fax": "1"}}, "clinic.fax"),
        ({"clinic": {"paper": "A3"}}, "clinic.paper"),
        ({"clinician": {}}, "clinician.name"),
        ({"finding": []}, "finding"),
    ],
)
def test_other_problems(data: dict[str, object], place: str) -> None:
    """Every part is checked and named."""
    assert place in [one[0] for one in problems(**data)]


def test_version_is_required() -> None:
    """A file that does not say its version is refused."""
    with pytest.raises(CaseProblems, match="version"):
        read_case({}, vocabulary())


def test_every_problem_is_gathered() -> None:
    """One run names all that is wrong."""
    found = problems(side="up", findings=[{"id": "nope", "value": 1}, {"id": "slr", "value": 1}])
    assert [one[0] for one in found] == ["side", "findings[0].id", "findings[1].value"]


def test_contradicting_doubles_are_refused_and_equal_ones_are_not() -> None:
    """The same fact twice is fine, two values for one fact are not, "both" included."""
    same = {"id": "slr", "side": "left", "value": True}
    assert len(read(findings=[same, same]).facts.values) == 1
    against = {"id": "straight_leg_raise", "side": "both", "value": False}
    assert problems(findings=[same, against])[0][:2] == (
        "findings[1].value",
        "contradicts findings[0]",
    )


@given(st.lists(findings(), max_size=12))
def test_valid_findings_come_back_unchanged(pairs: list[tuple[FindingKey, object]]) -> None:
    """Whatever the vocabulary allows is read as it is written."""
    wanted = dict(pairs)
    listed = []
    for key, value in wanted.items():
        entry: dict[str, object] = {"id": key.id, "value": _json(value)}
        if key.side:
            entry["side"] = key.side.value
        if key.level:
            entry["level"] = key.level
        listed.append(entry)
    case = read(findings=listed)
    assert dict(case.facts.values) == wanted


def _json(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8)),
    lambda below: st.one_of(
        st.lists(below, max_size=3),
        st.dictionaries(
            st.one_of(st.text(max_size=8), st.sampled_from(["id", "value", "side", "level"])),
            below,
            max_size=4,
        ),
    ),
    max_leaves=12,
)


@given(
    st.dictionaries(
        st.sampled_from(
            [
                "version",
                "findings",
                "patient",
                "side",
                "date",
                "program",
                "clinic",
                "clinician",
                "q",
            ]
        ),
        JSON,
    ),
    JSON,
)
def test_garbage_never_crashes(data: dict[str, object], top: object) -> None:
    """Any JSON is read or refused with problems that have a place and a message."""
    for one in (data, {**data, "version": 1}, top):
        try:
            read_case(one, vocabulary())
        except CaseProblems as refused:
            found = refused.problems
            assert found
            assert all(problem.place and problem.message for problem in found)


def test_format_is_used_for_scripts_too() -> None:
    """A reflex is stored without its plus and shown with it."""
    case = read(findings=[{"id": "ankle", "side": "left", "value": "2+"}])
    (key, value), *_ = case.facts.values.items()
    assert value == "2"
    assert format(vocabulary().field(key.id), value) == "2+"


def test_a_clinician_that_is_no_object_is_one_problem() -> None:
    (found,) = problems(clinician="Ana Ruiz, PT")
    assert found == ("clinician", "is not an object", "write { ... }")


def test_a_fraction_where_a_whole_number_belongs_is_to_be_rounded() -> None:
    program = [{"exercise": "walking_program", "dose": {"minutes": 1.5}}]
    (found,) = problems(program=program)
    assert found[1:] == ("1.5 is not a whole number", "round it")
    (quoted,) = problems(program=[{"exercise": "walking_program", "dose": {"minutes": "2"}}])
    assert quoted[2] == "write it without quotes"
