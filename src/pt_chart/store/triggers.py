"""What the database itself refuses: changing signed visits, and anything but growth of the log.

The triggers are part of the schema and are named, so that a migration that rebuilds a table can
put them back and a test can see that none is missing.
"""

from __future__ import annotations

from pt_chart.store.failures import SIGNED

APPEND_ONLY = "the log only grows"
_CONTENT = ("answer", "mark", "visit_part")


def sqlite_triggers() -> dict[str, str]:
    """Name and statement of every trigger, for SQLite and SQLCipher."""
    return {**_visit_triggers(), **_content_triggers(), **_addendum_triggers(), **_audit_triggers()}


def _trigger(name: str, moment: str, condition: str, words: str) -> dict[str, str]:
    guard = f"WHEN {condition} " if condition else ""
    return {
        name: f"CREATE TRIGGER {name} {moment} {guard}BEGIN SELECT RAISE(ABORT, '{words}'); END"
    }


def _is_signed(visit_id: str) -> str:
    return f"EXISTS (SELECT 1 FROM visit WHERE id = {visit_id} AND status = 'signed')"  # noqa: S608


def _visit_triggers() -> dict[str, str]:
    return {
        **_trigger("visit_keep", "BEFORE UPDATE ON visit", "OLD.status = 'signed'", SIGNED),
        **_trigger("visit_stay", "BEFORE DELETE ON visit", "OLD.status = 'signed'", SIGNED),
        **_trigger("visit_once", "BEFORE INSERT ON visit", _is_signed("NEW.id"), SIGNED),
    }


def _content_triggers() -> dict[str, str]:
    found: dict[str, str] = {}
    for table in _CONTENT:
        old, new = _is_signed("OLD.visit_id"), _is_signed("NEW.visit_id")
        found |= _trigger(f"{table}_add", f"BEFORE INSERT ON {table}", new, SIGNED)
        found |= _trigger(f"{table}_keep", f"BEFORE UPDATE ON {table}", f"{old} OR {new}", SIGNED)
        found |= _trigger(f"{table}_stay", f"BEFORE DELETE ON {table}", old, SIGNED)
    return found


def _addendum_triggers() -> dict[str, str]:
    unsigned = f"NOT {_is_signed('NEW.visit_id')}"
    taken = "EXISTS (SELECT 1 FROM addendum WHERE id = NEW.id)"
    return {
        **_trigger("addendum_add", "BEFORE INSERT ON addendum", unsigned, "visit is not signed"),
        **_trigger("addendum_once", "BEFORE INSERT ON addendum", taken, SIGNED),
        **_trigger("addendum_keep", "BEFORE UPDATE ON addendum", "", SIGNED),
        **_trigger("addendum_stay", "BEFORE DELETE ON addendum", "", SIGNED),
    }


def _audit_triggers() -> dict[str, str]:
    gap = "NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM audit)"
    return {
        **_trigger("audit_next", "BEFORE INSERT ON audit", gap, APPEND_ONLY),
        **_trigger("audit_keep", "BEFORE UPDATE ON audit", "", APPEND_ONLY),
        **_trigger("audit_stay", "BEFORE DELETE ON audit", "", APPEND_ONLY),
    }
