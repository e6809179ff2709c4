"""Re-tests after a treatment, as edits of the desk."""

from __future__ import annotations

import pytest

from pt_chart.charting.retesting import (
    RetestDesk,
    drop_sign,
    earlier_signs,
    sheet_signs,
    take_signs,
    treatment_labels,
)
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.sides import Side
from pt_chart.clinical.visit import Treatment
from pt_chart.clinical.within_visit import PAIN_NOW
from tests.ui import clinic

SLR = FindingKey("slr_angle", Side.RIGHT)


def test_labels_spell_the_side_and_never_stand_twice() -> None:
    given = (Treatment("Press-up"), Treatment("Glide", side=Side.RIGHT), Treatment("Press-up"))
    assert treatment_labels(given) == ("Press-up", "Glide RIGHT", "Press-up (2)")


def test_values_after_a_treatment_are_edits() -> None:
    session = clinic.session()
    desk = session.start_visit(session.store.episode("e1")).desk
    take_signs(desk, (SLR,))
    assert sheet_signs(desk) == (PAIN_NOW, SLR)
    after = RetestDesk(desk, "Press-up")
    for typed in ("5", "52"):
        after.enter(SLR, typed)
    assert after.recorded(SLR) == Answer(52)
    assert RetestDesk(desk, "Glide").recorded(SLR) is None
    with pytest.raises(ValueError, match="not a number"):
        after.enter(SLR, "5x")
    desk.undo()
    assert after.recorded(SLR) is None
    desk.redo()
    after.set_answer(SLR, Answer(None))
    assert desk.visit.within.retests == ()
    drop_sign(desk, SLR)
    assert desk.visit.within.signs == ()
    assert earlier_signs(desk) == ()
