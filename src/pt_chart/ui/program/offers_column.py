"""The left column: search and filters, packs, what is proposed and what is blocked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QVBoxLayout, QWidget

from pt_chart.charting.clinic_library import ClinicLibrary
from pt_chart.charting.errors import WorldError
from pt_chart.clinical.program.browsing import Wanted, fits, named_first
from pt_chart.clinical.program.library import Exercise, ExerciseKind, ExerciseLibrary
from pt_chart.clinical.program.packs import Pack
from pt_chart.clinical.program.proposals import Blocked, Proposal, Proposals
from pt_chart.clinical.sides import Side
from pt_chart.definitions.figures import FigureIndex
from pt_chart.ui.program.filters import FilterBar
from pt_chart.ui.program.offers import BlockedRow, OfferRow
from pt_chart.ui.program.own_editor import OwnEditor
from pt_chart.ui.program.packs_card import PacksCard
from pt_chart.ui.program.picture import FigurePicture
from pt_chart.ui.program.refill import refill
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Height, Space
from pt_chart.ui.widgets.button import Button, Look
from pt_chart.ui.widgets.card import Card
from pt_chart.ui.widgets.scroll import Scroll

DIGITS = 9
"""Proposals that a digit adds."""
FIRST = 6
"""Proposals listed before the rest is asked for, so that what is blocked stays in sight."""
SHOWN = 20
"""Exercises listed at once; the search finds the others."""


@dataclass(frozen=True, slots=True)
class OfferActs:
    """What the column asks of its page."""

    add: Callable[[Proposal], None]
    override: Callable[[Blocked, str], None]
    add_pack: Callable[[Pack], None]
    make_template: Callable[[str], Pack]
    looked: Callable[[], None]
    failed: Callable[[WorldError], None]


class OffersColumn(Scroll):
    """Lists offers; it decides nothing about them."""

    def __init__(
        self, theme: Theme, figures: FigureIndex, clinic: ClinicLibrary, acts: OfferActs
    ) -> None:
        self._theme, self._figures, self.clinic, self._acts = theme, figures, clinic, acts
        self.offered: list[Proposal] = []
        self.shown = 0
        self._digits: dict[str, int] = {}
        self._digits_for = Wanted()
        self._blocked_rows: list[BlockedRow] = []
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        self.filters = FilterBar(theme, clinic.library.exercises.values())
        self.filters.changed.connect(acts.looked)
        column.addWidget(self.filters)
        self.packs = PacksCard(
            theme, clinic, acts.add_pack, acts.make_template, acts.failed, self._new_own
        )
        self._own_box = QVBoxLayout()
        self._editor: OwnEditor | None = None
        column.addWidget(self.packs)
        column.addLayout(self._own_box)
        self.proposed = Card(theme, "Proposed", "filtered by the safety rules", note=" ")
        self._all = False
        self.more = Button(theme, "", Look.QUIET, height=Height.BUTTON_SMALL)
        self.more.clicked.connect(self._show_all)
        self.proposed.body.addWidget(self.more)
        self.blocked = Card(theme, "Blocked for this patient", note="override needs a reason")
        column.addWidget(self.proposed)
        column.addWidget(self.blocked)
        column.addStretch(1)
        inner = QWidget()
        inner.setLayout(column)
        inner.setMinimumWidth(0)
        super().__init__(inner)
        clinic.changed.connect(lambda _: self.renew_library())

    def _new_own(self) -> None:
        self.edit_own(self.offered[0].exercise.id if self.offered else "")

    def edit_own(self, model: str = "") -> OwnEditor:
        """Open the editor of own exercises; ``model`` is offered for a new one.

        It is made when it is first wanted.
        """
        if self._editor is None:
            picture = FigurePicture(self._theme, self._figures, 96, 72)
            self._editor = OwnEditor(
                self._theme, self.clinic, picture, self._acts.failed, self.close_own
            )
            self._own_box.addWidget(self._editor)
        self._editor.renew(model)
        self._editor.show()
        self._editor.fields["name"].setFocus()
        return self._editor

    def close_own(self) -> None:
        """Put the editor away."""
        if self._editor is not None:
            self._editor.hide()
            self.packs.own.setFocus()

    def renew_library(self) -> None:
        """Own exercises changed."""
        self.filters.show_library(self.clinic.library.exercises.values())
        self._acts.looked()

    def show_offers(self, found: Proposals, taken: set[str], side: Side, condition: str) -> None:
        """List what is proposed and blocked, or what the search finds."""
        wanted, library = self.filters.wanted, self.clinic.library
        offered = found.proposed if wanted.anything else _all(found, side, library)
        blocked = [
            b
            for b in found.blocked
            if self._fits(b.exercise, wanted, taken) and (b.near or not wanted.anything)
        ]
        hits = [p for p in offered if self._fits(p.exercise, wanted, taken)]
        if wanted.text.strip():
            order = {
                e.id: n for n, e in enumerate(named_first([p.exercise for p in hits], wanted.text))
            }
            hits.sort(key=lambda p: order[p.exercise.id])
        self.offered = hits
        most = FIRST if wanted.anything and not self._all else SHOWN
        self.shown = min(most, len(hits))
        self._number(hits[: self.shown], wanted)
        rows = [
            OfferRow(
                self._theme, self._figures, library, proposal, self._acts.add,
                str(self._digits.get(proposal.exercise.id, "")),
            )
            for proposal in hits[:most]
        ]  # fmt: skip
        self._blocked_rows = self._rows_of(blocked[:SHOWN])
        refill(self.proposed, rows, self, (self.more,))
        refill(self.blocked, self._blocked_rows, self)
        self._tell(found, wanted, len(blocked))
        self.packs.show_packs(condition)
        self.packs.setVisible(not found.locked)

    def _number(self, listed: list[Proposal], wanted: Wanted) -> None:
        """Digits stay with their exercises while the same is looked for, whatever was taken."""
        ids = [one.exercise.id for one in listed]
        if wanted != self._digits_for or not any(id in self._digits for id in ids):
            self._digits, self._digits_for = {}, wanted
        for id in ids:
            if id not in self._digits and len(self._digits) < DIGITS:
                self._digits[id] = len(self._digits) + 1

    def at_digit(self, digit: int) -> Proposal | None:
        """What a digit adds: the listed exercise that shows it."""
        listed = self.offered[: self.shown]
        return next((p for p in listed if self._digits.get(p.exercise.id) == digit), None)

    def _rows_of(self, blocked: list[Blocked]) -> list[BlockedRow]:
        """Each rule is explained where it comes up first, and named after that."""
        told: frozenset[str] = frozenset()
        rows = []
        library, override = self.clinic.library, self._acts.override
        for one in blocked:
            rows.append(BlockedRow(self._theme, self._figures, library, one, override, told))
            told |= {rule.id for rule in one.rules}
        return rows

    def _show_all(self) -> None:
        self._all = not self._all
        self._acts.looked()

    def _tell(self, found: Proposals, wanted: Wanted, blocked: int) -> None:
        looking = not wanted.anything
        self.proposed.title.setText("Found" if looking else "Proposed")
        count = len(self.offered)
        more = f"{SHOWN} of {count}" if count > SHOWN else str(count)
        self.more.setVisible(not looking and count > FIRST)
        rest = min(count, SHOWN) - FIRST
        self.more.setText("Show fewer" if self._all else f"Show {rest} more")
        self.proposed.set_note(more if looking or count > SHOWN else "")
        self.proposed.setVisible(bool(self.offered) or bool(found.locked) or looking)
        self.blocked.setVisible(bool(blocked))
        self.blocked.set_note(str(blocked))

    def _fits(self, exercise: Exercise, wanted: Wanted, taken: set[str]) -> bool:
        gone = exercise.id in taken or exercise.id in self.clinic.retired
        return not gone and fits(exercise, wanted)

    def ask_first_blocked(self) -> None:
        """Ask why the first blocked exercise is wanted."""
        if self._blocked_rows:
            self._blocked_rows[0].ask_reason()


def _all(found: Proposals, side: Side, library: ExerciseLibrary) -> list[Proposal]:
    """Every exercise that no rule blocks, proposals first, for the search."""
    if found.locked:
        return list(found.proposed)
    known = {p.exercise.id for p in found.proposed} | {b.exercise.id for b in found.blocked}
    others = [
        Proposal(e, side if e.sided else Side.BOTH, e.dose, e.evidence_note or e.target)
        for e in library.exercises.values()
        if e.id not in known and e.kind is not ExerciseKind.CLINIC_ONLY
    ]
    return [*found.proposed, *others]
