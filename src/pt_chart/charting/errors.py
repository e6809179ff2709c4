"""The world failing: what happened and what to do, as a notice, never a crash."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pt_chart.clinical.visit import Visit


class WorldError(Exception):
    """Something outside the program failed. ``message`` says what, ``advice`` the way out."""

    message = "Something outside the program failed."
    advice = "Try again. Nothing on the screen is lost."

    def __init__(self, message: str = "", advice: str = "") -> None:
        """Keep the class's own words wherever none are given."""
        if message:
            self.message = message
        if advice:
            self.advice = advice
        super().__init__(self.message)


class WrongPassword(WorldError):
    """The password does not open this user's key, or there is no such user."""

    message = "That name and password do not open this chart."
    advice = "Check Caps Lock and the keyboard language, then type the password again."


class TooManyAttempts(WorldError):
    """Passwords were tried too often; ``seconds`` says how long to wait."""

    message = "Too many wrong passwords."
    advice = "Wait, then type it once more."

    def __init__(self, seconds: int) -> None:
        """``seconds`` are left until the next password is looked at."""
        wait = f"{seconds} seconds" if seconds < 120 else f"{-(-seconds // 60)} minutes"
        super().__init__(advice=f"The next password is looked at in {wait}.")
        self.seconds = seconds


class NotAllowed(WorldError):
    """The role of the user at work does not include what was asked for; the log has a line."""

    message = "Your role does not include this."
    advice = "Ask the person who manages the users of this chart."

    @classmethod
    def to(cls, what: str, role: str) -> NotAllowed:
        """Say what was refused to which role, both in words."""
        return cls(f"As {role} you cannot {what}.")


class StillKept(NotAllowed):
    """A record is asked to be erased before the clinic's own retention period is over."""

    message = "This record has still to be kept."
    advice = "If it has to go earlier all the same, say why: the log keeps that as well."


class UserRefused(WorldError):
    """A change of the users that would leave the chart without somebody, or without sense."""

    message = "The users were not changed."
    advice = "Nothing was changed."


class BackupRefused(WorldError):
    """A backup is cut short, altered, of another chart, or did not restore as it should."""

    message = "This backup cannot be used."
    advice = "Choose another backup. The chart was not touched."


class AnotherChart(WorldError):
    """A backup would take the place of a chart that it is none of; ``names`` are its users."""

    message = "Another chart stands here, not an older state of this one."
    advice = (
        "Somebody who manages that chart confirms it below, and it is set aside. To leave it where "
        "it is, start pt-chart with another --data-dir."
    )

    def __init__(self, names: tuple[str, ...]) -> None:
        """``names`` can confirm with their password."""
        super().__init__()
        self.names = names


class ChartMissing(WorldError):
    """There is no chart, or no key file beside it."""

    message = "There is no chart here."
    advice = "Choose another folder, or create a new chart."


class ChartExists(WorldError):
    """A new chart was asked for where one already stands."""

    message = "There is already a chart here."
    advice = "Open it, or choose another folder for the new chart."


class ChartDamaged(WorldError):
    """The chart or its key file was altered, cut short or mixed up with another one."""

    message = "The chart is damaged."
    advice = "Do not write to it. Keep a copy of the folder and restore the last backup."


class ChartRolledBack(ChartDamaged):
    """The chart is sound but older than what this computer, or its own head, last saw."""

    message = "This chart is older than the one that was last open here."
    advice = "Restore the last backup, or open it and accept that the newer entries are lost."


class ChartMoved(WorldError):
    """The clinic goes on elsewhere: this is the chart that was left behind by a move."""

    message = "This chart was moved elsewhere."
    advice = "Work goes on there. To look something up, open what was left behind to read only."


class ChartNewer(WorldError):
    """The chart was written by a newer version of the program."""

    message = "This chart was written by a newer version of pt-chart."
    advice = "Install the newer version on this computer. The chart was not touched."


class ChartInUse(WorldError):
    """Another running program has the chart open."""

    message = "The chart is already open in another window or program."
    advice = "Go to the window that has it open, or close that one first."


class ChartClosed(WorldError):
    """The chart was locked or closed meanwhile."""

    message = "The chart is locked."
    advice = "Unlock it and do it again."


class DiskFull(WorldError):
    """There is no space left for the chart."""

    message = "The disk is full: nothing of this was written."
    advice = "Free some space, then do it again. What was stored before is safe."

    @classmethod
    def of_draft(cls) -> DiskFull:
        """The same about edits, which are kept in memory and tried again by themselves."""
        return cls(
            "The disk is full: the last changes are not in the chart yet.",
            "Free some space. The changes are kept and saved as soon as there is room.",
        )


class ReadOnly(WorldError):
    """The folder or the file may not be written."""

    message = "The chart cannot be written: its folder or file is read-only."
    advice = "Ask for the right to write there, or move the chart to a folder of yours."


