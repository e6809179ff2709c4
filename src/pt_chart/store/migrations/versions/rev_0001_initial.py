"""The first schema: register, episodes, visits, addenda, settings, log.

Frozen: later schemas are further revisions. The triggers are put in place by `schema.migrate`.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make every table and index."""
    _audit()
    _chart_state()
    _clinic()
    _clinician()
    _patient()
    _setting()
    _episode()
    _visit()
    _addendum()
    _answer()
    _mark()
    _visit_part()


def _text(name: str, *, optional: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=optional)


def _number(name: str, *, optional: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=optional)


def _audit() -> None:
    op.create_table(
        "audit",
        _number("number"),
        _text("at"),
        _text("user_id"),
        _text("user_name"),
        _text("action"),
        _text("patient_id"),
        _text("visit_id"),
        _text("detail"),
        _text("digest"),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit")),
    )
    op.create_index(op.f("ix_audit_patient_id"), "audit", ["patient_id"], unique=False)


def _chart_state() -> None:
    op.create_table(
        "chart_state",
        _number("id"),
        _text("chart_id"),
        _number("commits"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chart_state")),
    )


def _clinic() -> None:
    op.create_table(
        "clinic",
        _number("id"),
        _text("content"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clinic")),
    )


def _clinician() -> None:
    op.create_table(
        "clinician",
        _text("id"),
        _text("name"),
        _text("credentials"),
        _text("role"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clinician")),
    )


def _patient() -> None:
    op.create_table(
        "patient",
        _text("id"),
        _text("record_number"),
        _text("family_name"),
        _text("given_name"),
        _text("birth_date", optional=True),
        _text("sex"),
        _text("phone"),
        _text("email"),
        _text("language"),
        sa.Column("large_print", sa.Boolean(), nullable=False),
        _text("alerts"),
        sa.Column("demo", sa.Boolean(), nullable=False),
        _text("sort_name"),
        _text("searchable"),
        _text("last_visit", optional=True),
        _text("last_tier", optional=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_patient")),
    )
    op.create_index(op.f("ix_patient_last_visit"), "patient", ["last_visit"], unique=False)
    op.create_index(op.f("ix_patient_sort_name"), "patient", ["sort_name"], unique=False)


def _setting() -> None:
    op.create_table(
        "setting",
        _text("name"),
        _text("content"),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_setting")),
    )


def _episode() -> None:
    op.create_table(
        "episode",
        _text("id"),
        _text("patient_id"),
        _text("complaint"),
        _text("side", optional=True),
        _text("started"),
        _text("onset"),
        _text("referrer"),
        _text("precautions"),
        _text("medicines"),
        _number("planned_visits", optional=True),
        _text("closed", optional=True),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_episode_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_episode")),
    )
    op.create_index(op.f("ix_episode_patient_id"), "episode", ["patient_id"], unique=False)


def _visit() -> None:
    op.create_table(
        "visit",
        _text("id"),
        _text("episode_id"),
        _text("kind"),
        _text("date"),
        _number("number"),
        _text("status"),
        _number("revision"),
        _text("tier", optional=True),
        _text("signature", optional=True),
        sa.ForeignKeyConstraint(["episode_id"], ["episode.id"], name=op.f("fk_visit_episode_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
    )
    op.create_index(op.f("ix_visit_date"), "visit", ["date"], unique=False)
    op.create_index("ix_visit_episode_id_date", "visit", ["episode_id", "date"], unique=False)
    op.create_index(
        "ix_visit_unsigned",
        "visit",
        ["date"],
        unique=False,
        sqlite_where=sa.text("status = 'draft'"),
    )


def _addendum() -> None:
    op.create_table(
        "addendum",
        _number("id"),
        _text("visit_id"),
        _text("content"),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_addendum_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_addendum")),
    )
    op.create_index(op.f("ix_addendum_visit_id"), "addendum", ["visit_id"], unique=False)


def _answer() -> None:
    op.create_table(
        "answer",
        _text("visit_id"),
        _text("finding"),
        _text("side"),
        _text("level"),
        _text("value", optional=True),
        _text("qualifiers"),
        _text("note"),
        _text("origin"),
        _text("at", optional=True),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_answer_visit_id")),
        sa.PrimaryKeyConstraint("visit_id", "finding", "side", "level", name=op.f("pk_answer")),
        sqlite_with_rowid=False,
    )


def _mark() -> None:
    op.create_table(
        "mark",
        _text("visit_id"),
        _number("position"),
        _text("view"),
        _text("kind"),
        _text("content"),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_mark_visit_id")),
        sa.PrimaryKeyConstraint("visit_id", "position", name=op.f("pk_mark")),
        sqlite_with_rowid=False,
    )


def _visit_part() -> None:
    op.create_table(
        "visit_part",
        _text("visit_id"),
        _text("name"),
        _text("content"),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_visit_part_visit_id")),
        sa.PrimaryKeyConstraint("visit_id", "name", name=op.f("pk_visit_part")),
        sqlite_with_rowid=False,
    )
