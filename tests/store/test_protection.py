"""What the database refuses by itself, whoever asks."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from pt_chart.charting.errors import ChartDamaged, SignedAlready
from pt_chart.clinical.visit import Addendum, Visit
from pt_chart.store import open as opening
from pt_chart.store.chart_file import ChartFile
from tests.store.samples import NOON, PASSWORD, SIGNATURE

pytestmark = pytest.mark.on_file

ATTACKS = [
    "UPDATE visit SET status = 'draft'",
    "UPDATE visit SET date = '2020-01-01'",
    "DELETE FROM visit",
    (
        "INSERT OR REPLACE INTO visit (id, episode_id, kind, date, number, status, revision) "
        "VALUES ('visit-1', 'episode-1', 'evaluation', '2020-01-01', 1, 'draft', 1)"
    ),
    "UPDATE answer SET value = '90'",
    "UPDATE OR REPLACE answer SET value = '90'",
    "DELETE FROM answer",
    "INSERT INTO answer VALUES ('visit-1', 'new', '', '', '1', '[]', '', 'entered', NULL)",
    (
        "INSERT OR REPLACE INTO answer SELECT visit_id, finding, side, level, '1', qualifiers,"
        " note, origin, at FROM answer"
    ),
    "UPDATE answer SET visit_id = 'visit-2'",
    "DELETE FROM mark",
    "UPDATE mark SET content = '{}'",
    "INSERT INTO mark VALUES ('visit-1', 99, 'back', 'ache', '{}')",
    "DELETE FROM visit_part",
    "UPDATE visit_part SET content = 'null'",
    "INSERT OR REPLACE INTO visit_part VALUES ('visit-1', 'plan', 'null')",
    "UPDATE addendum SET content = '{}'",
    "DELETE FROM addendum",
    "INSERT OR REPLACE INTO addendum SELECT id, visit_id, '{}' FROM addendum",
]


@pytest.fixture
def signed(chart: ChartFile, draft: Visit) -> Visit:
    """A signed visit with an addendum."""
    chart.sign(draft, SIGNATURE)
    return chart.add_addendum(draft.id, Addendum("later", "user-1", "Ines", NOON))


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_signed_visit_does_not_change_by_any_statement(
    chart: ChartFile, signed: Visit, attack: str
) -> None:
    with pytest.raises(SignedAlready):
        _run(chart, attack)
    assert chart.visit(signed.id) == signed


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE audit SET detail = 'nothing happened'",
        "DELETE FROM audit WHERE number = 1",
        "DELETE FROM audit",
        (
            "INSERT OR REPLACE INTO audit SELECT number, at, user_id, user_name, action,"
            " patient_id, visit_id, 'forged', digest FROM audit"
        ),
        (
            "INSERT INTO audit SELECT number + 100, at, user_id, user_name, action, patient_id,"
            " visit_id, detail, digest FROM audit"
        ),
    ],
)
def test_the_log_only_grows(chart: ChartFile, attack: str) -> None:
    before = chart.audit()
    with pytest.raises(ChartDamaged, match="altered"):
        _run(chart, attack)
    assert chart.audit() == before


def test_drafts_may_change_and_remarks_need_a_signed_visit(chart: ChartFile, draft: Visit) -> None:
    _run(chart, "UPDATE answer SET note = 'still a draft'")
    with pytest.raises(IntegrityError, match="not signed"):
        _run(chart, "INSERT INTO addendum (visit_id, content) VALUES ('visit-1', '{}')")


@pytest.mark.parametrize("name", ["visit_keep", "answer_add", "audit_stay"])
def test_dropped_protection_is_noticed(chart: ChartFile, signed: Visit, name: str) -> None:
    _run(chart, f"DROP TRIGGER {name}")
    with pytest.raises(ChartDamaged):
        chart.check()
    path = chart._place.chart
    chart.abandon()
    with pytest.raises(ChartDamaged, match="protection"):
        opening.open_chart(path, "Ines Corvale", PASSWORD)


def test_weakened_protection_is_noticed(chart: ChartFile, signed: Visit) -> None:
    _run(chart, "DROP TRIGGER visit_keep")
    _run(
        chart,
        "CREATE TRIGGER visit_keep BEFORE UPDATE ON visit WHEN 0 BEGIN SELECT 1; END",
    )
    with pytest.raises(ChartDamaged):
        chart.check()


def _run(chart: ChartFile, statement: str) -> None:
    chart._write(lambda transaction: transaction.connection.execute(text(statement)))
