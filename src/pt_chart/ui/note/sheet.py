"""The note tab: sections with sentences, own words and phrases, copy as plain text."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from pt_chart.charting.clinic_session import ClinicSession, OpenVisit
from pt_chart.charting.errors import WorldError
from pt_chart.charting.narrative import phrases, writing
from pt_chart.charting.unfinished import Place
from pt_chart.clinical.narrative.compose import SECTION_TITLES
from pt_chart.clinical.narrative.note import Note, NoteSection, Sentence
from pt_chart.ui.note.sentence_row import SentenceRow
from pt_chart.ui.plan.parts import refused, row_of, settle, titled
from pt_chart.ui.plan.unfinished import LineKeeper
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.button import Button, Look, native_key
from pt_chart.ui.widgets.card import Card
from pt_chart.ui.widgets.clearing import clear_layout
from pt_chart.ui.widgets.clipboard import COPIED, PASTE, put_text
from pt_chart.ui.widgets.combo import Combo
from pt_chart.ui.widgets.label import Label
from pt_chart.ui.widgets.line_field import LineField

HINT = "Written from the fields. A sentence follows its fields until you edit it."
LATER = "In the episode's log after this note was signed, not part of it (see Administration):"
NO_PHRASE = "choose a phrase"
OWN = Place("sentence", "Your sentence in the note")


class NoteSheet(QWidget):
    """The note of the open visit; ``followed`` carries a finding's key or a section."""

    followed = Signal(str)

    def __init__(self, theme: Theme, open_visit: OpenVisit, session: ClinicSession) -> None:
        super().__init__()
        self._theme = theme
        self._open = open_visit
        self._desk = open_visit.desk
        self._session = session
        self._shown: Note | None = None
        self.rows: dict[str, SentenceRow] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 8, 16)
        column.setSpacing(Space.M)
        head = QHBoxLayout()
        self.head = Label("", Style.BODY, wrap=True)
        head.addWidget(self.head, 1)
        key = native_key("Ctrl+Shift+C")
        self.copy = Button(
            theme, "Copy as text", Look.PRIMARY, icon="copy", key=key, name="Copy the note as text"
        )
        head.addWidget(self.copy)
        column.addLayout(head)
        column.addWidget(Label(HINT, Style.SMALL, "secondary", wrap=True))
        self.sections = QVBoxLayout()
        self.sections.setSpacing(Space.M)
        column.addLayout(self.sections)
        self.foot = Label("", Style.SMALL, "secondary", wrap=True)
        column.addWidget(self.foot)
        self.later = Label("", Style.SMALL, "secondary", wrap=True)
        self.later.hide()
        column.addWidget(self.later)
        self.add_card = self._make_add_card()
        column.addWidget(self.add_card)
        column.addStretch(1)
        self.copy.clicked.connect(self.copy_note)

    def _make_add_card(self) -> Card:
        theme = self._theme
        card = Card(theme, "Add your own words", padded=True)
        card.body.setSpacing(Space.S)
        self.section = Combo(theme, "Section for your words")
        for id_ in phrases.SECTIONS:
            self.section.addItem(SECTION_TITLES[id_], id_)
        self.own = LineField(theme, "Your sentence", placeholder="a sentence, then Enter")
        self.add = Button(theme, "Add", icon="plus", name="Add the sentence")
        card.body.addLayout(row_of(titled("Section", self.section), titled("Words", self.own)))
        self.phrase = Combo(theme, "Phrase of the clinic")
        self.insert = Button(theme, "Put in", name="Put the phrase into the note")
        self.name = LineField(theme, "Name of the phrase", placeholder="name", width=170)
        self.keep = Button(theme, "Keep these words as a phrase", icon="pin")
        self.forget = Button(theme, "Forget the phrase", Look.QUIET, icon="trash")
        card.body.addLayout(row_of(self.add, self.name, self.keep, stretch=True))
        card.body.addLayout(row_of(self.phrase, self.insert, self.forget, stretch=True))
        self.own.returnPressed.connect(self._add_own)
        self.add.clicked.connect(self._add_own)
        self.insert.clicked.connect(self._insert)
        self.keep.clicked.connect(self._keep)
        self.forget.clicked.connect(self._forget)
        self._list_phrases()
        return card

    def keep_lines(self, keeper: LineKeeper) -> None:
        """Words that are not added yet outlast the page."""
        keeper.watch(OWN, words=self.own, name=self.name, section=self.section)

    def set_read_only(self) -> None:
        """A signed note can be read and copied."""
        self.add_card.setEnabled(False)
        self._shown = None

    def show_visit(self) -> None:
        """Write the note again where something in it changed."""
        note = writing.write_note(self._session, self._open)
        self._show_later()
        if note == self._shown:
            return
        typed = {id_: row.unkept for id_, row in self.rows.items() if row.editor is not None}
        before, self._shown = self._shown, note
        focus = QApplication.focusWidget()
        at = next((id_ for id_, row in self.rows.items() if focus and row.isAncestorOf(focus)), "")
        at = at or next((id_ for id_, row in self.rows.items() if row is focus), "")
        self.head.setText("\n".join((note.title, *note.head)))
        self.foot.setText("\n".join(note.foot))
        clear_layout(self.sections)
        self.rows = {}
        for section in note.sections:
            self.sections.addWidget(self._card(section))
        for id_, text in typed.items():
            self._resume(id_, text, before)
        if at in self.rows and at not in typed:
            self.rows[at].setFocus()

    def _show_later(self) -> None:
        """What the log got after the signature stands below the note, not in it."""
        later = writing.later_entries(self._session, self._open)
        self.later.setText("\n".join((LATER, *later)))
        self.later.setVisible(bool(later))

    def keep_edits(self) -> None:
        """Put words that are still in an editor into the visit."""
        for row in tuple(self.rows.values()):
            row.finish()

    def hideEvent(self, event: QHideEvent) -> None:
        """Another tab or page: what was typed is kept."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.keep_edits()

    def _resume(self, id_: str, text: str | None, before: Note | None) -> None:
        """Go on with an open edit; where its sentence is gone, its words become one's own.

        ``text`` None: nothing was typed yet, so that the words the fields say now are edited.
        """
        if id_ in self.rows:
            self.rows[id_].resume(text)
            return
        sections = before.sections if before is not None else ()
        home = next((s.id for s in sections if any(one.id == id_ for one in s.sentences)), "")
        if home and text is not None and text.strip():
            words = text
            # The desk is still telling of the change that took the sentence away.
            QTimer.singleShot(0, self, lambda: writing.add_own(self._desk, home, words))

    def _card(self, section: NoteSection) -> Card:
        card = Card(self._theme, section.title)
        card.body.setContentsMargins(8, 6, 8, 8)
        for sentence in section.sentences:
            row = SentenceRow(self._theme, sentence, read_only=self._desk.visit.signed)
            row.rewritten.connect(lambda text, one=sentence: self._rewrite(one, text))
            row.linked.connect(lambda one=sentence: self._link(one))
            row.kept.connect(lambda one=sentence: writing.keep_words(self._desk, one))
            row.followed.connect(self.followed)
            self.rows[sentence.id] = row
            card.body.addWidget(row)
        return card

    def copy_note(self) -> None:
        """Put the note on the clipboard as plain text."""
        try:
            text = writing.copy_text(self._session, self._open)
        except WorldError as error:
            self._session.tell(error)
            return
        put_text(text)
        self._session.remark(COPIED, PASTE, passing=True)

    def _rewrite(self, sentence: Sentence, text: str) -> None:
        if self._desk.visit.signed:
            return
        if sentence.own:
            writing.change_own(self._desk, sentence.id, text)
        else:
            writing.edit_sentence(self._desk, sentence, text)
        self._desk.seal()

    def _link(self, sentence: Sentence) -> None:
        writing.link_again(self._desk, sentence.id)

    def _section(self) -> str:
        return str(self.section.currentData())

    def _add_own(self) -> None:
        try:
            writing.add_own(self._desk, self._section(), self.own.text())
        except ValueError as error:
            refused(self._session, self.own, error)
            return
        settle(self.own)
        self.own.setFocus()

    def _list_phrases(self) -> None:
        self.phrase.clear()
        self.phrase.addItem(NO_PHRASE, "")
        for one in phrases.phrases(self._session.store):
            self.phrase.addItem(f"{one.name} ({SECTION_TITLES[one.section]})", one.name)

    def _chosen(self) -> phrases.Phrase | None:
        name = str(self.phrase.currentData() or "")
        known = phrases.phrases(self._session.store)
        return next((one for one in known if one.name == name), None)

    def _insert(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            writing.add_own(self._desk, chosen.section, chosen.text)

    def _keep(self) -> None:
        made = phrases.Phrase(self.name.text(), self._section(), self.own.text())
        try:
            phrases.save_phrase(self._session.store, made)
        except ValueError as error:
            field = self.name if "name" in str(error) else self.own
            refused(self._session, field, error)
        except WorldError as error:
            self._session.tell(error)
        else:
            self.name.clear()
            self._list_phrases()
            self._session.remark(f"Kept as a phrase: {made.name.strip()}")

    def _forget(self) -> None:
        chosen = self._chosen()
        if chosen is None:
            return
        try:
            phrases.remove_phrase(self._session.store, chosen.name)
        except WorldError as error:
            self._session.tell(error)
        self._list_phrases()
