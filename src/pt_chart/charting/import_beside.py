"""What an import brings beside visits: the log of episodes, and attached files."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from uuid import uuid4

from pt_chart.charting.attachments import LARGEST_ATTACHMENT, AttachmentRefused
from pt_chart.charting.clinic_session import ClinicSession
from pt_chart.charting.episode_entries import entry_id
from pt_chart.charting.errors import WorldError
from pt_chart.charting.exchange_port import AttachedFile
from pt_chart.clinical.care.episode_log import EpisodeEntry, EpisodeLog


def log_entries(
    brought: EpisodeLog, episode_id: str, user_id: str, known: EpisodeLog | None
) -> list[EpisodeEntry]:
    """The entries of a log as entries of an episode here, under new ids, versions kept.

    They are written by who imports, at the time that they had. What an episode that is ``known``
    says already is left out, with all its versions.
    """
    ids: dict[str, str] = {}
    there = [one.record for one in known.entries] if known else []
    same = {one.id for one in brought.entries if one.record in there}
    ordered = sorted(brought.entries, key=lambda one: one.version)
    return [
        replace(
            one,
            id=ids.setdefault(one.id, entry_id(one.record)),
            episode_id=episode_id,
            by=user_id,
        )
        for one in ordered
        if one.id not in same
    ]


class Beside:
    """The files of one person of an import."""

    def __init__(
        self, session: ClinicSession, patient_id: str, visits: dict[str, str], *, known: bool
    ) -> None:
        """``visits`` maps the visits of the file to those here; ``known`` people have files."""
        self._session = session
        self._patient_id = patient_id
        self._visits = visits
        there = session.store.attachments(patient_id) if known else ()
        self._digests = {one.digest for one in there if one.removed is None}

    def file(self, file: AttachedFile, refused: list[str]) -> AttachedFile | None:
        """A file as it may be kept; None where it is there already or is not let in.

        One that needs no change stays where it is until it is stored.
        """
        try:
            content = file.content
        except WorldError as error:
            refused.append(f"{file.about.name}: {error.message}")
            return None
        digest = sha256(content).hexdigest()
        if digest in self._digests:
            return None
        try:
            seen = self._session.documents.attached.inspect(content[:LARGEST_ATTACHMENT])
        except AttachmentRefused as error:
            refused.append(f"{file.about.name}: {error.message}")
            return None
        if max(len(content), len(seen.content)) > LARGEST_ATTACHMENT:
            refused.append(f"{file.about.name}: it is larger than an attached file may be.")
            return None
        new = replace(
            file.about,
            id=str(uuid4()),
            patient_id=self._patient_id,
            visit_id=self._visits.get(file.about.visit_id, ""),
            media=seen.media,
            size=len(seen.content),
            digest=sha256(seen.content).hexdigest(),
            pages=seen.pages,
            remarks=tuple(dict.fromkeys((*file.about.remarks, *seen.remarks))),
            removed=None,
        )
        self._digests.add(digest)
        return AttachedFile(new, file.kept if seen.content == content else seen.content)
