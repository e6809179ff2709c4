"""What pages ask is told as it was read last while the server is away."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

from pt_chart.charting.errors import ServerLost
from pt_chart.clinical.care.episode_log import Contact, ContactKind, EpisodeEntry
from pt_chart.clinical.people import Clinic
from pt_chart.store.server import ledger as ledgers
from pt_chart.store.server import remembered
from pt_chart.store.server.chart import ChartServer
from tests.fakes import THERAPIST
from tests.places import ServerPlace
from tests.store.samples import EPISODE

AT = datetime(2026, 11, 10, 9, tzinfo=UTC)
LETTER = Contact(AT.date(), ContactKind.LETTER_SENT)
SENT = EpisodeEntry("contact-1", EPISODE.id, 1, LETTER, THERAPIST.id, AT)
Ask = Callable[[ChartServer], object]


@pytest.fixture
def away(place: ServerPlace, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """Stops the server, until the end of the test."""
    monkeypatch.setattr(ledgers, "RETURNING", 0.0)
    yield place.cluster.stop
    if place.cluster._server is None:
        place.cluster.start()


@pytest.mark.parametrize(
    ("ask", "change"),
    [
        (lambda c: c.clinic(), lambda c: c.save_clinic(Clinic("Larkmoor PT"))),
        (lambda c: c.setting("printer/note"), lambda c: c.save_setting("printer/note", "HP")),
        (lambda c: c.episode_log(EPISODE.id), lambda c: c.add_episode_entry(SENT)),
        (lambda c: c.files("kind"), lambda c: c.save_file("kind", "name", b"new")),
        (lambda c: c.file("kind", "name"), lambda c: c.save_file("kind", "name", b"new")),
    ],
    ids=["clinic", "setting", "log", "files", "file"],
)
def test_the_last_answer_stands_and_a_change_is_read_anew(
    chart: ChartServer, away: Callable[[], None], ask: Ask, change: Ask
) -> None:
    before = ask(chart)
    change(chart)
    after = ask(chart)
    assert after != before
    away()
    assert ask(chart) == after


def test_a_change_that_was_not_read_again_is_not_told_as_it_was(
    chart: ChartServer, away: Callable[[], None]
) -> None:
    assert chart.episode_log(EPISODE.id).entries == ()
    chart.add_episode_entry(SENT)
    away()
    with pytest.raises(ServerLost):
        chart.episode_log(EPISODE.id)


def test_what_was_never_asked_and_what_is_large_waits_for_the_server(
    chart: ChartServer, away: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remembered, "LARGEST", 3)
    chart.save_file("kind", "large", b"long")
    assert chart.file("kind", "large") == b"long"
    away()
    for ask in (lambda: chart.setting("never"), lambda: chart.file("kind", "large")):
        with pytest.raises(ServerLost):
            ask()
