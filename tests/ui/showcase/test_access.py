"""The staff of the pictures get passwords that any chart takes."""

from __future__ import annotations

import pytest

from pt_chart.charting.passwords import weakness
from pt_chart.clinical.people import Clinician
from pt_chart.host.common_passwords import common_words
from pt_chart.ui.showcase.access import FIRST_PASSWORD, STAFF


@pytest.mark.parametrize("user", STAFF, ids=lambda user: user.role)
def test_their_first_password_will_do(user: Clinician) -> None:
    names = (user.name, "Larkmoor Physical Therapy")
    assert weakness(FIRST_PASSWORD, names, common_words()) == ""
