"""Every command of the window, once: menus, shortcuts and the palette share them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenuBar, QWidget

from pt_chart.charting.access import Right, allowed
from pt_chart.charting.visit_kinds import KIND_NAMES, LATER_KINDS
from pt_chart.clinical.people import Clinician
from pt_chart.ui.shell.sections import SECTIONS
from pt_chart.ui.shell.text_size import PERCENTS


@dataclass(frozen=True, slots=True)
class Command:
    """A command: id, menu, words, key.

    ``visit`` = only while a visit is open, ``register`` = only while none is. ``also`` are further
    words that find it. ``right``: what somebody's role has to include.
    """

    id: str
    menu: str
    words: str
    key: str = ""
    visit: bool = False
    register: bool = False
    also: tuple[str, ...] = ()
    right: Right = Right.SEE_REGISTER


CLINIC_PAGES = {
    "own": ("Your account and password", Right.SEE_REGISTER),
    "letterhead": ("Letterhead: address, hours, numbers, logo", Right.CHANGE_CLINIC),
    "users": ("Users, recovery kit, emergency envelope", Right.USERS),
    "backup": ("Backups", Right.BACKUP),
    "server": ("The clinic's server", Right.USERS),
    "audit": ("Audit log and disclosures", Right.READ_LOG),
    "verification": ("Verify the chart", Right.VERIFY),
    "retention": ("Retention and erasing", Right.ERASE),
    "import": ("Import patients or visits", Right.CHANGE_REGISTER),
    "export": ("Export a patient or the clinic", Right.EXPORT),
}
"""The clinic's pages by id, with the right that each one needs."""

