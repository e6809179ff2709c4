"""Visits open with the forms they were written with."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pt_chart.charting.clinic_session import ClinicSession
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.visit import Signature, Visit
from pt_chart.definitions.own_forms import load_with_own
from pt_chart.host.resources import forms_dir
from tests.fakes import FakeClock
from tests.ui import clinic

OURS = """
id = "own_ankle"
version = {version}
title = "Ankle"
section = "exam"

[[card]]
id = "own_card"
title = "{title}"
position = "supine"

[[card.field]]
id = "{field}"
label = "Ankle up"
kind = "yes_no"
"""


def session_with(folder: Path, store: object = None) -> ClinicSession:
    """A session over the forms of a clinic's folder."""
    loaded = load_with_own(forms_dir(), folder)
    assert loaded.problems == ()
    clock = FakeClock()
    held = store if store is not None else clinic.filled_store(clock)
    return ClinicSession(
        held,  # type: ignore[arg-type]
        loaded.definitions,
        clinic.figures(),
        clinic.documents(),
        clock,
    )


def write(folder: Path, version: int, title: str, field: str) -> None:
    """The clinic's form in some version."""
    (folder / "exam").mkdir(exist_ok=True)
    text = OURS.format(version=version, title=title, field=field)
    (folder / "exam" / "own_ankle.toml").write_text(text, "utf-8")


def test_an_older_visit_keeps_its_form(tmp_path: Path) -> None:
    write(tmp_path, 1, "Ankle, as first written", "own_ankle_up")
    first = session_with(tmp_path)
    opened = first.start_visit(first.store.episode("e1"))
    key = FindingKey("own_ankle_up")
    opened.desk.set_answer(key, Answer(value=True))
    visit = opened.desk.visit.id
    first.close_visit()

    write(tmp_path, 2, "Ankle, rewritten", "own_ankle_other")
    later = session_with(tmp_path, first.store)
    again = later.open_visit(visit)
    (form,) = [form for form in again.forms if form.id == "own_ankle"]
    assert (form.version, form.cards[0].title) == (1, "Ankle, as first written")
    assert again.desk.vocabulary.field("own_ankle_up").label == "Ankle up"
    again.desk.set_answer(key, Answer(value=False))
    later.close_visit()
    new = later.start_visit(later.store.episode("e1"))
    (today,) = [form for form in new.forms if form.id == "own_ankle"]
    assert today.version == 2
    later.close_visit()

    (tmp_path / "exam" / "own_ankle.toml").unlink()
    gone = session_with(tmp_path, first.store)
    assert "own_ankle" in {form.id for form in gone.open_visit(visit).forms}
    gone.close_visit()


def test_todays_forms_are_todays(tmp_path: Path) -> None:
    session = session_with(tmp_path)
    opened = session.start_visit(session.store.episode("e1"))
    assert opened.forms == session.definitions.forms
    assert opened.desk.vocabulary is session.definitions.vocabulary
    assert replace(opened.desk.visit, form_versions={}).form_versions == {}


WORDS = """
[[field]]
id = "slump"
standalone = "{slump}"

[[card]]
id = "gait"
title = "{walk}"

[[add]]
card = "gait"

[[add.field]]
id = "own_stairs"
label = "Stairs, our way"
kind = "yes_no"
"""


def reword(folder: Path, slump: str, walk: str) -> None:
    """The clinic's words for shipped forms."""
    (folder / "rewording").mkdir(exist_ok=True)
    text = WORDS.format(slump=slump, walk=walk)
    (folder / "rewording" / "words.toml").write_text(text, "utf-8")


def told(session: ClinicSession, visit: str) -> tuple[str, str, bool]:
    """How a visit opens: the name of slump, the title over gait, whether it has the added field."""
    opened = session.open_visit(visit)
    cards = [card for form in opened.forms for card in form.cards]
    title = next(card.title for card in cards if any(f.id == "gait" for f in card.fields))
    known = opened.desk.vocabulary.fields
    added = any(field.id == "own_stairs" for card in cards for field in card.fields)
    assert not added or "own_stairs" in known
    name = known["slump"].name
    session.close_visit()
    return name, title, added


def sign(session: ClinicSession, visit: Visit) -> None:
    """Sign a stored draft as it is."""
    signature = Signature("user-1", "Ines Corvale, PT", "therapist", FakeClock().now, "0" * 64)
    session.store.sign(visit, signature)


def test_a_visit_keeps_the_words_it_was_written_with(tmp_path: Path) -> None:
    plain = session_with(tmp_path)
    first = plain.start_visit(plain.store.episode("e1")).desk.visit.id
    plain.close_visit()
    shipped = told(plain, first)

    reword(tmp_path, "Slump XX", "Walk XX")
    worded = session_with(tmp_path, plain.store)
    assert told(worded, first) == shipped
    second = worded.start_visit(worded.store.episode("e1")).desk.visit.id
    worded.close_visit()
    assert told(worded, second) == ("Slump XX", "Walk XX", True)

    reword(tmp_path, "Slump YY", "Walk YY")
    again = session_with(tmp_path, plain.store)
    assert told(again, first) == shipped
    assert told(again, second) == ("Slump XX", "Walk XX", True)

    (tmp_path / "rewording" / "words.toml").unlink()
    gone = session_with(tmp_path, plain.store)
    assert told(gone, first) == shipped
    assert told(gone, second) == ("Slump XX", "Walk XX", True)


def title_of(session: ClinicSession, visit: str) -> str:
    """The title of the clinic's own card as a visit opens."""
    forms = session.open_visit(visit).forms
    session.close_visit()
    return next(form.cards[0].title for form in forms if form.id == "own_ankle")


def test_a_signed_visit_keeps_its_text_though_nobody_raised_the_version(tmp_path: Path) -> None:
    visits = []
    store: object = None
    for title in ("Dorsiflexion", "Knee to wall", "Lunge"):
        write(tmp_path, 1, title, "own_ankle_up")
        session = session_with(tmp_path, store)
        store = session.store
        visit = session.start_visit(session.store.episode("e1")).desk.visit
        session.close_visit()
        stored = session.store.visit(visit.id)
        sign(session, stored)
        visits.append((visit.id, title))
    for visit_id, title in visits:
        assert title_of(session, visit_id) == title
