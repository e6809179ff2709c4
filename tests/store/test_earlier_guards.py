"""A chart of an earlier version whose triggers were altered before today's version opens it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from pt_chart.charting.audit import PROTECTION_ALTERED, AuditAction
from pt_chart.store import earlier_guards, schema
from pt_chart.store.administration import ChartAdministration
from pt_chart.store.engine import encrypted_engine
from pt_chart.store.keyfile_format import parse_keys
from pt_chart.store.open import open_chart
from tests.charting.test_access_notices import notices
from tests.fakes import THERAPIST
from tests.gold.make_chart import GOLD
from tests.store.samples import CHEAP, PASSWORD

pytestmark = pytest.mark.on_file


def test_todays_triggers_are_known_by_their_revision() -> None:
    """A new revision adds a line; whoever changes a trigger needs a new revision."""
    with create_engine("sqlite://").connect() as connection:
        schema.create(connection, "any")
        last = schema.REVISIONS[-1]
        assert earlier_guards.IN_FILES[last] == earlier_guards.digest(connection)
    assert tuple(earlier_guards.IN_FILES) == schema.REVISIONS
    assert tuple(earlier_guards.ON_SERVERS) == schema.REVISIONS[4:]


@pytest.mark.parametrize(
    ("revision", "change"),
    [
        ("0001", "DROP TRIGGER visit_keep"),
        ("0003", "DROP TRIGGER audit_keep"),
        ("0008", "DROP TRIGGER answer_keep"),
        (
            "0008",
            "CREATE TRIGGER more AFTER INSERT ON visit BEGIN DELETE FROM answer; END",
        ),
    ],
)
def test_altered_protection_of_an_older_chart_is_told(
    tmp_path: Path, revision: str, change: str
) -> None:
    shutil.copytree(GOLD / revision, tmp_path / "old")
    path = tmp_path / "old" / "clinic.ptchart"
    keys = parse_keys(path.with_name("clinic.ptchart.keys").read_bytes())
    key = keys.unwrap(THERAPIST.name, PASSWORD).chart
    with encrypted_engine(path, key).connect() as connection, connection.begin():
        connection.execute(text(change))
    chart = open_chart(path, THERAPIST.name, PASSWORD)
    (line,) = (one for one in chart.audit() if one.entry.action is AuditAction.MIGRATE)
    assert line.entry.detail.endswith(PROTECTION_ALTERED)
    assert ChartAdministration(chart, CHEAP).verify().unguarded == 1
    (told,) = (one for one in notices(chart) if "not as it was left" in one)
    assert PROTECTION_ALTERED in told
    assert not any("not as it was left" in one for one in notices(chart))
    chart.check()
    chart.close()
