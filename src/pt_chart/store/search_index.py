"""Find as you type over a large register: the index, how it is kept, and how it is asked.

Two indexes answer. Names that begin with the typed letters come from ordered columns
(``sort_name``, ``given_sort``), which give the first lines of the list without reading the rest.
What stands anywhere else (mid-word, birth date, phone, ID) comes from the trigrams of
``patient.searchable``: FTS5 in SQLite, kept by triggers, and a trigram index in PostgreSQL. Typed
text is only ever a quoted phrase or a bound value, never search syntax.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeAlias, cast

from sqlalchemy import Connection, select, text

from pt_chart.charting.search_words import ISO_DAY
from pt_chart.store import trigrams
from pt_chart.store.engine import rows
from pt_chart.store.records import patient
from pt_chart.store.translate import Row, found_by, patient_of

Word: TypeAlias = tuple[str, ...]
"""A typed word with its alternatives, of which one must be found."""

_TRIGRAM = 3
_LONGEST, _DIGITS = 12, 7
"""Characters of a word that the index is asked for, the last ones of a number (all numbers of a
town begin alike); the rest is compared."""
_BEYOND = "\U0010ffff"
_PAGE = 5_000

_CREATE = (
    "CREATE VIRTUAL TABLE patient_trigram USING fts5"
    "(searchable, content='patient', content_rowid='place', "
    "tokenize='trigram case_sensitive 1')"
)
SQLITE_TABLES = frozenset(
    {
        "patient_trigram",
        *(f"patient_trigram_{part}" for part in ("config", "data", "docsize", "idx")),
    }
)
"""The index itself and what FTS5 keeps it in."""
_ADD = "INSERT INTO patient_trigram(rowid, searchable) VALUES (%s)"
_TAKE = (
    "INSERT INTO patient_trigram(patient_trigram, rowid, searchable) "
    "VALUES ('delete', OLD.place, OLD.searchable)"
)
_NEXT_PLACE = "(SELECT coalesce(max(place), 0) + 1 FROM patient)"


def sqlite_triggers() -> dict[str, str]:
    """What keeps the index of SQLite: name and statement of each trigger."""
    put_new = (
        f"UPDATE patient SET place = {_NEXT_PLACE} WHERE id = NEW.id; "  # noqa: S608
        "INSERT INTO patient_trigram(rowid, searchable) "
        "SELECT place, searchable FROM patient WHERE id = NEW.id"
    )
    changed = "AFTER UPDATE OF searchable ON patient WHEN OLD.searchable <> NEW.searchable"
    put_changed = _ADD % "NEW.place, NEW.searchable"
    return {
        "patient_found": f"CREATE TRIGGER patient_found AFTER INSERT ON patient "
        f"BEGIN {put_new}; END",
        "patient_renamed": f"CREATE TRIGGER patient_renamed {changed} "
        f"BEGIN {_TAKE}; {put_changed}; END",
        "patient_lost": f"CREATE TRIGGER patient_lost AFTER DELETE ON patient BEGIN {_TAKE}; END",
    }


def create(connection: Connection) -> None:
    """Make the index of an empty chart; elsewhere than in SQLite the tables bring their own."""
    if _is_sqlite(connection):
        connection.execute(text(_CREATE))


def refill(connection: Connection) -> None:
    """Derive what patients are found by anew, from what is recorded, and fill the index."""
    sqlite = _is_sqlite(connection)
    # Places are unique: nobody may still hold the one that another is about to get.
    connection.execute(text("UPDATE patient SET place = NULL"))
    last, place = "", 0
    while page := _page_after(connection, last):
        values = []
        for row in page:
            place += 1
            values.append(
                {"of": row["id"], "put": place if sqlite else None, **found_by(patient_of(row))}
            )
        connection.execute(
            text(
                "UPDATE patient SET sort_name = :sort_name, given_sort = :given_sort, "
                "searchable = :searchable, place = :put WHERE id = :of"
            ),
            values,
        )
        last = page[-1]["id"]
    rebuild(connection)


def rebuild(connection: Connection) -> None:
    """Write the index anew, so that nothing of what it held before stays in it."""
    if _is_sqlite(connection):
        connection.execute(text("INSERT INTO patient_trigram(patient_trigram) VALUES ('rebuild')"))


def find(connection: Connection, words: tuple[Word, ...], limit: int) -> list[Row]:
    """Rows of patients in whom every word is found: names that begin with the first one first."""
    if any("\x00" in form for forms in words for form in forms):
        return []
    dialect = _DIALECTS["sqlite" if _is_sqlite(connection) else "postgresql"]
    search = _Search(connection, dialect, words, limit)
    found: list[Row] = []
    for column in ("sort_name", "given_sort"):
        if len(found) < limit:
            found = _joined(found, search.beginning(column))
    if len(found) < limit:
        # As many again as were found: those are among them.
        more = search.anywhere(limit + len(found))
        found = _joined(found, sorted(more, key=search.order))
    return found[:limit]


def recent(connection: Connection, limit: int) -> list[Row]:
    """Rows of the patients seen most recently."""
    seen = (patient.c.last_visit.desc().nulls_last(), patient.c.sort_name, patient.c.id)
    wanted = select(patient).where(patient.c.merged_into.is_(None)).order_by(*seen).limit(limit)
    return rows(connection, wanted)


_Indexed: TypeAlias = tuple[str, dict[str, Any], frozenset[Word]]
"""A condition that the trigram index answers, its values, and the words it answers for alone."""


@dataclass(frozen=True, slots=True)
class _Dialect:
    """How one engine says it: the place of a text, the tables, the trigram index.

    Names are compared by code point everywhere: in a chart's database on a server the collation
    is "C", so that the plain indexes of the columns serve.
    """

    place_of: str
    table: str
    indexed: Callable[[Connection, list[Word]], _Indexed]


@dataclass(slots=True)
class _Search:
    """One question to the register."""

    connection: Connection
    dialect: _Dialect
    words: tuple[Word, ...]
    limit: int

    def beginning(self, column: str) -> list[Row]:
        """Rows whose name in a column begins with the first word, in the order of that name.

        The other words have to stand in the name too: then the index of names alone answers.
        """
        first = self.words[0][0]
        values: dict[str, Any] = {"first": first, "beyond": first + _BEYOND}
        conditions = [f"{column} >= :first AND {column} < :beyond"]
        conditions += self._contains(self.words[1:], column, values)
        return self._rows(conditions, values, f"ORDER BY {column}, id LIMIT :most", self.limit)

    def anywhere(self, most: int) -> list[Row]:
        """Rows in which every word stands somewhere, unordered, no more than ``most``."""
        values: dict[str, Any] = {}
        conditions, table = [], "patient"
        days = [word for word in self.words if _is_day(word)]
        long = [word for word in self.words if _is_long(word) and word not in days]
        rest = [word for word in self.words if word not in days]
        if days:
            conditions += self._born(days, values)
        elif long:
            table = self.dialect.table
            condition, values, whole = self.dialect.indexed(self.connection, long)
            conditions.append(condition)
            rest = [word for word in self.words if word not in whole]
        conditions += self._contains(rest, "searchable", values)
        return self._rows(conditions, values, "LIMIT :most", most, table)

    def order(self, row: Row) -> tuple[int, str, str]:
        """Where a row stands: family name begins, given name begins, anything else; by name."""
        first = self.words[0][0]
        begins = (row["sort_name"].startswith(first), row["given_sort"].startswith(first))
        rank = begins.index(True) if any(begins) else len(begins)
        return rank, row["given_sort" if rank == 1 else "sort_name"], row["id"]

    def _contains(self, words: Iterable[Word], column: str, values: dict[str, Any]) -> list[str]:
        conditions = []
        for word in words:
            forms = []
            for form in word:
                name = f"part{len(values)}"
                values[name] = form
                forms.append(f"{self.dialect.place_of}(patient.{column}, :{name}) > 0")
            conditions.append(f"({' OR '.join(forms)})")
        return conditions

    def _born(self, days: Iterable[Word], values: dict[str, Any]) -> list[str]:
        conditions = []
        for word in days:
            names = []
            for day in word:
                names.append(f":part{len(values)}")
                values[names[-1][1:]] = day
            conditions.append(f"birth_date IN ({', '.join(names)})")
        return conditions

    def _rows(
        self,
        conditions: list[str],
        values: dict[str, Any],
        end: str,
        most: int,
        table: str = "patient",
    ) -> list[Row]:
        where = " AND ".join(conditions)
        statement = text(f"SELECT patient.* FROM {table} WHERE {where} {end}")  # noqa: S608
        found = self.connection.execute(statement, {**values, "most": most})
        return cast("list[Row]", found.mappings().all())


def _joined(first: list[Row], then: list[Row]) -> list[Row]:
    known = {row["id"] for row in first}
    return [*first, *(row for row in then if row["id"] not in known)]


def _is_long(word: Word) -> bool:
    return all(len(form) >= _TRIGRAM for form in word)


def _is_day(word: Word) -> bool:
    """Whether a word is a whole date, which the birth date alone answers."""
    return all(ISO_DAY.fullmatch(form) for form in word)


def _is_whole(word: Word) -> bool:
    """Whether the index alone answers for a word."""
    return all(len(form) >= _TRIGRAM and _asked(form) == form for form in word)


def _asked(form: str) -> str:
    """The part of a word that the index is asked for."""
    return form[-_DIGITS:] if form.isdigit() else form[:_LONGEST]


def _phrases(connection: Connection, words: list[Word]) -> _Indexed:
    """FTS5: every form a quoted phrase, so that nothing that was typed is syntax.

    In a large register the rarest trigrams of names and numbers stand for all of them.
    """
    spelled = [word for word in words if len(word) == 1 and word[0].isalnum()]
    rare = trigrams.rarest(connection, [form for (form,) in spelled])
    by_phrase = [word for word in words if not (rare and word in spelled)]
    asked = [_quoted(rare_one) for rare_one in rare]
    asked += [f"({' OR '.join(_quoted(_asked(form)) for form in word)})" for word in by_phrase]
    whole = frozenset(word for word in by_phrase if _is_whole(word))
    return "patient_trigram MATCH :phrases", {"phrases": " AND ".join(asked)}, whole


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _likes(_connection: Connection, words: list[Word]) -> _Indexed:
    """PostgreSQL: LIKE, which a trigram index serves."""
    values: dict[str, Any] = {}
    conditions = []
    for word in words:
        forms = []
        for form in word:
            name = f"like{len(values)}"
            escaped = form.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
            values[name] = f"%{escaped}%"
            forms.append(f"patient.searchable LIKE :{name}")
        conditions.append(f"({' OR '.join(forms)})")
    return " AND ".join(conditions), values, frozenset(words)


_DIALECTS = {
    "sqlite": _Dialect(
        "instr",
        "patient_trigram CROSS JOIN patient ON patient.place = patient_trigram.rowid",
        _phrases,
    ),
    "postgresql": _Dialect("strpos", "patient", _likes),
}


def _is_sqlite(connection: Connection) -> bool:
    return connection.dialect.name == "sqlite"


def _page_after(connection: Connection, last: str) -> list[Row]:
    wanted = select(patient).where(patient.c.id > last).order_by(patient.c.id).limit(_PAGE)
    return rows(connection, wanted)
