"""Users' accounts, signing keys, the chain of seals, erasure, kept files.

Only new tables: nothing that stands is rebuilt. Whoever charted as a therapist or administrator
so far may administer from here on, so that somebody can.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables and an account for every user."""
    _account()
    _key_state()
    _signing_key()
    _seal()
    _erasure()
    _stored_file()
    op.execute(
        "INSERT INTO account (user_id, administers, active) "
        "SELECT id, role IN ('therapist', 'admin'), TRUE FROM clinician"
    )
    op.execute("INSERT INTO key_state (id, generation) VALUES (1, 0)")


def _text(name: str, *, optional: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=optional)


def _account() -> None:
    op.create_table(
        "account",
        _text("user_id"),
        sa.Column("administers", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["clinician.id"], name=op.f("fk_account_user_id")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_account")),
    )


def _key_state() -> None:
    op.create_table(
        "key_state",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_key_state")),
    )


def _signing_key() -> None:
    op.create_table(
        "signing_key",
        _text("public"),
        _text("user_id"),
        _text("since"),
        sa.PrimaryKeyConstraint("public", name=op.f("pk_signing_key")),
    )


def _seal() -> None:
    op.create_table(
        "seal",
        sa.Column("number", sa.Integer(), nullable=False),
        _text("visit_id"),
        _text("act"),
        _text("statement"),
        _text("signature"),
        _text("digest"),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_seal")),
    )
    op.create_index(op.f("ix_seal_visit_id"), "seal", ["visit_id"], unique=False)


def _erasure() -> None:
    op.create_table(
        "erasure",
        _text("patient_id"),
        _text("at"),
        _text("user_id"),
        _text("reason"),
        sa.PrimaryKeyConstraint("patient_id", name=op.f("pk_erasure")),
    )


def _stored_file() -> None:
    op.create_table(
        "stored_file",
        _text("kind"),
        _text("name"),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "name", name=op.f("pk_stored_file")),
    )
