"""A change of keys that was cut off between the key file and the chart: which of the two stands.

The key file is written before the chart's transaction ends; what stood there waits beside it until
the transaction is stored. A program that is killed in between leaves both. The chart knows the
generation of the key file it belongs to, so the next opening keeps that one: a user who was not
let go, a kit whose new code nobody has seen, a password that was not changed.
"""

from __future__ import annotations

from collections.abc import Callable

from pt_chart.charting.errors import ChartNewer, WrongPassword
from pt_chart.store.keyfile import KeyFile
from pt_chart.store.keyfile_format import is_sealed_by, parse_keys, read_keys
from pt_chart.store.place import ChartPlace, sync_file, sync_folder, write_atomically


def settle(place: ChartPlace, key_of: Callable[[KeyFile], bytes]) -> None:
    """Leave one key file, the one that the chart belongs to. Nothing to do is the rule.

    ``key_of`` gives the chart key by the password or code that was typed.

    Raises:
        WrongPassword: it opens neither key file.
        ChartDamaged, ChartNewer: the key file is damaged, or of a later format.
    """
    if not place.keys_before.is_file():
        return
    keys, before = read_keys(place), _readable(place)
    if before is None or before.chart_id != keys.chart_id:
        place.keys_before.unlink()
        return
    key = _first(key_of, keys, before)
    if not is_sealed_by(keys, key):
        # It opens a file that somebody else put there, with another chart's key.
        raise WrongPassword
    if is_sealed_by(before, key) and before.generation == _generation(place, key):
        put_keys_back(place)
    else:
        place.keys_before.unlink()


def put_keys_back(place: ChartPlace) -> None:
    """Undo a change of the key file; on a disk without room too."""
    if not place.keys_before.is_file():
        return
    content = place.keys_before.read_bytes()
    if place.previous_keys.exists() and place.previous_keys.read_bytes() != content:
        _over(place, content)
    place.keys_before.replace(place.keys)
    sync_folder(place.keys.parent)


def _over(place: ChartPlace, content: bytes) -> None:
    try:
        write_atomically(place.previous_keys, content)
    except OSError:
        # The bytes that stand there are room enough.
        with place.previous_keys.open("r+b") as spare:
            spare.write(content)
            spare.truncate()
        sync_file(place.previous_keys)


def _readable(place: ChartPlace) -> KeyFile | None:
    try:
        return parse_keys(place.keys_before.read_bytes())
    except (ValueError, ChartNewer):
        return None


def _first(key_of: Callable[[KeyFile], bytes], keys: KeyFile, before: KeyFile) -> bytes:
    try:
        return key_of(keys)
    except WrongPassword:
        return key_of(before)


def _generation(place: ChartPlace, key: bytes) -> int:
    from pt_chart.store import users
    from pt_chart.store.engine import encrypted_engine

    engine = encrypted_engine(place.chart, key)
    with engine.connect() as connection, connection.begin():
        found = users.generation(connection)
    engine.dispose()
    return found
