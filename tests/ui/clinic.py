"""A small clinic in memory for window tests: an invented patient with a signed first visit."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from types import MappingProxyType

from pt_chart.charting.administration import BackupResult, KeptBackup, MayStepAside
from pt_chart.charting.clinic_session import ClinicSession
from pt_chart.charting.desk import VisitDesk
from pt_chart.charting.draft_saver import Post
from pt_chart.charting.errors import UserRefused, WorldError, WrongPassword
from pt_chart.charting.events import Part
from pt_chart.charting.ports import ChartStore
from pt_chart.charting.server_port import CheckPoint, ServerAddress, ServerNames
from pt_chart.clinical.care.left_out import LeftOut, RecordPart
from pt_chart.clinical.care.plan_of_care import PlanOfCare
from pt_chart.clinical.findings import Answer, FindingKey, Value
from pt_chart.clinical.people import Clinic, Clinician, Episode, Patient
from pt_chart.clinical.sides import Side
from pt_chart.clinical.visit import Plan, Signature, Treatment, Visit, VisitKind
from pt_chart.definitions import Definitions, load
from pt_chart.definitions.figures import FigureIndex
from pt_chart.documents.printer import Printer
from pt_chart.host.resources import forms_dir, resources_dir
from pt_chart.host.settings import Settings
from tests.fakes import FakeClock, MemoryStore

R, L = Side.RIGHT, Side.LEFT
PASSWORD = "an invented password"

PATIENT = Patient(
    id="p1",
    record_number="20417",
    family_name="Tallowby",
    given_name="Mira",
    birth_date=date(1982, 4, 14),
    sex="F",
    phone="(555) 010-0187",
    alerts=("Latex allergy", "NSAID: stomach"),
)
OTHERS = (
    Patient("p2", "18802", "Tallowby", "Edwin", date(1979, 9, 2), "M", "(555) 010-0112"),
    Patient("p3", "19960", "Talvistane", "Noor", date(1991, 1, 30), "F", "(555) 010-0155"),
    Patient("p4", "17345", "Hestal", "Birgit", date(1958, 12, 11), "F", "(555) 010-0129"),
)
EPISODE = Episode(
    "e1",
    "p1",
    "leg pain, back of thigh to outer ankle",
    R,
    date(2026, 10, 6),
    onset="6 Oct 2026 after lifting",
    referrer="Larkmoor Family Practice",
    planned_visits=8,
)
FIRST: dict[FindingKey, Value | None] = {
    FindingKey("slr_first_angle", L): 60,
    FindingKey("slr_first_angle", R): 35,
    FindingKey("slr_angle", L): 78,
    FindingKey("slr_angle", R): 48,
    FindingKey("reflex_achilles", R): "0",
    FindingKey("myotome", L, "L5"): "5",
    FindingKey("myotome", R, "L5"): "4",
    FindingKey("myotome", R, "S1"): "4+",
    FindingKey("crossed_slr", R): False,
}


@cache
def definitions() -> Definitions:
    """The shipped content."""
    return load(forms_dir())


@cache
def figures() -> FigureIndex:
    """The shipped figures."""
    return FigureIndex.read(resources_dir() / "figures")


def answers(
    values: dict[FindingKey, Value | None], at: datetime
) -> MappingProxyType[FindingKey, Answer]:
    """Entered answers; ids the vocabulary lacks would be a mistake of the test."""
    vocabulary = definitions().vocabulary
    made = {}
    for key, value in values.items():
        assert key.id in vocabulary.fields, key.id
        made[key] = Answer(value, at=at)
    return MappingProxyType(made)


def filled_store(clock: FakeClock) -> MemoryStore:
    """Four patients, one of them with a signed visit a week ago."""
    store = MemoryStore(clock=clock)
    store.save_clinic(Clinic("Larkmoor Physical Therapy", phone="(555) 010-0142"))
    for patient in (PATIENT, *OTHERS):
        store.save_patient(patient)
    store.save_episode(EPISODE)
    store.save_episode(Episode("e3", "p3", "leg pain", L, date(2026, 10, 20), planned_visits=6))
    before = clock.now - timedelta(days=7)
    visit = Visit(
        "v1",
        "e1",
        VisitKind.EVALUATION,
        before.date(),
        answers=answers(FIRST, before),
        plan=Plan(goals=("Sit through a 45-minute meeting",)),
    )
    stored = store.save_draft(visit)
    store.sign(stored, Signature("user-1", "Ines Corvale, PT", "therapist", before, "0" * 64))
    draft = Visit("v3", "e3", VisitKind.EVALUATION, before.date() - timedelta(days=2))
    store.save_draft(draft)
    return store


def session(clock: FakeClock | None = None) -> ClinicSession:
    """An unlocked clinic."""
    clock = clock or FakeClock()
    store = filled_store(clock)
    return ClinicSession(store, definitions(), figures(), documents(), clock)


def answer_core(desk: VisitDesk) -> None:
    """Every core red-flag question asked: no."""
    for field in desk.vocabulary.fields.values():
        for side in Side.BOTH.each if field.sided else (None,):
            if field.core:
                desk.set_answer(FindingKey(field.id, side), Answer(value=False))


def write_record(desk: VisitDesk) -> None:
    """What an evaluation or a daily note must hold, as a consultation that nothing follows."""
    plan = replace(
        desk.visit.plan,
        assessment="Leg pain of the back, eased by walking.",
        treatments=(Treatment("Advice on sitting", "", 10),),
        care=PlanOfCare(visits=1),
        left_out=(LeftOut(RecordPart.DIAGNOSIS, "waits for the scan"),),
    )
    desk.edit("Record", replace(desk.visit, plan=plan), parts=(Part.PLAN,))


@cache
def documents() -> Printer:
    """The real documents room."""
    return Printer(figures())


class FakeOffice:
    """A server office that remembers what it was asked; ``failure`` makes every call fail."""

    def __init__(self) -> None:
        self.connected = False
        self.failure: WorldError | None = None
        self.points: tuple[CheckPoint, ...] = (CheckPoint("Connection", "on this computer"),)
        self.calls: list[tuple[object, ...]] = []
        self.slow = False

    def _did(self, *call: object) -> None:
        if self.failure is not None:
            raise self.failure
        self.calls.append(call)

    def check(self, address: ServerAddress) -> tuple[CheckPoint, ...]:
        """See `ServerOffice.check`."""
        self.calls.append(("check", address))
        return self.points

    def set_up(
        self,
        address: ServerAddress,
        names: ServerNames,
        owner_password: str,
        clinic: Clinic,
        clinician: Clinician,
        password: str,
    ) -> None:
        """See `ServerOffice.set_up`."""
        self._did("set_up", address, names, owner_password, clinic, clinician, password)

    def join(self, file: Path, user_name: str, password: str) -> None:
        """See `ServerOffice.join`."""
        self._did("join", file, user_name, password)

    def connect(self, address: ServerAddress, user_name: str, password: str) -> None:
        """See `ServerOffice.connect`."""
        self._did("connect", address, user_name, password)

    def write_connection(self, target: Path) -> Path:
        """See `ServerOffice.write_connection`."""
        self._did("write_connection", target)
        return target

    def upgrade(self, address: ServerAddress) -> str:
        """See `ServerOffice.upgrade`."""
        self._did("upgrade", address)
        return "up to date"

    def repair(self, address: ServerAddress) -> None:
        """See `ServerOffice.repair`."""
        self._did("repair", address)

    def move_to_server(
        self,
        store: ChartStore,
        address: ServerAddress,
        names: ServerNames,
        owner_password: str,
        stop: Callable[[], bool] | None = None,
    ) -> str:
        """See `ServerOffice.move_to_server`; goes on until it is stopped where it is ``slow``."""
        self._did("move_to_server", store, address, names, owner_password)
        while self.slow and stop is not None and not stop():
            time.sleep(0.01)
        if self.slow:
            raise UserRefused("It was stopped.", "Nothing was moved.")
        return "moved there"

    def move_to_file(self, store: ChartStore) -> str:
        """See `ServerOffice.move_to_file`."""
        self._did("move_to_file", store)
        return "moved back"


class FakeWorkplace:
    """A workplace whose chart is the clinic above."""

    def __init__(self, *, demo: bool = False, exists: bool = True) -> None:
        self.demo = demo
        self.demo_password = "demo" if demo else ""
        self.chart_name = "Larkmoor Physical Therapy"
        self.exists = exists
        self.kept = Settings()
        self.crashes: list[BaseException] = []
        self.server = FakeOffice()
        self.created: list[tuple[Clinic, Clinician, str]] = []

    def user_names(self) -> tuple[str, ...]:
        """Two users."""
        return ("Ines Corvale", "Bram Ostrande")

    def preload(self) -> None:
        """Nothing to load."""

    has_kit = has_envelope = True
    backup_words = "Last backup today 07:00, restored and checked"

    def staff(self) -> tuple[Clinician, ...]:
        """The two users with their roles."""
        names = self.user_names()
        roles = ("therapist", "assistant")
        return tuple(Clinician(n, n, role=r) for n, r in zip(names, roles, strict=True))

    def unlock_with_kit(
        self, code: str, user_name: str, new_password: str, post: Post
    ) -> ClinicSession:
        """Any code opens."""
        del code, user_name, new_password, post
        return session()

    def unlock_in_emergency(self, code: str, name: str, reason: str, post: Post) -> ClinicSession:
        """Any code opens."""
        del code, name, reason, post
        return session()

    def backup_folder(self, chosen: str = "") -> Path:
        """A folder that is not there."""
        return Path(chosen or "backups")

    def backups(self, folder: Path | None = None) -> tuple[KeptBackup, ...]:
        """None are kept."""
        del folder
        return ()

    def backup_users(self, backup: Path) -> tuple[str, ...]:
        """The two users."""
        del backup
        return self.user_names()

    def restore(
        self,
        backup: Path,
        user_name: str,
        password: str,
        post: Post,
        *,
        new_password: str = "",
        aside: MayStepAside | None = None,
    ) -> ClinicSession:
        """Nothing to restore."""
        del backup, user_name, password, post, new_password, aside
        return session()

    def note_backup(self, result: BackupResult) -> None:
        """Remember the words."""
        self.backup_words = f"Backup: {result.problem or 'proved'}"

    def unlock(
        self, user_name: str, password: str, post: Post, *, accept_loss: bool = False
    ) -> ClinicSession:
        """One password opens."""
        del user_name, post, accept_loss
        if password != PASSWORD:
            raise WrongPassword
        return session()

    def create(
        self, clinic: Clinic, clinician: Clinician, password: str, post: Post
    ) -> ClinicSession:
        """Refuses short passwords as the real one does."""
        del post
        if len(password) < 12:
            raise ValueError("The password is too short: use at least 12 characters.")
        self.created.append((clinic, clinician, password))
        return session()

    def settings(self) -> Settings:
        """What was kept last."""
        return self.kept

    def save_settings(self, settings: Settings) -> None:
        """Keep in memory."""
        self.kept = replace(settings)

    def report_crash(self, error: BaseException) -> str:
        """Remember the error."""
        self.crashes.append(error)
        return "report"
