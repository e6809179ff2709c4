"""The way into a chart on a clinic's server. Cheap to import.

A `Login` names server, database and role; a connection file keeps the program's own login,
encrypted, and opens with a user's password (`connection_file`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pt_chart.charting.errors import (
    ChartDamaged,
    ChartRolledBack,
    NotAllowed,
    ServerLost,
    WorldError,
    WrongPassword,
)
from pt_chart.charting.ports import Clock
from pt_chart.clinical.people import Clinician
from pt_chart.store.attempts import BY_ENVELOPE, Attempt
from pt_chart.store.emergency_words import emergency_words
from pt_chart.store.keyfile import KeyCost, KeyFile, OpenedKeys, SharePurpose
from pt_chart.store.keyfile_format import is_sealed_by
from pt_chart.store.open import known_user
from pt_chart.store.server.connection_file import read_connection_file
from pt_chart.store.server.login import Login

if TYPE_CHECKING:
    from pt_chart.store.server.chart import ChartServer
    from pt_chart.store.server.checking import Finding
    from pt_chart.store.server.entering import ServerEntrance
    from pt_chart.store.server.home import ServerHome
    from pt_chart.store.server.link import Link
    from pt_chart.store.server.set_up import ServerPlan


def _now() -> datetime:
    return datetime.now(UTC)


def preload() -> None:
    """Import what opening needs; for a background thread while the password is typed."""
    import pt_chart.store.server.entering  # noqa: F401


def check(login: Login) -> tuple[Finding, ...]:
    """Connect and look at the server; nothing is changed.

    Raises:
        ServerRefused, ServerLost: there is no way in; the message names what is wrong and the fix.
    """
    from pt_chart.store.server import checking
    from pt_chart.store.server.link import Link, set_mode

    link = Link(login)
    try:
        connection = link.connected()
        set_mode(connection, reading=True)
        with connection.begin():
            return checking.look(connection)
    finally:
        link.close()


def answers(login: Login) -> bool:
    """Whether a server is there, whatever it says; it takes seconds where it is silent."""
    from pt_chart.store.server.link import Link

    try:
        link = Link(login)
        try:
            link.connected()
        finally:
            link.close()
    except ServerLost:
        return False
    except WorldError:
        return True
    return True


def set_up(
    admin: Login,
    plan: ServerPlan,
    owner_password: str,
    user: Clinician,
    password: str,
    path: Path,
    *,
    cost: KeyCost | None = None,
    clock: Clock | None = None,
) -> None:
    """Make roles, database and an empty chart with its first user, who administers it.

    ``admin`` is a role that may make roles and databases; ``path`` becomes this workstation's
    connection file. Open it with `open_server`.

    Raises:
        ChartExists: there is such a database, role or connection file.
        ServerRefused, ServerLost, UserRefused: it cannot be; nothing is left of the attempt.
    """
    from pt_chart.store.server import set_up as making

    making.set_up(
        admin,
        plan,
        owner_password,
        user,
        password,
        path,
        cost=cost or KeyCost(),
        clock=clock or _now,
    )


def chart_users(path: Path) -> tuple[Clinician, ...]:
    """Who may unlock, in the order they were added, as this workstation knows.

    Raises:
        ChartMissing, ChartDamaged, ChartNewer: the connection file cannot be read.
    """
    return tuple(slot.user for slot in read_connection_file(path).keys.slots)


def chart_shares(path: Path) -> frozenset[SharePurpose]:
    """Which codes on paper open the chart, as this workstation knows.

    Raises:
        ChartMissing, ChartDamaged, ChartNewer: the connection file cannot be read.
    """
    return frozenset(share.purpose for share in read_connection_file(path).keys.shares)


def open_server(
    path: Path,
    user_name: str,
    password: str,
    *,
    accept_loss: bool = False,
    clock: Clock | None = None,
) -> ChartServer:
    """Open the chart on the server that a connection file leads to.

    Raises:
        WrongPassword: the name and password open neither this workstation's file nor the chart.
        TooManyAttempts: several wrong passwords came before; it says how long to wait.
        ServerLost: the server does not answer.
        ServerRefused: it answers but cannot be worked with; the message says why and the fix.
        NotAllowed: the user was deactivated.
        ChartMissing, ChartDamaged, ChartNewer, ChartRolledBack: as `store.open.open_chart`.
    """

    def own(keys: KeyFile) -> OpenedKeys:
        return keys.unwrap(user_name, password)

    def way_in(entrance: ServerEntrance, keys: KeyFile, opened: OpenedKeys) -> ChartServer:
        return entrance.by_password(keys, opened, keys.slot(user_name).user, password)

    way = _Way(Attempt(_EPOCH, user_name), own, lambda keys: _slot(keys, user_name), way_in)
    return _through(path, way, clock, accept_loss=accept_loss)


def open_with_kit(
    path: Path,
    code: str,
    user_name: str,
    new_password: str,
    *,
    clock: Clock | None = None,
    cost: KeyCost | None = None,
) -> ChartServer:
    """Open the chart by the recovery kit and give an administrator a new password.

    Raises:
        WrongPassword: there is no kit, or this is not its code.
        UserRefused: the user does not administer the chart, or the password is too short.
        As `open_server` otherwise.
    """

    def own(keys: KeyFile) -> OpenedKeys:
        return OpenedKeys(keys.open_share(SharePurpose.RECOVERY, code))

    def way_in(entrance: ServerEntrance, keys: KeyFile, opened: OpenedKeys) -> ChartServer:
        return entrance.by_kit(keys, opened.chart, user_name, new_password, cost or KeyCost())

    attempt = Attempt(_EPOCH, user_name, "recovery kit")
    way = _Way(attempt, own, lambda keys: _share(keys, SharePurpose.RECOVERY), way_in)
    return _through(path, way, clock)


def open_in_emergency(
    path: Path, code: str, name: str, reason: str, *, clock: Clock | None = None
) -> ChartServer:
    """Open the chart to read, by the sealed envelope; the log says who and why, loudly.

    Raises:
        WrongPassword: there is no envelope, or this is not its code.
        UserRefused: name or reason is missing.
        As `open_server` otherwise.
    """
    who, why = emergency_words(name, reason)

    def own(keys: KeyFile) -> OpenedKeys:
        return OpenedKeys(keys.open_share(SharePurpose.EMERGENCY, code))

    def way_in(entrance: ServerEntrance, keys: KeyFile, opened: OpenedKeys) -> ChartServer:
        return entrance.in_emergency(keys, opened.chart, who, why)

    attempt = Attempt(_EPOCH, BY_ENVELOPE, "envelope")
    way = _Way(attempt, own, lambda keys: _share(keys, SharePurpose.EMERGENCY), way_in)
    return _through(path, way, clock)


def upgrade(owner: Login, *, clock: Clock | None = None) -> str:
    """Bring the tables on the server up to date, as their owner; what was done, in words.

    Nobody should work meanwhile; whoever does is told that the chart is in use.

    Raises:
        ServerRefused, ServerLost: there is no way in, or this is not the owner.
        ChartNewer: a later version of the program made the tables.
        ChartDamaged: the database holds no chart.
    """
    from pt_chart.store.server import upgrading

    return upgrading.upgrade(owner, clock or _now)


def repair(owner: Login) -> None:
    """Put protection, search indexes and the rights of the program's role back, as the owner.

    Raises:
        ServerRefused: rights stay widened that only who administers the server can take away.
        ServerRefused, ServerLost: there is no way in, or this is not the owner.
    """
    from pt_chart.store.server import upgrading

    upgrading.repair(owner)


def connect(
    admin: Login, path: Path, user_name: str, password: str, *, clock: Clock | None = None
) -> None:
    """Make this workstation's connection file; the program's role gets a new password.

    ``admin`` is a role that may change roles, at the chart's database. To be used when no
    connection file is left, or its password must no longer work (a computer was stolen): all
    other workstations then need the new file. Otherwise copy a connection file.

    Raises:
        WrongPassword: the name and password do not open the chart.
        TooManyAttempts: several wrong passwords came before; it says how long to wait.
        ChartExists: there is a connection file of another chart already.
        ServerRefused, ServerLost: there is no way in, or the role may not do it.
    """
    from pt_chart.store.server import upgrading

    upgrading.connect(admin, path, user_name, password, clock or _now)


_EPOCH = datetime.fromtimestamp(0, UTC)


@dataclass(frozen=True, slots=True)
class _Way:
    """One way in: what was tried, what opens the keys, which part of the key file that is."""

    attempt: Attempt
    own: Callable[[KeyFile], OpenedKeys]
    part: Callable[[KeyFile], object]
    enter: Callable[[ServerEntrance, KeyFile, OpenedKeys], ChartServer]


def _through(
    path: Path, way: _Way, clock: Clock | None, *, accept_loss: bool = False
) -> ChartServer:
    """Slow down guesses, open this workstation's file, connect, and go in."""
    from pt_chart.store.server.home import ServerHome

    home, time = ServerHome(read_connection_file(path)), clock or _now
    attempt = replace(way.attempt, who=known_user(home.file.keys, way.attempt))
    home.attempts.refuse_while_waiting(attempt.who, time())
    try:
        return _connected(home, way, time, accept_loss=accept_loss)
    except WrongPassword:
        home.attempts.add(replace(attempt, at=time()))
        raise