class StorageFailed(WorldError):
    """The disk or the system refused a read or a write for another reason."""

    message = "The disk refused to read or write the chart."
    advice = "Check that the drive is connected, then do it again. What was stored before is safe."

    @classmethod
    def of_draft(cls) -> StorageFailed:
        """The same about edits, which are kept in memory and tried again by themselves."""
        return cls(
            "The disk refused the last changes: they are not in the chart yet.",
            "Check that the drive is connected. The changes are kept and saved as soon as it is.",
        )


class ServerFull(DiskFull):
    """There is no space left on the clinic's server."""

    message = "The disk of the clinic's server is full: nothing of this was written."
    advice = "Free space on the server, then do it again. What was stored before is safe."

    @classmethod
    def of_draft(cls) -> ServerFull:
        """See `DiskFull.of_draft`."""
        return cls(
            "The disk of the clinic's server is full: the last changes are not in the chart yet.",
            "Free space on the server. The changes are kept and saved as soon as there is room.",
        )


class ServerLost(WorldError):
    """The clinic's server does not answer, or stopped answering; what was asked did not happen."""

    message = "The clinic's server does not answer."
    advice = "Nothing typed is lost: it is saved as soon as the server is back. Check the network."


class AccessEnded(ServerLost):
    """Somebody who manages the users let the user at work go, or changed the role, elsewhere."""

    message = "Your access to this chart was ended or changed by somebody who manages its users."
    advice = (
        "Unlock again if you still may. What was not stored yet is kept encrypted on this "
        "workstation."
    )


class ServerLeft(ServerLost):
    """The clinic was moved from the server into a file while this window was open."""

    message = "The clinic was moved from this server into a file. Nothing is written here any more."
    advice = (
        "Ask who moved it where the work goes on. What was not stored yet is kept encrypted on "
        "this workstation."
    )


class ServerUpgraded(ServerLeft):
    """The tables on the server were brought to another revision while this window was open."""

    message = "The chart on the server was upgraded by a newer version of pt-chart."
    advice = (
        "Update pt-chart on this computer too, then unlock again. What was not stored yet is kept "
        "encrypted on this workstation."
    )


class ServerUnsure(ServerLost):
    """The server went away while it was storing: it is found out when it is back."""

    message = "The server went away while it was storing the last change."
    advice = "Look whether the change is there before you repeat it, as soon as the server is back."
    token = ""


class ServerRefused(WorldError):
    """The server answers but does not let the program work: version, rights, password, TLS."""

    message = "The clinic's server refused."
    advice = "Ask the person who looks after the server."


class NetworkShare(WorldError):
    """The chart lies on a network share, where its write-ahead log cannot work safely."""

    message = "A chart cannot be kept on a network share: two computers could damage it."
    advice = (
        "Keep the chart on this computer's own disk; where several workstations need it, use a "
        "PostgreSQL server (docs/server.md)."
    )


class ClockWrong(WorldError):
    """The clock of this computer is behind the log: a signature would carry a false time."""

    message = "The clock of this computer is behind the last entry of the log."
    advice = (
        "Set the date and time of this computer, then sign again. If they are right and the clock "
        "was ahead before, who administers accepts it in Clinic, Verification. Nothing is lost."
    )


class RecordErased(WorldError):
    """A record has the id of a patient whose records were erased."""

    message = "The records of this patient were erased from this chart."
    advice = "Register the patient anew; the new record gets an id of its own."


class RecordMissing(WorldError):
    """A patient, an episode or a visit is not in the chart."""

    message = "That record is not in the chart."
    advice = "Go back to the patient list and open it again."


class RecordChanged(WorldError):
    """A field was changed here and at another workstation, to different values.

    ``field`` is its name, ``stored`` the whole record as the chart has it now.
    """

    def __init__(self, field: str, here: object, stored: object) -> None:
        """``here`` is the record as it was typed."""
        name = field.replace("_", " ")
        there, typed = getattr(stored, field), getattr(here, field)
        super().__init__(
            f"The {name} was changed elsewhere while this was open: it is "
            f"{_shown(there)} now, you typed {_shown(typed)}.",
            "Nothing is stored yet. Save again to keep yours, or type what is right.",
        )
        self.field = field
        self.stored = stored


def _shown(value: object) -> str:
    return "empty" if value in ("", None) else f'"{value}"'


class SignedAlready(WorldError):
    """A change was asked of a signed visit."""

    message = "This visit is signed and can no longer change."
    advice = "Write an addendum; it stands beside the original."


class ChartConflict(WorldError):
    """Someone else stored another version of the visit first; both are kept here."""

    message = "This visit was changed somewhere else since it was opened."
    advice = "Compare both versions and choose; neither is lost."

    def __init__(self, mine: Visit, theirs: Visit) -> None:
        """``mine`` is the version that was refused, ``theirs`` the stored one."""
        super().__init__()
        self.mine = mine
        self.theirs = theirs
