"""The tables of a chart, the same on every engine.

Rows are written and read as plain mappings (`translate`); no domain class knows a table. Texts
that hold canonical JSON say so. "" stands for "no side" and "no level" inside keys.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

chart_state = Table(
    "chart_state",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("chart_id", Text, nullable=False),
    Column("commits", Integer, nullable=False),
)

clinic = Table(
    "clinic",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("content", Text, nullable=False),
)

setting = Table(
    "setting",
    metadata,
    Column("name", Text, primary_key=True),
    Column("content", Text, nullable=False),
)

clinician = Table(
    "clinician",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("credentials", Text, nullable=False),
    Column("role", Text, nullable=False),
)

patient = Table(
    "patient",
    metadata,
    Column("id", Text, primary_key=True),
    Column("record_number", Text, nullable=False),
    Column("family_name", Text, nullable=False),
    Column("given_name", Text, nullable=False),
    Column("birth_date", Text),
    Column("sex", Text, nullable=False),
    Column("phone", Text, nullable=False),
    Column("email", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("large_print", Boolean(create_constraint=False), nullable=False),
    Column("alerts", Text, nullable=False),
    Column("demo", Boolean(create_constraint=False), nullable=False),
    Column("sort_name", Text, nullable=False, index=True),
    Column("searchable", Text, nullable=False),
    Column("last_visit", Text, index=True),
    Column("last_tier", Text),
    Column("given_sort", Text, nullable=False, server_default=""),
    Column("merged_into", Text),
    Column("place", Integer),
    Index("ix_patient_birth_date", "birth_date"),
    Index("ix_patient_given_sort", "given_sort"),
    Index("ix_patient_place", "place", unique=True),
    Index(
        "ix_patient_merged_into",
        "merged_into",
        sqlite_where=text("merged_into IS NOT NULL"),
    ),
)
"""``alerts`` is JSON. Derived, for lists and search: ``sort_name``, ``searchable``, ``given_sort``,
``last_visit``, ``last_tier``. ``merged_into`` is the id of the record that this one was merged
into, the last of a chain; ``place`` is the row of the search index (`search_index`, SQLite)."""

patient_merge = Table(
    "patient_merge",
    metadata,
    Column("gone_id", Text, ForeignKey("patient.id"), primary_key=True),
    Column("kept_id", Text, ForeignKey("patient.id"), nullable=False, index=True),
    Column("at", Text, nullable=False),
    Column("user_id", Text, nullable=False),
    Column("user_name", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
)
"""Records that were merged and can be parted again; ``before`` and ``after`` are the kept person
as JSON."""

episode = Table(
    "episode",
    metadata,
    Column("id", Text, primary_key=True),
    Column("patient_id", Text, ForeignKey("patient.id"), nullable=False, index=True),
    Column("complaint", Text, nullable=False),
    Column("side", Text),
    Column("started", Text, nullable=False),
    Column("onset", Text, nullable=False),
    Column("referrer", Text, nullable=False),
    Column("precautions", Text, nullable=False),
    Column("medicines", Text, nullable=False),
    Column("planned_visits", Integer),
    Column("closed", Text),
)
"""``precautions`` and ``medicines`` are JSON."""

visit = Table(
    "visit",
    metadata,
    Column("id", Text, primary_key=True),
    Column("episode_id", Text, ForeignKey("episode.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("date", Text, nullable=False, index=True),
    Column("number", Integer, nullable=False),
    Column("status", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("tier", Text),
    Column("signature", Text),
    Index("ix_visit_episode_id_date", "episode_id", "date"),
    Index("ix_visit_unsigned", "date", sqlite_where=text("status = 'draft'")),
)
"""``signature`` is JSON, null in a draft."""

answer = Table(
    "answer",
    metadata,
    Column("visit_id", Text, ForeignKey("visit.id"), primary_key=True),
    Column("finding", Text, primary_key=True),
    Column("side", Text, primary_key=True),
    Column("level", Text, primary_key=True),
    Column("value", Text),
    Column("qualifiers", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("origin", Text, nullable=False),
    Column("at", Text),
    sqlite_with_rowid=False,
)
"""``value`` is JSON (null: not tested), ``qualifiers`` JSON."""

mark = Table(
    "mark",
    metadata,
    Column("visit_id", Text, ForeignKey("visit.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("view", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("content", Text, nullable=False),
    sqlite_with_rowid=False,
)
"""One mark of the body chart, in the order drawn; ``content`` is JSON with its vector shape."""

visit_part = Table(
    "visit_part",
    metadata,
    Column("visit_id", Text, ForeignKey("visit.id"), primary_key=True),
    Column("name", Text, primary_key=True),
    Column("content", Text, nullable=False),
    sqlite_with_rowid=False,
)
"""The rest of a visit as JSON: chart sheet, program, plan, acknowledgments, hypothesis, ..."""

addendum = Table(
    "addendum",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("visit_id", Text, ForeignKey("visit.id"), nullable=False, index=True),
    Column("content", Text, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("at", Text, nullable=False, index=True),
    Column("user_id", Text, nullable=False),
    Column("user_name", Text, nullable=False),
    Column("action", Text, nullable=False, index=True),
    Column("patient_id", Text, nullable=False, index=True),
    Column("visit_id", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("digest", Text, nullable=False),
)
"""Append-only; ``digest`` chains each line to the one before (see `audit_log`)."""

account = Table(
    "account",
    metadata,
    Column("user_id", Text, ForeignKey("clinician.id"), primary_key=True),
    Column("administers", Boolean(create_constraint=False), nullable=False),
    Column("active", Boolean(create_constraint=False), nullable=False),
)

key_state = Table(
    "key_state",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("generation", Integer, nullable=False),
)
"""Which generation of the key file belongs to the chart: an older one put back is noticed."""

signing_key = Table(
    "signing_key",
    metadata,
    Column("public", Text, primary_key=True),
    Column("user_id", Text, nullable=False),
    Column("since", Text, nullable=False),
)
"""Public Ed25519 keys (hexadecimal) of all users so far; only grows."""

seal = Table(
    "seal",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("visit_id", Text, nullable=False, index=True),
    Column("act", Text, nullable=False),
    Column("statement", Text, nullable=False),
    Column("signature", Text, nullable=False),
    Column("digest", Text, nullable=False),
)
"""The chain of signatures (see `seals`); only grows, and outlives an erased visit."""

erasure = Table(
    "erasure",
    metadata,
    Column("patient_id", Text, primary_key=True),
    Column("at", Text, nullable=False),
    Column("user_id", Text, nullable=False),
    Column("reason", Text, nullable=False),
)
"""Patients whose records were erased; only grows. Only for them a signed visit may be deleted."""

episode_entry = Table(
    "episode_entry",
    metadata,
    Column("id", Text, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("episode_id", Text, ForeignKey("episode.id"), nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("content", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("struck", Text, nullable=False),
)
"""The log of an episode between visits, a row for each version of an entry; only grows."""

attachment = Table(
    "attachment",
    metadata,
    Column("id", Text, primary_key=True),
    Column("patient_id", Text, ForeignKey("patient.id"), nullable=False, index=True),
    Column("visit_id", Text, ForeignKey("visit.id"), index=True),
    Column("name", Text, nullable=False),
    Column("media", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("digest", Text, nullable=False),
    Column("pages", Integer, nullable=False),
    Column("remarks", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("user_id", Text, nullable=False),
    Column("user_name", Text, nullable=False),
    Column("removed", Text),
    Column("content", LargeBinary),
)
"""Files that came with a patient or a visit; ``remarks`` and ``removed`` are JSON. A removed one
keeps its row, without content."""

kept_version = Table(
    "kept_version",
    metadata,
    Column("id", Text, primary_key=True),
    Column("visit_id", Text, ForeignKey("visit.id"), nullable=False, index=True),
    Column("at", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("because", Text, nullable=False),
    Column("content", Text, nullable=False),
)
"""Versions of a visit that met another one (see `kept_versions`); ``content`` is JSON."""

stored_file = Table(
    "stored_file",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("content", LargeBinary, nullable=False),
)
