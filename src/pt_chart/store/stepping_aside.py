"""A chart that another chart's backup would take the place of: who manages it says so."""

from __future__ import annotations

from pathlib import Path

from pt_chart.charting.access import Right, allowed
from pt_chart.charting.administration import MayStepAside
from pt_chart.charting.errors import (
    AnotherChart,
    ChartDamaged,
    ChartNewer,
    NotAllowed,
    WorldError,
    WrongPassword,
)
from pt_chart.charting.ports import AuditAction, AuditEntry, Clock
from pt_chart.clinical.people import Clinician
from pt_chart.store import backup_file, users
from pt_chart.store.engine import encrypted_engine
from pt_chart.store.keyfile import KeyFile
from pt_chart.store.keyfile_format import read_keys
from pt_chart.store.open import open_chart
from pt_chart.store.place import ChartPlace


def confirmed(
    backup: Path, chart: Path, may: MayStepAside | None, clock: Clock, witness: Path | None
) -> str:
    """In words, who confirms that the chart standing there is set aside; "": it is no other chart.

    The chart that steps aside keeps a line of it. Where it is damaged the password and, as far as
    it can be read, the right are asked all the same; the words say what could not be.

    Raises:
        AnotherChart: it is another one, and nobody confirmed.
        NotAllowed: who confirmed does not manage it.
        WrongPassword, TooManyAttempts: the password is not theirs.
        BackupRefused: the backup cannot be read.
    """
    place = ChartPlace(chart)
    if not chart.exists() or (place.restoring / "ready").exists():
        return ""
    try:
        keys = read_keys(place)
    except WorldError:
        return ""
    if may is None and keys.chart_id == backup_file.read_manifest(backup).chart_id:
        return ""  # by its id, which can be copied: `refuse_other` looks at the seal
    if may is None:
        raise AnotherChart(tuple(slot.user.name for slot in keys.slots))
    try:
        user = keys.slot(may.user_name).user
        standing = open_chart(chart, may.user_name, may.password, clock=clock, witness=witness)
    except WrongPassword as wrong:
        raise WrongPassword(
            f"The password does not open the chart that stands here for {may.user_name}."
        ) from wrong
    except (ChartDamaged, ChartNewer):
        return _of_damaged(place, keys, user, may.password)
    try:
        if not allowed(standing.user, Right.BACKUP):
            raise NotAllowed(f"{user.name} does not manage the chart that stands here.")
        detail = f"set aside: {backup.name}, a backup of another chart, takes its place"
        standing._write(lambda t: t.log(AuditEntry(AuditAction.RESTORE, detail=detail)))
    finally:
        standing.close()
    return f"confirmed by {user.name}"


def _of_damaged(place: ChartPlace, keys: KeyFile, user: Clinician, password: str) -> str:
    """Who confirms for a chart that does not open, as far as it can be read at all.

    Raises:
        WrongPassword: the password is not theirs.
        NotAllowed: the chart says that they do not manage it.
    """
    from sqlalchemy.exc import DatabaseError

    key = keys.unwrap(user.id, password).chart
    engine = encrypted_engine(place.chart, key)
    try:
        with engine.connect() as connection, connection.begin():
            users.require_restoring(connection, user)
    except (DatabaseError, WorldError) as error:
        if isinstance(error, NotAllowed):
            raise
        return f"by somebody who gave the name {user.name}; it could not be read, nobody was asked"
    finally:
        engine.dispose()
    return f"confirmed by {user.name}, though it was damaged"


def refuse_other(place: ChartPlace) -> None:
    """Refuse what is not sealed with the backup's key, whatever id it has.

    Raises:
        AnotherChart: a chart stands there, and nobody confirmed.
    """
    if not place.chart.exists():
        return
    try:
        keys = read_keys(place)
    except WorldError:
        return
    raise AnotherChart(tuple(slot.user.name for slot in keys.slots))
