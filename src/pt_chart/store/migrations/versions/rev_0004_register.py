"""The register at clinic size: search index, merged records, attachments.

Only new columns and tables: nothing that stands is rebuilt. The derived columns of the patients
and the search index are filled by `schema.migrate` afterwards, as after every migration.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_MERGED = sa.text("merged_into IS NOT NULL")


def upgrade() -> None:
    """Add the columns of the patient list, then the tables."""
    op.add_column("patient", sa.Column("given_sort", sa.Text(), nullable=False, server_default=""))
    op.add_column("patient", _text("merged_into", optional=True))
    op.add_column("patient", sa.Column("place", sa.Integer(), nullable=True))
    op.create_index("ix_patient_birth_date", "patient", ["birth_date"], unique=False)
    op.create_index("ix_patient_given_sort", "patient", ["given_sort"], unique=False)
    op.create_index("ix_patient_place", "patient", ["place"], unique=True)
    op.create_index(
        "ix_patient_merged_into",
        "patient",
        ["merged_into"],
        unique=False,
        sqlite_where=_MERGED,
    )
    _patient_merge()
    _attachment()
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE patient_trigram USING fts5"
            "(searchable, content='patient', content_rowid='place', "
            "tokenize='trigram case_sensitive 1')"
        )


def _text(name: str, *, optional: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=optional)


def _patient_merge() -> None:
    op.create_table(
        "patient_merge",
        _text("gone_id"),
        _text("kept_id"),
        _text("at"),
        _text("user_id"),
        _text("user_name"),
        _text("reason"),
        _text("before"),
        _text("after"),
        sa.ForeignKeyConstraint(["gone_id"], ["patient.id"], name=op.f("fk_patient_merge_gone_id")),
        sa.ForeignKeyConstraint(["kept_id"], ["patient.id"], name=op.f("fk_patient_merge_kept_id")),
        sa.PrimaryKeyConstraint("gone_id", name=op.f("pk_patient_merge")),
    )
    op.create_index(op.f("ix_patient_merge_kept_id"), "patient_merge", ["kept_id"], unique=False)


def _attachment() -> None:
    op.create_table(
        "attachment",
        _text("id"),
        _text("patient_id"),
        _text("visit_id", optional=True),
        _text("name"),
        _text("media"),
        sa.Column("size", sa.Integer(), nullable=False),
        _text("digest"),
        sa.Column("pages", sa.Integer(), nullable=False),
        _text("remarks"),
        _text("at"),
        _text("user_id"),
        _text("user_name"),
        _text("removed", optional=True),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.id"], name=op.f("fk_attachment_patient_id")
        ),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_attachment_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
    )
    op.create_index(op.f("ix_attachment_patient_id"), "attachment", ["patient_id"], unique=False)
    op.create_index(op.f("ix_attachment_visit_id"), "attachment", ["visit_id"], unique=False)
