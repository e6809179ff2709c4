"""What the database itself refuses: changing signed visits, and anything but growth of the log.

The triggers are part of the schema and are named, so that a migration that rebuilds a table can
put them back and a test can see that none is missing. They are written once for every engine: a
condition is plain SQL that SQLite and PostgreSQL read alike (see also `server.guards`).
"""

from __future__ import annotations

from dataclasses import dataclass

from pt_chart.store import search_index
from pt_chart.store.failures import APPEND_ONLY, SIGNED

_CONTENT = ("answer", "mark", "visit_part")
BROUGHT, TAKEN_OUT = "(SHA-256 ", "(taken out, SHA-256 "
"""How remarks beside a signed visit name the digest of a file that comes, or that leaves."""
CAME_FROM = "Came from a signed visit"
"""How the remarks of a file begin that was moved on from one."""
UNDOING = "import-undo"
"""The kind of kept file that names, within one transaction, what an import undone brought."""
_UNDONE = f"EXISTS (SELECT 1 FROM stored_file WHERE kind = '{UNDOING}' AND name = OLD.id)"  # noqa: S608


@dataclass(frozen=True, slots=True)
class Guard:
    """A trigger that refuses: before ``event`` ("INSERT", ...) on a table, when ``condition``.

    The condition speaks of OLD and NEW; "" refuses always. ``words`` say why. ``visits`` names the
    visits that have to stay as they are until the change is committed: an engine with several
    writers locks them before it looks whether they are signed.
    """

    name: str
    event: str
    table: str
    condition: str
    words: str
    visits: tuple[str, ...] = ()


def sqlite_triggers() -> dict[str, str]:
    """Name and statement of every trigger, for SQLite and SQLCipher."""
    refusing = {guard.name: _for_sqlite(guard) for guard in guards().values()}
    return {**refusing, **search_index.sqlite_triggers()}


def guards() -> dict[str, Guard]:
    """Every trigger that refuses something, by name."""
    return {
        **_visit_triggers(),
        **_content_triggers(),
        **_addendum_triggers(),
        **_numbered("audit"),
        **_numbered("seal"),
        **_only_grows("signing_key", "public"),
        **_only_grows("erasure", "patient_id"),
        **_episode_entry_triggers(),
        **_attachment_triggers(),
        **_kept_form_triggers(),
        **_kept_version_triggers(),
        **_key_state_triggers(),
    }


def _for_sqlite(guard: Guard) -> str:
    when = f"WHEN {guard.condition} " if guard.condition else ""
    return (
        f"CREATE TRIGGER {guard.name} BEFORE {guard.event} ON {guard.table} {when}"
        f"BEGIN SELECT RAISE(ABORT, '{guard.words}'); END"
    )


def _trigger(name: str, moment: str, condition: str, words: str) -> dict[str, Guard]:
    """``moment`` is "BEFORE event ON table"."""
    _, event, _, table = moment.split()
    visits = tuple(side for side in ("OLD.visit_id", "NEW.visit_id") if side in condition)
    return {name: Guard(name, event, table, condition, words, visits)}


def _is_signed(visit_id: str) -> str:
    return f"EXISTS (SELECT 1 FROM visit WHERE id = {visit_id} AND status = 'signed')"  # noqa: S608


def _is_erased(visit_id: str) -> str:
    """The visit belongs to a patient whose erasure is on record."""
    erased = (
        "erasure JOIN episode ON episode.patient_id = erasure.patient_id "
        "JOIN visit ON visit.episode_id = episode.id"
    )
    return f"EXISTS (SELECT 1 FROM {erased} WHERE visit.id = {visit_id})"  # noqa: S608


def _visit_triggers() -> dict[str, Guard]:
    stays = f"OLD.status = 'signed' AND NOT {_is_erased('OLD.id')}"
    with_signed = (
        "OLD.patient_id <> NEW.patient_id AND EXISTS "
        "(SELECT 1 FROM visit WHERE episode_id = OLD.id AND status = 'signed')"
    )
    unsealed = (
        "NEW.status = 'signed' AND OLD.status <> 'signed' AND NOT EXISTS "
        "(SELECT 1 FROM seal WHERE visit_id = NEW.id AND act = 'sign')"
    )
    return {
        **_trigger("visit_new", "BEFORE INSERT ON visit", "NEW.status = 'signed'", SIGNED),
        **_trigger("visit_sealed", "BEFORE UPDATE ON visit", unsealed, SIGNED),
        **_trigger("visit_keep", "BEFORE UPDATE ON visit", "OLD.status = 'signed'", SIGNED),
        **_trigger("visit_stay", "BEFORE DELETE ON visit", stays, SIGNED),
        **_trigger("visit_once", "BEFORE INSERT ON visit", _is_signed("NEW.id"), SIGNED),
        **_trigger("episode_owner", "BEFORE UPDATE ON episode", with_signed, SIGNED),
    }


