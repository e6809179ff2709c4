"""A name that is in the chart is no password, whoever's it is."""

from __future__ import annotations

import pytest

from pt_chart.charting.errors import UserRefused
from pt_chart.clinical.people import Clinic, Clinician
from pt_chart.store.administration import ChartAdministration
from pt_chart.store.stored_chart import StoredChart
from tests.store.samples import CHEAP, PASSWORD, PATIENT

GOOD = "gravel teapot tide"


@pytest.mark.parametrize(
    "password",
    [
        f"{PATIENT.given_name} {PATIENT.family_name}",
        "tallowby-1982-04-14",
        "ybwollat 1982!",
        "Larkmoor Clinic 1",
        "Corvale Ines 82",
        "bram ostrande",
    ],
)
def test_a_name_of_the_chart_is_no_password(chart: StoredChart, password: str) -> None:
    """Whoever works in the clinic knows its names, and so does a thief of its appointment book."""
    administration = ChartAdministration(chart, CHEAP)
    chart.save_clinic(Clinic("Larkmoor Physical Therapy"))
    administration.add_user(Clinician("", "Bram Ostrande"), GOOD, PASSWORD)
    before = len(chart.audit())
    with pytest.raises(UserRefused, match="little more than"):
        administration.change_password(PASSWORD, password)
    with pytest.raises(UserRefused, match="little more than"):
        administration.add_user(Clinician("", "Lena Fairweather"), password, PASSWORD)
    assert len(chart.audit()) == before, "nothing is told of what was typed"


def test_a_word_that_is_also_a_name_does_not_spoil_a_password(chart: StoredChart) -> None:
    administration = ChartAdministration(chart, CHEAP)
    administration.change_password(PASSWORD, "tallowby gravel teapot")
    assert chart.verify("tallowby gravel teapot")
