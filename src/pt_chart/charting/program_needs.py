"""What the home program must settle before the note that names it is signed."""

from __future__ import annotations

from pt_chart.charting.desk import VisitDesk
from pt_chart.charting.live_assessment import LiveAssessment
from pt_chart.charting.program_facts import flags_of_today, program_facts
from pt_chart.clinical.program import safety
from pt_chart.clinical.program.library import ExerciseLibrary
from pt_chart.clinical.program.program_problem import ProgramProblem


def program_needs(
    desk: VisitDesk, live: LiveAssessment, library: ExerciseLibrary
) -> tuple[str, ...]:
    """Each exercise that may not be given as it stands, with the fix; none without a program.

    The note says what the patient was given to do at home, so it may not name what a rule holds
    back without a reason, nor any exercise while an emergency is open.
    """
    program = desk.visit.program
    if not program.items:
        return ()
    facts = program_facts(desk, live, library)
    flags = flags_of_today(desk, live)
    found = safety.stops(safety.check_program(program, facts, flags, library))
    return tuple(
        dict.fromkeys(f"Home program: {one.message}. Take it out, or {_fix(one)}." for one in found)
    )


def _fix(problem: ProgramProblem) -> str:
    if problem.severity == "blocked":
        return "give the reason for the override"
    return problem.hint or "choose another exercise"
