"""What every call of an open chart stands on: one thread, one ledger, one user with a role."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Connection

from pt_chart.charting.access import Right, allowed, require
from pt_chart.charting.errors import NotAllowed, WorldError
from pt_chart.charting.ports import AuditAction, AuditEntry
from pt_chart.clinical.people import Clinician
from pt_chart.store.home import ChartHome
from pt_chart.store.keyfile import OpenedKeys, derived_key
from pt_chart.store.ledger import Ledger, Transaction
from pt_chart.store.seals import Signer
from pt_chart.store.worker import StoreThread

T = TypeVar("T")


class OpenChart:
    """An opened and verified chart. Calls run one after another on its own thread."""

    def __init__(self, home: ChartHome, ledger: Ledger, user: Clinician, keys: OpenedKeys) -> None:
        """Take over a chart; ``user`` is as the chart itself knows this person."""
        self._home = home
        self._ledger = ledger
        self._user = user
        self._keys = keys
        self._moved_to = ""
        self._signer = Signer(user, keys.signing)
        self._thread = StoreThread()

    @property
    def user(self) -> Clinician:
        """See `ChartStore.user`."""
        return self._user

    def now(self) -> datetime:
        """The time by the chart's clock: on a server that of the server, for all workstations."""
        return self._ledger.now

    @property
    def clock_remark(self) -> str:
        """See `ChartStore.clock_remark`."""
        return self._ledger.clock_remark

    @property
    def clock_question(self) -> str:
        """See `ChartStore.clock_question`."""
        return self._ledger.clock_question

    @property
    def moved_to(self) -> str:
        """See `ChartStore.moved_to`."""
        return self._moved_to

    def seal_key(self, purpose: str) -> bytes:
        """See `ChartStore.seal_key`."""
        self._may(Right.SEE_REGISTER)
        return derived_key(self._keys.chart, f"seal: {purpose}")

    def _may(self, right: Right, patient_id: str = "") -> None:
        """Go on only with the right; a refusal is written to the log.

        Raises:
            NotAllowed: the user's role does not include it.
        """
        if allowed(self._user, right):
            return
        self._log_refusal(right.value, patient_id)
        require(self._user, right)

    def _is_self(self, user_id: str) -> None:
        """A signature is given in one's own name.

        Raises:
            NotAllowed: it names somebody else.
        """
        if user_id != self._user.id:
            raise self._refused(NotAllowed("You can sign in your own name only."))

    def _refused(self, error: NotAllowed) -> NotAllowed:
        """A refusal that the log has a line of."""
        self._log_refusal(error.message)
        return error

    def _log_refusal(self, what: str, patient_id: str = "") -> None:
        entry = AuditEntry(AuditAction.REFUSED, patient_id, detail=what)
        with suppress(WorldError):
            self._thread.call(lambda: self._ledger.write(lambda t: t.log(entry)))

    def _read(self, work: Callable[[Connection], T]) -> T:
        return self._thread.call(lambda: self._ledger.read(work))

    def _read_all(self, work: Callable[[Connection], T]) -> T:
        return self._thread.call(lambda: self._ledger.read_all(work))

    def _write(self, work: Callable[[Transaction], T]) -> T:
        """Write; what the work itself does not allow has a line in the log as well."""
        try:
            return self._thread.call(lambda: self._ledger.write(work), changes=True)
        except NotAllowed as refused:
            self._log_refusal(refused.message)
            raise

    def _forget(self) -> None:
        """Drop the keys: the chart is closed."""
        self._signer.forget()
        self._keys = OpenedKeys(b"")
