"""Restoring a backup: proved first, then put in place; what stood there is set aside, not lost.

The swap can be interrupted at any point: the restored files wait in a folder with a mark, and
the next opening goes on where it stopped.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain, count
from pathlib import Path

from sqlalchemy import inspect

from pt_chart.charting.administration import MayStepAside
from pt_chart.charting.errors import (
    BackupRefused,
    NotAllowed,
    UserRefused,
    WorldError,
    WrongPassword,
)
from pt_chart.charting.ports import Clock
from pt_chart.clinical.people import Clinician
from pt_chart.store import backup, backup_file, users
from pt_chart.store.attempts import UNKNOWN, Attempt, Attempts
from pt_chart.store.backup_file import Manifest
from pt_chart.store.chart_file import ChartFile
from pt_chart.store.engine import encrypted_engine
from pt_chart.store.failures import as_world_error
from pt_chart.store.keyfile import KeyCost, KeyFile, SharePurpose
from pt_chart.store.keyfile_format import is_sealed_by, parse_keys, read_keys
from pt_chart.store.open import explained, open_chart, open_with_kit
from pt_chart.store.place import (
    ChartLock,
    ChartPlace,
    make_private,
    refuse_network_share,
    sync_folder,
    write_atomically,
)
from pt_chart.store.records import account
from pt_chart.store.restored import Restored, erased_since, since, waiting
from pt_chart.store.stepping_aside import confirmed, refuse_other
from pt_chart.store.witness import Witness

_TOLD = "told"
_STAMP = re.compile(r"\d{8}-\d{6}(?:-\d{1,9})?")
"""What `restore` writes when all is ready: the moment, for the names of what is set aside. A number
follows where something has that name."""


def users_of(path: Path) -> tuple[str, ...]:
    """Names that can restore a backup with their password.

    Raises:
        BackupRefused: the backup is cut short or damaged; the message says how.
    """
    with explained(path):
        folder = path.parent / f"{path.name}.looking"
        folder.mkdir(exist_ok=True)
        try:
            backup_file.unpack(path, folder, {"keys": Path("keys")})
            return tuple(slot.user.name for slot in _keys(folder / "keys").slots)
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def restore(
    path: Path,
    chart: Path,
    user_name: str,
    password: str,
    *,
    clock: Clock,
    witness: Path | None = None,
    aside: MayStepAside | None = None,
) -> ChartFile:
    """Put a backup in the place of a chart and open it.

    The chart that stood there is renamed to ``NAME.before-restore-TIME``. ``password`` is the one
    the user had when the backup was made. The user has to manage the chart, as the backup knows
    it and, where the same chart still stands and can be read, as that one does. Who was erased
    from that one is erased again. Another chart steps aside by ``aside``, who manages it.

    Raises:
        AnotherChart: another chart stands there, and nobody who manages it has confirmed.
        BackupRefused: the backup is cut short, altered or does not read whole.
        WrongPassword: the name and password do not open the backup.
        TooManyAttempts: several wrong ones came before.
        NotAllowed: the user does not manage the chart.
        ChartInUse: the chart is open. NetworkShare, ReadOnly, DiskFull: the place fails.
    """

    def key_of(keys: KeyFile) -> bytes:
        return keys.unwrap(user_name, password).chart

    confirmer = confirmed(path, chart, aside, clock, witness)
    attempt = Attempt(clock(), user_name, "password")
    _put_in_place(path, chart, attempt, key_of, witness, confirmer)
    with _in_place():
        return open_chart(chart, user_name, password, clock=clock, witness=witness)


def restore_with_kit(
    path: Path,
    chart: Path,
    code: str,
    user_name: str,
    new_password: str,
    *,
    clock: Clock,
    witness: Path | None = None,
    cost: KeyCost | None = None,
    aside: MayStepAside | None = None,
) -> ChartFile:
    """Restore by the recovery kit that was valid when the backup was made; see `restore`.

    The user, an administrator, gets a new password.

    Raises:
        UserRefused: the user does not manage the chart, or the new password is too weak.
        As `restore` otherwise.
    """

    def key_of(keys: KeyFile) -> bytes:
        return keys.open_share(SharePurpose.RECOVERY, code)

    users.refuse_weak(new_password, user_name)
    confirmer = confirmed(path, chart, aside, clock, witness)
    attempt = Attempt(clock(), user_name, "recovery kit")
    try:
        _put_in_place(path, chart, attempt, key_of, witness, confirmer, new_password)
    except NotAllowed as refused:
        raise UserRefused(
            refused.message, "Choose somebody who manages the users; they can let others in."
        ) from None
    with _in_place():
        return open_with_kit(
            chart, code, user_name, new_password, clock=clock, witness=witness, cost=cost
        )


@contextmanager
def _in_place() -> Iterator[None]:
    """Whatever keeps the chart from opening now: the backup has taken its place."""
    try:
        yield
    except WorldError as error:
        error.message = f"The backup took the place of the chart, but did not open: {error.message}"
        raise


def _put_in_place(
    path: Path,
    chart: Path,
    attempt: Attempt,
    key_of: Callable[[KeyFile], bytes],
    witness: Path | None,
    confirmer: str,
    new_password: str = "",
) -> None:
    """Prove a backup and let it take the place of the chart.

    What the backup does not know is written, sealed, beside it before: the next opening of the
    chart, which is the caller's where nothing ends the program, tells it.
    """
    place = ChartPlace(chart)
    with explained(chart):
        refuse_network_share(chart.parent)
        chart.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = ChartLock(place.lock)
        try:
            _unfinished(place)
            fresh = place.restoring
            shutil.rmtree(fresh, ignore_errors=True)
            fresh.mkdir(mode=0o700)
            try:
                attempt = replace(attempt, means=f"{attempt.means} of a backup")
                manifest, key = _prepare(path, place, attempt, key_of, confirmer)
                if new_password:
                    _check_password(fresh / place.chart.name, key, new_password, attempt.who)
                seen = Witness(witness, manifest.chart_id, key)
                stands = _stands(place, manifest.chart_id, key)
                unknown = "".join(since(place, key, seen.read(), stands=stands))
                fresh_chart = fresh / place.chart.name
                erased = erased_since(place.chart, fresh_chart, key) if stands else ()
                put = Restored(manifest.at, path.name, unknown, erased, confirmer)
                write_atomically(fresh / _TOLD, waiting(put, key))
            except BaseException:
                shutil.rmtree(fresh, ignore_errors=True)
                raise
            stamp = _free(place, f"{attempt.at:%Y%m%d-%H%M%S}")
            write_atomically(fresh / "ready", stamp.encode())
            seen.set_aside(stamp)
            finish(place)
        finally:
            lock.release()


def finish(place: ChartPlace) -> None:
    """Go on with a swap that is ready; what was prepared without being ready is removed."""
    fresh = place.restoring
    mark = fresh / "ready"
    if not mark.exists():
        shutil.rmtree(fresh, ignore_errors=True)
        return
    stamp = mark.read_bytes().decode("ascii", "replace")
    if not _STAMP.fullmatch(stamp):
        # Nothing that `restore` wrote: whoever made the folder swaps no chart with it.
        shutil.rmtree(fresh, ignore_errors=True)
        return
    if (fresh / _TOLD).exists():
        (fresh / _TOLD).replace(place.restored)
    for name in (place.chart.name, f"{place.chart.name}-wal", f"{place.chart.name}-shm"):
        # The database goes first and comes last: without it there is no chart to open.
        if (fresh / place.chart.name).exists():
            _set_aside(place, place.chart.with_name(name), stamp)
    for target in (place.keys, place.head, place.chart):
        prepared = fresh / target.name
        if prepared.exists():
            if target is not place.chart:
                _set_aside(place, target, stamp)
            prepared.replace(target)
    place.keys_before.unlink(missing_ok=True)
    sync_folder(place.chart.parent)
    shutil.rmtree(fresh, ignore_errors=True)


def _prepare(
    path: Path,
    place: ChartPlace,
    attempt: Attempt,
    key_of: Callable[[KeyFile], bytes],
    confirmer: str,
) -> tuple[Manifest, bytes]:
    """The backup's files beside the chart, proved; what it says of itself, and its key."""
    fresh = place.restoring
    manifest = backup_file.unpack(path, fresh, backup.part_names(place))
    keys = _keys(fresh / place.keys.name)
    if keys.chart_id != manifest.chart_id:
        raise BackupRefused("The key file in this backup belongs to another chart.")
    key, user = _key_and_user(keys, Attempts(place.attempts), attempt, key_of)
    backup_file.read_counts(path, manifest, key)
    try:
        backup.prove(path, key)
    except WorldError as error:
        if isinstance(error, BackupRefused):
            raise
        raise BackupRefused(error.message) from error
    try:
        _require(fresh / place.chart.name, key, user)
        if _stands(place, manifest.chart_id, key):
            # Damaged or not: who was let go has no keys beside it any more.
            _require_keys(place, user)
            _require(place.chart, key, user)
        elif not confirmer:
            refuse_other(place)
    except NotAllowed:
        refused = replace(attempt, who=user.name, means="restoring a backup, refused to the right")
        Attempts(place.attempts).add(refused)
        raise
    for file in fresh.iterdir():
        make_private(file)
    return manifest, key


