"""Who may do what: the roles of a clinic and the rights each one has.

Roles are enforced by the program, in the use cases and again in the store. They are no wall
against somebody who takes the file to another program: every user's password opens the one key
that encrypts the whole chart, and the windows say so.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from pt_chart.charting.errors import NotAllowed
from pt_chart.clinical.people import Clinician
from pt_chart.clinical.visit import Visit, VisitKind


class Role(StrEnum):
    """What somebody does in the clinic."""

    THERAPIST = "therapist"
    ASSISTANT = "assistant"
    STUDENT = "student"
    FRONT_DESK = "front_desk"
    ADMIN = "admin"
    AUDITOR = "auditor"
    EMERGENCY = "emergency"

    @property
    def words(self) -> str:
        """As lists show it."""
        return _WORDS[self]

    @property
    def told(self) -> str:
        """In one sentence what the role can do."""
        return _TOLD[self]


class Right(StrEnum):
    """Something the program does only for those who may."""

    SEE_REGISTER = "see the register"
    CHANGE_REGISTER = "register patients and episodes"
    MERGE = "merge records of one person"
    READ_NOTES = "open clinical notes"
    CHART = "write clinical notes"
    SIGN = "sign what you charted"
    COSIGN = "co-sign and repair"
    PRINT = "print documents"
    EXPORT = "export and copy records"
    CHANGE_CLINIC = "change the clinic's details, forms and templates"
    READ_LOG = "read the log"
    VERIFY = "verify the chart"
    USERS = "manage users and keys"
    BACKUP = "back up the chart"
    ERASE = "erase records past their retention"


_WORDS = {
    Role.THERAPIST: "physical therapist",
    Role.ASSISTANT: "physical therapist assistant",
    Role.STUDENT: "student",
    Role.FRONT_DESK: "front desk",
    Role.ADMIN: "administrator",
    Role.AUDITOR: "auditor, read only",
    Role.EMERGENCY: "emergency access",
}
_TOLD = {
    Role.THERAPIST: "Charts, signs and co-signs.",
    Role.ASSISTANT: "Charts and signs; evaluations, progress reports and discharges wait for a "
    "therapist's co-signature.",
    Role.STUDENT: "Charts and signs; every note waits for a therapist's co-signature.",
    Role.FRONT_DESK: "Registers patients and prints; clinical notes stay closed.",
    Role.ADMIN: "Users, backups and the log; clinical notes stay closed.",
    Role.AUDITOR: "Reads notes and the log; changes nothing.",
    Role.EMERGENCY: "Reads notes after the sealed envelope was opened; changes nothing.",
}
_EVERYONE = frozenset({Right.SEE_REGISTER})
_CLINICAL = _EVERYONE | {
    Right.CHANGE_REGISTER,
    Right.READ_NOTES,
    Right.CHART,
    Right.SIGN,
    Right.PRINT,
    Right.EXPORT,
}
ADMINISTRATION = frozenset(
    {
        Right.CHANGE_CLINIC,
        Right.READ_LOG,
        Right.VERIFY,
        Right.USERS,
        Right.BACKUP,
        Right.ERASE,
    }
)
"""What ``Clinician.administers`` adds to a role."""

RIGHTS: Mapping[Role, frozenset[Right]] = MappingProxyType(
    {
        Role.THERAPIST: _CLINICAL | {Right.COSIGN, Right.CHANGE_CLINIC, Right.MERGE},
        Role.ASSISTANT: _CLINICAL,
        Role.STUDENT: _CLINICAL,
        Role.FRONT_DESK: _EVERYONE | {Right.CHANGE_REGISTER, Right.PRINT, Right.MERGE},
        Role.ADMIN: _EVERYONE | ADMINISTRATION | {Right.MERGE},
        Role.AUDITOR: _EVERYONE | {Right.READ_NOTES, Right.READ_LOG, Right.VERIFY},
        Role.EMERGENCY: _EVERYONE | {Right.READ_NOTES, Right.PRINT},
    }
)
ASSIGNABLE = (
    Role.THERAPIST,
    Role.ASSISTANT,
    Role.STUDENT,
    Role.FRONT_DESK,
    Role.ADMIN,
    Role.AUDITOR,
)
"""Roles that can be given to somebody; emergency access comes from the envelope alone."""


SIGNS_ALONE: Mapping[Role, frozenset[VisitKind]] = MappingProxyType(
    {
        Role.THERAPIST: frozenset(VisitKind),
        Role.ASSISTANT: frozenset({VisitKind.FOLLOW_UP}),
    }
)
"""Kinds of visit for which a role's signature is enough; all others wait for a co-signature."""


def waits_for_cosign(visit: Visit) -> bool:
    """Whether a signed visit still needs a therapist's co-signature."""
    signature = visit.signature
    if signature is None or visit.cosignature is not None or visit.withdrawal is not None:
        return False
    role = Role(signature.role) if signature.role in set(Role) else None
    return role is None or visit.kind not in SIGNS_ALONE.get(role, frozenset())


def rights_of(user: Clinician) -> frozenset[Right]:
    """Everything this person may do; an unknown role may do nothing."""
    try:
        own = RIGHTS[Role(user.role)]
    except ValueError:
        return frozenset()
    may_administer = user.administers and user.role not in {Role.AUDITOR, Role.EMERGENCY}
    return own | ADMINISTRATION if may_administer else own


def allowed(user: Clinician, right: Right) -> bool:
    """Whether this person may do it."""
    return right in rights_of(user)


def require(user: Clinician, right: Right) -> None:
    """Go on only if this person may do it.

    Raises:
        NotAllowed: the role does not include it.
    """
    if not allowed(user, right):
        raise NotAllowed.to(right.value, role_words(user.role))


def role_words(role: str) -> str:
    """A role as lists show it; an unknown one as it is stored."""
    return Role(role).words if role in set(Role) else role
