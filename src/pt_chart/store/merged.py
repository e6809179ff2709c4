"""Which records of the register are one person: the one that stands and those that went into it."""

from __future__ import annotations

from sqlalchemy import Connection, select

from pt_chart.charting.merging import MergeRefused
from pt_chart.store.records import patient

STANDS = patient.c.merged_into.is_(None)
"""A condition on patients: none of those that were merged into another."""


def survivor_of(connection: Connection, patient_id: str) -> str:
    """The record that a record went into, itself where it stands or is unknown."""
    found = connection.scalar(select(patient.c.merged_into).where(patient.c.id == patient_id))
    return found or patient_id


def family_of(connection: Connection, patient_id: str) -> tuple[str, ...]:
    """All records of a person: the one that stands and those that went into it."""
    stands = survivor_of(connection, patient_id)
    gone = select(patient.c.id).where(patient.c.merged_into == stands).order_by(patient.c.id)
    return (stands, *connection.scalars(gone))


def refuse_merged(connection: Connection, patient_id: str) -> None:
    """Keep a record that went into another as it was.

    Raises:
        MergeRefused: it is such a record.
    """
    if survivor_of(connection, patient_id) != patient_id:
        raise MergeRefused(
            "This record was merged into another one.", "Change the patient it went into."
        )
