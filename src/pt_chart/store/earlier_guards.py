"""What protected charts of each schema revision: a digest of all triggers, as they were made.

A chart that is brought up to date loses its triggers and gets today's. Before that they are held
against those of its own revision; the line in the log of the migration tells when they differ, and
so do the notice after unlocking and the verification.
"""

from __future__ import annotations

from hashlib import sha256

from sqlalchemy import Connection, select, text

from pt_chart.charting.audit import PROTECTION_ALTERED, AuditAction
from pt_chart.store.records import audit

_REGISTER = "823f1b2ce1df679b52ead58bda754a4e2c655dd096c7f721b5302c1d6ba6cc71"
_UNDONE = "7e88d0ab84af7ffcad6f394a6c918405d308653da904080007c955b681ba50e0"
IN_FILES = {
    "0001": "a9efefb4a45f409fde9245deebe8ffdcee98e021f99236c8f19882fbd16bdf43",
    "0002": "a189514f941688afa65847dd7a4e9e8b260c99d4209bb5533d99a60728fb4c8b",
    "0003": "3762d6c7b4afc93e1eb60164b93feb4eb1b93ac04c6a9842219d01d5f784e1fd",
    "0004": _REGISTER,
    "0005": _REGISTER,
    "0006": _UNDONE,
    "0007": _UNDONE,
    "0008": "a105e32fb1a401bc8abbb57119b4dde45ca411e94d8b59abbdb351f8b6d64274",
    "0009": "60694e58269f165067b71652e7c2ccec0163f06ee105871838f93720d41fa9e4",
}
"""By revision, for charts in a file. Those of the gold charts, which their own programs made."""
_SERVER_UNDONE = "c1a170f24a82d0f58c84b69acb3581a3263ccc82fba0ef09e83892fc505c38b9"
ON_SERVERS = {
    "0005": "38beb1db9a8193e0194c9060a7e3de7198943cb09c79eadbdde80fbe32227e85",
    "0006": _SERVER_UNDONE,
    "0007": _SERVER_UNDONE,
    "0008": "56363eeeb3695125184be4ed376bd40516f72059e17930410d0cc5228f7ec8d2",
    "0009": "e76541d00bd7a6bbad6b4ae0d95bd9708f41518bcdae7143bb8ef666b7037a7b",
}
"""By revision, for charts on a server, which began with 0005."""


def altered(connection: Connection, revision: str) -> bool:
    """Whether the triggers of a chart are not those that its revision was made with.

    Of a revision whose triggers are not known nothing is said.
    """
    server = connection.dialect.name == "postgresql"
    expected = (ON_SERVERS if server else IN_FILES).get(revision)
    return expected is not None and digest(connection) != expected


def digest(connection: Connection) -> str:
    """SHA-256 (hex) over the triggers that stand, by name."""
    if connection.dialect.name == "postgresql":
        from pt_chart.store.server import guards

        lines = ["\t".join((name, *parts)) for name, parts in guards.standing(connection).items()]
    else:
        listed = text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        lines = [f"{row.name}\t{row.sql}" for row in connection.execute(listed)]
    return sha256("\n".join(sorted(lines)).encode()).hexdigest()


def told(connection: Connection) -> int:
    """How often the log tells that an older chart came with altered protection."""
    moved = select(audit.c.detail).where(audit.c.action == AuditAction.MIGRATE.value)
    return sum(PROTECTION_ALTERED in detail for detail in connection.scalars(moved))
