"""Merged records and attached files of an open chart."""

from __future__ import annotations

from pt_chart.charting.access import Right, require
from pt_chart.charting.attachments import Attachment
from pt_chart.charting.merging import Merge
from pt_chart.charting.parting import Parting
from pt_chart.clinical.people import Patient
from pt_chart.clinical.visit import Addendum
from pt_chart.store import attachments, files_taken_out, merging, signatures
from pt_chart.store.chart_register import RegisterCalls
from pt_chart.store.ledger import Transaction


class PeopleCalls(RegisterCalls):
    """See `Merges` and `Attachments`."""

    def people_like(self, patient: Patient) -> tuple[Patient, ...]:
        """See `Merges.people_like`."""
        self._may(Right.SEE_REGISTER)
        return self._read(lambda c: merging.people_like(c, patient))

    def merge_patients(self, kept: Patient, gone_id: str, reason: str) -> Patient:
        """See `Merges.merge_patients`."""
        self._may(Right.MERGE, kept.id)
        return self._write(lambda t: merging.merge(t, kept, gone_id, reason))

    def parting(self, gone_id: str) -> Parting:
        """See `Merges.parting`."""
        self._may(Right.MERGE, gone_id)
        return self._read(lambda c: merging.parting(c, gone_id))

    def part_patients(self, gone_id: str) -> Parting:
        """See `Merges.part_patients`."""
        self._may(Right.MERGE, gone_id)
        return self._write(lambda t: merging.part(t, gone_id))

    def merges(self, patient_id: str = "") -> tuple[Merge, ...]:
        """See `Merges.merges`."""
        self._may(Right.SEE_REGISTER)
        return self._read(lambda c: merging.merges(c, patient_id))

    def attachments(self, patient_id: str) -> tuple[Attachment, ...]:
        """See `Attachments.attachments`."""
        self._may(Right.SEE_REGISTER, patient_id)
        return self._read(lambda c: attachments.of_patient(c, patient_id))

    def holders(self, digest: str) -> tuple[Patient, ...]:
        """See `Attachments.holders`."""
        self._may(Right.SEE_REGISTER)
        return self._read(lambda c: attachments.holders(c, digest))

    def attach(self, new: Attachment, content: bytes, remark: Addendum | None = None) -> Attachment:
        """See `Attachments.attach`."""
        self._may(Right.CHANGE_REGISTER, new.patient_id)
        if remark is not None:
            self._may(Right.SIGN, new.patient_id)
            self._is_self(remark.by)

        def work(transaction: Transaction) -> Attachment:
            if remark is None:
                attachments.refuse_signed(transaction.connection, new.visit_id)
            else:
                told = attachments.remark_of(content, new, remark)
                signatures.add_addendum(transaction, self._signer, new.visit_id, told)
            return attachments.add(transaction, new, content)

        return self._write(work)

    def attached_content(self, attachment_id: str) -> bytes:
        """See `Attachments.attached_content`."""
        self._may(Right.READ_NOTES)

        def work(transaction: Transaction) -> bytes:
            shown, content = attachments.one_content(transaction.connection, attachment_id)
            if shown.removed is not None:
                require(self._user, Right.COSIGN)  # kept aside, for those who repair
            attachments.log_view(transaction, shown)
            return content

        return self._write(work)

    def remove_attachment(self, attachment_id: str, reason: str) -> Attachment:
        """See `Attachments.remove_attachment`."""
        self._may(Right.CHART)
        return self._write(lambda t: attachments.remove(t, attachment_id, reason))

    def take_out(
        self, attachment_id: str, remark: Addendum, patient_id: str = "", visit_id: str = ""
    ) -> Attachment:
        """See `Attachments.take_out`."""
        self._may(Right.COSIGN)
        self._is_self(remark.by)
        to = (patient_id, visit_id)
        return self._write(
            lambda t: files_taken_out.take_out(t, self._signer, attachment_id, remark, to)
        )
