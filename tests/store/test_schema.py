"""Both ways to today's schema end in the same place; an older chart is copied, then migrated."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine, text

from pt_chart.charting.errors import ChartDamaged
from pt_chart.charting.ports import AuditAction, AuditEntry
from pt_chart.clinical.visit import Addendum, Visit
from pt_chart.store import before_digests, schema
from pt_chart.store.chart_file import ChartFile
from pt_chart.store.open import open_chart
from tests.fakes import THERAPIST
from tests.store.samples import NOON, PASSWORD, SIGNATURE, new_visit

pytestmark = pytest.mark.on_file

LAST, LATER = schema.REVISIONS[-1], "9998"
NEXT = """
import sqlalchemy as sa
from alembic import op
revision = "@NEXT"
down_revision = "@LAST"

def upgrade():
    op.add_column("patient", sa.Column("nickname", sa.Text()))
    with op.batch_alter_table("visit") as visit:
        visit.alter_column("number", type_=sa.BigInteger())
"""


def test_migrations_and_the_tables_agree() -> None:
    assert _schema_of(_migrated) == _schema_of(lambda c: schema.create(c, "any"))


def test_alembic_knows_the_same_revisions() -> None:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(schema.MIGRATIONS))
    scripts = ScriptDirectory.from_config(config)
    walked = [script.revision for script in scripts.walk_revisions()]
    assert tuple(reversed(walked)) == schema.REVISIONS


def test_an_older_chart_is_copied_and_migrated_and_keeps_everything(
    chart: ChartFile, draft: Visit, newer_program: None
) -> None:
    path = chart._place.chart
    chart.sign(draft, SIGNATURE)
    signed = chart.add_addendum(draft.id, Addendum("later", "user-1", "Ines", NOON))
    other = chart.save_draft(new_visit("visit-2"))
    chart.close()

    migrated = open_chart(path, THERAPIST.name, PASSWORD)
    assert migrated.visit(signed.id) == signed
    assert migrated.visit(other.id) == other
    line = next(x for x in migrated.audit() if x.entry.action is AuditAction.MIGRATE)
    assert line.entry.detail.startswith(f"{LAST} to {LATER}, copy kept in clinic.before-{LAST}-")
    columns = text("SELECT name FROM pragma_table_info('patient')")
    assert "nickname" in migrated._read(lambda c: list(c.scalars(columns)))
    migrated.check()
    migrated.close()
    open_chart(path, THERAPIST.name, PASSWORD).close()


def test_the_copy_opens_with_the_program_that_wrote_it(
    chart: ChartFile, draft: Visit, request: pytest.FixtureRequest
) -> None:
    path = chart._place.chart
    chart.close()
    with pytest.MonkeyPatch.context() as patch:
        _make_newer(patch, path.parent)
        open_chart(path, THERAPIST.name, PASSWORD).close()
    (copy,) = path.parent.glob("clinic.before-*.ptchart")
    before = open_chart(copy, THERAPIST.name, PASSWORD)
    assert before.visit(draft.id) == draft
    before.check()
    before.close()


def test_a_migration_that_fails_changes_nothing(
    chart: ChartFile, draft: Visit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = chart._place.chart
    orphan = text("INSERT INTO visit_part VALUES ('nowhere', 'plan', '{}')")
    chart._thread.call(lambda: schema._foreign_keys(chart._ledger.connection, "OFF"))
    chart._write(lambda t: t.connection.execute(orphan))
    chart.close()
    with monkeypatch.context() as patch:
        _make_newer(patch, tmp_path)
        with pytest.raises(ChartDamaged, match="nowhere"):
            open_chart(path, THERAPIST.name, PASSWORD)
    again = open_chart(path, THERAPIST.name, PASSWORD)
    assert again.visit(draft.id) == draft
    again.close()


@pytest.fixture
def newer_program(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A program with one more schema revision, whose migration rebuilds a guarded table."""
    _make_newer(monkeypatch, tmp_path)


def _make_newer(patch: pytest.MonkeyPatch, folder: Path) -> None:
    migrations = folder / "migrations"
    shutil.copytree(schema.MIGRATIONS, migrations)
    migration = NEXT.replace("@NEXT", LATER).replace("@LAST", LAST)
    (migrations / "versions" / "rev_later.py").write_text(migration)
    patch.setattr(schema, "MIGRATIONS", migrations)
    patch.setattr(schema, "REVISIONS", (*schema.REVISIONS, LATER))


def _migrated(connection: Connection) -> None:
    connection.rollback()
    schema.migrate(connection)


def _schema_of(make: object) -> dict[str, str]:
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        assert callable(make)
        make(connection)
        listed = text("SELECT type || ' ' || name AS name, sql FROM sqlite_master")
        found = {row.name: row.sql for row in connection.execute(listed)}
    return {name: _unspaced(sql or "") for name, sql in found.items()}


def _unspaced(sql: str) -> str:
    words = " ".join(sql.replace('"', "").split())
    return words.replace("( ", "(").replace(" )", ")")


@pytest.mark.parametrize("revision", ["0003", "0008"])
def test_a_chart_that_was_set_back_is_not_migrated_again(chart: ChartFile, revision: str) -> None:
    """Or the program would put back triggers that somebody took away."""
    path = chart._place.chart
    back = text("UPDATE alembic_version SET version_num = :revision")
    chart._write(lambda t: t.connection.execute(back, {"revision": revision}))
    chart._write(lambda t: t.connection.execute(text("DROP TRIGGER key_state_keep")))
    chart.close()
    with pytest.raises(ChartDamaged, match="its log knows better"):
        open_chart(path, THERAPIST.name, PASSWORD)
    assert not list(path.parent.glob("*.before-*"))


def test_a_line_of_a_migration_put_behind_excuses_nothing(chart: ChartFile) -> None:
    words = "0007 to 0009, copy kept in clinic.before"
    entry = AuditEntry(AuditAction.MIGRATE, detail=words)
    chart._write(lambda t: t.log(entry))
    assert chart._read(before_digests.last) == 0
