"""The key file beside the chart: the random chart key, wrapped once for every user.

Each user's password goes through Argon2id; the result opens two AES-256-GCM boxes, one with the
chart key and one with the user's own Ed25519 signing key. Changing a password re-wraps 64 bytes.
Two further slots open with codes on paper: the recovery kit and the emergency envelope; the half
in this file is worth nothing without the half on paper. The file holds no patient data; it names
the staff, because the unlock window must offer them. What somebody may do is not in it: roles are
in the chart.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import unicodedata
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from pt_chart.charting.errors import WrongPassword
from pt_chart.clinical.people import Clinician

KEY_BYTES = 32
FORMAT = "pt-chart keys"
VERSION = 2
_NONCE_BYTES = 12
_SALT_BYTES = 16
_FIRST_VERSION_USER = ("id", "name", "credentials", "role")


@dataclass(frozen=True, slots=True)
class KeyCost:
    """How hard a password is to guess: Argon2id passes, memory in KiB, lanes."""

    time: int = 3
    memory_kib: int = 64 * 1024
    lanes: int = 4


class SharePurpose(StrEnum):
    """What a code on paper is for."""

    RECOVERY = "recovery"
    EMERGENCY = "emergency"


@dataclass(frozen=True, slots=True)
class Box:
    """An AES-256-GCM box."""

    nonce: bytes
    wrapped: bytes


@dataclass(frozen=True, slots=True)
class KeySlot:
    """One user's wrapping of the chart key and of the signing key.

    ``public`` is the user's public signing key (hexadecimal); ``bound`` the version of the key
    file that wrapped the slot: version 1 bound name and role to it and had no signing key.
    """

    user: Clinician
    cost: KeyCost
    salt: bytes
    key: Box
    signing: Box | None = None
    public: str = ""
    bound: int = VERSION


@dataclass(frozen=True, slots=True)
class KeyShare:
    """The chart key wrapped under a code on paper; when it was made and last used."""

    purpose: SharePurpose
    made: datetime
    cost: KeyCost
    salt: bytes
    key: Box
    used: datetime | None = None


@dataclass(frozen=True, slots=True, repr=False)
class OpenedKeys:
    """What a password or code opens: the chart key, and the seed of one's own signing key."""

    chart: bytes
    signing: bytes = b""


