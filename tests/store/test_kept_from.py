"""What a role or an old password must not reach: older keys, other patients, administration."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pt_chart.charting.audit import AuditAction
from pt_chart.charting.errors import ChartDamaged, ChartRolledBack, NotAllowed, WrongPassword
from pt_chart.clinical.people import Clinician, Patient
from pt_chart.store.administration import ChartAdministration
from pt_chart.store.chart_file import ChartFile
from pt_chart.store.keyfile_format import read_keys
from pt_chart.store.open import open_chart
from tests.fakes import THERAPIST
from tests.store.samples import CHEAP, EPISODE, PASSWORD, PATIENT

pytestmark = pytest.mark.on_file

DESK = Clinician("user-4", "Dee Desk", "", "front_desk")
NEW = "quite another password"


@pytest.fixture
def desk(chart: ChartFile, path: Path) -> ChartFile:
    """The chart, opened by the front desk."""
    ChartAdministration(chart, CHEAP).add_user(DESK, PASSWORD, PASSWORD)
    chart.save_patient(Patient("patient-2", "2", "Other", "One", None))
    chart.close()
    return open_chart(path, DESK.id, PASSWORD)


def _change(administration: ChartAdministration) -> None:
    administration.change_password(PASSWORD, NEW)


def _reset(administration: ChartAdministration) -> None:
    administration.reset_password(DESK.id, NEW, PASSWORD)


def _deactivate(administration: ChartAdministration) -> None:
    administration.deactivate(DESK.id, PASSWORD)


@pytest.mark.parametrize(
    ("act", "who"), [(_change, THERAPIST.id), (_reset, DESK.id), (_deactivate, DESK.id)]
)
def test_the_spare_key_file_opens_with_no_old_password(
    chart: ChartFile, act: Callable[[ChartAdministration], None], who: str
) -> None:
    administration = ChartAdministration(chart, CHEAP)
    administration.add_user(DESK, PASSWORD, PASSWORD)
    act(administration)
    place = chart._place
    place.keys.write_bytes(place.previous_keys.read_bytes())
    with pytest.raises(WrongPassword):
        read_keys(place).unwrap(who, PASSWORD)


def test_an_older_key_file_is_refused_whatever_is_accepted(chart: ChartFile, path: Path) -> None:
    older = chart._place.keys.read_bytes()
    ChartAdministration(chart, CHEAP).change_password(PASSWORD, NEW)
    keys = chart._place.keys
    chart.close()
    keys.write_bytes(older)
    for accepted in (False, True):
        with pytest.raises(ChartDamaged, match="key file is older") as refused:
            open_chart(path, THERAPIST.id, PASSWORD, accept_loss=accepted)
        assert not isinstance(refused.value, ChartRolledBack)


def test_the_front_desk_takes_no_warning_away(desk: ChartFile) -> None:
    with pytest.raises(NotAllowed, match="precautions"):
        desk.save_episode(replace(EPISODE, precautions=()))
    with pytest.raises(NotAllowed, match="medicines"):
        desk.save_episode(replace(EPISODE, medicines=()))
    with pytest.raises(NotAllowed, match="alerts"):
        desk.save_patient(replace(PATIENT, alerts=()))
    assert (desk.episode(EPISODE.id), desk.patient(PATIENT.id)) == (EPISODE, PATIENT)
    desk.save_patient(replace(PATIENT, alerts=(*PATIENT.alerts, "Falls")))
    desk.save_episode(replace(EPISODE, planned_visits=9))
    desk.close()


def test_an_episode_stays_with_its_patient(desk: ChartFile, path: Path) -> None:
    moved = replace(EPISODE, patient_id="patient-2")
    with pytest.raises(NotAllowed, match="stays"):
        desk.save_episode(moved)
    desk.close()
    therapist = open_chart(path, THERAPIST.id, PASSWORD)
    with pytest.raises(NotAllowed, match="stays"):
        therapist.save_episode(moved)
    therapist.save_episode(replace(EPISODE, precautions=()))
    therapist.close()


@pytest.mark.parametrize("name", ["backup plan", "access seen user-1", "forms/kept", "forms/a/1"])
def test_settings_of_the_administration_need_its_right_and_leave_a_line(
    desk: ChartFile, path: Path, name: str
) -> None:
    with pytest.raises(NotAllowed):
        desk.save_setting(name, 1)
    desk.save_setting("printer/note", {"name": "upstairs"})
    desk.close()
    owner = open_chart(path, THERAPIST.id, PASSWORD)
    owner.save_setting(name, 1)
    line = owner.audit(limit=1)[0].entry
    told = f"setting: {name}{': nothing to 1' if name.startswith('access seen') else ''}"
    assert (line.action, line.detail) == (AuditAction.CHANGE, told)
    owner.close()
