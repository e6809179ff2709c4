"""Versions of a draft that met another version: kept beside the visit. One new table."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    names = ("id", "visit_id", "at", "by", "name", "because", "content")
    op.create_table(
        "kept_version",
        *(sa.Column(name, sa.Text(), nullable=False) for name in names),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_kept_version_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_version")),
    )
    op.create_index(op.f("ix_kept_version_visit_id"), "kept_version", ["visit_id"], unique=False)
