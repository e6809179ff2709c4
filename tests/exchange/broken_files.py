"""Files as hostile disks, mail programs and people leave them: made from sound ones by a seed."""

from __future__ import annotations

import json
from functools import cache
from random import Random
from typing import Any

from pt_chart.exchange.fhir.bundle import bundle_of
from tests.exchange.samples import NASTY, SENDER, chart, vocabulary

PATIENTS = (
    "ID,Family name,Given name,DOB,Sex,Phone,Alerts\r\n"
    '1001,Tallowby,Mira,1982-04-14,F,(555) 010-0187,"Latex; Falls"\r\n'
    "1002,Núñez,Jón,04/15/1979,M,,\r\n"
    '1003,"O\'Brien",,12/31/1960,x,555,"\'=SUM(A1)"\r\n'
)
VISITS = (
    "MRN;Name;Visit date;Kind;Complaint;Side;Note;slr@left;nprs_now;slr_angle@right\r\n"
    '1001;"Tallowby, Mira";2026-03-04;evaluation;leg pain;left;"two\nlines";yes;7;35\r\n'
    '1001;"Tallowby, Mira";2026-03-11;;leg pain;left;"says ""better""";no;5;40\r\n'
    "1002;;03/12/2026;progress;back pain;;;;;\r\n"
)
_JUNK = (
    b"\x00",
    b"\xff",
    b'"',
    b",",
    b";",
    b"\r",
    b"\n",
    b"{",
    b"]",
    b"\xed\xa0\x80",
    b"\xef\xbb\xbf",
)
_VALUES: tuple[Any, ...] = (
    None,
    True,
    -1,
    1e308,
    10**30,
    "",
    "x" * 500,
    [],
    {},
    [[]],
    {"reference": "urn:uuid:nowhere"},
    "9999-99-99",
    "2026-02-30",
    "\ud800",
    *NASTY,
)


@cache
def small_bundle() -> dict[str, Any]:
    """A bundle without our own record, so that every resource has to be understood."""
    for seed in range(200):
        made = chart(seed)
        if len(made.visits) == 2 and len(made.visits[0].answers) > 5 and made.patient.family_name:
            bundle = bundle_of(made, SENDER, vocabulary())
            bundle["entry"] = [
                one
                for one in bundle["entry"]
                if one["resource"]["resourceType"] != "DocumentReference"
            ]
            return bundle
    raise AssertionError("no small chart")


@cache
def whole_bundle() -> bytes:
    """A bundle with our own record inside."""
    return json.dumps(bundle_of(chart(2), SENDER, vocabulary())).encode()


def broken(seed: int) -> bytes:
    """A broken file from a seed."""
    chance = Random(seed)  # noqa: S311 - samples, not secrets
    how = seed % 4
    if how == 0:
        return _bytes_broken(chance, PATIENTS.encode(chance.choice(("utf-8", "cp1252", "utf-16"))))
    if how == 1:
        return _bytes_broken(chance, VISITS.encode())
    if how == 2:
        return _tree_broken(chance)
    return _bytes_broken(chance, whole_bundle())


def _bytes_broken(chance: Random, raw: bytes) -> bytes:
    made = bytearray(raw)
    for _ in range(chance.randrange(1, 5)):
        at = chance.randrange(len(made) + 1)
        match chance.randrange(5):
            case 0:
                del made[at:]
            case 1:
                made[at:at] = chance.choice(_JUNK)
            case 2:
                del made[at : at + chance.randrange(1, 20)]
            case 3 if at < len(made):
                made[at] = chance.randrange(256)
            case _:
                made[at:at] = made[: chance.randrange(1, 200)]
    return bytes(made)


def _tree_broken(chance: Random) -> bytes:
    tree = json.loads(json.dumps(small_bundle()))
    for _ in range(chance.randrange(1, 6)):
        holder: Any = tree
        while True:
            keys = list(holder) if isinstance(holder, dict) else range(len(holder))
            if not keys:
                break
            key = chance.choice(list(keys))
            inner = holder[key]
            if isinstance(inner, dict | list) and inner and chance.random() < 0.85:
                holder = inner
                continue
            if chance.random() < 0.2:
                del holder[key]
            elif isinstance(holder, list) and chance.random() < 0.3:
                holder.append(json.loads(json.dumps(holder[key])))
            else:
                holder[key] = json.loads(json.dumps(chance.choice(_VALUES)))
            break
    return json.dumps(tree).encode()
