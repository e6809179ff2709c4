"""The key file's generation only grows; files of signed visits are taken out with a remark.

No table changes: `schema.migrate` puts today's triggers in place. What lists show of a patient is
worked out anew, because verification holds it against the visits from now on.
"""

from __future__ import annotations

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_LAST = (
    "SELECT visit.{0} FROM visit JOIN episode ON episode.id = visit.episode_id "
    "JOIN patient AS member ON member.id = episode.patient_id "
    "WHERE (member.id = patient.id OR member.merged_into = patient.id) AND NOT EXISTS "
    "(SELECT 1 FROM seal WHERE seal.visit_id = visit.id AND seal.act = 'withdraw') "
    "ORDER BY visit.date DESC, visit.number DESC, visit.id LIMIT 1"
)


def upgrade() -> None:
    """Bring last visit and flag tier of everybody up to date."""
    day, tier = _LAST.format("date"), _LAST.format("tier")
    op.execute(
        f"UPDATE patient SET last_visit = ({day}), last_tier = ({tier}) "  # noqa: S608
        "WHERE merged_into IS NULL"
    )
