"""A phrase whose blanks stand open is not signed."""

from __future__ import annotations

from dataclasses import replace

from pt_chart.charting.events import Part
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.visit import Treatment
from tests.ui import clinic

WORDS = "Better since the last visit: ___; not better: ___."


def test_blanks_of_a_phrase_are_listed_where_they_stand() -> None:
    session = clinic.session()
    desk = session.start_visit(session.store.episode("e1")).desk
    clinic.answer_core(desk)
    clinic.write_record(desk)
    assert session.signing_needs() == ()
    given = Treatment("Nerve slider", response="eased by ___")
    plan = replace(
        desk.visit.plan,
        assessment=WORDS,
        treatments=(*desk.visit.plan.treatments, given),
    )
    desk.edit("Phrase", replace(desk.visit, plan=plan), parts=(Part.PLAN,))
    desk.set_answer(FindingKey("occupation"), Answer("sits ___ hours"))
    found = {need.place: need.words for need in session.signing_needs()}
    assert found["plan.assessment"] == "Assessment: 2 places of a phrase to fill in (___)."
    assert found["plan.treatments"].startswith("Treatment Nerve slider: 1 place of a phrase")
    assert "1 place of a phrase" in found["occupation"]
    done = replace(plan, assessment=WORDS.replace("___", "sitting"), treatments=())
    desk.edit("Filled", replace(desk.visit, plan=done), parts=(Part.PLAN,))
    assert not [one for one in session.signing_needs() if one.words.startswith("Assessment: ")]
