"""A workstation's way to the clinic's server, in a file that opens with a user's password.

It holds a copy of the server's key file (the chart key, wrapped for every user) and a box with
host, database, role, its password and the certificate, closed with a key derived from the chart
key. Nothing in it is plain but the users' names, which the unlock window offers. It may be copied
to another workstation. The copy of the key file is renewed at every opening and every change of
the users here, so that a password that was changed elsewhere is known after the next opening.
"""

from __future__ import annotations

import base64
import json
import os
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from pt_chart.charting.errors import ChartDamaged, ChartMissing, ChartNewer
from pt_chart.store.keyfile import KeyFile, derived_key
from pt_chart.store.keyfile_format import is_sealed_by, parse_keys
from pt_chart.store.place import write_atomically
from pt_chart.store.server.login import Login

SUFFIX = ".ptserver"
FORMAT = "pt-chart server connection"
VERSION = 1
_NONCE_BYTES = 12
_LARGEST = 8 * 1024 * 1024
_PURPOSE = "connection to the server"


@dataclass(frozen=True, slots=True)
class ConnectionFile:
    """The content of a connection file; ``keys_text`` is the key file as the server had it."""

    path: Path
    keys_text: bytes
    keys: KeyFile
    nonce: bytes
    box: bytes

    def login(self, key: bytes) -> Login:
        """The program's way to the server; ``key`` is the chart key.

        Raises:
            ChartDamaged: the file was altered.
        """
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        if not is_sealed_by(self.keys, key):
            raise _damaged(self.path)
        secret = derived_key(key, _PURPOSE)
        try:
            opened = AESGCM(secret).decrypt(self.nonce, self.box, self.keys.chart_id.encode())
            return Login(**json.loads(opened))
        except (InvalidTag, ValueError, TypeError):
            raise _damaged(self.path) from None

    def with_keys(self, keys_text: bytes) -> ConnectionFile:
        """The same way with the key file as it now stands on the server."""
        return replace(self, keys_text=keys_text, keys=parse_keys(keys_text))

    def write(self) -> None:
        """Keep it, atomically and for this computer's user alone."""
        told = {
            "format": FORMAT,
            "version": VERSION,
            "keys": base64.b64encode(self.keys_text).decode(),
            "nonce": self.nonce.hex(),
            "box": base64.b64encode(self.box).decode(),
        }
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_atomically(self.path, json.dumps(told, indent=1).encode())


def new_connection_file(path: Path, login: Login, keys_text: bytes, key: bytes) -> ConnectionFile:
    """A connection file for a login; not written yet."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    keys, nonce = parse_keys(keys_text), os.urandom(_NONCE_BYTES)
    secret = derived_key(key, _PURPOSE)
    plain = json.dumps(asdict(login), ensure_ascii=False).encode()
    box = AESGCM(secret).encrypt(nonce, plain, keys.chart_id.encode())
    return ConnectionFile(path, keys_text, keys, nonce, box)


def read_connection_file(path: Path) -> ConnectionFile:
    """A connection file as it lies on the disk.

    Raises:
        ChartMissing: there is none.
        ChartDamaged: it is cut, altered or something else.
        ChartNewer: a later version of the program wrote it.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise ChartMissing(
            f"There is no connection to a server at {path.name}.",
            "Copy the file from a workstation that has it, or connect this one anew.",
        ) from None
    try:
        return _parsed(path, content)
    except (ValueError, KeyError, TypeError, RecursionError):
        raise _damaged(path) from None


def _parsed(path: Path, content: bytes) -> ConnectionFile:
    data = json.loads(content) if len(content) <= _LARGEST else None
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise ValueError("not one")
    if data["version"] != VERSION:
        raise ChartNewer
    text = base64.b64decode(data["keys"], validate=True)
    box = base64.b64decode(data["box"], validate=True)
    return ConnectionFile(path, text, parse_keys(text), bytes.fromhex(data["nonce"]), box)


def is_connection_file(path: Path) -> bool:
    """Whether a path is that of a connection file."""
    return path.suffix == SUFFIX


def _damaged(path: Path) -> ChartDamaged:
    return ChartDamaged(
        f"The file {path.name}, which leads to the clinic's server, is damaged.",
        "Copy it from another workstation, or connect this one anew. The chart is not touched.",
    )
