"""What the commands do: menus, shortcuts and the palette all end here."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QFontMetrics

from pt_chart.charting.access_notices import access_notices, standing_notices
from pt_chart.charting.away_work import refuse_while_away
from pt_chart.charting.clinic_session import SigningRefused
from pt_chart.charting.desk import SignedVisit
from pt_chart.charting.errors import WorldError
from pt_chart.charting.events import Level, Notice
from pt_chart.charting.left_alone import left_alone
from pt_chart.charting.side_check import begins_on, first_step
from pt_chart.charting.visit_kinds import KIND_NAMES, LATER_KINDS, change_kind
from pt_chart.clinical.findings import FindingKey
from pt_chart.ui.shell import text_size
from pt_chart.ui.shell.actions import CLINIC_PAGES, Actions
from pt_chart.ui.shell.clipboard_watch import ClipboardWatch
from pt_chart.ui.shell.find_palette import FindPalette
from pt_chart.ui.shell.search import (
    Target,
    command_targets,
    field_targets,
    plan_targets,
    problem_targets,
)
from pt_chart.ui.shell.sections import SECTIONS
from pt_chart.ui.shell.settled_notice import needs_notice
from pt_chart.ui.shell.undoing import Undoing
from pt_chart.ui.theme.theme import Scheme
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.clipboard import COPIED, PASTE, put_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from pt_chart.charting.ports import ChartStore, PatientRow
    from pt_chart.clinical.visit import VisitKind
    from pt_chart.ui.shell.phrase_book import PhraseBook
    from pt_chart.ui.shell.visit_view import VisitView
    from pt_chart.ui.shell.window import MainWindow

ABOUT = (
    "pt-chart supports licensed physical therapists, who review the basis of everything it shows. "
    "It is not validated and not certified, and it decides nothing."
)


def _nothing() -> None:
    """Nothing is followed yet."""


class Commands:
    """The commands of an unlocked window."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._visit: VisitView | None = None
        self._clipboard = ClipboardWatch(window)
        self.book: PhraseBook | None = None
        self._stop_following: Callable[[], None] = _nothing
        self.actions = Actions(window)
        self.actions.fill(window.title_row.menus)
        self._undoing = Undoing(self.actions, lambda: self._visit)
        self.palette = FindPalette(window.theme, window, self._find_patients)
        self.palette.chosen.connect(self._go)
        window.title_row.find_box.asked.connect(self.find)
        self._connect()

    def _connect(self) -> None:
        window, actions = self._window, self.actions
        actions.connect("patients", window.show_patients)
        actions.connect("new_patient", self._new_patient)
        actions.connect("close_visit", window.show_patients)
        actions.connect("waiting", window.show_waiting)
        actions.connect("lock", window.lock)
        actions.connect("quit", window.close)
        actions.connect("find", self.find)
        actions.connect("quick_entry", lambda: self._on_visit(lambda v: v.quick.start()))
        actions.connect("copy_note", self._copy_note)
        for section in SECTIONS:
            actions.connect(f"section_{section.id}", partial(window.go_to, section.id))
        actions.connect("next_tab", lambda: self._on_visit(lambda v: v.turn_tab(1)))
        actions.connect("tab_before", lambda: self._on_visit(lambda v: v.turn_tab(-1)))
        actions.connect("carry", self._carry)
        for name in ("carry_card", "carry_tab", "confirm_card"):
            actions.connect(name, partial(self._on_page, name))
        actions.connect("flags", lambda: self._on_visit(lambda v: v.record_flag()))
        actions.connect("next_test", lambda: self._on_visit(lambda v: v.start_next_test()))
        actions.connect("rest_normal", lambda: self._on_page("rest_normal"))
        actions.connect("asterisk", lambda: self._on_page("toggle_asterisk"))
        actions.connect("retest", self._retest)
        actions.connect("exam_order", self._turn_exam)
        actions.connect("phrases", self.show_phrases)
        actions.connect("field_help", self._help)
        actions.connect("needs", self.show_needs)
        actions.connect("touch", window.switch_touch)
        actions.connect("sign", self._sign)
        actions.connect("print", self._print)
        actions.connect("panel", lambda: self._on_visit(lambda v: v.dock.toggle_hidden()))
        actions.connect("blank", lambda: self._on_visit(lambda v: v.blank_panel()))
        actions.connect("wide", self._wide)
        actions.connect("versions", partial(window.go_to, "versions"))
        actions.connect("wrong_patient", self._wrong_patient)
        actions.connect("merge", self._merge)
        for kind in LATER_KINDS:
            actions.connect(f"start_{kind.value}", partial(self._start_kind, kind))
        for kind in KIND_NAMES:
            actions.connect(f"kind_{kind.value}", partial(self._change_kind, kind))
        for page in CLINIC_PAGES:
            actions.connect(f"clinic_{page}", partial(window.show_clinic, page))
        for scheme in Scheme:
            actions.connect(f"scheme_{scheme.value}", partial(window.choose_scheme, scheme))
        for percent in text_size.PERCENTS:
            actions.connect(f"text_{percent}", partial(text_size.choose, window, percent))
        actions.connect("own_forms", self.show_own_forms)
        actions.connect("about", lambda: self.notice(Notice(Level.INFO, "About pt-chart", ABOUT)))

    def _on_visit(self, do: Callable[[VisitView], object]) -> None:
        if self._visit is not None:
            do(self._visit)

    def _wrong_patient(self) -> None:
        """The repair of a visit that was charted under somebody else."""
        from pt_chart.ui.forms.signature_card import SignatureCard

        self._window.go_to("plan")
        card = self._visit.findChild(SignatureCard) if self._visit is not None else None
        if card is not None:
            card.open_repair()

    def _start_kind(self, kind: VisitKind) -> None:
        """Begin a visit of this kind for the patient that the register shows."""
        if self._visit is None and self._window.patients is not None:
            self._window.patients.start_kind(kind)

    def _change_kind(self, kind: VisitKind) -> None:
        session, visit = self._window.session, self._visit
        if session is None or visit is None:
            return
        try:
            changed = change_kind(visit.open.desk, kind)
        except SignedVisit:
            session.remark("A signed visit keeps its kind.", "Write an addendum instead.")
            return
        words = "is" if changed else "is already"
        told = f"This visit {words}: {KIND_NAMES[kind]}"
        session.remark(told, "Undo takes it back." if changed else "", passing=True)

    def _merge(self) -> None:
        self._window.show_patients()
        if self._window.patients is not None:
            self._window.patients.ask_merge()

    def _retest(self) -> None:
        self._window.go_to("exam")
        self._on_page("show_retest")
        if self._visit is not None:
            self._visit.start_page()

    def _help(self) -> None:
        """Help with the test that is typed in the entry line, else with the field."""
        named = self._visit.quick.named if self._visit is not None else None
        page = self._visit.stack.currentWidget() if self._visit is not None else None
        tell = getattr(page, "help_with", None)
        if named is not None and tell is not None:
            tell(named)
        else:
            self._on_page("toggle_help")

    def _turn_exam(self) -> None:
        if self._visit is not None and self._visit.section != "exam":
            self._window.go_to("exam")
        self._on_page("turn_view")

    def _on_page(self, name: str) -> None:
        """Something that only some pages know how to do."""
        page = self._visit.stack.currentWidget() if self._visit is not None else None
        do = getattr(page, name, None)
        if do is not None:
            do()

    def set_visit(self, view: VisitView | None) -> None:
        """Follow the visit that is open now, if any."""
        self._stop_following()
        self._stop_following = _nothing
        self._visit = view
        session = self._window.session
        user = session.clinician if session is not None else None
        self.actions.offer(user, visit_open=view is not None)
        if view is not None and session is not None:
            for notice in standing_notices(session):
                view.notices.show_notice(notice)
            self._stop_following = view.open.desk.changed.connect(lambda _: self._undoing.name())
        self._undoing.name()

    def lock(self) -> None:
        """Nothing is open any more; what was copied out of the chart leaves the clipboard."""
        self.set_visit(None)
        self.palette.forget()
        self._clipboard.forget()

    def tell_of_access(self) -> None:
        """After unlocking: emergency access that nobody has seen, a wrong clock, no kit."""
        session = self._window.session
        if session is None:
            return
        for notice in access_notices(session):
            self.notice(notice)
        if self.book is not None:
            self.book.hide()
            self.book.deleteLater()
            self.book = None

    def tell_of_own_forms(self) -> None:
        """After unlocking: files of the clinic's own that are left out."""
        session = self._window.session
        if session is not None and session.own_problems:
            many = len(session.own_problems)
            told = f"{many} problem{'s' if many > 1 else ''} in your own forms"
            advice = "What has one is left out. Help, Own forms lists place and hint."
            session.remark(told, advice, Level.WARNING)

    def notice(self, notice: Notice) -> None:
        """Show a notice where the eyes are; the visit's own bar shows its own."""
        if self._visit is not None:
            self._visit.notices.show_notice(notice)
        elif self._window.patients is not None:
            self._window.patients.notices.show_notice(notice)

    def _new_patient(self) -> None:
        self._window.show_patients()
        if self._window.patients is not None:
            self._window.patients.ask_new_patient()

    def _wide(self) -> None:
        if self._visit is not None:
            self._window.go_to("exam" if self._visit.section == "wide" else "wide")

    def _carry(self) -> None:
        session = self._window.session
        if session is not None:
            count = session.carry_forward()
            words = (
                f"{count} values carried forward are unconfirmed"
                if count
                else "Nothing to carry forward"
            )
            advice = "Ctrl+Shift+Y confirms a card, Ctrl+Z takes them back." if count else ""
            left = left_alone(session.open.desk) if session.open is not None else ""
            level = Level.WARNING if left else Level.INFO
            session.remark(words, f"{left} {advice}".strip(), level, passing=True)

    def _sign(self) -> None:
        session = self._window.session
        if session is None:
            return
        try:
            session.sign()
        except SigningRefused as refused:
            self.notice(needs_notice(refused.needs))
            if self._visit is not None:
                self._visit.notices.go.setFocus()
        except WorldError as error:
            session.tell(error)
        else:
            session.remark("Signed", "It cannot change any more; add an addendum if needed.")

    def show_needs(self) -> None:
        """What signing still needs, as a list: Enter goes to the place."""
        session = self._window.session
        if session is None or session.open is None:
            return
        needs = session.signing_needs()
        if not needs:
            self.notice(Notice(Level.INFO, "Nothing is missing", "Ctrl+Enter signs."))
            return
        targets = [
            Target("need", (need.flag and "flag:") or need.place, need.words) for need in needs
        ]
        many = "1 thing" if len(needs) == 1 else f"{len(needs)} things"
        banner = self._visit.banner if self._visit is not None else None
        hint = f"Signing needs {many}: Enter goes there"
        self.palette.open_with(targets, hint, wide=True, below=banner)

    def show_phrases(self) -> None:
        """The clinic's phrases, to look up and to change."""
        session = self._window.session
        if session is None:
            return
        from pt_chart.ui.shell.phrase_book import PhraseBook

        if self.book is None:
            self.book = PhraseBook(self._window.theme, self._window, session.phrases)
        self.book.open_book()

    def _letters(self) -> int:
        """About how many letters a line of the widest list holds."""
        room = self._window.width() - 320
        return max(room // QFontMetrics(Style.MEDIUM.font).averageCharWidth(), 30)

    def show_own_forms(self) -> None:
        """The clinic's own files: in use, and left out with place and hint."""
        session = self._window.session
        if session is None:
            return
        problems = [
            target
            for one in sorted(session.own_problems, key=lambda one: one.place.partition(":")[0])
            for target in problem_targets(one, self._letters())
        ]
        used = [Target("in use", "", name) for name in session.own_forms]
        if not problems and not used:
            advice = "Put a folder named forms beside the chart; docs/forms-guide.md says how."
            self.notice(Notice(Level.INFO, "No own forms", advice))
            return
        count = len(session.own_problems)
        many = "1 problem" if count == 1 else f"{count} problems"
        files = "1 file" if len(used) == 1 else f"{len(used)} files"
        hint = f"Own forms: {files} in use, {many}; what has one is left out"
        self.palette.open_with([*problems, *used], hint, wide=True)

    def _print(self) -> None:
        session = self._window.session
        if session is not None:
            try:
                refuse_while_away(session, "print")
            except WorldError as error:
                session.tell(error)
                return
        section = "documents" if self._visit and self._visit.section == "documents" else "program"
        self._window.go_to(section)
        if self._visit is not None:
            ask = getattr(self._visit.page(section), "print_asked", None)
            if ask is not None:
                ask()

    def _copy_note(self) -> None:
        from pt_chart.charting.narrative.writing import copy_text

        session = self._window.session
        if session is None or session.open is None:
            return
        try:
            text = copy_text(session, session.open)
        except WorldError as error:
            session.tell(error)
            return
        put_text(text)
        session.remark(COPIED, PASTE, passing=True)

    def find(self) -> None:
        """Open the palette."""
        if self._window.session is None:
            return
        known = self._window.session.definitions.vocabulary
        in_visit = [*plan_targets(), *field_targets(known)] if self._visit is not None else []
        self.palette.open_with([*command_targets(self.actions), *in_visit], patients=True)

    def _find_patients(self, text: str) -> None:
        session = self._window.session
        if session is None:
            return

        def answered(rows: tuple[PatientRow, ...] | WorldError) -> None:
            if not isinstance(rows, WorldError):
                made = [Target("patient", r.patient.id, r.patient.name, "patient") for r in rows]
                self.palette.add(text, made)
            else:
                session.tell(rows)

        def search(store: ChartStore) -> tuple[PatientRow, ...]:
            return store.search(text, 4)

        main = self._window.main
        session.store.later(search, lambda rows: main.post(lambda: answered(rows)))

    def _go(self, target: Target) -> None:
        if target.kind in ("problem", "in use"):
            put_text(target.also[0] if target.also else target.words)
        elif target.kind == "command":
            self.actions[target.id].trigger()
        elif target.kind == "patient" and self._window.patients is not None:
            self._window.show_patients()
            self._window.patients.jump_to(target.id, target.words)
        elif target.kind in ("need", "cell", "part") and self._visit is not None:
            if target.id == "flag:":
                self._visit.record_flag()
            else:
                self._visit.follow(target.id)
        elif self._visit is not None:
            desk = self._visit.open.desk
            id = first_step(desk.vocabulary, target.id)
            one = begins_on(desk.vocabulary.fields[id], desk.episode)
            self._visit.show_field(FindingKey(id, one))