COMMANDS = (
    Command("patients", "File", "Patients", "Ctrl+Shift+P"),
    Command("new_patient", "File", "New patient", "Ctrl+N", right=Right.CHANGE_REGISTER),
    Command("merge", "File", "Merge the patient with another record", right=Right.MERGE),
    *(
        Command(
            f"start_{kind.value}",
            "File",
            f"Start a visit: {KIND_NAMES[kind]}",
            register=True,
            right=Right.CHART,
        )
        for kind in LATER_KINDS
    ),
    Command(
        "print", "File", "Print the document or handout", "Ctrl+P", visit=True, right=Right.PRINT
    ),
    Command("close_visit", "File", "Close the visit", "Ctrl+W", visit=True),
    Command("waiting", "File", "Drafts that wait on this workstation"),
    Command("lock", "File", "Lock", "Ctrl+L"),
    Command("quit", "File", "Quit", "Ctrl+Q"),
    Command("undo", "Edit", "Undo", "Ctrl+Z", visit=True),
    Command("redo", "Edit", "Redo", "Ctrl+Shift+Z", visit=True),
    Command("find", "Edit", "Find a field, test, patient or command", "Ctrl+K"),
    Command("quick_entry", "Edit", "Quick entry", "Ctrl+E", visit=True, right=Right.CHART),
    Command("phrases", "Edit", "Clinic phrases with short codes", "Ctrl+Shift+K"),
    Command(
        "copy_note",
        "Edit",
        "Copy the note as plain text",
        "Ctrl+Shift+C",
        visit=True,
        right=Right.EXPORT,
    ),
    *(
        Command(f"section_{s.id}", "Visit", s.title, f"Alt+{number}", visit=True)
        for number, s in enumerate(SECTIONS, 1)
    ),
    Command("next_tab", "Visit", "Next tab of the page", "Ctrl+PgDown", visit=True),
    Command("tab_before", "Visit", "Tab before", "Ctrl+PgUp", visit=True),
    Command(
        "carry_card",
        "Visit",
        "This card as last time",
        "Ctrl+Shift+F",
        visit=True,
        right=Right.CHART,
        also=("carry forward",),
    ),
    Command(
        "confirm_card", "Visit", "Confirm this card", "Ctrl+Shift+Y", visit=True, right=Right.CHART
    ),
    Command(
        "carry_tab",
        "Visit",
        "This tab as last time",
        visit=True,
        right=Right.CHART,
        also=("carry forward",),
    ),
    Command("carry", "Visit", "Carry forward the whole last visit", visit=True, right=Right.CHART),
    Command(
        "flags", "Visit", "Record an action or a reason", "Ctrl+R", visit=True, right=Right.CHART
    ),
    Command(
        "next_test",
        "Visit",
        "Start the next most useful test",
        "Ctrl+T",
        visit=True,
        right=Right.CHART,
    ),
    Command(
        "rest_normal",
        "Visit",
        "Rest of this card is normal",
        "Ctrl+Shift+R",
        visit=True,
        right=Right.CHART,
        also=("rest normal",),
    ),
    Command(
        "asterisk", "Visit", "Asterisk sign on or off (*)", "Ctrl+8", visit=True, right=Right.CHART
    ),
    Command(
        "retest",
        "Visit",
        "Treatment and re-test",
        "Ctrl+Shift+T",
        visit=True,
        also=("retest", "asterisk signs"),
    ),
    Command("exam_order", "Visit", "Exam by position or by tissue", "Ctrl+F6", visit=True),
    Command("needs", "Visit", "What signing still needs", "Ctrl+J", visit=True),
    *(
        Command(
            f"kind_{kind.value}",
            "Visit",
            f"Kind of this visit: {words}",
            visit=True,
            right=Right.CHART,
        )
        for kind, words in KIND_NAMES.items()
    ),
    Command("versions", "Visit", "Kept versions of this visit", visit=True),
    Command(
        "wrong_patient",
        "Visit",
        "Wrong patient: move or withdraw this visit",
        visit=True,
        right=Right.CHART,
    ),
    Command("sign", "Visit", "Sign the visit", "Ctrl+Return", visit=True, right=Right.SIGN),
    Command("panel", "View", "Hide or show the panel", "F8", visit=True),
    Command("blank", "View", "Blank the panel for the patient", "F9", visit=True),
    Command("wide", "View", "Open the differentiation wide", "Ctrl+D", visit=True),
    *(
        Command(f"clinic_{page}", "Clinic", words, right=right)
        for page, (words, right) in CLINIC_PAGES.items()
    ),
    Command("scheme_system", "View", "Colors of the system"),
    Command("scheme_light", "View", "Light"),
    Command("scheme_dark", "View", "Dark"),
    Command("scheme_high_contrast", "View", "High contrast"),
    *(Command(f"text_{n}", "View", f"Text size {n} %") for n in PERCENTS),
    Command("touch", "View", "Touch mode: large targets", "Ctrl+F7"),
    Command("field_help", "Help", "Help with this field or test", "F1", visit=True),
    Command("own_forms", "Help", "Own forms of the clinic"),
    Command("about", "Help", "About pt-chart and its intended use"),
)
MENUS = ("File", "Edit", "Visit", "Clinic", "View", "Help")


class Actions:
    """The commands as Qt actions of one window."""

    def __init__(self, window: QWidget) -> None:
        self._actions: dict[str, QAction] = {}
        for command in COMMANDS:
            action = QAction(command.words, window)
            if command.key:
                action.setShortcut(QKeySequence(command.key))
            action.setEnabled(not command.visit)
            window.addAction(action)
            self._actions[command.id] = action

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def __iter__(self) -> Iterator[tuple[Command, QAction]]:
        for command in COMMANDS:
            yield command, self._actions[command.id]

    def connect(self, name: str, call: Callable[[], object]) -> None:
        """What a command does."""
        self._actions[name].triggered.connect(lambda _checked=False: call())

    def offer(self, user: Clinician | None, *, visit_open: bool) -> None:
        """Offer what the user's role includes; commands about a visit only while one is open."""
        for command, action in self:
            now = visit_open is command.visit if command.visit or command.register else True
            action.setEnabled(now and (user is None or allowed(user, command.right)))

    def fill(self, bar: QMenuBar) -> None:
        """Put every command into its menu."""
        for name in MENUS:
            menu = bar.addMenu(name)
            for command, action in self:
                if command.menu == name:
                    menu.addAction(action)
