"""Writes the gold chart of today's schema revision and a backup: `python -m tests.gold.make_chart`.

Run once for each revision; the files are committed and never made again, because their point is
that a chart written back then still opens.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from pt_chart.charting.attachments import Attachment
from pt_chart.charting.kept_versions import KeptBecause, KeptVersion
from pt_chart.clinical.care.episode_log import Contact, ContactKind, EpisodeEntry, Referral
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.people import Clinic
from pt_chart.clinical.program.dosage import Dose, Program, ProgramItem
from pt_chart.clinical.reasoning.results import Tier
from pt_chart.clinical.sides import Side
from pt_chart.clinical.visit import Addendum, Plan, Visit, WorkingHypothesis
from pt_chart.store.chart_file import ChartFile
from pt_chart.store.open import create_chart
from pt_chart.store.schema import REVISIONS
from tests.fakes import THERAPIST, FakeClock
from tests.soak.clinic import backed_up
from tests.store.samples import CHEAP, EPISODE, NOON, PASSWORD, PATIENT, SIGNATURE, new_visit

GOLD = Path(__file__).with_name("charts")
CLINIC = Clinic("Larkmoor Physical Therapy", phone="(555) 010-0100")
ENTRIES = (
    EpisodeEntry(
        "call",
        EPISODE.id,
        1,
        Contact(date(2026, 11, 12), ContactKind.CALL_FROM_PATIENT, "patient", "less leg pain"),
        THERAPIST.id,
        NOON,
    ),
    EpisodeEntry(
        "referral",
        EPISODE.id,
        1,
        Referral(date(2026, 11, 12), "Dr. Vale", "weakness", answer="MRI asked for"),
        THERAPIST.id,
        NOON,
    ),
)
FORM, SOURCE = "forms/neuro/2", 'id = "neuro"\nversion = 2\n'
SCAN = b"An invented report of a scan."
PAPER = Attachment(
    "scan", PATIENT.id, "visit-1", "scan.txt", "text/plain", 0, "", 1, NOON, THERAPIST.name
)
WRONG = replace(PAPER, id="wrong", name="other.txt")
"""Another patient's, attached by mistake and taken out again; since schema 0009."""
CAME = Addendum("The report came by mail.", THERAPIST.id, THERAPIST.signature, NOON)
MISTAKEN = replace(CAME, text="It was attached to the wrong patient.")
ADDENDUM = Addendum("Called on Friday.", THERAPIST.id, THERAPIST.signature, NOON)


def signed_visit() -> Visit:
    """The first visit as it was when it was signed."""
    return new_visit(
        "visit-1",
        program=Program((ProgramItem("press_up", Side.BOTH, Dose(reps=10, times_per_day=6)),)),
        plan=Plan("Improving.", ("Sit 45 minutes",)),
        hypothesis=WorkingHypothesis(
            "l5_radiculopathy", Side.RIGHT, True, "", THERAPIST.id, NOON, "1", "0" * 64
        ),
        form_versions={"history": 1, "neuro": 2},
        panel='{"action":"pt_appropriate"}',
    )


def draft() -> Visit:
    """The second visit, unsigned."""
    return new_visit("visit-2", date=date(2026, 11, 17), number=2)


def kept() -> KeptVersion:
    """A version of the draft that met another one."""
    base = replace(draft(), revision=1)
    theirs = base.with_answer(FindingKey("nprs"), Answer(7))
    who = THERAPIST.id, THERAPIST.signature, KeptBecause.UNSETTLED
    return KeptVersion("kept-1", base.id, NOON, *who, base, base, theirs)


def main() -> None:
    """Write the chart."""
    folder = GOLD / REVISIONS[-1]
    folder.mkdir(parents=True)
    path = folder / "clinic.ptchart"
    chart = create_chart(path, THERAPIST, PASSWORD, cost=CHEAP, clock=FakeClock(NOON))
    chart.save_clinic(CLINIC)
    chart.save_patient(PATIENT)
    chart.save_episode(EPISODE)
    chart.save_setting(FORM, SOURCE)
    stored = chart.save_draft(signed_visit(), Tier.MONITOR)
    chart.sign(stored, SIGNATURE, Tier.MONITOR)
    chart.add_addendum("visit-1", ADDENDUM)
    chart.attach(PAPER, SCAN, CAME)
    chart.attach(WRONG, SCAN, CAME)
    chart.take_out(WRONG.id, MISTAKEN)
    chart.save_draft(draft(), Tier.URGENT)
    for entry in ENTRIES:
        chart.add_episode_entry(entry)
    chart.keep_version(kept())
    chart.save_setting("last_visit", "visit-2")
    assert isinstance(chart, ChartFile)
    made = backed_up(chart, folder).path
    made.rename(folder / "clinic.ptbackup")
    chart.close()
    path.with_name(path.name + ".lock").unlink()


if __name__ == "__main__":
    main()
