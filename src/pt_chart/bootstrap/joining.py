"""A workstation takes a connection file: its first, or a new one in place of its own.

It is tried in a folder beside first, with what this workstation saw of the chart and with the
failed attempts here, so that guesses are slowed down and an older state is told, whatever file
brings them.
"""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path

from pt_chart.bootstrap.shipped import now
from pt_chart.charting.errors import ChartDamaged, ChartExists, StorageFailed

_SEEN, _ATTEMPTS = ".seen", ".attempts"


def join(file: Path, connection: Path, user_name: str, password: str) -> None:
    """Make ``file`` this workstation's ``connection``; one of the same chart is replaced.

    Raises:
        ChartExists: this workstation is connected to another chart.
        WorldError: the file does not open; everything is as it was but for the failed attempt.
    """
    refuse_another_chart(file, connection)
    trial = connection.with_name(f"{connection.name}.joining")
    tried = trial / connection.name
    try:
        shutil.rmtree(trial, ignore_errors=True)
        trial.mkdir(mode=0o700)
        _copy(file, tried)
        _carry(connection, tried, _SEEN, _ATTEMPTS)
        try:
            _open(tried, user_name, password)
        finally:
            _carry(tried, connection, _ATTEMPTS)
        _carry(tried, connection, _SEEN)
        tried.replace(connection)
    except OSError as error:
        raise StorageFailed(
            f"{connection.name} cannot be written: {error.strerror}.",
            "Choose a folder that you may write.",
        ) from error
    finally:
        shutil.rmtree(trial, ignore_errors=True)


def refuse_another_chart(file: Path, connection: Path) -> None:
    """One data folder has one chart; a connection file that is damaged stands in nobody's way.

    Raises:
        ChartExists: the file leads to another chart than this workstation's own.
        WorldError: the file cannot be read.
    """
    from pt_chart.store.server.connection_file import read_connection_file

    new = read_connection_file(file).keys.chart_id
    if not connection.exists():
        return
    try:
        old = read_connection_file(connection).keys.chart_id
    except ChartDamaged:
        return
    if old != new:
        raise ChartExists(
            "This workstation is connected to the server of another chart.",
            "Choose the connection file of this clinic, or give another --data-dir.",
        )


def _open(tried: Path, user_name: str, password: str) -> None:
    from pt_chart.store.server import door

    door.open_server(tried, user_name, password, clock=now).close()


def _copy(source: Path, target: Path) -> None:
    from pt_chart.store.place import write_atomically

    write_atomically(target, source.read_bytes())


def _carry(source: Path, target: Path, *rests: str) -> None:
    """What stands beside a connection file goes beside another one; what is not there is gone."""
    for rest in rests:
        from_, to = (one.with_name(one.name + rest) for one in (source, target))
        if from_.exists():
            _copy(from_, to)
        else:
            with suppress(FileNotFoundError):
                to.unlink()
