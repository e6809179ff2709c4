"""The log of an episode between visits: contacts, authorizations, referrals. One new table."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "episode_entry",
        _text("id"),
        sa.Column("version", sa.Integer(), nullable=False),
        _text("episode_id"),
        _text("kind"),
        _text("content"),
        _text("by"),
        _text("at"),
        _text("struck"),
        sa.ForeignKeyConstraint(
            ["episode_id"], ["episode.id"], name=op.f("fk_episode_entry_episode_id")
        ),
        sa.PrimaryKeyConstraint("id", "version", name=op.f("pk_episode_entry")),
    )
    op.create_index(
        op.f("ix_episode_entry_episode_id"), "episode_entry", ["episode_id"], unique=False
    )


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)