def _key_and_user(
    keys: KeyFile, attempts: Attempts, attempt: Attempt, key_of: Callable[[KeyFile], bytes]
) -> tuple[bytes, Clinician]:
    """What the password or code opens, with guesses slowed down as at unlocking."""
    try:
        user = keys.slot(attempt.who).user
    except WrongPassword:
        user = Clinician("", UNKNOWN)
    attempt = replace(attempt, who=user.name)
    attempts.refuse_while_waiting(attempt.who, attempt.at)
    try:
        return key_of(keys), user
    except WrongPassword:
        attempts.add(attempt)
        raise


def _stands(place: ChartPlace, chart_id: str, key: bytes) -> bool:
    """Whether the same chart stands where the backup goes; another one is only set aside.

    An id can be copied: the same chart has a key file that the same key has sealed.
    """
    try:
        keys = read_keys(place) if place.chart.exists() else None
    except WorldError:
        return False
    return keys is not None and keys.chart_id == chart_id and is_sealed_by(keys, key)


def _require_keys(place: ChartPlace, user: Clinician) -> None:
    """The user has keys of their own in the key file that stands there.

    Raises:
        NotAllowed: they do not.
    """
    if user.id not in {slot.user.id for slot in read_keys(place).slots}:
        raise NotAllowed(
            f"{user.name} no longer opens the chart that stands here.",
            "Let somebody restore the backup who does.",
        )


