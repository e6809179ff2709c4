"""Files kept inside the encrypted chart: pictures and templates of the clinic."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select

from pt_chart.store.records import stored_file


def put(connection: Connection, kind: str, name: str, content: bytes) -> None:
    """Keep a file, replacing an older one of the name."""
    remove(connection, kind, name)
    connection.execute(insert(stored_file).values(kind=kind, name=name, content=content))


def one(connection: Connection, kind: str, name: str) -> bytes | None:
    """A file's content, None when there is none."""
    wanted = (stored_file.c.kind == kind, stored_file.c.name == name)
    found = connection.scalar(select(stored_file.c.content).where(*wanted))
    return bytes(found) if found is not None else None


def names(connection: Connection, kind: str) -> tuple[str, ...]:
    """Names of a kind, sorted."""
    wanted = select(stored_file.c.name).where(stored_file.c.kind == kind)
    return tuple(connection.scalars(wanted.order_by(stored_file.c.name)))


def remove(connection: Connection, kind: str, name: str) -> bool:
    """Forget a file; says whether there was one."""
    wanted = (stored_file.c.kind == kind, stored_file.c.name == name)
    return bool(connection.execute(delete(stored_file).where(*wanted)).rowcount)
