"""The way into a chart: create one, open one, name its users.

Cheap to import. SQLAlchemy, SQLCipher and the key functions load inside the calls, or ahead of
them through `preload`.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pt_chart.charting.errors import (
    ChartDamaged,
    ChartExists,
    ChartMissing,
    WorldError,
    WrongPassword,
)
from pt_chart.charting.ports import AuditAction, AuditEntry, Clock
from pt_chart.clinical.people import Clinician
from pt_chart.store.attempts import BY_ENVELOPE, UNKNOWN, Attempt, Attempts
from pt_chart.store.emergency_words import emergency_words
from pt_chart.store.failures import as_world_error
from pt_chart.store.keyfile import (
    KeyCost,
    KeyFile,
    OpenedKeys,
    SharePurpose,
    derived_key,
    new_chart_key,
    new_signing_seed,
    public_of,
)
from pt_chart.store.keyfile_format import read_keys, write_keys
from pt_chart.store.place import (
    ChartLock,
    ChartPlace,
    make_private,
    refuse_network_share,
    sync_file,
    sync_folder,
)
from pt_chart.store.unsettled_keys import settle

if TYPE_CHECKING:
    from pt_chart.store.chart_file import ChartFile
    from pt_chart.store.file_entering import FileEntrance

HEAD_PURPOSE = "head of the log"


def preload() -> None:
    """Import what opening needs; for a background thread while the password is typed."""
    import cryptography.hazmat.primitives.asymmetric.ed25519
    import cryptography.hazmat.primitives.ciphers.aead
    import cryptography.hazmat.primitives.kdf.hkdf  # noqa: F401

    import pt_chart.store.chart_file
    import pt_chart.store.engine
    import pt_chart.store.file_entering
    import pt_chart.store.schema  # noqa: F401


def is_chart(chart: Path) -> bool:
    """Whether there is a chart, or what is left of one, at this path."""
    place = ChartPlace(chart)
    if chart.exists() or (place.restoring / "ready").exists():
        return True
    return place.head.exists() and not place.creating.exists()


def chart_users(chart: Path) -> tuple[Clinician, ...]:
    """Who may unlock a chart, in the order they were added; read from the key file alone.

    Raises:
        ChartMissing, ChartDamaged, ChartNewer: as `open_chart`.
    """
    return tuple(slot.user for slot in _keys_of(chart).slots)


def chart_shares(chart: Path) -> frozenset[SharePurpose]:
    """Which codes on paper open a chart.

    Raises:
        ChartMissing, ChartDamaged, ChartNewer: as `open_chart`.
    """
    return frozenset(share.purpose for share in _keys_of(chart).shares)


def create_chart(
    path: Path,
    user: Clinician,
    password: str,
    *,
    cost: KeyCost | None = None,
    clock: Clock | None = None,
    witness: Path | None = None,
    public_password: bool = False,
) -> ChartFile:
    """Make a new, empty chart with its first user, who administers it, and open it.

    An empty id is filled. ``public_password``: the demo clinic's, which everybody may know.

    Raises:
        UserRefused: the password is too weak.
        ChartExists: there is one already.
        NetworkShare, ReadOnly, DiskFull, ChartInUse: the place cannot hold a chart.
    """
    if not public_password:
        from pt_chart.store import users

        users.refuse_weak(password, user.name)
    place = ChartPlace(path)
    with explained(path):
        refuse_network_share(path.parent)
        if is_chart(path):
            raise ChartExists(f"There is already a chart at {path.name}.")
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = ChartLock(place.lock)
        try:
            first = replace(user, id=user.id or str(uuid.uuid4()), administers=True)
            _make(place, first, password, cost or KeyCost(), (clock or _now)())
        finally:
            lock.release()
    return open_chart(path, first.id, password, clock=clock, witness=witness)


def open_chart(
    path: Path,
    user_name: str,
    password: str,
    *,
    accept_loss: bool = False,
    clock: Clock | None = None,
    witness: Path | None = None,
) -> ChartFile:
    """Open a chart for one user; an older one is backed up and migrated first.

    ``accept_loss`` opens a chart whose newest commits are gone (a disk that lied, an old copy
    put back): the person saw the warning, manages the chart and decided; the log keeps a line.
    ``witness`` is a folder outside the chart's own that remembers how far the chart had come.

    Raises:
        ChartMissing: there is none.
        WrongPassword: the name and password do not open the key.
        TooManyAttempts: several wrong passwords came before; it says how long to wait.
        NotAllowed: the user was deactivated, or accepts a loss without managing the chart.
        ChartRolledBack: the chart or its key file is older than what was last seen.
        ChartDamaged: the key is right, but the chart, its log or its key file are not.
        ChartNewer: a later version of the program wrote it.
        ChartInUse: another program has it open.
        NetworkShare, ReadOnly, DiskFull, StorageFailed: the place fails.
    """

    def way_in(entrance: FileEntrance, keys: KeyFile) -> ChartFile:
        opened = keys.unwrap(user_name, password)
        return entrance.by_password(keys, opened, keys.slot(user_name).user, password)

    def key_of(keys: KeyFile) -> bytes:
        return keys.unwrap(user_name, password).chart

    way = _Way(Attempt(_EPOCH, user_name), key_of, way_in)
    return _through(path, way, clock, witness, accept_loss=accept_loss)


def open_with_kit(
    path: Path,
    code: str,
    user_name: str,
    new_password: str,
    *,
    clock: Clock | None = None,
    witness: Path | None = None,
    cost: KeyCost | None = None,
) -> ChartFile:
    """Open a chart by the recovery kit and give an administrator a new password.

    Raises:
        WrongPassword: there is no kit, or this is not its code.
        UserRefused: the user does not administer the chart, or the password is too weak.
        As `open_chart` otherwise.
    """

    def key_of(keys: KeyFile) -> bytes:
        return keys.open_share(SharePurpose.RECOVERY, code)

    def way_in(entrance: FileEntrance, keys: KeyFile) -> ChartFile:
        return entrance.by_kit(keys, key_of(keys), user_name, new_password, cost or KeyCost())

    way = _Way(Attempt(_EPOCH, user_name, "recovery kit"), key_of, way_in)
    return _through(path, way, clock, witness)


def open_in_emergency(
    path: Path,
    code: str,
    name: str,
    reason: str,
    *,
    clock: Clock | None = None,
    witness: Path | None = None,
) -> ChartFile:
    """Open a chart to read, by the sealed envelope; the log says who and why, loudly.

    Raises:
        WrongPassword: there is no envelope, or this is not its code.
        UserRefused: name or reason is missing.
        As `open_chart` otherwise.
    """
    who, why = emergency_words(name, reason)

    def key_of(keys: KeyFile) -> bytes:
        return keys.open_share(SharePurpose.EMERGENCY, code)

    def way_in(entrance: FileEntrance, keys: KeyFile) -> ChartFile:
        return entrance.in_emergency(keys, key_of(keys), who, why)

    way = _Way(Attempt(_EPOCH, BY_ENVELOPE, "envelope"), key_of, way_in)
    return _through(path, way, clock, witness)


_EPOCH = datetime.fromtimestamp(0, UTC)


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class _Way:
    """One way into a chart: what is noted when it fails, the chart key it gives, and going in."""

    attempt: Attempt
    key_of: Callable[[KeyFile], bytes]
    go_in: Callable[[FileEntrance, KeyFile], ChartFile]


def _through(
    path: Path,
    way: _Way,
    clock: Clock | None,
    witness: Path | None,
    *,
    accept_loss: bool = False,
) -> ChartFile:
    """Lock the chart, slow down guesses, and go in; a failed attempt is kept for the log."""
    from pt_chart.store.file_entering import FileEntrance
    from pt_chart.store.home import FileHome

    place, time = ChartPlace(path), clock or _now
    with explained(path):
        refuse_network_share(path.parent)
        if not place.restoring.exists():
            _find(place)
        lock = ChartLock(place.lock)
        try:
            _finish_restore(place)
            _find(place)
            keys = read_keys(place)
            attempts = Attempts(place.attempts)
            attempt = replace(way.attempt, who=known_user(keys, way.attempt))
            attempts.refuse_while_waiting(attempt.who, time())
            try:
                settle(place, way.key_of)
                keys = read_keys(place)
                home = FileHome(place, lock)
                user_id = keys.slot(attempt.who).user.id if accept_loss else ""
                entrance = FileEntrance(home, time, witness, accept_loss, user_id)
                opened = way.go_in(entrance, keys)
            except WrongPassword:
                attempts.add(replace(attempt, at=time()))
                raise
        except BaseException:
            lock.release()
            raise
        _tell_of_restore(opened)
        return opened


def _tell_of_restore(opened: ChartFile) -> None:
    if opened._place.restored.exists():
        from pt_chart.store import restored

        try:
            restored.tell_waiting(opened)
        except BaseException:
            opened.abandon()
            raise


def _finish_restore(place: ChartPlace) -> None:
    if place.restoring.exists():
        from pt_chart.store import restore

        restore.finish(place)


def known_user(keys: KeyFile, attempt: Attempt) -> str:
    """The user's own name: what else was typed is not kept, it may be a password."""
    if attempt.means == "envelope":
        return attempt.who
    try:
        return keys.slot(attempt.who).user.name
    except WrongPassword:
        return UNKNOWN


