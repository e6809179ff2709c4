"""The long look: every page, every reference, every trigger, every line of the log."""

from __future__ import annotations

from sqlalchemy import Connection, text

from pt_chart.charting.errors import ChartDamaged
from pt_chart.store import audit_log
from pt_chart.store.audit_log import LogEnd
from pt_chart.store.triggers import sqlite_triggers


def check(connection: Connection) -> None:
    """Read the whole chart.

    Raises:
        ChartDamaged: what is damaged, in words.
    """
    sealed = connection.scalars(text("PRAGMA cipher_integrity_check")).all()
    if sealed:
        raise ChartDamaged(f"{len(sealed)} pages of the chart do not match their seal.")
    sound = connection.scalars(text("PRAGMA integrity_check")).all()
    if list(sound) != ["ok"]:
        raise ChartDamaged("The structure of the chart is damaged.")
    if connection.execute(text("PRAGMA foreign_key_check")).first() is not None:
        raise ChartDamaged("The chart holds records that point to nowhere.")
    check_triggers(connection)
    audit_log.continue_from(connection, LogEnd())


def check_triggers(connection: Connection) -> None:
    """Make sure that what protects signed visits and the log stands unchanged.

    Raises:
        ChartDamaged: a trigger is missing or was changed.
    """
    listed = text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    standing = {row.name: row.sql for row in connection.execute(listed)}
    if standing != sqlite_triggers():
        raise ChartDamaged("The protection of signed visits and of the log was altered.")
