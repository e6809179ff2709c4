"""Into a chart file: it is migrated, verified, held against its head and our own note of it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import Connection, select, update

from pt_chart.charting.audit import PROTECTION_ALTERED
from pt_chart.charting.errors import ChartDamaged, NotAllowed
from pt_chart.charting.ports import AuditAction, AuditEntry
from pt_chart.charting.stand_in_clock import StandInClock
from pt_chart.clinical.people import Clinician
from pt_chart.store import audit_log, before_digests, earlier_guards, integrity, schema, users
from pt_chart.store.attempts import Attempt
from pt_chart.store.audit_log import LogEnd
from pt_chart.store.chart_file import ChartFile
from pt_chart.store.clock_note import ClockNote
from pt_chart.store.engine import encrypted_engine, refuse_plain_file
from pt_chart.store.entering import Entrance, counted_as, held_against, not_older_than
from pt_chart.store.file_ledger import FileLedger
from pt_chart.store.head import HeadFile
from pt_chart.store.home import FileHome
from pt_chart.store.keyfile import KeyFile, OpenedKeys, derived_key
from pt_chart.store.keyfile_format import is_sealed_by, renew_spare
from pt_chart.store.ledger import Transaction
from pt_chart.store.open import HEAD_PURPOSE
from pt_chart.store.place import ChartPlace, make_private, sync_file, sync_folder
from pt_chart.store.records import chart_state
from pt_chart.store.witness import Witness

_STAMP = "%Y%m%d-%H%M%S"


@dataclass(frozen=True)
class FileEntrance(Entrance[ChartFile]):
    """One opening of one chart file, whose lock is held.

    ``witness`` is a folder outside the chart's; ``accept_loss`` opens an older state
    for ``user_id``, who has to manage the chart.
    """

    home: FileHome
    witness: Path | None = None
    accept_loss: bool = False
    user_id: str = ""

    def _enter(
        self,
        keys: KeyFile,
        opened: OpenedKeys,
        find: Callable[[Connection], Clinician],
        begin: Callable[[Transaction], OpenedKeys],
    ) -> ChartFile:
        refuse_plain_file(self.home.place.chart)
        if not is_sealed_by(keys, opened.chart):
            raise ChartDamaged(f"The key file {self.home.place.keys.name} was altered.")
        head = HeadFile(self.home.place.head, derived_key(opened.chart, HEAD_PURPOSE))
        connection = encrypted_engine(self.home.place.chart, opened.chart).connect()
        try:
            if self.accept_loss:
                self._may_accept_loss(connection, keys.slot(self.user_id).user)
            self._bring_up_to_date(connection, head, find)
            commits, end, lost, sequence = self._verified(connection, keys, head, opened.chart)
            with connection.begin():
                user, last = find(connection), audit_log.latest_time(connection)
            note = ClockNote(self._noted_in, keys.chart_id, opened.chart)
            ledger = FileLedger(
                self.home.place.chart,
                connection,
                head,
                commits=commits,
                end=end,
                user=user,
                clock=self.clock,
                last_line=last,
                jumped=note.jumped(self.clock()),
                sequence=sequence,
            )
            with self.home.undoing_keys():
                entered = ledger.write(lambda t: self._begin(t, lost, begin))
        except BaseException:
            connection.close()
            head.close()
            raise
        self.home.attempts.forget(counted_as(user))
        with suppress(OSError):
            renew_spare(self.home.place)
        witness = Witness(self.witness, keys.chart_id, opened.chart)
        ledger.tell(witness)
        note.write(self.clock())
        home = replace(self.home, witness=witness, clock_note=note)
        return ChartFile(home, ledger, user, entered)

    @property
    def _noted_in(self) -> Path | None:
        """Where this computer's clock is noted; one that stands in for it is not."""
        return None if isinstance(self.clock, StandInClock) else self.witness

    def _may_accept_loss(self, connection: Connection, user: Clinician) -> None:
        """An older state is accepted by those who manage the chart; a refusal is kept.

        Raises:
            NotAllowed: the user does not.
        """
        try:
            with connection.begin():
                users.require_restoring(connection, user)
        except NotAllowed:
            self.home.attempts.add(
                Attempt(self.clock(), user.name, "older state refused, password")
            )
            raise

    def _bring_up_to_date(
        self, connection: Connection, head: HeadFile, find: Callable[[Connection], Clinician]
    ) -> None:
        """Migrate an older chart after copying it, with a line in the log, all or nothing."""
        with connection.begin():
            found = schema.revision(connection)
            if schema.is_current(found):
                return
            before_digests.refuse_set_back(connection, found)
            if not self.accept_loss:
                # Before the migration's own commit, which would hide that one is missing.
                commits = connection.execute(select(chart_state.c.commits)).scalar_one()
                held_against(connection, commits, head.read(), head.hidden)
            altered = earlier_guards.altered(connection, found)
        copy = self._copy_before_migration(connection, found)
        words = f"{found} to {schema.REVISIONS[-1]}, copy kept in {copy.name}"
        if altered:
            words = f"{words}; {PROTECTION_ALTERED}"

        def log(migrated: Connection) -> None:
            end = audit_log.continue_from(migrated, LogEnd())
            entry = AuditEntry(AuditAction.MIGRATE, detail=words)
            audit_log.append(migrated, end, entry, find(migrated), self.clock())
            counted = update(chart_state).values(commits=chart_state.c.commits + 1)
            migrated.execute(counted)

        schema.migrate(connection, log)

    def _copy_before_migration(self, connection: Connection, revision: str) -> Path:
        place, stamp = self.home.place, self.clock().strftime(_STAMP)
        name = f"{place.chart.stem}.before-{revision}-{stamp}{place.chart.suffix}"
        copy = ChartPlace(place.chart.with_name(name))
        copy.chart.unlink(missing_ok=True)
        cursor = connection.connection.cursor()
        cursor.execute("VACUUM INTO ?", (str(copy.chart),))
        cursor.close()
        sync_file(copy.chart)
        shutil.copyfile(place.keys, copy.keys)
        shutil.copyfile(place.head, copy.head)
        for file in (copy.chart, copy.keys, copy.head):
            make_private(file)
        sync_folder(copy.chart.parent)
        return copy.chart

    def _verified(
        self, connection: Connection, keys: KeyFile, head_file: HeadFile, key: bytes
    ) -> tuple[int, LogEnd, str, int]:
        """Commit count and log end, held against the heads; what was lost; the head's sequence."""
        with connection.begin():
            state = connection.execute(select(chart_state)).one()
            if state.chart_id != keys.chart_id:
                raise ChartDamaged("The key file belongs to another chart.")
            integrity.check_triggers(connection)
            # Before what may be accepted: an older key file lets in who was let out since.
            not_older_than(connection, keys)
            try:
                head = head_file.read()
                end = held_against(connection, state.commits, head, head_file.hidden)
                seen = Witness(self.witness, keys.chart_id, key).read()
                if seen is not None:
                    held_against(connection, state.commits, seen, head_file.hidden)
            except ChartDamaged as damage:
                if not self.accept_loss:
                    raise
                head_file.start_over()
                return (
                    state.commits,
                    audit_log.continue_from(connection, LogEnd()),
                    f"older state accepted: {damage.message}",
                    0,
                )
            return state.commits, end, "", head.sequence