def _content_triggers() -> dict[str, Guard]:
    found: dict[str, Guard] = {}
    for table in _CONTENT:
        old, new = _is_signed("OLD.visit_id"), _is_signed("NEW.visit_id")
        found |= _trigger(f"{table}_add", f"BEFORE INSERT ON {table}", new, SIGNED)
        found |= _trigger(f"{table}_keep", f"BEFORE UPDATE ON {table}", f"{old} OR {new}", SIGNED)
        stays = f"{old} AND NOT {_is_erased('OLD.visit_id')}"
        found |= _trigger(f"{table}_stay", f"BEFORE DELETE ON {table}", stays, SIGNED)
    return found


def _addendum_triggers() -> dict[str, Guard]:
    unsigned = f"NOT {_is_signed('NEW.visit_id')}"
    taken = "EXISTS (SELECT 1 FROM addendum WHERE id = NEW.id)"
    # What comes beside a signed visit is sealed first, within the same transaction.
    last = "act <> 'sign' AND number = (SELECT max(number) FROM seal)"
    sealed = f"EXISTS (SELECT 1 FROM seal WHERE visit_id = NEW.visit_id AND {last})"  # noqa: S608
    unsealed = f"{_is_signed('NEW.visit_id')} AND NOT {sealed}"
    return {
        **_trigger("addendum_add", "BEFORE INSERT ON addendum", unsigned, "visit is not signed"),
        **_trigger("addendum_sealed", "BEFORE INSERT ON addendum", unsealed, SIGNED),
        **_trigger("addendum_once", "BEFORE INSERT ON addendum", taken, SIGNED),
        **_trigger("addendum_keep", "BEFORE UPDATE ON addendum", "", SIGNED),
        **_trigger(
            "addendum_stay",
            "BEFORE DELETE ON addendum",
            f"NOT {_is_erased('OLD.visit_id')}",
            SIGNED,
        ),
    }


def _episode_entry_triggers() -> dict[str, Guard]:
    """Entries only grow, version by version; they leave with an erased patient or an import."""
    last = "SELECT coalesce(max(version), 0) + 1 FROM episode_entry WHERE id = NEW.id"
    erased = (
        "EXISTS (SELECT 1 FROM erasure JOIN episode ON episode.patient_id = erasure.patient_id "
        "WHERE episode.id = OLD.episode_id)"
    )
    return {
        **_trigger(
            "episode_entry_next",
            "BEFORE INSERT ON episode_entry",
            f"NEW.version <> ({last})",
            APPEND_ONLY,
        ),
        **_trigger("episode_entry_keep", "BEFORE UPDATE ON episode_entry", "", APPEND_ONLY),
        **_trigger(
            "episode_entry_stay",
            "BEFORE DELETE ON episode_entry",
            f"NOT {erased} AND NOT {_UNDONE}",
            APPEND_ONLY,
        ),
    }


def _attachment_triggers() -> dict[str, Guard]:
    """A file stays what and whose it was, one of a signed visit with it; rows leave when erased.

    A file comes to a signed visit, and is taken out of it, only with a remark, sealed before, that
    names its digest. With a draft that is moved it goes to the patient whose episode it is in.
    """
    kept = ("id", "name", "media", "size", "digest", "pages", "remarks", "at", "user_id")
    same = " AND ".join(f"OLD.{name} = NEW.{name}" for name in (*kept, "user_name"))
    with_visit = (
        "(OLD.patient_id = NEW.patient_id OR EXISTS (SELECT 1 FROM visit JOIN episode ON "
        "episode.id = visit.episode_id WHERE visit.id = NEW.visit_id AND "
        "episode.patient_id = NEW.patient_id))"
    )
    erased = "EXISTS (SELECT 1 FROM erasure WHERE patient_id = OLD.patient_id)"
    named = f"length(NEW.digest) = 64 AND {_remarked('NEW', BROUGHT)}"
    last = "visit_id = OLD.visit_id AND number = (SELECT max(number) FROM seal)"
    sealed = f"EXISTS (SELECT 1 FROM seal WHERE act = 'addendum' AND {last})"  # noqa: S608
    taken_out = (
        "NEW.removed IS NOT NULL AND OLD.patient_id = NEW.patient_id AND length(OLD.digest) = 64 "
        f"AND {_remarked('OLD', TAKEN_OUT)} AND {sealed}"
    )
    # What came from a signed visit is kept, or goes on with a remark again.
    loose = f"replace(OLD.remarks, '{CAME_FROM}', '') = OLD.remarks"
    there = "other.digest = OLD.digest AND other.id <> OLD.id AND other.content IS NOT NULL"
    came = f"replace(other.remarks, '{CAME_FROM}', '') <> other.remarks"
    elsewhere = f"EXISTS (SELECT 1 FROM attachment AS other WHERE {there} AND {came})"  # noqa: S608
    signed = f"({_is_signed('OLD.visit_id')} OR {_is_signed('NEW.visit_id')})"
    let_go = f"({loose} AND NOT {signed}) OR ({elsewhere} AND {taken_out})"
    emptied = f"NEW.content IS NULL AND NEW.removed IS NOT NULL AND ({let_go})"
    content = f"(NEW.content IS OLD.content OR ({emptied}))"
    stays = f"{content} AND OLD.removed IS NULL AND OLD.visit_id IS NEW.visit_id AND {with_visit}"
    return {
        **_trigger(
            "attachment_add",
            "BEFORE INSERT ON attachment",
            f"{_is_signed('NEW.visit_id')} AND NOT ({named})",
            SIGNED,
        ),
        **_trigger(
            "attachment_keep",
            "BEFORE UPDATE ON attachment",
            f"NOT ({same} AND {stays}) OR ({signed} AND NOT ({taken_out}))",
            SIGNED,
        ),
        **_trigger(
            "attachment_stay",
            "BEFORE DELETE ON attachment",
            f"NOT {erased} AND (NOT {_UNDONE} OR {_is_signed('OLD.visit_id')} OR NOT ({loose}))",
            SIGNED,
        ),
    }


