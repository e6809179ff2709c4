"""Merged records and attached files of a chart in memory."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from hashlib import sha256
from uuid import uuid4

from pt_chart.charting.access import Right
from pt_chart.charting.attachments import LARGEST_ATTACHMENT, Attachment, Removal
from pt_chart.charting.audit import AuditAction, AuditEntry
from pt_chart.charting.duplicates import email_key, number_key
from pt_chart.charting.errors import RecordMissing, SignedAlready
from pt_chart.charting.merging import Merge, MergeRefused
from pt_chart.charting.parting import Parting, parted
from pt_chart.charting.search_words import fold
from pt_chart.clinical.people import Episode, Patient
from pt_chart.clinical.program.dosage import says_why
from pt_chart.clinical.visit import Addendum
from tests.memory_transfers import MemoryTransfers


@dataclass
class MemoryPeople(MemoryTransfers):
    """See `Merges` and `Attachments`."""

    _merges: dict[str, tuple[Merge, Patient, Patient]] = field(default_factory=dict)

    def patients_after(self, patient_id: str, count: int) -> tuple[Patient, ...]:
        """See `Transfers.patients_after`."""
        later = sorted(i for i in self._patients if i > patient_id and i not in self._merges)
        return tuple(self._patients[known] for known in later[:count])

    def people_like(self, patient: Patient) -> tuple[Patient, ...]:
        """See `Merges.people_like`."""
        found = {}
        for one in self._patients.values():
            stands = self.survivor_of(one.id)
            if stands != self.survivor_of(patient.id) and _alike(one, patient):
                found[stands] = self._patients[stands]
        return tuple(found.values())

    def merge_patients(self, kept: Patient, gone_id: str, reason: str) -> Patient:
        """See `Merges.merge_patients`."""
        self._may(Right.MERGE)
        self._write()
        if kept.id not in self._patients or gone_id not in self._patients:
            raise RecordMissing
        before, gone = self._patients[kept.id], self._patients[gone_id]
        lost = {*before.alerts, *gone.alerts} - set(kept.alerts)
        if lost or kept.id == gone_id or {kept.id, gone_id} & self._merges.keys():
            raise MergeRefused
        merge = Merge(gone, kept.id, self.clock(), self.user.name, reason)
        self._merges[gone_id] = (merge, before, kept)
        self._patients[kept.id] = kept
        for one, other in ((kept.id, gone_id), (gone_id, kept.id)):
            detail = f"merged with record {other}: {reason}"
            self._log(AuditEntry(AuditAction.MERGE, one, detail=detail))
        return kept

    def parting(self, gone_id: str) -> Parting:
        """See `Merges.parting`."""
        self._may(Right.MERGE)
        if gone_id not in self._merges:
            raise RecordMissing
        merge, before, after = self._merges[gone_id]
        if merge.kept_id in self._merges:
            raise MergeRefused
        now, gone = self._patients[merge.kept_id], self._patients[gone_id]
        leaves = [one for one in self._patients if gone_id in self._way_of(one)]
        family = [one for one in self._patients if self.survivor_of(one) == merge.kept_id]
        stays = [one for one in family if one not in leaves]
        return Parting(
            *parted(now, before, after, gone),
            self._episodes_among(stays),
            self._episodes_among(leaves),
            self._files_among(stays),
            self._files_among(leaves),
        )

    def _episodes_among(self, owners: list[str]) -> tuple[Episode, ...]:
        own = (one for one in self._episodes.values() if one.patient_id in owners)
        return tuple(sorted(own, key=lambda one: (one.started, one.id)))

    def _files_among(self, owners: list[str]) -> tuple[str, ...]:
        every = (one for one, _ in self._attached.values())
        own = (one.name for one in every if one.patient_id in owners and one.removed is None)
        return tuple(sorted(own))

    def _way_of(self, patient_id: str) -> list[str]:
        """A record and what it went into, one after another."""
        way = [patient_id]
        while way[-1] in self._merges:
            way.append(self._merges[way[-1]][0].kept_id)
        return way

    def part_patients(self, gone_id: str) -> Parting:
        """See `Merges.part_patients`."""
        made = self.parting(gone_id)
        self._write()
        kept_id = made.kept.id
        self._patients |= {kept_id: made.kept, gone_id: made.gone}
        del self._merges[gone_id]
        for one, other in ((kept_id, gone_id), (gone_id, kept_id)):
            self._log(AuditEntry(AuditAction.MERGE, one, detail=f"parted with record {other}"))
        return made

    def merges(self, patient_id: str = "") -> tuple[Merge, ...]:
        """See `Merges.merges`."""
        found = [merge for merge, _, _ in self._merges.values()]
        own = [one for one in found if patient_id in ("", one.kept_id)]
        return tuple(sorted(own, key=lambda one: one.at, reverse=True))

    def survivor_of(self, patient_id: str) -> str:
        """The record that a record went into."""
        while patient_id in self._merges:
            patient_id = self._merges[patient_id][0].kept_id
        return patient_id

    def attachments(self, patient_id: str) -> tuple[Attachment, ...]:
        """See `Attachments.attachments`."""
        stands = self.survivor_of(patient_id)
        own = (one for one, _ in self._attached.values())
        found = [one for one in own if self.survivor_of(one.patient_id) == stands]
        newest = sorted(found, key=lambda one: one.at, reverse=True)
        return tuple(replace(one, patient_id=stands) for one in newest)

    def holders(self, digest: str) -> tuple[Patient, ...]:
        """See `Attachments.holders`."""
        stand = (one for one, _ in self._attached.values() if one.removed is None)
        ids = {self.survivor_of(one.patient_id) for one in stand if one.digest == digest}
        return tuple(sorted((self._patients[one] for one in ids), key=lambda one: one.name))

    def attach(self, new: Attachment, content: bytes, remark: Addendum | None = None) -> Attachment:
        """See `Attachments.attach`."""
        self._may(Right.CHANGE_REGISTER)
        self._write()
        if not 0 < len(content) <= LARGEST_ATTACHMENT:
            raise ValueError("an attached file has a size")
        owner = new.patient_id
        if new.visit_id:
            if new.visit_id not in self._visits:
                raise RecordMissing
            owner = self._episodes[self._visits[new.visit_id].episode_id].patient_id
        stands = self.survivor_of(owner)
        if new.patient_id not in self._patients or self.survivor_of(new.patient_id) != stands:
            raise RecordMissing
        digest = sha256(content).hexdigest()
        stored = replace(
            new,
            patient_id=owner,
            size=len(content),
            digest=digest,
            at=self.clock(),
            by=self.user.name,
        )
        if remark is not None:
            told = f'File "{new.name}": {remark.text} (SHA-256 {digest})'
            self._put_beside(new.visit_id, replace(remark, text=told))
        elif new.visit_id in self._visits and self._visits[new.visit_id].signed:
            raise SignedAlready
        self._attached[new.id] = (stored, content)
        self._log(AuditEntry(AuditAction.CREATE, owner, new.visit_id, f"attachment {new.id}"))
        return replace(stored, patient_id=stands)

    def _put_beside(self, visit_id: str, remark: Addendum) -> None:
        self._may(Right.SIGN)
        if visit_id not in self._visits or not self._visits[visit_id].signed:
            raise RecordMissing
        visit = self._visits[visit_id]
        told = self._mine(remark)
        self._visits[visit_id] = replace(visit, addenda=(*visit.addenda, told))

    def _move_files(self, visit_id: str, patient_id: str) -> None:
        """The files of a draft go where the draft goes."""
        for one, content in list(self._attached.values()):
            if one.visit_id == visit_id and one.removed is None:
                self._attached[one.id] = (replace(one, patient_id=patient_id), content)

    def attached_content(self, attachment_id: str) -> bytes:
        """See `Attachments.attached_content`."""
        self._may(Right.READ_NOTES)
        found = self._attached.get(attachment_id)
        if found is None or (found[0].removed is not None and not found[0].removed.kept):
            raise RecordMissing
        one = found[0]
        if one.removed is not None:
            self._may(Right.COSIGN)
        self._log(AuditEntry(AuditAction.VIEW, one.patient_id, one.visit_id, "attachment"))
        return found[1]

    def take_out(
        self, attachment_id: str, remark: Addendum, patient_id: str = "", visit_id: str = ""
    ) -> Attachment:
        """See `Attachments.take_out`."""
        self._may(Right.COSIGN)
        self._write()
        if not says_why(remark.text):
            raise ValueError("a reason is missing")
        one, content = self._attached.get(attachment_id, (None, b""))
        visit = self._visits.get(one.visit_id) if one is not None else None
        if one is None or one.removed is not None or visit is None or not visit.signed:
            raise RecordMissing
        if patient_id and patient_id not in self._patients:
            raise RecordMissing
        if visit_id and self._visits[visit_id].signed:
            raise SignedAlready
        name = "File of another record" if patient_id else f'File "{one.name}"'
        told = f"{name} taken out: {remark.text} (taken out, SHA-256 {one.digest})"
        self._put_beside(one.visit_id, replace(remark, text=told))
        moved = bool(patient_id)
        why = Removal(self.clock(), self.user.name, remark.text, kept=not moved, moved=moved)
        gone = replace(one, removed=why)
        self._attached[one.id] = (gone, b"" if moved else content)
        self._log(AuditEntry(AuditAction.CHANGE, gone.patient_id, gone.visit_id, "attachment"))
        if moved:
            new = replace(one, id=str(uuid4()), patient_id=patient_id, visit_id=visit_id)
            self.attach(new, content)
        return gone

    def remove_attachment(self, attachment_id: str, reason: str) -> Attachment:
        """See `Attachments.remove_attachment`."""
        self._may(Right.CHART)
        self._write()
        if not reason.strip():
            raise ValueError("a reason is missing")
        found = self._attached.get(attachment_id)
        if found is None or found[0].removed is not None:
            raise RecordMissing
        visit = self._visits.get(found[0].visit_id)
        if visit is not None and visit.signed:
            raise SignedAlready
        told = Removal(self.clock(), self.user.name, reason.strip())
        gone = replace(found[0], removed=told)
        self._attached[attachment_id] = (gone, b"")
        self._log(AuditEntry(AuditAction.CHANGE, gone.patient_id, gone.visit_id, "attachment"))
        return gone


def _alike(one: Patient, other: Patient) -> bool:
    names = (fold(one.family_name.strip()), fold(one.given_name.strip()))
    theirs = (fold(other.family_name.strip()), fold(other.given_name.strip()))
    phones = ["".join(s for s in person.phone if s.isdigit()) for person in (one, other)]
    numbers = [number_key(person.record_number) for person in (one, other)]
    return (
        (one.birth_date is not None and one.birth_date == other.birth_date)
        or (all(names) and names in (theirs, theirs[::-1]))
        or (all(names) and theirs[0] == names[0] and theirs[1][:1] == names[1][:1])
        or (len(phones[1]) >= 6 and phones[1][-10:] in phones[0])
        or (bool(numbers[1]) and numbers[0] == numbers[1])
        or (bool(email_key(other)) and email_key(one) == email_key(other))
    )
