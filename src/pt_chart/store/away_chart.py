"""A chart made for the time without a server: the drafts kept at this workstation, to write on.

It is an encrypted file of its own, made anew from the queue at each unlocking and removed on
locking. What is written goes into the queue; the file only answers what the window asks.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Connection

from pt_chart.charting.access import Right
from pt_chart.charting.administration import BackupPlan, BackupResult
from pt_chart.charting.away import ServerAway, Waiting
from pt_chart.charting.ports import Clock
from pt_chart.clinical.people import Clinician
from pt_chart.store import register
from pt_chart.store.chart_file import ChartFile
from pt_chart.store.keyfile import KeyCost
from pt_chart.store.open import create_chart
from pt_chart.store.visits import store_draft

_HERE = frozenset({Right.SEE_REGISTER, Right.READ_NOTES})
_CHEAP = KeyCost(time=1, memory_kib=8, lanes=1)
"""The password of this file is a random key: stretching it adds nothing."""


class AwayChart(ChartFile):
    """A `ChartStore` that shows drafts and refuses, with the reason, whatever needs the server."""

    folder: Path

    def _may(self, right: Right, patient_id: str = "") -> None:
        super()._may(right, patient_id)
        if right not in _HERE:
            raise ServerAway.to(right.value)

    def _backup_is_due(self, _folder: Path, _plan: BackupPlan) -> bool:
        return False

    def _back_up(
        self, _folder: Path, _plan: BackupPlan, _done: Callable[[BackupResult], None]
    ) -> None:
        raise ServerAway.to("back up the chart")

    def _let_go(self) -> None:
        super()._let_go()
        shutil.rmtree(self.folder, ignore_errors=True)


def open_away(
    folder: Path, user: Clinician, secret: bytes, waiting: Iterable[Waiting], clock: Clock
) -> AwayChart:
    """The drafts of a queue as a chart; ``secret`` is known to nobody but this person's password.

    Raises:
        WorldError: the folder cannot be written.
    """
    shutil.rmtree(folder, ignore_errors=True)
    path = folder / "away.ptchart"
    made = create_chart(path, user, secret.hex(), cost=_CHEAP, clock=clock)
    made._write(lambda transaction: _fill(transaction.connection, waiting))
    made._thread.stop()
    person = replace(user, administers=False)
    chart = AwayChart(made._home, made._ledger, person, made._keys)  # type: ignore[arg-type]
    chart.folder = folder
    return chart


def _fill(connection: Connection, waiting: Iterable[Waiting]) -> None:
    for one in waiting:
        register.put_patient(connection, one.patient)
        register.put_episode(connection, one.episode)
        store_draft(connection, replace(one.mine, revision=0), one.tier, None)
