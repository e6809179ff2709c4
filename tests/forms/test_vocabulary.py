"""The shipped vocabulary keeps what the rest of the program relies on."""

import re

import pytest

from pt_chart.clinical.evaluation import findings_of
from pt_chart.clinical.fields import FieldDef, FieldKind
from pt_chart.definitions.findings import findings_json, findings_text
from tests.support.shipped import FORMS, shipped_forms, vocabulary

FORMS_, VOCABULARY, PROBLEMS = shipped_forms()
FIELDS = list(VOCABULARY.fields.values())
WINDOW = [form for form in FORMS_ if form.section != "derived"]


def test_no_problems() -> None:
    """The shipped forms read without a complaint."""
    assert PROBLEMS == ()


def test_american_spelling_in_ids() -> None:
    """Ids are American; British spellings are aliases."""
    british = re.compile(r"oedema|anaesth|paraesth|ischaem|centralis|manoeuvre|haemo|tumour|faecal")
    assert [field.id for field in FIELDS if british.search(field.id)] == []
    assert VOCABULARY.canonical("centralisation") == "centralization"


@pytest.mark.parametrize(
    ("alias", "id_"),
    [
        ("cancer_history", "history_of_cancer"),
        ("ces_saddle", "altered_perianal_sensation"),
        ("below_knee_pain", "pain_below_knee"),
        ("ankle", "reflex_achilles"),
        ("lasegue", "slr"),
        ("pins_and_needles", "tingling"),
        ("paresis", "paresis_myotomal"),
        ("ehl", "strength_great_toe_extension"),
        ("ces_bilateral", "bilateral_symptoms_new"),
    ],
)
def test_spellings_that_must_work(alias: str, id_: str) -> None:
    """Words of reports and of the shared data find their one id."""
    assert VOCABULARY.canonical(alias) == id_


def test_aliases_stand_for_one_id_and_never_hide_one() -> None:
    """No alias is an id, and every alias resolves."""
    for alias, id_ in VOCABULARY.aliases.items():
        assert alias not in VOCABULARY.fields
        assert id_ in VOCABULARY.fields


def test_core_questions() -> None:
    """About ten are asked of everyone: cauda equina set, weakness, fever, cancer, trauma, ..."""
    core = {field.id for field in FIELDS if field.core}
    assert core == {
        "urinary_retention",
        "urinary_incontinence",
        "bowel_incontinence",
        "altered_perianal_sensation",
        "sexual_dysfunction",
        "bilateral_leg_symptoms",
        "progressive_weakness",
        "fever",
        "history_of_cancer",
        "unexplained_weight_loss",
        "major_trauma",
        "leg_swelling",
    }
    assert all(VOCABULARY.fields[id_].question for id_ in core)


def test_composites_are_refused_as_input() -> None:
    """What the program works out has a rule, and stands outside the window or says its rule."""
    for id_ in ("konno_tool_ge7", "sij_three_or_more", "age_50_or_over", "absent_ankle_reflex"):
        assert VOCABULARY.fields[id_].worked_out
    for form in FORMS_:
        for field in form.fields:
            # The choice of starting bands is entered on the wide page.
            if form.section == "derived" and field.id != "starting_bands":
                assert field.worked_out, field.id
    listed = {entry["id"] for entry in findings_json(VOCABULARY)}
    assert listed == {field.id for field in FIELDS if not field.worked_out}


def test_grids_have_the_levels_of_the_examination() -> None:
    """Myotomes L2 to S2, sensation L1 to S4-5."""
    assert VOCABULARY.fields["myotome"].levels == ("L2", "L3", "L4", "L5", "S1", "S2")
    assert VOCABULARY.fields["light_touch"].levels[-1] == "S4-5"
    assert VOCABULARY.fields["pinprick"].levels == VOCABULARY.fields["light_touch"].levels


def faults(field: FieldDef) -> list[str]:
    """What is wrong with one shipped field."""
    rules = [rule for rule in (field.derived, field.implied_by, field.show_when) if rule]
    rest = {id_ for rule in rules for id_ in findings_of(rule)}
    exam = field.section == "exam" and not field.worked_out
    checks = {
        "label is too long for a card": len(field.label) <= (42 if field.sided else 48),
        "label ends like a sentence": not field.label.endswith((".", ":")),
        "norm without a source": field.norm is None or bool(field.norm.source),
        "rests on what is not there": rest <= {*VOCABULARY.fields, "age", "sex"},
        "exam field without a position": not exam or field.position is not None,
        "exam field without a tissue": not exam or bool(field.tissue),
        "umbrella that is not yes/no": not field.implied_by or field.kind is FieldKind.YES_NO,
    }
    return [f"{field.id}: {fault}" for fault, fine in checks.items() if not fine]


def test_each_field() -> None:
    """Labels fit a card, norms carry their source, criteria rest on findings that exist."""
    assert [fault for field in FIELDS for fault in faults(field)] == []


def test_every_named_test_says_how_and_what_counts() -> None:
    """Quick-entry tests and structured ones have help."""
    for field in FIELDS:
        if field.section == "exam" and field.kind is FieldKind.YES_NO and field.shorthand:
            assert field.help.how, field.id
            assert field.help.positive, field.id


def test_exam_follows_the_body() -> None:
    """Standing, sitting, supine, side-lying, prone."""
    order = [form.id for form in WINDOW if form.section == "exam"]
    assert order == ["standing", "sitting", "supine", "side_lying", "prone", "exam_further"]
    for form in WINDOW:
        if form.section == "exam" and form.id != "exam_further":
            assert {card.position for card in form.cards} == {form.cards[0].position}


def test_text_is_for_people() -> None:
    """No order to stop thinking, no commercial names, no frightening words for patients."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in (FORMS / "exam").glob("*.toml"))
    assert not re.search(r"\bmust\b|diagnosis:", text)
    for field in FIELDS:
        assert "squash" not in field.question
        assert "malignan" not in field.question


def test_findings_for_scripts() -> None:
    """The documented keys, and one line each for a terminal."""
    entries = {entry["id"]: entry for entry in findings_json(vocabulary())}
    assert entries["slr_angle"] == {
        "id": "slr_angle",
        "label": "Straight leg raise, angle at limit",
        "kind": "number",
        "unit": "°",
        "min": 0.0,
        "max": 130.0,
        "choices": None,
        "sided": True,
        "levels": None,
        "aliases": ["slr_limit_angle", "slr_range"],
        "section": "exam",
    }
    assert entries["reflex_achilles"]["choices"] == ["0", "1", "2", "3", "4"]
    assert entries["myotome"]["kind"] == "grade"
    assert findings_text(vocabulary()).count("\n") == len(entries)
