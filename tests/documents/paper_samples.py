"""Clinical documents of an invented patient, signed and not."""

from __future__ import annotations

from datetime import UTC, datetime

from pt_chart.clinical.papers import (
    BlankMeasures,
    IntakeGroup,
    IntakeQuestion,
    IntakeSheet,
    MeasureItem,
    MeasureSheet,
    PaperHead,
    RefusedReferral,
    SecondLookPaper,
    Stamp,
    WorkNote,
    WorkStatus,
)
from pt_chart.clinical.reasoning.results import Comparison, ComparisonRow, KnowledgeStamp
from pt_chart.clinical.reasoning.second_look import (
    SecondLook,
    SecondLookCause,
    SecondLookFlag,
    SecondLookLine,
)
from pt_chart.clinical.visit import Signature
from pt_chart.documents.printer import Part
from tests.documents.samples import CLINIC

SIGNATURE = Signature(
    by="u-1",
    name="Alex Demo, PT",
    role="therapist",
    at=datetime(2026, 11, 24, 11, 42, tzinfo=UTC),
    digest="5e" * 32,
)
STAMP = Stamp(SIGNATURE, "K7F3-9QDM")
HEAD = PaperHead(
    CLINIC, "Robin Sample", "Jan 2, 1982", "S-10042", "Nov 24, 2026", "Alex Demo, PT", STAMP
)
DRAFT_HEAD = PaperHead(
    CLINIC, "Robin Sample", "Jan 2, 1982", "S-10042", "Nov 24, 2026", "Alex Demo, PT"
)

WORK_NOTE = WorkNote(
    HEAD,
    WorkStatus.LIMITED,
    (
        "Sit for up to 30 minutes at a time, then stand or walk for 5 minutes.",
        "Lift up to 10 pounds, not from the floor.",
        "No climbing of ladders.",
    ),
    "Nov 25, 2026",
    "Dec 8, 2026",
    "Dec 8, 2026",
)
REFUSED = RefusedReferral(
    HEAD,
    "Go to the emergency department today for an emergency MRI scan.",
    ("Trouble starting urine since Nov 23, 20:00.", "Numb when wiping since Nov 24, 06:00."),
    ("Permanent loss of bladder, bowel or sexual function.", "Permanent weakness of the legs."),
    "“I have to pick up my child first. I will see how it is tomorrow.”",
    ("Weakness in the legs gets worse.", "You cannot pass urine for 6 hours."),
    True,
    None,
)


def _cause(name: str, low: float, middle: float, high: float) -> SecondLookCause:
    return SecondLookCause(
        name,
        "more likely" if middle > 0 else "less likely",
        f"{low:+.1f} to {high:+.1f}",
        low,
        middle,
        high,
        (
            SecondLookLine("Straight leg raise RIGHT: positive", "weak", "LR 1.49, Vroomen 2002"),
            SecondLookLine("Ankle reflex RIGHT: 1+", "moderate", "LR 2.2, Knutsson 1961, n 274"),
        ),
        (SecondLookLine("No injury recalled", "weak", "expert pattern"),),
        ("Crossed straight leg raise", "Slump test LEFT"),
    )


SECOND_LOOK = SecondLookPaper(
    HEAD,
    SecondLook(
        action="Referral within days indicated by an open flag",
        flags=(
            SecondLookFlag(
                "Weakness getting worse",
                "urgent",
                ("Great toe extension RIGHT: 3",),
                "Options: call the referrer today.",
                "A doctor's examination",
                "Called the referrer (2026-11-24 10:40)",
            ),
        ),
        core_unasked=("Unexplained weight loss", "Fever or chills"),
        causes=(
            _cause("Lumbar radicular pain", 0.4, 1.3, 2.2),
            _cause("Deep gluteal syndrome", -1.1, -0.3, 0.6),
            _cause("Hamstring strain", -2.6, -1.7, -0.9),
        ),
        order_note="",
        others=("Sacroiliac joint pain: cannot judge", "Hip arthritis: less likely"),
        impairments=("Hamstring shortness: present",),
        consider=(),
        comparison=Comparison(
            "root_gluteal",
            "Root or deep gluteal",
            "Nerve root",
            "Deep gluteal",
            (ComparisonRow("Cough", "worse", "no change", "worse", "left"),),
        ),
        next_tests=("Crossed straight leg raise: tells root from local stretch",),
        scores=("StEP: 5 of 16, points to neuropathic pain (8 of 16 items; Scholz 2009)",),
        contradictions=(),
        ranking_off="",
        hypothesis="Lumbar radicular pain, right: agrees with the order",
        hypothesis_reason="",
        stamp=KnowledgeStamp("1.4", "3f9ac21e" * 8),
    ),
)

INTAKE = IntakeSheet(
    CLINIC,
    None,
    (
        IntakeGroup(
            "Urgent questions",
            (
                IntakeQuestion("Have you been leaking urine?", ("Yes", "No")),
                IntakeQuestion("Have you lost control of your bowels?", ("Yes", "No")),
            ),
            alert=True,
        ),
        IntakeGroup(
            "Your pain",
            (
                IntakeQuestion("When did it begin?"),
                IntakeQuestion(
                    "What makes it worse?",
                    ("Sitting", "Standing", "Walking", "Bending forward", "Lying on your back",
                     "Coughing or sneezing", "Nothing that I know"),
                ),
            ),
        ),
    ),
)  # fmt: skip
MEASURES = BlankMeasures(
    CLINIC,
    None,
    (
        MeasureSheet(
            "Worst leg pain in the last 7 days",
            "Circle one number.",
            (MeasureItem("Worst leg pain", scale=tuple(str(n) for n in range(11))),),
            "0 is no pain, 10 the worst you can imagine.",
            "Numeric rating scale.",
            "Free to use.",
        ),
        MeasureSheet(
            "A questionnaire under license", "", (), "", "Publisher, 2010.",
            "Its items may not be printed here: use the publisher's form and write the score.",
        ),
    ),
)  # fmt: skip

ALL: dict[str, Part] = {
    "work-note": WORK_NOTE,
    "refused-referral": REFUSED,
    "second-look": SECOND_LOOK,
    "intake": INTAKE,
    "measures": MEASURES,
}
