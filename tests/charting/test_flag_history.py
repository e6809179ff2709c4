"""Since when a flag is raised, from the panels that the earlier visits were signed with."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime

from pt_chart import definitions
from pt_chart.charting.flag_history import (
    FORMER,
    FormerFlag,
    changed_words,
    former_flags,
    last_raised,
    recorded_words,
    since_words,
)
from pt_chart.clinical.facts import Facts
from pt_chart.clinical.findings import Value
from pt_chart.clinical.people import Clinician
from pt_chart.clinical.reasoning.engine import assess
from pt_chart.clinical.reasoning.results import RaisedFlag
from pt_chart.clinical.reasoning.script import assessment_json
from pt_chart.clinical.sides import Side
from pt_chart.clinical.visit import FlagAcknowledgment, Visit, VisitKind
from pt_chart.host.resources import forms_dir
from tests.clinical.reasoning.cases import case

KNOWLEDGE = definitions.load(forms_dir()).knowledge
DROP = case({"foot_drop@right": True}, side=Side.RIGHT, age=50)
WORSE = DROP.with_values(case({"weakness_course@right": "weeks"}).values)
CALM = case({"back_pain": True}, side=Side.RIGHT, age=50)


def visit(day: int, facts: Facts) -> Visit:
    """A visit in November signed with the panel of these facts."""
    panel = json.dumps(assessment_json(assess(facts, KNOWLEDGE)))
    made = Visit(f"v{day}", "e", VisitKind.FOLLOW_UP, date(2026, 11, day))
    return replace(made, panel=panel)


def foot_drop(facts: Facts) -> RaisedFlag:
    """The foot-drop flag that these facts raise."""
    return next(flag for flag in assess(facts, KNOWLEDGE).flags if flag.id == "foot_drop")


def test_without_an_earlier_panel_nothing_is_said() -> None:
    assert since_words(foot_drop(DROP), ()) == ""
    unsigned = Visit("v", "e", VisitKind.EVALUATION, date(2026, 11, 2))
    assert since_words(foot_drop(DROP), (unsigned,)) == ""


def test_new_kept_and_changed() -> None:
    assert since_words(foot_drop(DROP), (visit(3, CALM),)) == "new since Nov 3"
    kept = (visit(9, DROP), visit(6, DROP), visit(3, CALM))
    assert since_words(foot_drop(DROP), kept) == "since Nov 6"
    assert since_words(foot_drop(WORSE), kept) == "was urgent on Nov 9"


def motor(grade: str) -> RaisedFlag:
    """The flag of a mild, stable weakness."""
    return next(one for one in assess(mild(grade), KNOWLEDGE).flags if one.id == "motor_deficit")


def mild(grade: str) -> Facts:
    """A stable weakness of this grade."""
    found: dict[str, Value] = {
        "strength_ankle_eversion@right": grade,
        "weakness_course@right": "stable",
    }
    return case(found, side=Side.RIGHT, age=50)


def test_whether_a_flag_rests_on_the_same_as_at_the_last_visit() -> None:
    before = (visit(9, mild("4")), visit(6, CALM))
    assert changed_words(motor("4"), ()) == ""
    assert changed_words(motor("4"), before) == "changed since Nov 9: no"
    assert changed_words(motor("4+"), before) == "changed since Nov 9: yes"
    assert changed_words(foot_drop(WORSE), (visit(9, DROP),)) == "was urgent on Nov 9"
    assert changed_words(foot_drop(DROP), (visit(9, CALM),)) == "new since Nov 9"


def former(facts: Facts, *previous: Visit) -> dict[str, FormerFlag]:
    """What the last panel raised and these facts do not, by flag id."""
    flags = assess(facts, KNOWLEDGE).flags
    found = former_flags(last_raised(previous), flags, facts.values)
    return {one.flag.id: one for one in found}


def test_what_was_answered_otherwise_is_over() -> None:
    over = former(CALM.with_values(case({"foot_drop@right": False}).values), visit(9, DROP))
    assert over["foot_drop"].words == "Foot drop: raised on Nov 9, not now"
    assert not over["foot_drop"].standing
    assert former(DROP, visit(9, DROP)) == {}
    assert former(CALM) == {}


def test_what_was_not_asked_again_still_stands() -> None:
    standing = former(CALM, visit(9, DROP))["foot_drop"]
    assert standing.standing
    assert standing.words == "Foot drop: raised on Nov 9, not asked or tested again yet"


def test_who_recorded_it_is_named_also_when_they_left_and_when_nobody_is_known() -> None:
    done = FlagAcknowledgment(
        "foot_drop", "Phoned", "", "u1", datetime(2026, 11, 3, 14, 5, tzinfo=UTC)
    )
    users = (Clinician("u1", "Ines Corvale"), Clinician("u2", "Tam Orrel"))
    assert recorded_words(done, users) == "Ines Corvale, PT \u00b7 Nov 3, 2026 14:05"
    assert recorded_words(done, users[1:]) == f"{FORMER} \u00b7 Nov 3, 2026 14:05"
    assert recorded_words(replace(done, by=""), users) == "Nov 3, 2026 14:05"
