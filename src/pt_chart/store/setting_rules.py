"""Which settings of a chart are whose: what their names begin with, and the right each needs."""

from __future__ import annotations

from pt_chart.charting.access import Right, allowed
from pt_chart.charting.audit import AuditAction
from pt_chart.charting.errors import NotAllowed
from pt_chart.charting.idle_lock import BOUNDS
from pt_chart.charting.idle_lock import SETTING as IDLE_LOCK
from pt_chart.charting.ports import Setting
from pt_chart.charting.unfinished import PREFIX as UNFINISHED
from pt_chart.clinical.people import Clinician
from pt_chart.store.kept_forms import is_kept_form

SEEN, FORMS, DOCUMENTS, PRINTERS = "access seen", "forms/", "document/", "printer"
RETENTION = "retention years"
_OWNED = (
    ("backup plan", Right.BACKUP),
    (RETENTION, Right.ERASE),
    (IDLE_LOCK, Right.USERS),
    (SEEN, Right.USERS),
    (FORMS, Right.CHANGE_CLINIC),
)
_KEEPS = (Right.CHANGE_REGISTER, Right.BACKUP)
_WORDS = ("phrases", "note_phrases", "unit_rule")
"""What the notes of everybody are written with."""
_STAYS = ("kind", "visit")


def right_to_read(name: str) -> Right | None:
    """What reading a setting needs; None: whoever has the chart open."""
    return Right.READ_NOTES if name.startswith(UNFINISHED) else None


def right_to_keep(user: Clinician, name: str, before: Setting, value: Setting) -> Right:
    """What keeping a value needs. Whoever prints keeps the code of the paper."""
    if name.startswith(UNFINISHED):
        return Right.CHART
    if name.startswith(FORMS) and _adds_a_form(before, value):
        return Right.CHART  # who begins a visit keeps the forms it is written on
    if name in _WORDS:
        return Right.CHART
    owned = next((right for begins, right in _OWNED if name.startswith(begins)), None)
    keeps = (*_KEEPS, Right.PRINT) if name.startswith((DOCUMENTS, PRINTERS)) else _KEEPS
    return owned or next((right for right in keeps if allowed(user, right)), keeps[0])


def is_logged(name: str) -> bool:
    """Whether a change has a line in the log: those of the administration and of the notes."""
    return name in _WORDS or any(name.startswith(begins) for begins, _ in _OWNED)


def action_of(name: str) -> AuditAction:
    """How a line of a change is called; what keeps people out is told to who administers."""
    return AuditAction.USERS if name == IDLE_LOCK else AuditAction.CHANGE


def told_change(name: str, before: Setting, value: Setting) -> str:
    """What the line of a change says: also from what to what, where verification holds it."""
    if type(value) is not int or not (name in (IDLE_LOCK, RETENTION) or name.startswith(SEEN)):
        return f"setting: {name}"
    first = "nothing" if name.startswith(SEEN) else "our default"
    return f"setting: {name}: {before if type(before) is int else first} to {value}"


def check_value(user: Clinician, name: str, before: Setting, value: Setting, lines: int) -> None:
    """What only grows does so; ``lines`` is how long the log is.

    Raises:
        NotAllowed: it goes back, is somebody else's, or names what is still to come.
        ValueError: the name begins or ends with a space, or the value is none of its kind.
    """
    if not name or name != name.strip() or not name.isprintable():
        raise ValueError("a setting is called by words that can be seen, without spaces around")
    if name == IDLE_LOCK and (type(value) is not int or value not in BOUNDS):
        raise ValueError(f"{value!r} minutes: choose {BOUNDS.start} to {BOUNDS.stop - 1}.")
    if name.startswith(SEEN):
        told = before if isinstance(before, int) else 0
        within = isinstance(value, int) and told <= value <= lines
        if name != f"{SEEN} {user.id}" or not within:
            raise NotAllowed("What others were told of, or will be, stays as it is.")
    if is_kept_form(name) and before is not None:
        raise NotAllowed(
            "A kept form stays as it was: visits were written with it.",
            "Raise the version of the form; both are kept then.",
        )
    if name.startswith(DOCUMENTS) and not _knows_no_less(before, value):
        raise NotAllowed("What was noted of a printed document stays.")


def new_files(name: str, before: Setting, value: Setting) -> tuple[str, ...]:
    """The files that a note of a printed document names and did not name before."""
    if not name.startswith(DOCUMENTS) or not isinstance(value, dict):
        return ()
    files = value.get("files")
    known = before.get("files") if isinstance(before, dict) else None
    old = known if isinstance(known, list) else []
    return tuple(str(one) for one in files if one not in old) if isinstance(files, list) else ()


def _adds_a_form(before: Setting, value: Setting) -> bool:
    """Whether a version of a form is kept that was not, or the list of them only grows."""
    if isinstance(before, list) and isinstance(value, list):
        return value[: len(before)] == before
    return before is None and value is not None


def _knows_no_less(before: Setting, value: Setting) -> bool:
    """A note of a document keeps its visit and every file that was handed out."""
    if not isinstance(before, dict):
        return before is None
    if not isinstance(value, dict) or any(value.get(part) != before.get(part) for part in _STAYS):
        return False
    known, files = before.get("files"), value.get("files")
    old = known if isinstance(known, list) else []
    return isinstance(files, list) and files[: len(old)] == old
