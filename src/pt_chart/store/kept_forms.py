"""The texts of forms that signed visits are read with: sealed with each visit, told in the log.

A kept text is a setting, one for each version of a form. Triggers keep it as it is; the seal of a
visit names the digest of every one that the visit was written with.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from sqlalchemy import Connection, Select, select

from pt_chart.charting.audit import AuditAction
from pt_chart.charting.ports import Setting
from pt_chart.store import before_digests, seals
from pt_chart.store.record_digests import form_record
from pt_chart.store.records import audit, seal, setting

_PREFIX = "forms/"
_KEPT = "forms/%/%"
_LINE = re.compile(r"^setting: forms/(?P<name>.+), SHA-256 (?P<digest>[0-9a-f]{64})$")


def is_kept_form(name: str) -> bool:
    """Whether a setting is the text of a form's version."""
    return name.startswith(_PREFIX) and "/" in name.removeprefix(_PREFIX)


def line_digest(name: str, value: Setting) -> str:
    """How the line of a setting ends that holds the text of a form; "" for other settings."""
    holds = is_kept_form(name) and isinstance(value, str)
    return f", SHA-256 {form_record(str(value))}" if holds else ""


def sealed(connection: Connection, versions: Mapping[str, int]) -> dict[str, str]:
    """Name ("form/version") and digest of the kept forms among these versions."""
    names = [f"{_PREFIX}{form}/{version}" for form, version in versions.items()]
    wanted = select(setting.c.name, setting.c.content).where(setting.c.name.in_(names))
    return _digests(connection, wanted)


def problems(connection: Connection) -> Iterator[str]:
    """Kept forms that are not what a seal or the log says, missing, or from elsewhere."""
    told, earlier = _told(connection), before_digests.last(connection)
    wanted = select(setting.c.name, setting.c.content).where(setting.c.name.like(_KEPT))
    standing = _digests(connection, wanted)
    wrong = sum(told[name] != {standing[name]} for name in told.keys() & standing.keys())
    missing = len(told.keys() - standing.keys())
    # Before lines told of every kept form nobody can say of one that it came past the program.
    unknown = 0 if earlier else len(standing.keys() - told.keys())
    for number, words in (
        (wrong, "are not as they were sealed"),
        (missing, "that signed visits were written with are missing"),
        (unknown, "are not in the log"),
    ):
        if number:
            yield f"{number} kept forms {words}."


def _told(connection: Connection) -> dict[str, set[str]]:
    """What seals and lines say of each kept form."""
    told: defaultdict[str, set[str]] = defaultdict(set)
    for statement in connection.scalars(select(seal.c.statement)):
        forms = seals.statement_of(statement).get("forms")
        for name, digest in (forms if isinstance(forms, dict) else {}).items():
            told[name].add(str(digest))
    lines = select(audit.c.detail).where(
        audit.c.action == AuditAction.CHANGE.value, audit.c.detail.like(f"setting: {_KEPT}")
    )
    for line in map(_LINE.match, connection.scalars(lines)):
        if line is not None:
            told[line["name"]].add(line["digest"])
    return told


def _digests(connection: Connection, wanted: Select[str, str]) -> dict[str, str]:
    digests: dict[str, str] = {}
    for name, content in connection.execute(wanted):
        text = json.loads(content)
        digests[name.removeprefix(_PREFIX)] = form_record(
            text if isinstance(text, str) else content
        )
    return digests
