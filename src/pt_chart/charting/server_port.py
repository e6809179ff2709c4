"""What the window and the command line need to set a clinic's server up, join it, and move."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from pt_chart.charting.ports import ChartStore
from pt_chart.clinical.people import Clinic, Clinician

PROTECTION = (
    (
        "On a server the chart is not encrypted by pt-chart: whoever can read the server's disk "
        "or its backups can read it. Encrypt that disk, encrypt the backups, and lock the room. "
        "On the way between the workstations and the server TLS protects it; off this computer "
        "pt-chart connects in no other way."
    ),
    (
        "Passwords, signing keys and the key of the log stay wrapped as in a file: the server "
        "never sees a password. The role that pt-chart works with cannot change or remove lines "
        "of the log or seals, nor change a signed visit. A signed visit leaves only with an "
        "erasure, which stays on record for good and is looked for in the log whenever the chart "
        "is verified. The owner's role can do more: keep its password with the recovery kit. What "
        "a person's role may do is enforced by pt-chart, not by the server: any user's password "
        "opens the connection file, and with other software it reads and changes what the "
        "program's role may."
    ),
    (
        "Backups are made on the server, by its own means (pg_dump, piped into an encryption, or "
        "the backup of the whole machine). pt-chart's own backups are for files."
    ),
)
"""What protects the data on a server and what does not, for the person who sets it up."""


@dataclass(frozen=True, slots=True, repr=False)
class ServerAddress:
    """Where a server is and as whom to speak to it; ``certificate`` is a file (PEM) or None."""

    host: str
    port: int = 5432
    database: str = "postgres"
    role: str = "postgres"
    password: str = ""
    certificate: Path | None = None


@dataclass(frozen=True, slots=True)
class ServerNames:
    """What is made on the server: a database and two roles."""

    database: str = "pt_chart"
    owner: str = "pt_chart_owner"
    program: str = "pt_chart_program"


@dataclass(frozen=True, slots=True)
class CheckPoint:
    """One step of looking at a server; ``problem`` is "" where it is well."""

    point: str
    found: str
    problem: str = ""
    fix: str = ""
    stops: bool = False


class ServerOffice(Protocol):
    """This workstation and the clinic's server."""

    @property
    def connected(self) -> bool:
        """Whether this workstation has a connection to a server."""
        ...

    def check(self, address: ServerAddress) -> tuple[CheckPoint, ...]:
        """Look at a server step by step; nothing is changed. A step that fails is the last."""
        ...

    def set_up(
        self,
        address: ServerAddress,
        names: ServerNames,
        owner_password: str,
        clinic: Clinic,
        clinician: Clinician,
        password: str,
    ) -> None:
        """Make roles, database and chart with its first user; this workstation is connected.

        Raises:
            WorldError: it cannot be; nothing is left of the attempt.
        """
        ...

    def join(self, file: Path, user_name: str, password: str) -> None:
        """Connect this workstation by the connection file of another one.

        A connection of the same chart is replaced: what waits here stays.

        Raises:
            WorldError: it does not open, or there is another chart here already.
        """
        ...

    def connect(self, address: ServerAddress, user_name: str, password: str) -> None:
        """Connect this workstation as the owner; all other connection files end.

        Raises:
            WorldError: there is no way in, or the role is not the owner.
        """
        ...

    def write_connection(self, target: Path) -> Path:
        """Copy the connection file for another workstation; where it was written.

        Raises:
            WorldError: it cannot be written.
        """
        ...

    def upgrade(self, address: ServerAddress) -> str:
        """Bring the tables up to date as their owner; what was done, in words."""
        ...

    def repair(self, address: ServerAddress) -> None:
        """Give the program's role its rights anew, as the owner."""
        ...

    def move_to_server(
        self,
        store: ChartStore,
        address: ServerAddress,
        names: ServerNames,
        owner_password: str,
        stop: Callable[[], bool] | None = None,
    ) -> str:
        """Move the open chart file to a server, compared table by table; what was done, in words.

        The file stays and is marked; close the chart afterwards. ``stop`` is asked on the way, on
        another thread, whether the person wants it stopped.

        Raises:
            WorldError: it cannot be; the file is as it was.
        """
        ...

    def move_to_file(self, store: ChartStore) -> str:
        """Move the open chart from its server into a file here; what was done, in words.

        Raises:
            WorldError: it cannot be; the server is as it was.
        """
        ...
