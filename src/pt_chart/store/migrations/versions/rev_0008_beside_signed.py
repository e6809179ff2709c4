"""Files beside signed visits, kept forms and kept versions are guarded.

No table changes: `schema.migrate` puts today's triggers in place.
"""

from __future__ import annotations

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing: see above."""
