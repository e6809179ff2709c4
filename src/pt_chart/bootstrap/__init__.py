"""The composition root: the only package that knows all parts of the program.

Heavy parts are imported inside the calls that need them, so that the unlock window and short
commands start fast. ``problems`` are its errors, ``shipped`` what comes with the program,
``scripts`` and ``exchange_scripts`` the calls behind the command line, ``installation`` the
self-test, ``local`` the workplace of one computer.
"""

from pt_chart.bootstrap.exchange_scripts import case_bundle, export_clinic, export_patient
from pt_chart.bootstrap.installation import self_test
from pt_chart.bootstrap.local import (
    DEMO_PASSWORD,
    DEMO_USER,
    LocalWorkplace,
    workplace,
)
from pt_chart.bootstrap.problems import BadInput, WorldFailure
from pt_chart.bootstrap.scripts import (
    Printed,
    assess,
    check_forms,
    check_handout,
    findings,
    handout,
    must_faults,
    read_case,
    reason,
    reason_text,
)
from pt_chart.bootstrap.server_scripts import (
    Founder,
    ServerWords,
    server_check,
    server_connect,
    server_connection,
    server_join,
    server_move,
    server_set_up,
    server_upgrade,
)
from pt_chart.bootstrap.shipped import definitions, figures, now, printer
from pt_chart.bootstrap.verify_script import Verified, verify_document

__all__ = [
    "DEMO_PASSWORD",
    "DEMO_USER",
    "BadInput",
    "Founder",
    "LocalWorkplace",
    "Printed",
    "ServerWords",
    "Verified",
    "WorldFailure",
    "assess",
    "case_bundle",
    "check_forms",
    "check_handout",
    "definitions",
    "export_clinic",
    "export_patient",
    "figures",
    "findings",
    "handout",
    "must_faults",
    "now",
    "printer",
    "read_case",
    "reason",
    "reason_text",
    "self_test",
    "server_check",
    "server_connect",
    "server_connection",
    "server_join",
    "server_move",
    "server_set_up",
    "server_upgrade",
    "verify_document",
    "workplace",
]
