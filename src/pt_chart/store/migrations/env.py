"""Alembic's way in: it runs on the connection that `store.schema.migrate` holds open."""

from __future__ import annotations

from alembic import context

context.configure(
    connection=context.config.attributes["connection"], transaction_per_migration=False
)
context.run_migrations()
