"""A record about a flag speaks of what it was made on, never of something worse."""

from datetime import UTC, datetime

from pt_chart import definitions
from pt_chart.clinical.facts import Facts
from pt_chart.clinical.reasoning.acknowledged import (
    MISSING,
    NO_REASON,
    NOBODY,
    TOO_SHORT,
    acknowledged,
    basis_of,
    holds,
    record_fault,
    recorded,
)
from pt_chart.clinical.reasoning.engine import assess
from pt_chart.clinical.reasoning.results import RaisedFlag, Tier
from pt_chart.clinical.sides import Side
from pt_chart.clinical.visit import FlagAcknowledgment
from pt_chart.host.resources import forms_dir
from tests.clinical.reasoning.cases import case

KNOWLEDGE = definitions.load(forms_dir()).knowledge
AT = datetime(2026, 11, 3, 14, 5, tzinfo=UTC)
MILD = case({"myotome@right#L5": "4+"}, side=Side.RIGHT, age=50)


def leg_weakness(facts: Facts) -> RaisedFlag:
    """The flag of the leg's weakness that these facts raise."""
    return next(f for f in assess(facts, KNOWLEDGE).flags if f.id == "motor_deficit")


def record(flag: RaisedFlag) -> FlagAcknowledgment:
    return FlagAcknowledgment(flag.id, "GP informed, mild", "", "u1", AT, basis_of(flag))


def test_a_record_holds_for_the_flag_as_it_stood() -> None:
    flag = leg_weakness(MILD)
    done = record(flag)
    assert holds(done, flag)
    assert acknowledged([flag], [done]) == {flag.id: done}


def test_a_worse_grade_opens_the_flag_anew() -> None:
    done = record(leg_weakness(MILD))
    worse = MILD.with_values(case({"myotome@right#L5": "3"}).values)
    for flag in assess(worse, KNOWLEDGE).flags:
        assert not holds(done, flag)
    assert acknowledged(assess(worse, KNOWLEDGE).flags, [done]) == {}


def test_a_further_finding_opens_it_anew_and_one_less_does_not() -> None:
    more = MILD.with_values(case({"myotome@right#S1": "4+"}).values)
    before, after = leg_weakness(MILD), leg_weakness(more)
    assert before.id == after.id
    assert not holds(record(before), after)
    assert holds(record(after), before)


def test_a_record_of_an_older_version_holds_for_its_flag() -> None:
    flag = leg_weakness(MILD)
    assert holds(FlagAcknowledgment(flag.id, "Phoned", "", "u1", AT), flag)
    assert not holds(FlagAcknowledgment("other", "Phoned", "", "u1", AT), flag)


def test_a_record_says_something_and_an_emergency_is_cleared_by_somebody() -> None:
    mild = leg_weakness(MILD)
    severe = leg_weakness(case({"myotome@right#L5": "3"}, side=Side.RIGHT, age=50))
    assert record_fault(mild, " ", "", "") == MISSING
    assert record_fault(mild, "x", "", "") == TOO_SHORT
    assert record_fault(mild, "discussed", "", "") == ""
    assert record_fault(severe, "discussed", "", "") == TOO_SHORT
    assert record_fault(severe, "sent to the hospital", "", "") == ""
    assert record_fault(severe, "", "imaging shows nothing", "") == NOBODY
    assert record_fault(severe, "", "imaging shows nothing", "Dr. Amsel, today") == ""
    assert record_fault(severe, "sent to the hospital", "", "Dr. Amsel, today") == NO_REASON
    assert record_fault(severe, "sent to the hospital", "felt better later", "me") == NOBODY


def test_the_question_of_the_bladder_counts_when_it_is_answered_yes() -> None:
    question = definitions.load(forms_dir()).vocabulary.fields["reduced_bladder_sensation"].question
    assert question.startswith("Have you lost the feeling")


def test_an_emergency_is_open_while_only_treatment_was_stopped() -> None:
    """Nobody was sent anywhere by it; the step stays on record all the same."""
    facts = case({"urinary_retention": True, "saddle_numbness": True}, age=50)
    flag = next(f for f in assess(facts, KNOWLEDGE).flags if f.tier is Tier.EMERGENCY)

    def done(action: str, reason: str = "") -> FlagAcknowledgment:
        return FlagAcknowledgment(flag.id, action, reason, "u1", AT, basis_of(flag))

    begun = done("treatment stopped 10:46; practice told 10:47; safety-net card explained 10:48")
    assert acknowledged((flag,), (begun,)) == {}
    assert recorded((flag,), (begun,)) == {flag.id: begun}
    for action in (
        "treatment stopped 10:46; emergency department phoned 10:47",
        "treatment stopped 10:46; way there arranged 10:50",
        "treatment stopped, wife drives to the emergency room",
    ):
        assert flag.id in acknowledged((flag,), (done(action),))
    mild = leg_weakness(MILD)
    stopped = FlagAcknowledgment(mild.id, "treatment stopped 10:46", "", "u1", AT, basis_of(mild))
    assert mild.id in acknowledged((mild,), (stopped,)), "no emergency"
