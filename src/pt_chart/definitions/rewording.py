"""Reads a clinic's rewordings: other words for shipped fields, and fields added to shipped cards.

Only words change. What a field is, how it counts and what signing asks of it stays as shipped:
a clinic can ask for more, never for less. The words of a red-flag question are what makes it one:
these stay too, and own help stands beside them.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from pt_chart.clinical.fields import Card, FieldDef, Form, TestHelp
from pt_chart.definitions.field_reader import read_field
from pt_chart.definitions.toml_reader import Reader, nearest_hint

WORDS = ("label", "question", "standalone")


@dataclass(slots=True)
class Rewording:
    """What the rewording files ask for, by field and by card."""

    fields: dict[str, Reader] = field(default_factory=dict)
    cards: dict[str, Reader] = field(default_factory=dict)
    added: dict[str, list[Reader]] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)

    def read(self, reader: Reader) -> None:
        """Take one file in."""
        self.texts.append(reader.source)
        for table in reader.tables("field"):
            self._once(self.fields, table)
        for table in reader.tables("card"):
            self._once(self.cards, table)
        for table in reader.tables("add"):
            self.added.setdefault(table.text("card"), []).append(table)
        reader.finish()

    def _once(self, found: dict[str, Reader], table: Reader) -> None:
        name = table.text("id")
        if name in found:
            table.problem("id", f"{name!r} is reworded in {found[name].place()} already")
        found.setdefault(name, table)

    def apply(self, form: Form, places: dict[str, Reader]) -> Form:
        """A form in the clinic's words; ``places`` learns where its added fields stand."""
        touched = any(one.id in self.fields for one in form.fields) or any(
            card.id in self.cards or card.id in self.added for card in form.cards
        )
        if not touched:
            return form
        cards = tuple(self._card(card, form.section, places) for card in form.cards)
        return replace(form, cards=cards, words="\n".join(self.texts))

    def refuse_unknown(self, forms: list[Form]) -> None:
        """Ids that no shipped form has."""
        fields = {one.id for form in forms for one in form.fields}
        cards = {card.id for form in forms for card in form.cards}
        for known, wanted in ((fields, self.fields), (cards, self.cards)):
            for name, table in wanted.items():
                if name not in known:
                    table.problem("id", f"{name!r} is not known", nearest_hint(name, known))
        for name, tables in self.added.items():
            if name not in cards:
                for table in tables:
                    table.problem("card", f"{name!r} is no card", nearest_hint(name, cards))

    def _card(self, card: Card, section: str, places: dict[str, Reader]) -> Card:
        fields = [self._field(one) for one in card.fields]
        for table in self.added.get(card.id, ()):
            for below in table.tables("field"):
                made = read_field(below, section, card)
                if made.id in places:
                    below.problem("id", f"{made.id!r} is taken", "one fact, one id")
                    continue
                places[made.id] = below
                fields.append(made)
                for key in ("show_when", "derived", "implied_by"):
                    below.raw(key)
                below.finish()
            table.finish()
        table_ = self.cards.get(card.id)
        if table_ is None:
            return replace(card, fields=tuple(fields))
        title, hint = table_.text("title", card.title), table_.text("hint", card.hint)
        if not title.strip():
            table_.problem("title", "is empty", "leave the line out to keep the shipped title")
        table_.finish()
        return replace(card, fields=tuple(fields), title=title, hint=hint)

    def _field(self, shipped: FieldDef) -> FieldDef:
        table = self.fields.get(shipped.id)
        if table is None:
            return shipped
        self._refuse_words(table, shipped)
        told = table.table("help")
        help_ = shipped.help
        if told is not None:
            help_ = TestHelp(
                how=told.text("how", help_.how),
                positive=told.text("positive", help_.positive),
                evidence=told.text("evidence", help_.evidence),
                figure=told.text("figure", help_.figure),
            )
            told.finish()
        changed = replace(
            shipped,
            label=table.text("label", shipped.label),
            question=table.text("question", shipped.question),
            standalone=table.text("standalone", shipped.standalone),
            shorthand=(*shipped.shorthand, *table.texts("shorthand")),
            routine=self._more(table, "routine", shipped.routine),
            required=self._more(table, "required", shipped.required),
            help=help_,
        )
        table.finish()
        return changed

    def _refuse_words(self, table: Reader, shipped: FieldDef) -> None:
        """Empty words, and other words for a question that red flags are asked with."""
        firm = shipped.core or shipped.card.startswith("red_flag")
        for key in WORDS:
            if key not in table:
                continue
            if firm:
                hint = "help.how takes the clinic's words; ask more with a field of your own"
                table.problem(key, "cannot change: a red-flag question keeps its words", hint)
            elif not table.text(key, "").strip():
                table.problem(key, "is empty", "leave the line out to keep the shipped words")

    def _more(self, table: Reader, key: str, shipped: bool) -> bool:
        """A mark that may be set, never taken off."""
        said = table.raw(key)
        wanted = table.flag(key, default=shipped)
        if shipped and not wanted:
            table.problem(key, "cannot be taken off", "a clinic's form adds, it never removes")
        elif said is False:
            table.problem(key, "false changes nothing", "leave the line out, or say true")
        return shipped or wanted
