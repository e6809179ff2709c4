"""The key file on disk: JSON with a checksum, so that damage is told from a wrong password."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from pt_chart.charting.errors import ChartDamaged, ChartNewer
from pt_chart.clinical.people import Clinician
from pt_chart.store.keyfile import (
    FORMAT,
    VERSION,
    Box,
    KeyCost,
    KeyFile,
    KeyShare,
    KeySlot,
    SharePurpose,
    sealed,
)
from pt_chart.store.place import ChartPlace, write_atomically

_MOST_MEMORY_KIB = 1024 * 1024
_MOST_TIME = 64
_MOST_LANES = 64
_LARGEST = 4 * 1024 * 1024


def write_keys(place: ChartPlace, keys: KeyFile, key: bytes) -> None:
    """Write the key file atomically; a changed one has a spare copy of the same content.

    The spare is never an older one: that would open with a password that was changed since.
    """
    content = keys_text(keys, key)
    if place.keys.exists():
        write_atomically(place.previous_keys, content)
    write_atomically(place.keys, content)


def renew_spare(place: ChartPlace) -> None:
    """Replace a spare copy that an earlier version of the program left older than the key file."""
    content = place.keys.read_bytes()
    if place.previous_keys.exists() and place.previous_keys.read_bytes() != content:
        write_atomically(place.previous_keys, content)


def keys_text(keys: KeyFile, key: bytes) -> bytes:
    """A key file as it is written, sealed with the chart key."""
    body = _body(keys)
    body["seal"] = sealed(body, key)
    whole = {**body, "checksum": _checksum(body)}
    return json.dumps(whole, indent=1, ensure_ascii=False).encode()


def digest_of_keys(keys: KeyFile) -> str:
    """The SHA-256 (hexadecimal) of what a key file says, by which the log tells of it."""
    return hashlib.sha256(json.dumps(_body(keys), sort_keys=True).encode()).hexdigest()


def is_sealed_by(keys: KeyFile, key: bytes) -> bool:
    """Whether the file is as somebody with the chart key wrote it; version 1 had no seal."""
    if not keys.seal:
        return keys.generation == 0
    return hmac.compare_digest(keys.seal, sealed(_body(keys), key))


def read_keys(place: ChartPlace) -> KeyFile:
    """Read the key file of a chart.

    Raises:
        ChartDamaged: it is missing, cut or altered (then no password could be judged).
        ChartNewer: it is of a later format.
    """
    try:
        content = place.keys.read_bytes()
    except FileNotFoundError:
        raise _damaged("is missing", place) from None
    try:
        return parse_keys(content)
    except ValueError as bad:
        raise _damaged(str(bad), place) from None


def parse_keys(content: bytes) -> KeyFile:
    """A key file from its bytes.

    Raises:
        ValueError: it is none, cut or altered; the message says which.
        ChartNewer: it is of a later format.
    """
    try:
        data = json.loads(content) if len(content) <= _LARGEST else None
    except (ValueError, RecursionError):
        raise ValueError("is damaged") from None
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise ValueError("is not one")
    version = data.get("version")
    if type(version) is int and version > VERSION:
        raise ChartNewer
    if data.pop("checksum", None) != _checksum(data) or version not in {1, VERSION}:
        raise ValueError("is damaged")
    try:
        return _from_json(data) if version == VERSION else _first_version(data)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
        raise ValueError("is damaged") from None


def _damaged(what: str, place: ChartPlace) -> ChartDamaged:
    return ChartDamaged(
        f"The key file {place.keys.name} {what}.",
        f"Put it back from a backup, or rename {place.previous_keys.name} to {place.keys.name}.",
    )


def _checksum(body: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()


def _body(keys: KeyFile) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "version": VERSION,
        "chart_id": keys.chart_id,
        "generation": keys.generation,
        "users": [_slot_json(slot) for slot in keys.slots],
        "shares": [_share_json(share) for share in keys.shares],
    }


def _slot_json(slot: KeySlot) -> dict[str, Any]:
    user = slot.user
    return {
        "id": user.id,
        "name": user.name,
        "credentials": user.credentials,
        "role": user.role,
        "argon2id": asdict(slot.cost),
        "salt": _text(slot.salt),
        "key": _box_json(slot.key),
        "signing": _box_json(slot.signing) if slot.signing else None,
        "public": slot.public,
        "bound": slot.bound,
    }


def _share_json(share: KeyShare) -> dict[str, Any]:
    return {
        "purpose": share.purpose.value,
        "made": share.made.isoformat(),
        "used": share.used.isoformat() if share.used else None,
        "argon2id": asdict(share.cost),
        "salt": _text(share.salt),
        "key": _box_json(share.key),
    }


def _box_json(box: Box) -> dict[str, str]:
    return {"nonce": _text(box.nonce), "wrapped": _text(box.wrapped)}


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)


def _from_json(data: Mapping[str, Any]) -> KeyFile:
    return KeyFile(
        str(data["chart_id"]),
        tuple(_slot(user) for user in data["users"]),
        tuple(_share(share) for share in data["shares"]),
        int(data["generation"]),
        str(data["seal"]),
    )


def _slot(user: Mapping[str, Any]) -> KeySlot:
    signing = user["signing"]
    return KeySlot(
        _user(user),
        _cost(user["argon2id"]),
        _bytes(user["salt"]),
        _box(user["key"]),
        _box(signing) if signing is not None else None,
        str(user["public"]),
        int(user["bound"]),
    )


def _share(share: Mapping[str, Any]) -> KeyShare:
    used = share["used"]
    return KeyShare(
        SharePurpose(share["purpose"]),
        datetime.fromisoformat(share["made"]),
        _cost(share["argon2id"]),
        _bytes(share["salt"]),
        _box(share["key"]),
        datetime.fromisoformat(used) if used is not None else None,
    )


def _first_version(data: Mapping[str, Any]) -> KeyFile:
    slots = tuple(
        KeySlot(
            _user(user),
            _cost(user["argon2id"]),
            _bytes(user["salt"]),
            Box(_bytes(user["nonce"]), _bytes(user["wrapped"])),
            bound=1,
        )
        for user in data["users"]
    )
    return KeyFile(str(data["chart_id"]), slots)


def _user(user: Mapping[str, Any]) -> Clinician:
    parts = (user["id"], user["name"], user["credentials"], user["role"])
    if not all(isinstance(part, str) for part in parts):
        raise ValueError("a user is described by texts")
    return Clinician(*parts)


def _box(box: Mapping[str, Any]) -> Box:
    return Box(_bytes(box["nonce"]), _bytes(box["wrapped"]))


def _cost(cost: Mapping[str, Any]) -> KeyCost:
    found = KeyCost(**cost)
    limits = ((found.time, _MOST_TIME), (found.memory_kib, _MOST_MEMORY_KIB))
    for value, most in (*limits, (found.lanes, _MOST_LANES)):
        if type(value) is not int or not 0 < value <= most:
            raise ValueError("unreasonable Argon2id cost")
    return found
