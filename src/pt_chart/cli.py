"""The command line: vocabulary, reasoning and documents for scripts, without the window.

Exit codes: 0 done, 2 bad input (place and fix on standard error), 1 failed run, or a handout that
fails an item it must pass.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from getpass import getpass
from pathlib import Path
from typing import TypeAlias

from pt_chart import __version__, bootstrap

DONE, FAILED, BAD_INPUT = 0, 1, 2
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def main() -> None:
    """Entry point of the ``pt-chart`` command."""
    sys.exit(run(sys.argv[1:]))


def _full_output(error: OSError) -> int:
    """Standard output cannot take more (a full disk behind ``>``)."""
    sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - until exit
    why = error.strerror or "cannot be written"
    print(f"standard output: {why}; make room or write elsewhere", file=sys.stderr)
    return FAILED


def _deaf_reader() -> int:
    """The reader of our output went away (``| head``): stop quietly, as pipes expect."""
    sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - until exit
    return DONE


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code."""
    options = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = options.command
    try:
        code = command(options)
        sys.stdout.flush()
    except BrokenPipeError:
        return _deaf_reader()
    except OSError as error:
        # Commands turn their own files' errors into a WorldFailure; what is left is our output.
        if error.filename is not None:
            raise
        return _full_output(error)
    except bootstrap.BadInput as bad:
        for problem in bad.problems:
            print(problem, file=sys.stderr)
        return BAD_INPUT
    except bootstrap.WorldFailure as failure:
        print(failure, file=sys.stderr)
        return FAILED
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="pt-chart",
        description="Vocabulary, reasoning and handouts for scripts. Decision support for "
        "licensed therapists who review its basis; not a diagnosis.",
    )
    parser.add_argument("--version", action="version", version=f"pt-chart {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    findings = commands.add_parser("findings", help="list every finding that can be recorded")
    findings.add_argument("--json", action="store_true", help="as JSON instead of a table")
    findings.set_defaults(command=_findings)

    reason = commands.add_parser("reason", help="judge a CASE file: flags, then causes")
    reason.add_argument("case", type=Path, metavar="CASE.json", help="a case, version 1; - = stdin")
    reason.add_argument("--json", action="store_true", help="as JSON instead of text")
    reason.set_defaults(command=_reason)

    handout = commands.add_parser(
        "handout", help="print the CASE file's home exercise program as PDF"
    )
    handout.add_argument("case", type=Path, metavar="CASE.json")
    handout.add_argument("-o", "--output", type=Path, required=True, metavar="FILE")
    handout.add_argument("--paper", choices=("letter", "a4"), default="letter")
    how = handout.add_mutually_exclusive_group()
    how.add_argument("--large", action="store_true", help="large print, 18 pt")
    how.add_argument("--one-page", action="store_true", help="on one page, or the reason why not")
    handout.add_argument("--lang", choices=("en", "es"), default="en")
    handout.set_defaults(command=_handout)

    judge = commands.add_parser(
        "check-handout",
        help="judge a printed handout item by item",
        description="Judge a home exercise handout from its PDF alone: 35 items, M must and S "
        "should hold; each passes, fails with place and fix, or cannot be told with the reason. "
        "Exit code 0: no M item fails; 1: an M item fails; 2: the file is no readable PDF, "
        "or another paper of the program (card, letter, note), which the list is not for. "
        "Items that cannot be told do not fail: read them in the report.",
    )
    judge.add_argument("file", type=Path, metavar="FILE", help="the PDF")
    judge.add_argument("--json", action="store_true", help="as JSON instead of text")
    judge.set_defaults(command=_check_handout)

    check = commands.add_parser("check-forms", help="check a folder of forms, all problems listed")
    check.add_argument("folder", type=Path, nargs="?", metavar="DIR", help="default: the shipped")
    check.set_defaults(command=_check_forms)

    case = commands.add_parser("export-case", help="write a CASE file as a FHIR R4 bundle")
    case.add_argument("case", type=Path, metavar="CASE.json")
    case.add_argument("-o", "--output", type=Path, required=True, metavar="FILE")
    case.set_defaults(command=_export_case)

    _chart_commands(commands)
    _server_commands(commands)
    test = commands.add_parser("self-test", help="check that this installation works")
    test.set_defaults(command=_self_test)
    return parser


def _chart_commands(commands: Commands) -> None:
    """Commands that open the chart of a data folder; the password is asked on the terminal."""
    patient = commands.add_parser(
        "export-patient", help="write a patient of the chart as a FHIR R4 bundle, not encrypted"
    )
    patient.add_argument("number", metavar="ID", help="the patient's ID in the register")
    patient.add_argument("-o", "--output", type=Path, required=True, metavar="FILE")
    patient.set_defaults(command=_export_patient)

    clinic = commands.add_parser(
        "export-clinic", help="write the whole chart as CSV files, not encrypted"
    )
    clinic.add_argument("folder", type=Path, metavar="FOLDER", help="new or empty")
    clinic.set_defaults(command=_export_clinic)
    verify = commands.add_parser(
        "verify-document",
        help="matches, superseded, altered or unknown: a printed document by its code or PDF",
    )
    verify.add_argument("what", metavar="CODE|FILE.pdf", help="as at the foot of a signed page")
    verify.set_defaults(command=_verify_document)
    for opens_chart in (patient, clinic, verify):
        opens_chart.add_argument("--data-dir", type=Path, help="folder of the chart")
        opens_chart.add_argument("--user", default="", help="who unlocks it; the password is asked")


STDIN = (
    "one a line, in the order asked: the role's, then a new owner's password TWICE, then a user's "
    "(set-up: the new user's TWICE; move-to: the user's FIRST)"
)


def _server_commands(commands: Commands) -> None:
    """The clinic's server; passwords are asked, or read from standard input line by line."""
    server = commands.add_parser("server", help="a clinic's PostgreSQL server: set up, join, move")
    steps = server.add_subparsers(required=True, metavar="STEP")
    check = steps.add_parser("check", help="look at a server step by step; nothing is changed")
    set_up = steps.add_parser("set-up", help="make roles, database and a new chart on a server")
    join = steps.add_parser("join", help="connect this workstation by another one's file")
    connect = steps.add_parser("connect", help="connect anew; the files of other workstations end")
    connection = steps.add_parser("connection", help="write the file another workstation joins by")
    upgrade = steps.add_parser("upgrade", help="bring the tables up to date, as their owner")
    repair = steps.add_parser("repair", help="put protection, search and rights back")
    move_to = steps.add_parser("move-to", help="move the clinic of a data folder to a server")
    move_back = steps.add_parser("move-back", help="move the clinic from its server into a file")
    for makes in (set_up, move_to):
        _place(makes, "role that may make roles and databases", "postgres", "postgres")
        makes.add_argument("--name-database", default="pt_chart", help="the new database")
        makes.add_argument("--name-owner", default="pt_chart_owner", help="its owner's role")
        makes.add_argument("--name-program", default="pt_chart_program", help="workstations' role")
    _place(check, "role to look with", "postgres", "postgres")
    _place(connect, "role that may change roles", "postgres", "pt_chart")
    for owns in (upgrade, repair):
        _place(owns, "owner's role", "pt_chart_owner", "pt_chart")
    set_up.add_argument("--clinic", required=True, help="as documents print it")
    set_up.add_argument("--name", required=True, help="first user, who manages the chart")
    set_up.add_argument("--credentials", default="PT")
    join.add_argument("file", type=Path, metavar="FILE.ptserver")
    connection.add_argument("target", type=Path, metavar="FILE.ptserver")
    for signs_in in (join, connect, move_to, move_back):
        signs_in.add_argument("--user", default="", help="who opens the chart")
    steps_of = (check, set_up, join, connect, connection, upgrade, repair, move_to, move_back)
    for step in steps_of:
        step.add_argument("--data-dir", type=Path, help="folder of this workstation")
        step.add_argument("--passwords-from-stdin", action="store_true", help=STDIN)
        step.set_defaults(command=_server, step=step.prog.split()[-1])


def _place(step: argparse.ArgumentParser, role: str, name: str, database: str) -> None:
    step.add_argument("--host", required=True, help="name or address of the server")
    step.add_argument("--port", type=int, default=5432)
    step.add_argument("--role", default=name, help=f"{role}; its password is asked")
    step.add_argument("--database", default=database, help="to begin from")
    step.add_argument("--ca", type=Path, metavar="FILE", help="CA certificate (PEM), for TLS")


def _server(options: argparse.Namespace) -> int:
    ask = _ask_input if options.passwords_from_stdin else _ask
    if options.step == "check":
        lines, well = bootstrap.server_check(_words(options), ask)
        print("\n".join(lines))
        return DONE if well else FAILED
    print(_server_step(options, ask))
    return DONE


def _server_step(options: argparse.Namespace, ask: Callable[[str], str]) -> str:
    folder = options.data_dir
    if options.step == "set-up":
        founder = bootstrap.Founder(options.clinic, options.name, options.credentials)
        return "\n".join(bootstrap.server_set_up(folder, _words(options), founder, ask))
    if options.step == "join":
        return bootstrap.server_join(folder, options.file, options.user, ask)
    if options.step == "connect":
        return bootstrap.server_connect(folder, _words(options), options.user, ask)
    if options.step == "connection":
        return bootstrap.server_connection(folder, options.target)
    if options.step == "move-to":
        return bootstrap.server_move(folder, _words(options), options.user, ask)
    if options.step == "move-back":
        return bootstrap.server_move(folder, None, options.user, ask)
    return bootstrap.server_upgrade(_words(options), ask, repair=options.step == "repair")


def _words(options: argparse.Namespace) -> bootstrap.ServerWords:
    words = bootstrap.ServerWords(
        options.host, options.port, options.role, options.database, options.ca
    )
    if not hasattr(options, "name_database"):
        return words
    return replace(words, names=(options.name_database, options.name_owner, options.name_program))


def _ask_input(_question: str) -> str:
    """The next line of standard input, which was asked for on the command line.

    Raises:
        BadInput: there are fewer lines than passwords.
    """
    line = sys.stdin.readline()
    if not line:
        raise bootstrap.BadInput(("Standard input has fewer lines than passwords needed.",))
    return line.rstrip("\r\n")


def _findings(options: argparse.Namespace) -> int:
    listed = bootstrap.findings()
    if options.json:
        print(json.dumps(listed, indent=1, ensure_ascii=False))
        return DONE
    for one in listed:
        sided = "left/right" if one["sided"] else ""
        print(f"{one['id']:44} {one['kind']:8} {sided:11} {one['label']}")
    return DONE


def _reason(options: argparse.Namespace) -> int:
    case = bootstrap.read_case(options.case)
    result = bootstrap.reason(case)
    if options.json:
        print(json.dumps(result, indent=1, ensure_ascii=False))
    else:
        print(bootstrap.reason_text(case))
    return DONE


def _handout(options: argparse.Namespace) -> int:
    case = bootstrap.read_case(options.case)
    if _same_file(options.output, options.case):
        same = f"{options.output}: is the CASE file itself; name another file for the PDF"
        raise bootstrap.BadInput((same,))
    size = "large" if options.large else "one_page" if options.one_page else "normal"
    printed = bootstrap.handout(case, paper=options.paper, size=size, language=options.lang)
    _write(options.output, printed.pdf)
    for remark in (*printed.remarks, *bootstrap.must_faults(printed.pdf)):
        print(remark, file=sys.stderr)
    return DONE


def _check_handout(options: argparse.Namespace) -> int:
    report = bootstrap.check_handout(options.file)
    if options.json:
        print(json.dumps(report.data(), indent=1, ensure_ascii=False))
    else:
        print("\n".join(report.lines()))
    return DONE if report.acceptable else FAILED


def _check_forms(options: argparse.Namespace) -> int:
    problems = bootstrap.check_forms(options.folder)
    for problem in problems:
        print(problem, file=sys.stderr)
    if problems:
        return BAD_INPUT
    print("forms: no problems")
    return DONE


def _export_case(options: argparse.Namespace) -> int:
    _write(options.output, bootstrap.case_bundle(bootstrap.read_case(options.case)))
    return DONE


def _export_patient(options: argparse.Namespace) -> int:
    chart = (options.data_dir, options.user, _ask)
    print(bootstrap.export_patient(*chart, options.number, options.output))
    return DONE


def _export_clinic(options: argparse.Namespace) -> int:
    print(bootstrap.export_clinic(options.data_dir, options.user, _ask, options.folder))
    return DONE


def _verify_document(options: argparse.Namespace) -> int:
    found = bootstrap.verify_document(options.data_dir, options.user, _ask, options.what)
    print("\n".join(found.lines))
    return DONE if found.matches else FAILED


def _ask(question: str) -> str:
    """Ask for a password on the terminal, where it is not shown.

    Raises:
        BadInput: there is no terminal: a password in a pipe or a script would lie around.
    """
    if not sys.stdin.isatty():
        raise bootstrap.BadInput(("The password is asked on a terminal; run this in one.",))
    try:
        return getpass(question)
    except EOFError:
        raise bootstrap.BadInput(("No password was typed; nothing was written.",)) from None


def _self_test(_options: argparse.Namespace) -> int:
    failed = False
    for name, outcome in bootstrap.self_test():
        print(f"{name:32} {outcome or 'ok'}")
        failed = failed or bool(outcome)
    return FAILED if failed else DONE


def _same_file(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        # One of them is not there, or its name is none that a file can have: writing tells.
        return False


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        reason = error.strerror or "cannot be written"
        raise bootstrap.WorldFailure(f"{path}: {reason}; choose a folder you may write") from error
