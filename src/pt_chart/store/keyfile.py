"""The key file beside the chart: the random chart key, wrapped once for every user.

Each user's password goes through Argon2id; the result opens an AES-256-GCM box that holds the
chart key. Changing a password re-wraps 32 bytes. The file holds no patient data; it names the
staff, because the unlock window must offer them.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from pt_chart.charting.errors import ChartDamaged, ChartNewer, WrongPassword
from pt_chart.clinical.people import Clinician
from pt_chart.store.place import ChartPlace, write_atomically

KEY_BYTES = 32
FORMAT = "pt-chart keys"
VERSION = 1
_MOST_MEMORY_KIB = 1024 * 1024
_MOST_TIME = 64
_MOST_LANES = 64
_NONCE_BYTES = 12
_SALT_BYTES = 16


@dataclass(frozen=True, slots=True)
class KeyCost:
    """How hard a password is to guess: Argon2id passes, memory in KiB, lanes."""

    time: int = 3
    memory_kib: int = 64 * 1024
    lanes: int = 4


@dataclass(frozen=True, slots=True)
class KeySlot:
    """One user's wrapping of the chart key."""

    user: Clinician
    cost: KeyCost
    salt: bytes
    nonce: bytes
    wrapped: bytes


@dataclass(frozen=True, slots=True)
class KeyFile:
    """The content of a key file."""

    chart_id: str
    slots: tuple[KeySlot, ...]

    def slot(self, user_name: str) -> KeySlot:
        """The slot of a user, by name (case does not matter) or id.

        Raises:
            WrongPassword: there is no such user; said the same way as a wrong password.
        """
        wanted = _plain(user_name).casefold()
        for slot in self.slots:
            if wanted in {_plain(slot.user.name).casefold(), slot.user.id}:
                return slot
        raise WrongPassword

    def unwrap(self, user_name: str, password: str) -> bytes:
        """The chart key.

        Raises:
            WrongPassword: the password does not open the user's slot.
        """
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        slot = self.slot(user_name)
        box = AESGCM(_stretch(password, slot.salt, slot.cost))
        try:
            return box.decrypt(slot.nonce, slot.wrapped, _bound_to(self.chart_id, slot))
        except InvalidTag:
            raise WrongPassword from None

    def with_user(self, user: Clinician, password: str, key: bytes, cost: KeyCost) -> KeyFile:
        """The same file with a user added, or re-wrapped under a new password."""
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        slot = KeySlot(user, cost, os.urandom(_SALT_BYTES), os.urandom(_NONCE_BYTES), b"")
        box = AESGCM(_stretch(password, slot.salt, cost))
        wrapped = box.encrypt(slot.nonce, key, _bound_to(self.chart_id, slot))
        others = tuple(other for other in self.slots if other.user.id != user.id)
        return replace(self, slots=(*others, replace(slot, wrapped=wrapped)))


def new_chart_key() -> bytes:
    """A random 256-bit key."""
    return os.urandom(KEY_BYTES)


def derived_key(key: bytes, purpose: str) -> bytes:
    """A key for another purpose, from which the chart key cannot be told."""
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), KEY_BYTES, None, f"pt-chart {purpose}".encode()).derive(key)


def write_keys(place: ChartPlace, keys: KeyFile) -> None:
    """Write the key file atomically; what stood there is kept as the previous one."""
    body = _to_json(keys)
    text = json.dumps({**body, "checksum": _checksum(body)}, indent=1, ensure_ascii=False)
    if place.keys.exists():
        write_atomically(place.previous_keys, place.keys.read_bytes())
    write_atomically(place.keys, text.encode())


def read_keys(place: ChartPlace) -> KeyFile:
    """Read the key file.

    Raises:
        ChartDamaged: it is missing, cut or altered (then no password could be judged).
        ChartNewer: it is of a later format.
    """
    try:
        data = json.loads(place.keys.read_bytes())
    except FileNotFoundError:
        raise _damaged("is missing", place) from None
    except ValueError:
        raise _damaged("is damaged", place) from None
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise _damaged("is not one", place)
    if data.get("version") != VERSION:
        raise ChartNewer
    if data.pop("checksum", None) != _checksum(data):
        raise _damaged("is damaged", place)
    try:
        return _from_json(data)
    except (KeyError, TypeError, ValueError):
        raise _damaged("is damaged", place) from None


def _damaged(what: str, place: ChartPlace) -> ChartDamaged:
    return ChartDamaged(
        f"The key file {place.keys.name} {what}.",
        f"Put it back from a backup, or rename {place.previous_keys.name} to {place.keys.name}.",
    )


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def _stretch(password: str, salt: bytes, cost: KeyCost) -> bytes:
    from argon2.low_level import Type, hash_secret_raw

    secret = unicodedata.normalize("NFKC", password).encode("utf-8", "replace")
    return hash_secret_raw(secret, salt, cost.time, cost.memory_kib, cost.lanes, KEY_BYTES, Type.ID)


def _bound_to(chart_id: str, slot: KeySlot) -> bytes:
    parts = [FORMAT, VERSION, chart_id, asdict(slot.user), asdict(slot.cost), slot.salt.hex()]
    return json.dumps(parts, sort_keys=True).encode()


def _checksum(body: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()


def _to_json(keys: KeyFile) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "version": VERSION,
        "chart_id": keys.chart_id,
        "users": [
            {
                **asdict(slot.user),
                "argon2id": asdict(slot.cost),
                "salt": base64.b64encode(slot.salt).decode(),
                "nonce": base64.b64encode(slot.nonce).decode(),
                "wrapped": base64.b64encode(slot.wrapped).decode(),
            }
            for slot in keys.slots
        ],
    }


def _from_json(data: Mapping[str, Any]) -> KeyFile:
    return KeyFile(str(data["chart_id"]), tuple(_slot(user) for user in data["users"]))


def _slot(user: Mapping[str, Any]) -> KeySlot:
    cost = KeyCost(**user["argon2id"])
    limits = (cost.time <= _MOST_TIME, cost.memory_kib <= _MOST_MEMORY_KIB)
    if not (all(limits) and cost.lanes <= _MOST_LANES):
        raise ValueError("unreasonable Argon2id cost")
    return KeySlot(
        Clinician(user["id"], user["name"], user["credentials"], user["role"]),
        cost,
        base64.b64decode(user["salt"], validate=True),
        base64.b64decode(user["nonce"], validate=True),
        base64.b64decode(user["wrapped"], validate=True),
    )
