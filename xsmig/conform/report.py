"""The outcome of a run as JSON (`spec/report.schema.json`), and back."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any, Dict, List, NamedTuple, Optional, Tuple, Type, TypeVar

from xsmig.conform.judge import (
    ACCEPTED,
    EXPECTED,
    FAILED,
    NOT_IMPLEMENTED,
    OUTDATED,
    PASSED,
    REFUSED,
    Check,
    Result,
    printable,
)
from xsmig.conform.place import Place
from xsmig.conform.vectors import Vector

STATUSES = (PASSED, FAILED, EXPECTED, OUTDATED, ACCEPTED, REFUSED, NOT_IMPLEMENTED)
T = TypeVar("T")


class ReportError(ValueError):
    """What is read is not such a report."""


class Report(NamedTuple):
    """One run: `vectors` is their version, `faults` what went wrong apart from any vector."""

    implementation: str
    vectors: str
    flags: Dict[str, str]
    faults: List[str]
    results: List[Result]

    @property
    def counts(self) -> Dict[str, int]:
        """The number of vectors of each status."""
        return Counter(result.status for result in self.results)

    @property
    def is_good(self) -> bool:
        """Whether nothing failed, apart from what was expected to."""
        return not (self.faults or self.counts[FAILED] or self.counts[OUTDATED])


def dump(report: Report) -> str:
    """The report as JSON."""
    form = {
        "implementation": report.implementation,
        "vectors": report.vectors,
        "counts": {status: report.counts[status] for status in STATUSES},
        "faults": report.faults,
        "flags": report.flags,
        "results": [_result_to_json(result) for result in report.results],
    }
    return json.dumps(form, indent=1) + "\n"


def _result_to_json(result: Result) -> Dict[str, Any]:
    vector = result.vector
    form = {"id": vector.id, "title": vector.title, "edition": vector.edition, "verdict": vector.verdict}
    optional = {"flag": vector.flag, "reason": result.reason}
    return {
        **form,
        "requirements": list(vector.requirements),
        **{name: value for name, value in optional.items() if value is not None},
        "status": result.status,
        "checks": [_check_to_json(check) for check in result.checks],
    }


def _check_to_json(check: Check) -> Dict[str, Any]:
    form = check._asdict()
    if check.place is None:
        del form["place"]
    else:
        form["place"] = check.place._asdict()
    return form


def load(octets: bytes) -> Report:
    """The report in a JSON document, with what is not printable in it replaced. Raises ReportError."""
    try:
        form = json.loads(octets)
    except (ValueError, RecursionError):
        raise ReportError("no JSON") from None
    return Report(
        _text(form, "implementation"),
        _text(form, "vectors"),
        {printable(name): _text(_get(form, "flags", dict), name) for name in _get(form, "flags", dict)},
        [_text({"fault": fault}, "fault") for fault in _get(form, "faults", list)],
        [_result(result) for result in _get(form, "results", list)],
    )


def _result(form: Any) -> Result:
    requirements = tuple(_text({"id": name}, "id") for name in _get(form, "requirements", list))
    edition, verdict, flag = _text(form, "edition"), _text(form, "verdict"), _optional_text(form, "flag")
    vector = Vector(_text(form, "id"), _text(form, "title"), requirements, edition, verdict, flag)
    checks = tuple(_check(check) for check in _get(form, "checks", list))
    return Result(vector, _status(form, "status"), checks, _optional_text(form, "reason"))


def _check(form: Any) -> Check:
    place = None
    if "place" in _object(form):
        at = _get(form, "place", dict)
        place = Place(_get(at, "offset", int), _get(at, "line", int), _text(at, "text"))
    return Check(_text(form, "operation"), _status(form, "outcome"), _text(form, "message"), place)


def _object(form: Any) -> Dict[str, Any]:
    if not isinstance(form, dict):
        raise ReportError("no object where one should be")
    return form


def _get(form: Any, name: str, kind: Type[T]) -> T:
    value = _object(form).get(name)
    if not isinstance(value, kind):
        raise ReportError(f"no {name}, or not of its kind")
    return value


def _text(form: Any, name: str) -> str:
    return printable(_get(form, name, str))


def _optional_text(form: Any, name: str) -> Optional[str]:
    return _text(form, name) if name in form else None


def _status(form: Any, name: str) -> str:
    status = _get(form, name, str)
    if status not in STATUSES:
        raise ReportError(f"no {name} that is known")
    return status


def by_flag(report: Report) -> Dict[str, Tuple[int, int, int]]:
    """How many `may` vectors of each flag were accepted, refused, and judged otherwise (failed, not implemented)."""
    table: Dict[str, List[int]] = {}
    for result in report.results:
        if result.vector.flag is not None:
            row = table.setdefault(result.vector.flag, [0, 0, 0])
            row[{ACCEPTED: 0, REFUSED: 1}.get(result.status, 2)] += 1
    return {flag: (row[0], row[1], row[2]) for flag, row in table.items()}