@contextmanager
def explained(chart: Path) -> Iterator[None]:
    """Turn what the system and the database raise into what the person is told."""
    try:
        yield
    except WorldError:
        raise
    except Exception as error:
        known = as_world_error(error, chart)
        if known is None:
            raise
        raise known from error


def _keys_of(chart: Path) -> KeyFile:
    if not is_chart(chart):
        raise ChartMissing(f"There is no chart at {chart.name}.")
    with explained(chart):
        return read_keys(ChartPlace(chart))


def _find(place: ChartPlace) -> None:
    if place.chart.exists():
        return
    if is_chart(place.chart):
        raise ChartDamaged(
            f"The chart file {place.chart.name} is gone; its key file is still there.",
            "Put the chart file back from a backup into the same folder.",
        )
    raise ChartMissing(f"There is no chart at {place.chart.name}.")


def _make(place: ChartPlace, user: Clinician, password: str, cost: KeyCost, at: datetime) -> None:
    """Write all files of a new chart; the database takes its name last.

    A crash before that leaves nothing that counts as a chart.
    """
    from pt_chart.store import audit_log, register, schema, seals, users
    from pt_chart.store.audit_log import LogEnd
    from pt_chart.store.engine import encrypted_engine
    from pt_chart.store.head import Head, HeadFile

    place.creating.unlink(missing_ok=True)
    if place.keys.exists():
        place.keys.replace(place.keys.with_name(f"{place.keys.name}.unused-{uuid.uuid4().hex}"))
    opened = OpenedKeys(new_chart_key(), new_signing_seed())
    keys = KeyFile(str(uuid.uuid4())).with_user(user, password, opened.chart, cost, opened.signing)
    engine = encrypted_engine(place.creating, opened.chart)
    with engine.connect() as connection, connection.begin():
        schema.create(connection, keys.chart_id, keys.generation)
        register.put_clinician(connection, user)
        seals.put_key(connection, public_of(opened.signing), user.id, at)
        told = users.announced(user.id, public_of(opened.signing))
        made = AuditEntry(AuditAction.USERS, detail=f"chart made by {users.told(user)} {told}")
        audit_log.append(connection, LogEnd(), made, user, at)
    sync_file(place.creating)
    make_private(place.creating)
    write_keys(place, keys, opened.chart)
    head = HeadFile(place.head, derived_key(opened.chart, HEAD_PURPOSE))
    head.create(Head())
    head.close()
    make_private(place.head)
    place.attempts.unlink(missing_ok=True)
    place.creating.replace(place.chart)
    sync_folder(place.chart.parent)
