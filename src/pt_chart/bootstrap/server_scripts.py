"""The calls behind ``pt-chart server``: check, set up, join, move, upgrade."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pt_chart.bootstrap.problems import BadInput, WorldFailure
from pt_chart.host.paths import data_dir

if TYPE_CHECKING:
    from pt_chart.bootstrap.server_office import ClinicServer
    from pt_chart.charting.server_port import ServerAddress, ServerNames

Ask = Callable[[str], str]
"""Asks a question whose answer is not shown; the answer never stands in the command."""

WHO = "--user: give --user with your name, as you unlock the chart"
_STANDS = "The chart stands on {}, database {}; this workstation is connected."
_NEXT = (
    "Next: print a recovery kit (Clinic, Users), and give other workstations the file that "
    "pt-chart server connection writes."
)


@dataclass(frozen=True, slots=True)
class ServerWords:
    """What the command line says about a server and its names."""

    host: str
    port: int
    role: str
    database: str
    certificate: Path | None
    names: tuple[str, str, str] = ("pt_chart", "pt_chart_owner", "pt_chart_program")


@dataclass(frozen=True, slots=True)
class Founder:
    """The clinic and its first user, as the command line names them."""

    clinic: str
    name: str
    credentials: str


def server_check(words: ServerWords, ask: Ask) -> tuple[tuple[str, ...], bool]:
    """Look at a server: a line for each step, and whether pt-chart can work with it."""
    office = _office(None)
    points = office.check(_address(words, ask))
    lines = []
    for point in points:
        mark = "no" if point.stops else "look" if point.problem else "ok"
        lines.append(f"{mark:5} {point.point}: {point.found or point.problem}")
        if point.problem:
            lines += [f"      {point.problem}"] if point.found else []
            lines += [f"      {point.fix}"] if point.fix else []
    return tuple(lines), not any(point.stops for point in points)


def server_set_up(
    data_folder: Path | None, words: ServerWords, founder: Founder, ask: Ask
) -> tuple[str, ...]:
    """Make roles, database and a chart on a server; what was done, in lines.

    Raises:
        BadInput: a name is missing, or two passwords differ.
        WorldFailure: it cannot be; nothing is left of the attempt.
    """
    from pt_chart.charting.server_port import PROTECTION
    from pt_chart.clinical.people import Clinic, Clinician

    if not founder.clinic.strip() or not founder.name.strip():
        raise BadInput(("--clinic and --name: both are needed for a new chart",))
    address = _address(words, ask)
    owner = _twice(ask, "New password for the owner of the database")
    own = _twice(ask, f"New password of {founder.name}")
    person = Clinician("", founder.name.strip(), founder.credentials.strip())
    with _explained():
        _office(data_folder).set_up(
            address, _names(words), owner, Clinic(name=founder.clinic.strip()), person, own
        )
    return (_STANDS.format(words.host, words.names[0]), *PROTECTION, _NEXT)


def server_join(data_folder: Path | None, file: Path, user: str, ask: Ask) -> str:
    """Connect this workstation by the connection file of another; what was done.

    Raises:
        BadInput: it was not said who joins.
        WorldFailure: it does not open, or there is a chart here already.
    """
    if not user.strip():
        raise BadInput((WHO,))
    with _explained():
        _office(data_folder).join(file, user, ask(f"Password of {user}: "))
    return "This workstation is connected to the clinic's server."


def server_connect(data_folder: Path | None, words: ServerWords, user: str, ask: Ask) -> str:
    """Connect this workstation as the owner; what was done.

    Raises:
        BadInput: it was not said who connects.
        WorldFailure: there is no way in.
    """
    if not user.strip():
        raise BadInput((WHO,))
    address = _address(words, ask)
    with _explained():
        _office(data_folder).connect(address, user, ask(f"Password of {user}: "))
    return (
        "This workstation is connected with a new password of the program's role. All other "
        "workstations need the new connection file: pt-chart server connection."
    )


def server_connection(data_folder: Path | None, target: Path) -> str:
    """Write this workstation's connection file for another one; what was done.

    Raises:
        WorldFailure: this workstation is not connected, or it cannot be written.
    """
    with _explained():
        file = _office(data_folder).write_connection(target)
    return (
        f"{file}: carry it to the other workstation and use pt-chart server join there. It opens "
        "with any user's password; remove it from the medium afterwards."
    )


def server_upgrade(words: ServerWords, ask: Ask, *, repair: bool = False) -> str:
    """Bring the tables up to date, or give the program's role its rights anew, as the owner.

    Raises:
        WorldFailure: there is no way in, or the role is not the owner.
    """
    office, address = _office(None), _address(words, ask)
    with _explained():
        if repair:
            office.repair(address)
            return "The program's role has its rights again, exactly."
        return office.upgrade(address)


def server_move(data_folder: Path | None, words: ServerWords | None, user: str, ask: Ask) -> str:
    """Move the clinic of a data folder to a server, or with no ``words`` from it into a file.

    Raises:
        BadInput: there is no such user, or two passwords differ.
        WorldFailure: it cannot be moved; the source is as it was.
    """
    from pt_chart.bootstrap.exchange_scripts import open_session

    office = _office(data_folder)
    with open_session(data_folder, user, ask) as session, _explained():
        if words is None:
            return office.move_to_file(session.store)
        address = _address(words, ask)
        owner = _twice(ask, "New password for the owner of the database")
        return office.move_to_server(session.store, address, _names(words), owner)


def _office(data_folder: Path | None) -> ClinicServer:
    from pt_chart.bootstrap.server_office import ClinicServer

    return ClinicServer(data_dir(data_folder))


def _address(words: ServerWords, ask: Ask) -> ServerAddress:
    from pt_chart.charting.server_port import ServerAddress

    password = ask(f"Password of the role {words.role} on {words.host}: ")
    return ServerAddress(
        words.host, words.port, words.database, words.role, password, words.certificate
    )


def _names(words: ServerWords) -> ServerNames:
    from pt_chart.charting.server_port import ServerNames

    return ServerNames(*words.names)


def _twice(ask: Ask, what: str) -> str:
    password = ask(f"{what}: ")
    if ask("The same again: ") != password:
        raise BadInput((f"{what}: the two passwords differ; nothing was done",))
    return password


@contextmanager
def _explained() -> Iterator[None]:
    from pt_chart.charting.errors import WorldError

    try:
        yield
    except WorldError as error:
        raise WorldFailure(f"{error.message} {error.advice}") from error
    except ValueError as error:
        raise BadInput((str(error),)) from error