def _connected(home: ServerHome, way: _Way, clock: Clock, *, accept_loss: bool) -> ChartServer:
    from pt_chart.store.server.entering import ServerEntrance
    from pt_chart.store.server.link import Link

    known = home.file.keys
    opened = way.own(known)
    link = Link(home.file.login(opened.chart))
    try:
        content, keys = _keys_on(link, home)
        _hold_keys_against(keys, known, opened.chart, accept_loss=accept_loss)
        home.renew(content)
        if way.part(keys) != way.part(known):
            opened = _opened_anew(way, keys)
        return way.enter(ServerEntrance(home, clock, link, accept_loss), keys, opened)
    except BaseException:
        link.close()
        raise


def _hold_keys_against(
    keys: KeyFile, known: KeyFile, chart_key: bytes, *, accept_loss: bool
) -> None:
    """Refuse keys on the server that were altered, or are older than this workstation knows."""
    if not is_sealed_by(keys, chart_key):
        raise ChartDamaged(
            "The key file on the server was altered, or belongs to another chart.",
            "Restore the server's last backup, or connect to the right database.",
        )
    if keys.generation < known.generation and not accept_loss:
        raise ChartRolledBack(
            "The users on the server are older than this workstation knows.",
            "Was a backup restored on the server? Ask before you open it and accept the loss.",
        )


def _opened_anew(way: _Way, keys: KeyFile) -> OpenedKeys:
    if way.part(keys) is None:
        raise NotAllowed(f"{way.attempt.who} no longer opens this chart.")
    try:
        return way.own(keys)
    except WrongPassword:
        raise WrongPassword(
            "This password was changed on another workstation.", "Type the new one."
        ) from None


def _keys_on(link: Link, home: ServerHome) -> tuple[bytes, KeyFile]:
    from pt_chart.store.server.failures import explain
    from pt_chart.store.server.home import text_of
    from pt_chart.store.server.link import set_mode

    connection = link.connected()
    set_mode(connection, reading=True)
    try:
        with connection.begin():
            return text_of(connection), home.read_keys(connection)
    except Exception as error:
        explain(error, link.login)
        raise


def _slot(keys: KeyFile, user_name: str) -> object:
    try:
        return keys.slot(user_name)
    except WrongPassword:
        return None


def _share(keys: KeyFile, purpose: SharePurpose) -> object:
    return next((share for share in keys.shares if share.purpose is purpose), None)
