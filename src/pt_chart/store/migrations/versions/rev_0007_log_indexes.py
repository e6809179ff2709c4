"""Unlocking looks for the latest time in the log and for the lines of users: two indexes."""

from __future__ import annotations

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the indexes."""
    for column in ("at", "action"):
        op.create_index(op.f(f"ix_audit_{column}"), "audit", [column], unique=False)