def _require(chart: Path, key: bytes, user: Clinician) -> None:
    """The user manages the chart as it says itself; one that cannot be read says nothing.

    Raises:
        NotAllowed: the chart says otherwise.
    """
    try:
        with encrypted_engine(chart, key).connect() as connection, connection.begin():
            users.require_restoring(connection, user)
    except NotAllowed:
        raise
    except Exception as error:
        if as_world_error(error, chart) is None:
            raise


def _check_password(chart: Path, key: bytes, password: str, user_name: str) -> None:
    """Refuse a new password before anything is put in place; only the chart knows its people.

    Raises:
        UserRefused: it is too weak.
    """
    with encrypted_engine(chart, key).connect() as connection, connection.begin():
        if inspect(connection).has_table(account.name):
            users.check_password(connection, password, user_name)


def _keys(path: Path) -> KeyFile:
    try:
        return parse_keys(path.read_bytes())
    except ValueError as bad:
        raise BackupRefused(f"The key file in this backup {bad}.") from None


def _unfinished(place: ChartPlace) -> None:
    if (place.restoring / "ready").exists():
        finish(place)
        raise UserRefused(
            "A restore that was interrupted has been finished.",
            "Look at the chart first; restore again only if it is the wrong one.",
        )


def _set_aside(place: ChartPlace, file: Path, stamp: str) -> None:
    if file.exists():
        rest = file.name.removeprefix(place.chart.name)
        file.replace(file.with_name(_aside_name(place, stamp) + rest))


def _aside_name(place: ChartPlace, stamp: str) -> str:
    return f"{place.chart.stem}.before-restore-{stamp}{place.chart.suffix}"


def _free(place: ChartPlace, stamp: str) -> str:
    """The stamp, with a number where something was set aside under it already."""
    taken = {file.name for file in place.chart.parent.iterdir()}
    for free in chain((stamp,), (f"{stamp}-{number}" for number in count(2))):
        if not any(name.startswith(_aside_name(place, free)) for name in taken):
            break
    return free
