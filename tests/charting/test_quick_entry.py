"""The shorthand line over the shipped vocabulary: what it means, and that garbage means nothing."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_chart.charting.quick_entry import QuickEntry
from pt_chart.charting.quick_tokens import on_one_line
from pt_chart.charting.quick_words import told
from pt_chart.clinical import values
from pt_chart.clinical.fields import MRC_GRADES, REFLEX_GRADES, FieldDef, FieldKind
from pt_chart.clinical.findings import FindingKey, Value
from pt_chart.clinical.sides import Side
from tests.support.shipped import vocabulary

READER = QuickEntry(vocabulary())
ENTERED = [field for field in vocabulary().fields.values() if not field.worked_out]
SHARED_ON_PURPOSE = {"bp"}

UNDERSTOOD = {
    "slr r 45 + df+ calf": {
        "slr@right": True,
        "slr_first_angle@right": 45,
        "slr_ankle@right": "more",
        "slr_where@right": ("calf",),
    },
    "slr r 38 fam nf+ calf": {
        "slr_first_angle@right": 38,
        "slr_familiar@right": True,
        "slr_neck@right": "more",
        "slr_where@right": ("calf",),
    },
    "slr r 38 62 nf= hip- calf foot": {
        "slr_first_angle@right": 38,
        "slr_angle@right": 62,
        "slr_neck@right": "same",
        "slr_hip@right": "less",
        "slr_where@right": ("calf", "foot"),
    },
    "clonus r 3 beats": {"clonus_beats@right": 3},
    "clonus r - 0": {"clonus@right": False, "clonus_beats@right": 0},
    "single leg bridge l + 12": {
        "single_leg_bridge@left": True,
        "single_leg_bridge_count@left": 12,
    },
    "worse hard seat l +": {"worse_sitting_hard_seat@left": True},
    "modified bent knee l +": {"modified_bent_knee_stretch@left": True},
    "bike +": {"bike_tolerated": True},
    "gait normal": {"gait": ("usual",)},
    "ober r +": {"ober_test@right": True},
    "prone instability +": {"prone_instability_test": True},
    "shooting r +": {"shooting_pain@right": True},
    "pain 5": {"nprs_now": 5},
    "since 3 weeks": {"symptom_duration": 21},
    "slr r p2 60": {"slr_angle@right": 60},
    "slr r 45+": {"slr_first_angle@right": 45, "slr@right": True},
    "slr 45 r": {"slr_first_angle@right": 45},
    "slump l -": {"slump@left": False},
    "slump l −": {"slump@left": False},
    "slump b neg": {"slump@left": False, "slump@right": False},
    "slump r n": {"slump@right": None},
    "mmt ehl r 4": {"strength_great_toe_extension@right": "4"},
    "ehl r 4-": {"strength_great_toe_extension@right": "4-"},
    "mmt l5 r 4": {"myotome@right#L5": "4"},
    "mmt r l4-l5 5 s1 4+": {
        "myotome@right#L4": "5",
        "myotome@right#L5": "5",
        "myotome@right#S1": "4+",
    },
    "reflex achilles l 1": {"reflex_achilles@left": "1"},
    "reflex achilles l 2/4": {"reflex_achilles@left": "2"},
    "reflex achilles r 2+/4": {"reflex_achilles@right": "2"},
    "reflex achilles l absent": {"reflex_achilles@left": "0"},
    "temp 37.5": {"temperature": 37.5},
    "ankle l 0": {"reflex_achilles@left": "0"},
    "slr rt 45": {"slr_first_angle@right": 45},
    "symptoms in both legs -": {"bilateral_leg_symptoms": False},
    "medicines ibuprofen": {"medicine_list": "ibuprofen"},
    "pulse 88 bpm": {"heart_rate": 88},
    "temp 37.2 C": {"temperature": 37.2},
    "nprs 6/10": {"nprs_now": 6},
    "duration 6 months": {"symptom_duration": 183},
    "babinski r down": {"babinski@right": False},
    "plantar r upgoing": {"plantar_response@right": "up"},
    "shift r": {"lateral_shift": "right"},
    "pke r 30": {"passive_knee_extension@right": 30},
    "ake l 25": {"active_knee_extension@left": 25},
    "sens l5 r 1": {"light_touch@right#L5": "reduced"},
    "lt b l2-l3 2": {
        f"light_touch@{side}#{level}": "normal"
        for side in ("left", "right")
        for level in ("L2", "L3")
    },
    "vib r 0": {"vibration@right": "absent"},
    "pulse dp r 2+": {"pulse_dorsalis_pedis@right": "normal"},
    "pulse dp l 0": {"pulse_dorsalis_pedis@left": "absent"},
    "lt l5 r reduced": {"light_touch@right#L5": "reduced"},
    "lt s1 r intact": {"light_touch@right#S1": "normal"},
    "pin s4-5 l absent": {"pinprick@left#S4-5": "absent"},
    "ffd 12": {"finger_floor_distance": 12},
    "faber r + groin": {"faber@right": True, "faber_groin@right": True},
    "fadir l -": {"fadir@left": False},
    "thigh thrust r +": {"sij_thigh_thrust@right": True},
    "tt r +": {"sij_thigh_thrust@right": True},
    "spst r +": {"seated_piriformis_stretch@right": True},
    "fair r +": {"fair_manual@right": True},
    "notch r +": {"sciatic_notch_tenderness@right": True},
    "isch l -": {"ischial_tuberosity_tenderness@left": False},
    "resisted r +": {"resisted_rom_pain@right": True},
    "heel raise r 12": {"heel_raise_count@right": 12},
    "hr r 12": {"heel_raise_count@right": 12},
    "sls l 20": {"single_leg_stance@left": 20},
    "bp 128/76": {"bp_systolic": 128, "bp_diastolic": 76},
    "bp n": {"bp_systolic": None, "bp_diastolic": None},
    "temp 37.2": {"temperature": 37.2},
    "nprs 6": {"nprs_now": 6},
    "nprs worst 8": {"nprs_worst": 8},
    "shift right": {"lateral_shift": "right"},
    "sitting tolerance 20 min": {"sitting_tolerance": 20},
    "duration 6 weeks": {"symptom_duration": 42},
    "occupation bus driver": {"occupation": "bus driver"},
    'occupation "driver, nights; bus"': {"occupation": "driver, nights; bus"},
    "slr r 45 +; slump l -, ehl r 4": {
        "slr_first_angle@right": 45,
        "slr@right": True,
        "slump@left": False,
        "strength_great_toe_extension@right": "4",
    },
    " ; , ": {},
}

FEELING = "2, 1, 0, normal, reduced, absent, increased"
PULSE = "2, 1, 0, 2+, 1+, normal, reduced, absent"
SLR_RESULTS = "+, -, n, a number, p1, p2, fam, nf, df, hip, none, stretch ..."
REFUSED = {
    "slr 45": "Straight leg raise: which side? Type l, r or b",
    "slr r": f"Straight leg raise: type {SLR_RESULTS}",
    "slr r bogus": f"'bogus' is no result of Straight leg raise; type {SLR_RESULTS}",
    "slr r l 45": "Straight leg raise: two sides; type b for both, or two findings with ;",
    "slr r 45 n": "Straight leg raise: n (not tested) stands alone",
    "slr r 38 62 70": "'70' is one number too many for Straight leg raise",
    "slr r + -": "Straight leg raise is said twice; keep one",
    "slr r +, slr r -": "Straight leg raise RIGHT is said twice; keep one",
    "slr r 200": "200 is above 130; "
    "Straight leg raise, angle at first symptom goes from 0 to 130 °",
    "slr r calf calf": "Straight leg raise, where: a choice is there twice; name each once",
    "slr r nf": "Straight leg raise, neck moved: type nf and more, same, less",
    "fam r +": "'fam' is part of a test; type slump or slr and the side before it",
    "mmt r 4": "Strength: which level? L2, L3, L4, L5, S1, S2",
    "mmt l5 r 6": "'6' does not fit Strength; strength is graded "
    "0, 1, 2-, 2, 2+, 3-, 3, 3+, 4-, 4, 4+, 5-, 5",
    "sens l5 r +": "Light touch takes no +; type 2, 1, 0, normal, reduced, absent, increased",
    "lt b l2-s2 -": "Light touch takes no -; type 2, 1, 0, normal, reduced, absent, increased",
    "sens l5 r 3": f"'3' is no result of Light touch; type {FEELING}",
    "sens l5 r 2+": f"'2+' is no result of Light touch; type {FEELING}",
    "pulse dp r 3+": f"'3+' is no result of Foot pulse; type {PULSE}",
    "ffd r 12": "Finger to floor has no sides; leave 'r' out",
    "reflex achilles l +": "Ankle reflex takes no +; type 0, 1, 2, 3, 4",
    "babinski r 1": "'1' is no result of Up-going toe; type +, -, n",
    "temp 37,5": "'37,5': type a decimal point (37.5); a comma begins the next finding",
    "temp 37,5xsts": "Five times sit to stand: type a number in s",
    "slr rigth 45": "Straight leg raise: 'rigth' is no side; type l, r or b",
    "r slr 45": "'r' is a side; it stands behind its test: slr r 45",
    "occupation driver, nights": "'nights' would begin a new finding; a text with a comma stands "
    'in quotes: occupation "driver, nights"',
    "reflex achilles l 2/5": "'2/5' does not fit Ankle reflex; "
    "a reflex is graded 0 to 4 (2 is normal)",
    "slr r neural": f"'neural' is no result of Straight leg raise; type {SLR_RESULTS}",
}


def filed(line: str) -> dict[str, Value | None]:
    """What Enter would file, by key text; nothing while there is a problem."""
    read = READER.read(line)
    return {str(e.key): e.answer.value for e in read.entries} if read.complete else {}


@pytest.mark.parametrize("line", [line for line, found in UNDERSTOOD.items() if found])
def test_what_therapists_write(line: str) -> None:
    assert READER.read(line).problem == ""
    assert filed(line) == UNDERSTOOD[line]


@pytest.mark.parametrize("line", REFUSED)
def test_what_is_not_understood_is_named(line: str) -> None:
    read = READER.read(line)
    assert read.problem == REFUSED[line]
    assert not read.complete


def test_the_side_is_spelled_out_and_never_carried_over() -> None:
    read = READER.read("slr r 45, slump -")
    assert read.entries[0].words == "Straight leg raise, angle at first symptom RIGHT: 45°"
    assert read.problem == "Slump: which side? Type l, r or b"
    assert not read.complete


def test_what_the_program_works_out_cannot_be_entered() -> None:
    told = READER.read("slr_result r neural").problem
    assert told.startswith("'slr_result' is no test or finding known here")


def test_a_problem_in_one_clause_files_none_of_them() -> None:
    assert filed("slr r 45, bogus l +") == {}


def test_what_is_wrong_is_marked_and_the_rest_stays_understood() -> None:
    read = READER.read("weakness r 14 days, slr r 45 +, mmt ehl r 4")
    assert [clause.typed for clause in read.clauses if clause.problem] == ["weakness r 14 days"]
    assert read.problem == read.clauses[0].problem
    assert {entry.key.id for entry in read.entries} == {
        "slr_first_angle",
        "slr",
        "strength_great_toe_extension",
    }
    assert not read.complete


def test_each_test_is_told_once_with_its_side() -> None:
    told_of = [
        one.words
        for clause in READER.read("slr r 35 50 nf+, mmt l l2-l4 5 s1 4+, slump b -").clauses
        for one in told(clause.entries)
    ]
    assert told_of == [
        "Straight leg raise RIGHT: angle at first symptom 35°, angle at limit 50°, neck moved more",
        "Strength LEFT: L2 to L4 5, S1 4+",
        "Slump LEFT: negative",
        "Slump RIGHT: negative",
    ]


def test_completions_begin_as_typed() -> None:
    assert "slr" in READER.read("sl").completions
    assert all(word.startswith("reflex a") for word in READER.read("reflex a").completions)


def test_a_shorthand_word_names_one_test() -> None:
    """Two tests under one word would file the wrong one; parts may share, they need their test."""
    parts = {f.id for f in ENTERED if any(f.id.startswith(f"{o.id}_") for o in ENTERED)}
    words = Counter(w.lower() for f in ENTERED if f.id not in parts for w in f.shorthand)
    assert {word for word, count in words.items() if count > 1} == SHARED_ON_PURPOSE


def test_no_shorthand_is_hidden_by_a_side_or_an_id() -> None:
    ids = {field.id for field in ENTERED}
    for field in ENTERED:
        for word in field.shorthand:
            assert word.split()[0] not in {"l", "r", "b", "n"}
            assert word not in ids or word == field.id


def texts() -> st.SearchStrategy[str]:
    """Texts as a field holds them: trimmed, not empty, no control characters."""
    letters = st.characters(exclude_categories=("Cc", "Cs"))
    return st.text(letters, min_size=1, max_size=60).map(str.strip).filter(bool)


def a_value(field: FieldDef) -> st.SearchStrategy[Value]:
    """Values that the field takes."""
    match field.kind:
        case FieldKind.YES_NO:
            return st.booleans()
        case FieldKind.MRC:
            return st.sampled_from(MRC_GRADES)
        case FieldKind.REFLEX:
            return st.sampled_from(REFLEX_GRADES)
        case FieldKind.CHOICE:
            return st.sampled_from([choice.id for choice in field.choices])
        case FieldKind.SEVERAL:
            ids = [choice.id for choice in field.choices if choice.id != "none"]
            return st.lists(st.sampled_from(ids), unique=True, max_size=4).map(tuple)
        case FieldKind.DATE:
            return st.dates().map(lambda day: day.isoformat())
        case FieldKind.TEXT:
            return texts()
        case _:
            low, high = field.minimum or 0, field.maximum or 10_000
            whole = st.integers(int(low), int(high))
            return whole if field.whole else st.one_of(whole, st.floats(low, high))


@given(st.data())
def test_what_format_writes_is_read_back(data: st.DataObject) -> None:
    field = data.draw(st.sampled_from(ENTERED))
    side = data.draw(st.sampled_from([Side.LEFT, Side.RIGHT])) if field.sided else None
    level = data.draw(st.sampled_from(field.levels)) if field.levels else None
    value = data.draw(st.one_of(st.none(), a_value(field)))
    key = FindingKey(field.id, side, level)
    read = READER.read(READER.format(key, value))
    assert read.problem == ""
    assert [(entry.key, entry.answer.value) for entry in read.entries] == [(key, value)]


WORDS = sorted(
    {word for field in ENTERED for name in field.shorthand for word in name.split()}
    | {"r", "l", "b", "+", "-", "=", "n", "45", "4-", "1+", "l5", "s1", "l2-s1", "df+", "nf="}
    | {",", ";", '"', "calf", "more", "nothing", "found", "20", "min"}
)


@given(st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join) | st.text(max_size=40))
def test_any_line_is_read_without_raising_and_files_only_fitting_values(line: str) -> None:
    read = READER.read(line)
    for entry in read.entries:
        field = vocabulary().fields[entry.key.id]
        assert (entry.key.side is not None) == field.sided
        assert entry.key.side is not Side.BOTH
        assert not field.worked_out
        if entry.answer.value is not None:
            assert values.check(field, entry.answer.value) == ""


@given(st.text(st.characters(categories=["L"]), min_size=5, max_size=20))
def test_an_unknown_word_files_nothing(word: str) -> None:
    assert not READER.read(f"zz{word} r +").complete
    assert not READER.read(f"slr r 45 zz{word}").complete


GUIDE = (Path(__file__).parents[2] / "docs" / "quick-entry.md").read_text(encoding="utf-8")
SHAPES = GUIDE.partition("    test  side")[2].partition("\n\n")[2].partition("\n\n")[0]
WORD_TABLE = GUIDE.partition("|---|---|")[2]


@pytest.mark.parametrize("line", re.findall(r"(?m)^ {4}(\S.*?) {2,}\S", SHAPES))
def test_the_examples_of_the_guide_are_understood(line: str) -> None:
    assert filed(line), READER.read(line).problem


@pytest.mark.parametrize("word", re.findall(r"`([^`]+)` ?(?!\))", WORD_TABLE.partition("\n\n")[0]))
def test_the_words_of_the_guide_name_tests(word: str) -> None:
    assert "is no test or finding" not in READER.read(word).problem


@pytest.mark.parametrize(
    "line", ["mmt r l5 4p", "mmt r l5 4 p", "mmt r l5 4 pain", "mmt r l5 4painful"]
)
def test_a_grade_that_pain_limits_is_marked_and_told(line: str) -> None:
    (entry,) = READER.read(line).entries
    assert (str(entry.key), entry.answer.value) == ("myotome@right#L5", "4")
    assert entry.answer.qualifiers == ("painful",)
    assert entry.words.endswith("painful")


def test_the_mark_belongs_to_the_grade_before_it() -> None:
    weak, full = READER.read("mmt r l5 4p s1 5").entries
    assert (weak.answer.qualifiers, full.answer.qualifiers) == (("painful",), ())
    assert READER.read("reflex knee r 2p").problem


def test_a_comma_of_a_name_is_no_part_of_a_test() -> None:
    whole = told(READER.read("trouble starting urine +").entries)
    assert [one.words for one in whole] == ["Trouble starting urine, weak stream: yes"]
    parts = told(READER.read("slr r 45 + calf").entries)
    assert [one.head for one in parts] == ["Straight leg raise RIGHT"]


def test_a_line_end_separates_findings() -> None:
    pasted = "occupation driver\nslr r 45 +\r\nallergies none"
    assert filed(pasted) == filed("occupation driver; slr r 45 +; allergies none")
    assert on_one_line(pasted) == "occupation driver; slr r 45 +; allergies none"
    assert on_one_line("slr r 45, ") == "slr r 45, "


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("achilles r 2 knee r 2", "'knee' begins another finding: put a comma before it"),
        ("slr r 45 slump l -", "'slump' begins another finding: put a comma before it"),
        ("achilles r 2 r", "Ankle reflex: the side stands there twice; keep one"),
        (
            'operations "hip, right 2019" slr r 45',
            "'slr' begins another finding: put a comma before it",
        ),
        (
            'operations "hip, right 2019" again',
            "the text ends at its quote; put a comma before 'again'",
        ),
        ("allergies -", "'-' is no text; type words, none or n"),
    ],
)
def test_a_forgotten_comma_is_named(line: str, said: str) -> None:
    read = READER.read(line)
    assert said in read.problem
    assert not read.complete
