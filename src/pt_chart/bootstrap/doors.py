"""The two doors of a chart: a file on this computer, or a clinic's server."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from pt_chart.bootstrap.shipped import now

if TYPE_CHECKING:
    from pt_chart.charting.presence import Presence
    from pt_chart.clinical.people import Clinician
    from pt_chart.store.keyfile import KeyCost
    from pt_chart.store.server.chart import ChartServer
    from pt_chart.store.stored_chart import StoredChart


class ChartDoor(Protocol):
    """How a chart is found and opened; errors are those of `pt_chart.charting.errors`."""

    @property
    def name(self) -> str:
        """Where the chart is, for the unlock window."""
        ...

    @property
    def exists(self) -> bool:
        """Whether there is a chart to open."""
        ...

    def staff(self) -> tuple[Clinician, ...]:
        """Who may unlock it."""
        ...

    def shares(self) -> frozenset[str]:
        """Which codes on paper open it."""
        ...

    def preload(self) -> None:
        """Import what opening needs."""
        ...

    def open(self, user_name: str, password: str, *, accept_loss: bool) -> StoredChart:
        """Open it with a user's password."""
        ...

    def with_kit(self, code: str, user_name: str, new_password: str) -> StoredChart:
        """Open it with the recovery kit."""
        ...

    def in_emergency(self, code: str, name: str, reason: str) -> StoredChart:
        """Open it with the emergency envelope."""
        ...


@dataclass(frozen=True, slots=True)
class FileDoor:
    """A chart file; ``witness`` is the folder that remembers how far it had come."""

    chart: Path
    witness: Path
    cost: KeyCost | None = None

    @property
    def name(self) -> str:
        """See `ChartDoor.name`."""
        return str(self.chart)

    @property
    def exists(self) -> bool:
        """See `ChartDoor.exists`."""
        if self.chart.exists():
            return True
        from pt_chart.store.open import is_chart

        return is_chart(self.chart)

    def staff(self) -> tuple[Clinician, ...]:
        """See `ChartDoor.staff`."""
        from pt_chart.store.open import chart_users

        return chart_users(self.chart)

    def shares(self) -> frozenset[str]:
        """See `ChartDoor.shares`."""
        from pt_chart.store.open import chart_shares

        return frozenset(chart_shares(self.chart))

    def preload(self) -> None:
        """See `ChartDoor.preload`."""
        from pt_chart.store import open as store

        store.preload()

    def open(self, user_name: str, password: str, *, accept_loss: bool) -> StoredChart:
        """See `ChartDoor.open`."""
        from pt_chart.store.open import open_chart

        moved = self._where_it_goes_on(accept=accept_loss)
        opened = open_chart(
            self.chart,
            user_name,
            password,
            clock=now,
            accept_loss=accept_loss,
            witness=None if moved else self.witness,
        )
        return _to_read_only(opened, self.chart) if moved else opened

    def with_kit(self, code: str, user_name: str, new_password: str) -> StoredChart:
        """See `ChartDoor.with_kit`."""
        from pt_chart.store.open import open_with_kit

        self._where_it_goes_on(accept=False)
        return open_with_kit(
            self.chart,
            code,
            user_name,
            new_password,
            clock=now,
            witness=self.witness,
            cost=self.cost,
        )

    def in_emergency(self, code: str, name: str, reason: str) -> StoredChart:
        """See `ChartDoor.in_emergency`."""
        from pt_chart.store.left_behind import say_where
        from pt_chart.store.open import open_in_emergency

        opened = open_in_emergency(self.chart, code, name, reason, clock=now, witness=self.witness)
        say_where(opened, self.chart)
        return opened

    def _where_it_goes_on(self, *, accept: bool) -> bool:
        """Whether the chart was moved elsewhere, and it was confirmed to read what is left.

        Raises:
            ChartMoved: nobody confirmed it.
        """
        moved = self.chart.with_name(self.chart.name + ".moved").exists()
        if moved and not accept:
            from pt_chart.store.left_behind import refuse_moved

            refuse_moved(self.chart)
        return moved


@dataclass(frozen=True, slots=True)
class ServerDoor:
    """A clinic's server; ``connection`` is this workstation's connection file.

    ``chart`` is where the clinic's file is, or would be, when it leaves the server.
    """

    connection: Path
    chart: Path
    cost: KeyCost | None = None

    @property
    def name(self) -> str:
        """See `ChartDoor.name`."""
        return "the clinic's server"

    @property
    def exists(self) -> bool:
        """See `ChartDoor.exists`."""
        return self.connection.exists()

    def staff(self) -> tuple[Clinician, ...]:
        """See `ChartDoor.staff`."""
        from pt_chart.store.server.door import chart_users

        return chart_users(self.connection)

    def shares(self) -> frozenset[str]:
        """See `ChartDoor.shares`."""
        from pt_chart.store.server.door import chart_shares

        return frozenset(chart_shares(self.connection))

    def preload(self) -> None:
        """See `ChartDoor.preload`."""
        from pt_chart.store.server import door

        door.preload()

    def open(self, user_name: str, password: str, *, accept_loss: bool) -> StoredChart:
        """See `ChartDoor.open`."""
        from pt_chart.store.server.door import open_server

        opened = open_server(
            self.connection, user_name, password, accept_loss=accept_loss, clock=now
        )
        return self._where_it_goes_on(opened, accept_loss=accept_loss)

    def with_kit(self, code: str, user_name: str, new_password: str) -> StoredChart:
        """See `ChartDoor.with_kit`."""
        from pt_chart.store.server.door import open_with_kit

        opened = open_with_kit(
            self.connection, code, user_name, new_password, clock=now, cost=self.cost
        )
        return self._where_it_goes_on(opened, accept_loss=False)

    def in_emergency(self, code: str, name: str, reason: str) -> StoredChart:
        """See `ChartDoor.in_emergency`."""
        from pt_chart.store.left_behind import say_where
        from pt_chart.store.server.door import open_in_emergency

        opened = open_in_emergency(self.connection, code, name, reason, clock=now)
        say_where(opened)
        return opened

    def _where_it_goes_on(self, opened: ChartServer, *, accept_loss: bool) -> StoredChart:
        """The chart itself, or what was left behind by a move, to read only.

        Raises:
            UserRefused: it was moved into this computer's file, which opens from now on.
            ChartMoved: it was moved away, and nobody confirmed that it is read all the same.
        """
        from pt_chart.charting.errors import ChartMoved, UserRefused
        from pt_chart.store import left_behind

        try:
            left_behind.refuse_moved_server(opened)
        except ChartMoved:
            if left_behind.goes_on_here(opened, self.chart, self.connection, now()):
                opened.close()
                raise UserRefused(
                    f"This chart was moved from the server into {self.chart.name}; the move was "
                    "cut off and is finished now.",
                    "Unlock again: the file opens.",
                ) from None
            if accept_loss:
                return _to_read_only(opened)
            opened.close()
            raise
        left_behind.tidy(opened, self.chart, "the clinic's server", now())
        return opened


def _to_read_only(opened: StoredChart, file: Path | None = None) -> StoredChart:
    from pt_chart.store.left_behind import say_where, to_read_only

    say_where(opened, file)
    to_read_only(opened)
    return opened


def presence_of(store: StoredChart) -> Presence | None:
    """The board of who has what open, where the chart is on a server."""
    from pt_chart.store.chart_file import ChartFile

    if isinstance(store, ChartFile):
        return None
    import platform

    from pt_chart.store.server.chart import ChartServer
    from pt_chart.store.server.presence import ServerPresence

    return ServerPresence(store, platform.node()) if isinstance(store, ChartServer) else None
