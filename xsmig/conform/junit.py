"""The outcome of a run as JUnit XML, as CI services show it: a test case for each question to the driver."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from xsmig.conform.judge import EXPECTED, FAILED, NOT_IMPLEMENTED, OUTDATED, REFUSED, Check, Result
from xsmig.conform.report import Report
from xsmig.conform.terminal import place


def dump(report: Report) -> bytes:
    """The report as an XML document."""
    suite = ET.Element("testsuite", name=report.implementation)
    for result in report.results:
        for check in result.checks:
            _case(suite, result, check)
    for fault in report.faults:
        case = ET.SubElement(suite, "testcase", classname="run", name=fault, time="0")
        ET.SubElement(case, "error", message=fault)
    for name, path in (("tests", "testcase"), ("failures", ".//failure"), ("errors", ".//error"), ("skipped", ".//skipped")):
        suite.set(name, str(len(suite.findall(path))))
    suite.set("time", f"{sum(check.seconds for result in report.results for check in result.checks):.6f}")
    suites = ET.Element("testsuites")
    suites.append(suite)
    ET.indent(suites)
    document: bytes = ET.tostring(suites, encoding="utf-8", xml_declaration=True)
    return document


def _case(suite: ET.Element, result: Result, check: Check) -> None:
    name = f"{result.vector.id} {check.operation}"
    case = ET.SubElement(suite, "testcase", classname=result.vector.edition, name=name, time=f"{check.seconds:.6f}")
    if check.outcome == NOT_IMPLEMENTED:
        ET.SubElement(case, "skipped", message="not implemented")
    elif check.outcome == FAILED and result.status == EXPECTED:
        ET.SubElement(case, "skipped", message=f"expected to fail: {result.reason}")
    elif check.outcome == FAILED:
        failure = ET.SubElement(case, "failure", message=check.message)
        failure.text = place(check.place) if check.place else result.vector.title
    elif result.status == OUTDATED:
        ET.SubElement(case, "failure", message=f"expected to fail ({result.reason}), and does not")
    elif check.outcome == REFUSED:
        ET.SubElement(case, "system-out").text = f"refused, as it may be: {result.vector.flag}"