@dataclass(frozen=True, slots=True)
class KeyFile:
    """The content of a key file. ``generation`` counts its changes."""

    chart_id: str
    slots: tuple[KeySlot, ...] = ()
    shares: tuple[KeyShare, ...] = ()
    generation: int = 0
    seal: str = field(default="", compare=False)
    """HMAC of the rest under a key derived from the chart key; "" in version 1."""

    def slot(self, user_name: str) -> KeySlot:
        """The slot of a user, by name (case does not matter) or id.

        Raises:
            WrongPassword: there is no such user; said the same way as a wrong password.
        """
        wanted = plain_name(user_name).casefold()
        for slot in self.slots:
            if wanted in {plain_name(slot.user.name).casefold(), slot.user.id}:
                return slot
        raise WrongPassword

    def unwrap(self, user_name: str, password: str) -> OpenedKeys:
        """The keys of a user.

        Raises:
            WrongPassword: the password does not open the user's slot.
        """
        slot = self.slot(user_name)
        secret = _stretch(password, slot.salt, slot.cost)
        key = _open(secret, slot.key, self._bound(slot, "chart key"))
        if slot.signing is None:
            return OpenedKeys(key)
        return OpenedKeys(key, _open(secret, slot.signing, self._bound(slot, "signing key")))

    def open_share(self, purpose: SharePurpose, code: str) -> bytes:
        """The chart key by a code on paper.

        Raises:
            WrongPassword: there is no such share, or the code does not open it.
        """
        for share in self.shares:
            if share.purpose is purpose:
                secret = _stretch(code, share.salt, share.cost)
                return _open(secret, share.key, self._share_bound(share))
        raise WrongPassword

    def with_user(
        self, user: Clinician, password: str, key: bytes, cost: KeyCost, signing: bytes
    ) -> KeyFile:
        """The same file with a user added, or wrapped anew under a new password."""
        slot = KeySlot(
            user, cost, os.urandom(_SALT_BYTES), Box(b"", b""), public=public_of(signing)
        )
        secret = _stretch(password, slot.salt, cost)
        slot = replace(
            slot,
            key=_shut(secret, key, self._bound(slot, "chart key")),
            signing=_shut(secret, signing, self._bound(slot, "signing key")),
        )
        return self._with_slots(*self._others(user.id), slot)

    def without_user(self, user_id: str) -> KeyFile:
        """The same file without a user."""
        return self._with_slots(*self._others(user_id))

    def with_names(self, user: Clinician) -> KeyFile:
        """The same file with another name or role shown for a user."""
        slots = (
            replace(slot, user=user) if slot.user.id == user.id and slot.bound == VERSION else slot
            for slot in self.slots
        )
        return self._with_slots(*slots)

    def with_share(
        self, purpose: SharePurpose, code: str, key: bytes, cost: KeyCost, made: datetime
    ) -> KeyFile:
        """The same file with a code on paper; an older one of the purpose no longer opens it."""
        share = KeyShare(purpose, made, cost, os.urandom(_SALT_BYTES), Box(b"", b""))
        secret = _stretch(code, share.salt, cost)
        share = replace(share, key=_shut(secret, key, self._share_bound(share)))
        others = tuple(other for other in self.shares if other.purpose is not purpose)
        return replace(self, shares=(*others, share), generation=self.generation + 1)

    def with_share_used(self, purpose: SharePurpose, at: datetime) -> KeyFile:
        """The same file with the use of a code noted."""
        shares = tuple(
            replace(share, used=at) if share.purpose is purpose else share for share in self.shares
        )
        return replace(self, shares=shares, generation=self.generation + 1)

    def _with_slots(self, *slots: KeySlot) -> KeyFile:
        return replace(self, slots=slots, generation=self.generation + 1)

    def _others(self, user_id: str) -> tuple[KeySlot, ...]:
        return tuple(slot for slot in self.slots if slot.user.id != user_id)

    def _bound(self, slot: KeySlot, purpose: str) -> bytes:
        cost, salt = asdict(slot.cost), slot.salt.hex()
        if slot.bound == 1:
            user = {name: getattr(slot.user, name) for name in _FIRST_VERSION_USER}
            return json.dumps([FORMAT, 1, self.chart_id, user, cost, salt], sort_keys=True).encode()
        parts = [FORMAT, slot.bound, self.chart_id, purpose, slot.user.id, slot.public, cost, salt]
        return json.dumps(parts, sort_keys=True).encode()

    def _share_bound(self, share: KeyShare) -> bytes:
        made = share.made.isoformat()
        parts = [FORMAT, VERSION, self.chart_id, share.purpose.value, made, asdict(share.cost)]
        return json.dumps([*parts, share.salt.hex()], sort_keys=True).encode()


def new_chart_key() -> bytes:
    """A random 256-bit key."""
    return os.urandom(KEY_BYTES)


def new_signing_seed() -> bytes:
    """The seed of a new Ed25519 key."""
    return os.urandom(KEY_BYTES)


def public_of(seed: bytes) -> str:
    """The public key (hexadecimal) of an Ed25519 seed."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw().hex()


def derived_key(key: bytes, purpose: str) -> bytes:
    """A key for another purpose, from which the chart key cannot be told."""
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), KEY_BYTES, None, f"pt-chart {purpose}".encode()).derive(key)


def sealed(body: object, key: bytes) -> str:
    """The HMAC (hexadecimal) of a key file's content under the chart key."""
    text = json.dumps(body, sort_keys=True).encode()
    return hmac.new(derived_key(key, "key file"), text, hashlib.sha256).hexdigest()


def plain_name(text: str) -> str:
    """A name as it is compared: compatibility forms and spaces at the ends do not matter."""
    return unicodedata.normalize("NFKC", text).strip()


def _open(secret: bytes, box: Box, bound: bytes) -> bytes:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        return AESGCM(secret).decrypt(box.nonce, box.wrapped, bound)
    except InvalidTag:
        raise WrongPassword from None


def _shut(secret: bytes, content: bytes, bound: bytes) -> Box:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = os.urandom(_NONCE_BYTES)
    return Box(nonce, AESGCM(secret).encrypt(nonce, content, bound))


def _stretch(password: str, salt: bytes, cost: KeyCost) -> bytes:
    from argon2.low_level import Type, hash_secret_raw

    secret = unicodedata.normalize("NFKC", password).encode("utf-8", "replace")
    return hash_secret_raw(secret, salt, cost.time, cost.memory_kib, cost.lanes, KEY_BYTES, Type.ID)
