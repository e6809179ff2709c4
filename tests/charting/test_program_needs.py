"""A note cannot be signed while its home program names what may not be given."""

import pytest

from pt_chart.charting.clinic_session import ClinicSession
from pt_chart.charting.program_edits import ProgramEdits
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.program.proposals import Blocked
from pt_chart.clinical.sides import Side
from tests.fakes import FakeClock
from tests.ui.clinic import session as make_session

NUMB = FindingKey("numbness", Side.RIGHT)


@pytest.fixture
def session() -> ClinicSession:
    made = make_session(FakeClock())
    draft = next(row for row in made.store.drafts())
    made.open_visit(draft.visit_id)
    desk = made.open.desk if made.open else None
    assert desk is not None
    ProgramEdits(desk).start_from(type(desk.visit.program)())
    desk.set_answer(NUMB, Answer(True))
    return made


def edits(session: ClinicSession) -> ProgramEdits:
    assert session.open is not None
    return ProgramEdits(session.open.desk)


def needs(session: ClinicSession) -> list[str]:
    return [one.words for one in session.signing_needs() if one.section == "program"]


def test_a_blocked_heat_pack_wants_its_reason_or_to_be_taken_out(session: ClinicSession) -> None:
    assert needs(session) == []
    heat = session.definitions.library.exercises["heat_pack"]
    edits(session).add_exercise(heat, Side.BOTH)
    (need,) = [words for words in needs(session) if "INSENSATE_SKIN" in words]
    assert "Take it out, or give the reason for the override." in need
    reason = "Only over the back, feels normal."
    edits(session).give_reason(0, reason, ("INSENSATE_SKIN",), heat.name)
    assert not [words for words in needs(session) if "INSENSATE_SKIN" in words]
    edits(session).remove(0, heat.name)
    assert needs(session) == []


def test_a_reason_without_words_is_not_taken(session: ClinicSession) -> None:
    library = session.definitions.library
    rule, tensioner = library.rules["INSENSATE_SKIN"], library.exercises["sciatic_tensioner"]
    heat = Blocked(library.exercises["heat_pack"], Side.BOTH, (rule,), (), (), ())
    with pytest.raises(ValueError, match="two words or more"):
        edits(session).add_overridden(heat, ".")
    firm = library.rules["TENSIONER_CRITERIA"]
    held = Blocked(tensioner, Side.RIGHT, (firm,), (), (), ())
    with pytest.raises(ValueError, match="no reason overrides"):
        edits(session).add_overridden(held, "Taught today, settles at once.")
    assert edits(session).items == ()
