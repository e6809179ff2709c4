"""Packs by presentation and the clinic's own templates: add, keep, rename, delete."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QHBoxLayout

from pt_chart.charting.clinic_library import ClinicLibrary
from pt_chart.charting.errors import WorldError
from pt_chart.clinical.program.packs import Pack, packs_for
from pt_chart.ui.program.filters import Narrow
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Height, Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.button import Button, Look
from pt_chart.ui.widgets.card import Card
from pt_chart.ui.widgets.label import Label
from pt_chart.ui.widgets.line_field import LineField

TEMPLATE = "template:"


class PacksCard(Card):
    """One list of packs (those for the hypothesis first) and templates, and what is done to it."""

    def __init__(
        self,
        theme: Theme,
        clinic: ClinicLibrary,
        add: Callable[[Pack], None],
        made: Callable[[str], Pack],
        failed: Callable[[WorldError], None],
        own: Callable[[], None],
    ) -> None:
        """``made`` makes a template of the present program; it raises ValueError with the fix.

        ``own`` opens the editor of own exercises.
        """
        super().__init__(theme)
        self.body.setContentsMargins(10, Space.S, 10, Space.XS)
        self._clinic = clinic
        self._add = add
        self._made = made
        self._failed = failed
        self._condition = ""
        self._asked = ""
        self._packs: dict[str, Pack] = {}
        self.body.setSpacing(2)
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        self.list = Narrow(theme, "Packs and templates")
        self.list.currentIndexChanged.connect(lambda _: self._show_tools())
        row.addWidget(self.list, 1)
        self.add_button = self._button(
            row, "Add all", "Add all of the pack or template", self._take
        )
        self.body.addLayout(row)
        tools = QHBoxLayout()
        tools.setSpacing(Space.XS)
        self.save = self._button(tools, "Save as template", "", self._ask_save)
        self.rename = self._button(tools, "Rename", "Rename the template", self._ask_rename)
        self.delete = self._button(tools, "Delete", "Delete the template", self._ask_delete)
        tools.addStretch(1)
        self.own = self._button(tools, "Own exercise", "", own)
        self.body.addLayout(tools)
        self.name = LineField(theme, "Name of the template")
        self.name.returnPressed.connect(self._named)
        self.name.hide()
        self.body.addWidget(self.name)
        self.said = Label("", Style.SMALL, "secondary", wrap=True)
        self.said.hide()
        self.body.addWidget(self.said)
        self.show_packs("")

    def _button(self, row: QHBoxLayout, text: str, name: str, action: Callable[[], None]) -> Button:
        look = Look.SECONDARY if text == "Add all" else Look.QUIET
        button = Button(self._theme, text, look, name=name, height=Height.BUTTON_SMALL)
        button.clicked.connect(action)
        row.addWidget(button)
        return button

    def show_packs(self, condition: str) -> None:
        """List templates and packs, those for a condition first."""
        self._condition = condition
        templates = self._clinic.templates()
        shipped = packs_for(condition, self._clinic.library.packs)
        packs = {
            **{f"{TEMPLATE}{pack.name}": pack for pack in templates},
            **{pack.id: pack for pack in shipped},
        }
        if list(packs.items()) == list(self._packs.items()):
            return
        self._packs = packs
        kept = self.list.currentData()
        self.list.clear()
        for id, pack in self._packs.items():
            mark = "Template: " if id.startswith(TEMPLATE) else ""
            self.list.addItem(f"{mark}{pack.name} ({len(pack.items)})", id)
        self.list.setCurrentIndex(max(0, self.list.findData(kept)))
        self._show_tools()

    def choose(self, id: str) -> None:
        """Choose a pack by its id, a template by ``template:`` and its name."""
        self.list.setCurrentIndex(max(0, self.list.findData(id)))

    def say(self, words: str) -> None:
        """What came of it, in words."""
        self.said.setText(words)
        self.said.setVisible(bool(words))

    @property
    def _chosen(self) -> Pack | None:
        return self._packs.get(str(self.list.currentData() or ""))

    def _show_tools(self) -> None:
        own = str(self.list.currentData() or "").startswith(TEMPLATE)
        self.rename.setVisible(own)
        self.delete.setVisible(own)
        self.add_button.setEnabled(self._chosen is not None)
        self._ask("")

    def _take(self) -> None:
        if self._chosen is not None:
            self._add(self._chosen)

    def _ask_save(self) -> None:
        self._ask("save")

    def _ask_rename(self) -> None:
        self._ask("rename")
        if self._chosen is not None:
            self.name.setText(self._chosen.name)
            self.name.selectAll()

    def _ask_delete(self) -> None:
        """The first press asks, the second deletes."""
        if self._asked != "delete":
            self._ask("delete")
            return
        pack = self._chosen
        if pack is not None:
            self._guarded(lambda: self._clinic.remove_template(pack.name), f"{pack.name} is gone.")

    def _ask(self, what: str) -> None:
        self._asked = what
        self.delete.setText("Really delete" if what == "delete" else "Delete")
        self.name.setVisible(what in ("save", "rename"))
        self.name.setPlaceholderText("Name, then Enter")
        self.say("")
        if what in ("save", "rename"):
            self.name.clear()
            self.name.setFocus()

    def _named(self) -> None:
        name, asked, pack = self.name.text(), self._asked, self._chosen
        if asked == "rename" and pack is not None:
            old = pack.name
            self._guarded(
                lambda: self._clinic.rename_template(old, name), f"Now called {name.strip()}."
            )
        elif asked == "save":
            self._guarded(lambda: self._save(name), f"Kept as {name.strip()}.")

    def _save(self, name: str) -> None:
        self._clinic.save_template(replace(self._made(name), condition=self._condition))

    def _guarded(self, act: Callable[[], None], done: str) -> None:
        try:
            act()
        except ValueError as error:
            self.say(str(error))
        except WorldError as error:
            self._failed(error)
        else:
            self.show_packs(self._condition)
            self.say(done)
