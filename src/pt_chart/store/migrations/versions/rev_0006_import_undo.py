"""Imports bring the log of episodes and attached files, and their undo takes both out again.

No table changes: the triggers, which `schema.migrate` puts in today's form, let go what an import
brought while it is undone.
"""

from __future__ import annotations

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing: see above."""
