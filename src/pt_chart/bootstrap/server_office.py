"""This workstation and the clinic's server: check, set up, join, move; see `ServerOffice`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from pt_chart.bootstrap.shipped import now
from pt_chart.charting.errors import ChartExists, ServerRefused, StorageFailed, WorldError
from pt_chart.charting.ports import ChartStore
from pt_chart.charting.server_port import CheckPoint, ServerAddress, ServerNames
from pt_chart.clinical.people import Clinic, Clinician
from pt_chart.host.paths import DataFolders

if TYPE_CHECKING:
    from pt_chart.store.keyfile import KeyCost
    from pt_chart.store.moving import Moved
    from pt_chart.store.server.login import Login
    from pt_chart.store.server.set_up import ServerPlan


class ClinicServer:
    """Implements `ServerOffice` for one data folder."""

    def __init__(self, folders: DataFolders, cost: KeyCost | None = None) -> None:
        """``cost`` is what guessing a password of a new chart costs; None = the usual."""
        self._folders = folders
        self._cost = cost

    @property
    def connected(self) -> bool:
        """See `ServerOffice.connected`."""
        return self._folders.connection.exists()

    def check(self, address: ServerAddress) -> tuple[CheckPoint, ...]:
        """See `ServerOffice.check`."""
        from pt_chart.store.server import door
        from pt_chart.store.server.login import is_this_computer

        try:
            login = _login(address)
            found = door.check(login)
        except WorldError as error:
            return (CheckPoint("Connection", "", error.message, error.advice, stops=True),)
        if login.ca and not login.host.startswith("/"):
            told = "encrypted (TLS), the certificate is the server's"
        else:
            told = "on this computer" if is_this_computer(login.host) else "not encrypted"
        points = [CheckPoint("Connection", told)]
        points += [CheckPoint(p.point, p.found, p.problem, p.fix, p.stops) for p in found]
        # What a new database is made with is decided when it is made.
        own = address.database == "postgres"
        return tuple(p for p in points if not (own and p.point in _OF_A_DATABASE))

    def set_up(
        self,
        address: ServerAddress,
        names: ServerNames,
        owner_password: str,
        clinic: Clinic,
        clinician: Clinician,
        password: str,
    ) -> None:
        """See `ServerOffice.set_up`."""
        from pt_chart.store.server import door

        self._require_free()
        self._make_folder()
        door.set_up(
            _login(address),
            _plan(names),
            owner_password,
            clinician,
            password,
            self._folders.connection,
            cost=self._cost,
            clock=now,
        )
        opened = door.open_server(self._folders.connection, clinician.name, password, clock=now)
        try:
            opened.save_clinic(clinic)
        finally:
            opened.close()

    def join(self, file: Path, user_name: str, password: str) -> None:
        """See `ServerOffice.join`."""
        from pt_chart.bootstrap.joining import join

        if not self.connected:
            self._require_free()
        self._make_folder()
        join(file, self._folders.connection, user_name, password)

    def connect(self, address: ServerAddress, user_name: str, password: str) -> None:
        """See `ServerOffice.connect`."""
        from pt_chart.store.server import door

        if not self.connected:
            self._require_free()
        self._make_folder()
        door.connect(_login(address), self._folders.connection, user_name, password, clock=now)

    def write_connection(self, target: Path) -> Path:
        """See `ServerOffice.write_connection`."""
        file = target / self._folders.connection.name if target.is_dir() else target
        if file.exists():
            raise ChartExists(f"{file.name} is there already.", "Choose another name for it.")
        _copy(self._folders.connection, file)
        return file

    def upgrade(self, address: ServerAddress) -> str:
        """See `ServerOffice.upgrade`."""
        from pt_chart.store.server import door

        return door.upgrade(_login(address), clock=now)

    def repair(self, address: ServerAddress) -> None:
        """See `ServerOffice.repair`."""
        from pt_chart.store.server import door

        door.repair(_login(address))

    def move_to_server(
        self,
        store: ChartStore,
        address: ServerAddress,
        names: ServerNames,
        owner_password: str,
        stop: Callable[[], bool] | None = None,
    ) -> str:
        """See `ServerOffice.move_to_server`."""
        from pt_chart.store import moving
        from pt_chart.store.chart_file import ChartFile

        if not isinstance(store, ChartFile):
            raise ChartExists("This chart is on a server already.", "Nothing was moved.")
        moved = moving.to_server(
            store, _login(address), _plan(names), owner_password, self._folders.connection, stop
        )
        return _told(moved)

    def move_to_file(self, store: ChartStore) -> str:
        """See `ServerOffice.move_to_file`."""
        import platform

        from pt_chart.store import moving
        from pt_chart.store.server.chart import ChartServer

        if not isinstance(store, ChartServer):
            raise ChartExists("This chart is in a file already.", "Nothing was moved.")
        moved = moving.to_file(store, self._folders.chart, self._folders.witness, platform.node())
        connection = self._folders.connection
        connection.replace(connection.with_name(f"{connection.name}.left"))
        return _told(moved)

    def _require_free(self) -> None:
        """One data folder has one chart.

        Raises:
            ChartExists: there is a connection, or a chart that was not moved away.
        """
        if self.connected:
            raise ChartExists("This workstation is connected to a server already.")
        chart = self._folders.chart
        if chart.exists() and not chart.with_name(chart.name + ".moved").exists():
            raise ChartExists(
                f"There is a chart on this computer ({chart.name}).",
                "Move it to the server (Clinic, Server), or give another --data-dir.",
            )

    def _make_folder(self) -> None:
        try:
            self._folders.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise StorageFailed(
                f"{self._folders.root} cannot be made: {error.strerror}.",
                "Choose a folder that you may write.",
            ) from error


_OF_A_DATABASE = ("Encoding", "Order of texts")


def _plan(names: ServerNames) -> ServerPlan:
    from pt_chart.store.server.set_up import ServerPlan

    return ServerPlan(names.database, names.owner, names.program)


def _login(address: ServerAddress) -> Login:
    from pt_chart.store.server.login import Login

    certificate = ""
    if address.certificate is not None:
        try:
            certificate = address.certificate.read_text(encoding="ascii")
        except (OSError, ValueError) as error:
            why = error.strerror if isinstance(error, OSError) else "it is no text"
            raise ServerRefused(
                f"The certificate {address.certificate.name} cannot be read: {why}.",
                "Choose the file with the CA certificate of the server (PEM).",
            ) from error
    return Login(
        address.host.strip(),
        address.port,
        address.database.strip(),
        address.role.strip(),
        address.password,
        certificate,
    )


def _copy(source: Path, target: Path) -> None:
    from pt_chart.store.place import write_atomically
    from pt_chart.store.server.connection_file import read_connection_file

    read_connection_file(source)
    try:
        write_atomically(target, source.read_bytes())
    except OSError as error:
        raise StorageFailed(
            f"{target.name} cannot be written: {error.strerror}.",
            "Choose a folder that you may write.",
        ) from error


def _told(moved: Moved) -> str:
    return (
        f"{moved.tables} tables with {moved.rows:,} rows were moved to {moved.place}, compared "
        "by count and digest, and verified. What was left behind is marked and opens to read only."
    )