def _remarked(side: str, what: str) -> str:
    """A remark beside the visit of a file says ``what`` of the file's digest."""
    said = f"replace(content, '{what}' || {side}.digest, '') <> content"
    return f"EXISTS (SELECT 1 FROM addendum WHERE visit_id = {side}.visit_id AND {said})"  # noqa: S608


def _kept_form_triggers() -> dict[str, Guard]:
    """The text of a form's version never changes: signed visits are read with it."""
    old, new = (f"{side}.name LIKE 'forms/%/%'" for side in ("OLD", "NEW"))
    taken = f"{new} AND EXISTS (SELECT 1 FROM setting WHERE name = NEW.name)"  # noqa: S608
    return {
        **_trigger("kept_form_once", "BEFORE INSERT ON setting", taken, SIGNED),
        **_trigger("kept_form_keep", "BEFORE UPDATE ON setting", f"{old} OR {new}", SIGNED),
        **_trigger("kept_form_stay", "BEFORE DELETE ON setting", old, SIGNED),
    }


def _kept_version_triggers() -> dict[str, Guard]:
    """A version that was compared stays; one that still waits is replaced as a whole."""
    settled = f"OLD.because <> 'unsettled' AND NOT {_is_erased('OLD.visit_id')}"
    return {
        **_trigger("kept_version_keep", "BEFORE UPDATE ON kept_version", "", SIGNED),
        **_trigger("kept_version_stay", "BEFORE DELETE ON kept_version", settled, SIGNED),
    }


def _key_state_triggers() -> dict[str, Guard]:
    """The generation of the key file only grows: an earlier one opens with earlier passwords."""
    taken = "EXISTS (SELECT 1 FROM key_state)"
    back = "NEW.generation < OLD.generation OR NEW.id <> OLD.id"
    return {
        **_trigger("key_state_once", "BEFORE INSERT ON key_state", taken, APPEND_ONLY),
        **_trigger("key_state_keep", "BEFORE UPDATE ON key_state", back, APPEND_ONLY),
        **_trigger("key_state_stay", "BEFORE DELETE ON key_state", "", APPEND_ONLY),
    }


def _numbered(table: str) -> dict[str, Guard]:
    """A table whose rows are numbered without a gap and never change."""
    gap = f"NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM {table})"  # noqa: S608
    return {
        **_trigger(f"{table}_next", f"BEFORE INSERT ON {table}", gap, APPEND_ONLY),
        **_trigger(f"{table}_keep", f"BEFORE UPDATE ON {table}", "", APPEND_ONLY),
        **_trigger(f"{table}_stay", f"BEFORE DELETE ON {table}", "", APPEND_ONLY),
    }


def _only_grows(table: str, key: str) -> dict[str, Guard]:
    """A table whose rows never change; one that is there is not put in again."""
    taken = f"EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key})"  # noqa: S608
    return {
        **_trigger(f"{table}_once", f"BEFORE INSERT ON {table}", taken, APPEND_ONLY),
        **_trigger(f"{table}_keep", f"BEFORE UPDATE ON {table}", "", APPEND_ONLY),
        **_trigger(f"{table}_stay", f"BEFORE DELETE ON {table}", "", APPEND_ONLY),
    }
