"""An open chart in an encrypted file on this computer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pt_chart.charting.administration import BackupPlan, BackupResult
from pt_chart.charting.backup_schedule import is_due
from pt_chart.clinical.people import Clinician
from pt_chart.store.file_ledger import FileLedger
from pt_chart.store.home import FileHome
from pt_chart.store.keyfile import OpenedKeys
from pt_chart.store.stored_chart import StoredChart


class ChartFile(StoredChart):
    """Implements `ChartStore` on a SQLCipher file; made by `store.open`."""

    def __init__(
        self, home: FileHome, ledger: FileLedger, user: Clinician, keys: OpenedKeys
    ) -> None:
        """Take over an opened and verified chart."""
        super().__init__(home, ledger, user, keys)
        self._place = home.place
        self._ledger: FileLedger = ledger

    def _back_up(
        self, folder: Path, plan: BackupPlan, done: Callable[[BackupResult], None]
    ) -> None:
        """See `Administration.back_up`."""
        from pt_chart.store import backup

        backup.back_up(self, folder, plan, done)

    def _older_copies(self, folder: Path | None) -> tuple[Path, ...]:
        """See `StoredChart._older_copies`."""
        from pt_chart.store import older_copies

        return older_copies.found(self._place, folder)

    def _wrap_copy(self, copy: Path) -> None:
        """See `StoredChart._wrap_copy`."""
        from pt_chart.store import older_copies
        from pt_chart.store.open import explained

        with explained(copy):
            older_copies.wrap_anew(self._place, copy, self._keys.chart)

    def _backup_is_due(self, folder: Path, plan: BackupPlan) -> bool:
        """See `StoredChart._backup_is_due`."""
        from pt_chart.store import backup

        chart_id = self._read(self._home.read_keys).chart_id
        last = backup.last_of(folder, chart_id, self._keys.chart)
        return is_due(plan, last, self._ledger.now)
