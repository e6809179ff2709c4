"""Set-up, the other ways in, and the clinic's pages: users, backups, log, verification."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtWidgets import QScrollArea

from pt_chart.charting.administration import Administration
from pt_chart.clinical.people import Clinician
from pt_chart.ui.clinic.backup import BackupPage
from pt_chart.ui.clinic.retention import RetentionPage
from pt_chart.ui.clinic.users import UsersPage
from pt_chart.ui.clinic.verification import VerificationPage
from pt_chart.ui.forms.signature_card import SignatureCard
from pt_chart.ui.showcase.camera import SCHEMES, SIZES, Camera, settle
from pt_chart.ui.theme.theme import Scheme
from pt_chart.ui.unlock.first_run import FirstRunView
from pt_chart.ui.unlock.other_ways import EmergencyView, KitView, RestoreView

SIGNED = "demo-tallowby-1-1"
REMARK = "Patient called: the tingling in the foot is gone since Friday."
FIRST_PASSWORD = "gravel teapot morning"  # noqa: S105 - of invented people in a demo chart
STAFF = (
    Clinician("", "Bram Ostrande", "PTA", "assistant"),
    Clinician("", "Lena Fairweather", "", "front_desk"),
)
PAGES = (
    ("letterhead", "43-letterhead"),
    ("backup", "38-backup"),
    ("audit", "39-audit"),
    ("verification", "40-verification"),
    ("own", "41-own-account"),
    ("retention", "42-retention"),
)
SLOW_MS = 1500
"""Time given to work with the disk and with slow password hashes."""


def before_unlocking(camera: Camera) -> Iterator[Path]:
    """What is shown while the chart is closed; the unlock view stands again afterwards."""
    window, place = camera.window, camera.window.place
    first = FirstRunView(window.theme, "clinic.ptchart")
    names = ["Demo Therapist"]
    ways = (
        ("31-setup", first),
        ("32-recovery-kit", KitView(window.theme, names)),
        ("33-emergency-access", EmergencyView(window.theme)),
        ("34-restore", RestoreView(window.theme, place.backups(), place.backup_folder())),
    )
    for name, view in ways:
        window.show_alone(view)
        yield from camera.everywhere(name)
    window.show_unlock()


def scene(camera: Camera) -> Iterator[Path]:
    """The clinic's pages, and an addendum beside a signed visit."""
    yield from _addendum(camera)
    window = camera.window
    administration = window.session.administration if window.session is not None else None
    if administration is None:
        return
    _hire(administration, window.place.demo_password)
    window.show_clinic("users")
    clinic = window.clinic
    if clinic is None:
        return
    users = clinic.page("users")
    if isinstance(users, UsersPage):
        settle(SLOW_MS)
        yield from camera.everywhere("36-users")
        users.ask_new()
        yield from camera.everywhere("37-new-user")
    for ident, name in PAGES:
        window.show_clinic(ident)
        page = clinic.page(ident)
        if isinstance(page, BackupPage):
            page.back_up()
        elif isinstance(page, VerificationPage):
            page.verify()
        elif isinstance(page, RetentionPage):
            page.list_from(0)
        settle(SLOW_MS)
        yield from camera.everywhere(name)


def _hire(administration: Administration, password: str) -> None:
    known = {account.user.name for account in administration.accounts()}
    for user in STAFF:
        if user.name not in known:
            administration.add_user(user, FIRST_PASSWORD, password)


def _addendum(camera: Camera) -> Iterator[Path]:
    window = camera.window
    window.open_visit(SIGNED)
    session = window.session
    if session is None or session.open is None:
        return
    if not session.open.desk.visit.addenda:
        session.add_addendum(REMARK)
    window.go_to("plan")
    settle()
    card = window.findChild(SignatureCard)
    area = card.parentWidget() if card is not None else None
    while area is not None and not isinstance(area, QScrollArea):
        area = area.parentWidget()
    if card is None or area is None:
        return
    for scheme in SCHEMES:
        window.choose_scheme(scheme)
        for size in SIZES:
            window.resize(size)
            settle()
            area.ensureWidgetVisible(card)
            yield camera.window_at(size, f"35-addendum-{scheme.value}-{size.width()}")
    window.choose_scheme(Scheme.LIGHT)
