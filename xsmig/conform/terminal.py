"""The outcome of a run for a terminal, line by line."""

from __future__ import annotations

from collections import Counter
from typing import Dict, Iterator

from tabulate import tabulate

from xsmig.conform.judge import ACCEPTED, EXPECTED, FAILED, NOT_IMPLEMENTED, OUTDATED, PASSED, REFUSED, Result
from xsmig.conform.place import Place
from xsmig.conform.report import Report, by_flag

_COLUMNS = {
    PASSED: "passed",
    FAILED: "failed",
    EXPECTED: "failed as expected",
    OUTDATED: "expected to fail",
    ACCEPTED: "may: accepted",
    REFUSED: "may: refused",
    NOT_IMPLEMENTED: "not implemented",
}


def lines(report: Report) -> Iterator[str]:
    """What failed and where, what was found by edition and by flag, and the sum."""
    for result in report.results:
        yield from _failure(result)
    for fault in report.faults:
        yield f"FAILED {fault}"
    if not report.is_good:
        yield ""
    editions: Dict[str, Counter[str]] = {}
    for result in report.results:
        editions.setdefault(result.vector.edition, Counter())[result.status] += 1
    shown = [status for status in _COLUMNS if status in (PASSED, FAILED) or report.counts[status]]
    rows = [[edition, *(counts[status] for status in shown)] for edition, counts in editions.items()]
    yield tabulate(rows, headers=["edition", *(_COLUMNS[status] for status in shown)])
    if flags := by_flag(report):
        yield ""
        yield tabulate([[flag, *row] for flag, row in flags.items()], headers=["may: flag", "accepted", "refused", "other"])
    yield ""
    total = ", ".join(f"{report.counts[status]} {_COLUMNS[status]}" for status in shown)
    yield f"{report.implementation}: {len(report.results)} vectors (version {report.vectors}): {total}"


def _failure(result: Result) -> Iterator[str]:
    if result.status == OUTDATED:
        yield f"FAILED {result.vector.id}: expected to fail ({result.reason}), and does not"
    if result.status == FAILED:
        for check in result.checks:
            if check.outcome == FAILED:
                yield f"FAILED {result.vector.id} {check.operation}: {check.message}"
                if check.place:
                    yield f"  {place(check.place)}"


def place(found: Place) -> str:
    """`at 0x1c, line 7 of the hex: 00 01   # conn_type 1`."""
    return f"at {found.offset:#x}, line {found.line} of the hex: {found.text}"
