"""Changes of the register that meet another workstation's: nobody overwrites anybody unseen."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from pt_chart.charting.errors import RecordChanged
from pt_chart.clinical.merging.records import merged_record
from pt_chart.clinical.sound_text import seen_text

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    from pt_chart.clinical.people import Patient

RecordT = TypeVar("RecordT", bound="DataclassInstance")


def on_top_of(mine: RecordT, read: RecordT | None, stored: RecordT | None) -> RecordT:
    """A record as it is to be stored: what others changed since it was read stays.

    Raises:
        RecordChanged: the same field was changed to another value.
    """
    if read is None or stored is None or stored == read:
        return mine
    merged, met = merged_record(read, mine, stored)
    if met:
        raise RecordChanged(met[0], mine, stored)
    return merged


def seen(patient: Patient) -> Patient:
    """The patient without signs in names and ID that nobody sees and that make two of one."""
    return replace(
        patient,
        family_name=seen_text(patient.family_name),
        given_name=seen_text(patient.given_name),
        record_number=seen_text(patient.record_number),
    )


def having_seen(read: RecordT, met: RecordChanged) -> RecordT:
    """What a record was read as, with the field that met another's as the chart has it now.

    Who saves again on it has seen the other value and keeps their own.
    """
    return replace(read, **{met.field: getattr(met.stored, met.field)})
