"""Several runs as one HTML page that needs nothing else: requirements down, implementations across.

The page is built as a tree, whose serializer escapes all text: nothing that a driver said can become markup.
"""

from __future__ import annotations

from collections import Counter
from typing import Dict, Iterable, List, Sequence, Tuple, Union
from xml.etree import ElementTree as ET

from xsmig.conform.judge import ACCEPTED, EXPECTED, FAILED, NOT_IMPLEMENTED, OUTDATED, PASSED, REFUSED, Check, Result
from xsmig.conform.report import Report, by_flag
from xsmig.conform.terminal import place

_WORDS = {
    PASSED: "passed",
    FAILED: "failed",
    EXPECTED: "failed as expected",
    OUTDATED: "expected to fail, and does not",
    ACCEPTED: "accepted, as it may be",
    REFUSED: "refused, as it may be",
    NOT_IMPLEMENTED: "not implemented",
}
_MARKS = {"good": "\u2713", "bad": "\u2717", "known": "!", "open": "\u25cb", "none": "\u2013"}
_CLASSES = {PASSED: "good", FAILED: "bad", OUTDATED: "bad", EXPECTED: "known", ACCEPTED: "open", REFUSED: "open"}
_LEGEND = {
    "good": "all passed",
    "bad": "some failed",
    "known": "some failed, all of them as expected",
    "open": "the document leaves it open: reported, not judged",
    "none": "not implemented",
}
_STYLE = """
:root { color-scheme: light dark; --text: #1c2024; --faint: #5b646d; --page: #fff; --panel: #f4f6f8; --line: #d5dae0;
  --good: #11673a; --good-back: #e3f4ea; --bad: #a11220; --bad-back: #fde6e8; --known: #7a4f00; --known-back: #fdf1d3;
  --open: #1d4f91; --open-back: #e6effb; --none: #5b646d; --none-back: transparent }
@media (prefers-color-scheme: dark) { :root { --text: #e4e7ea; --faint: #9aa4ae; --page: #14171a; --panel: #1e2327;
  --line: #363d44; --good: #7fd6a2; --good-back: #123323; --bad: #ff9aa3; --bad-back: #46161b; --known: #f0c669;
  --known-back: #3b2c08; --open: #9cc4f7; --open-back: #172c47; --none: #9aa4ae } }
body { margin: 2rem auto; padding: 0 1.5rem; max-width: 75rem; font: 15px/1.5 system-ui, sans-serif;
  color: var(--text); background: var(--page) }
h1 { font-size: 1.5rem; margin: 0 0 .25rem } h2 { font-size: 1.15rem; margin: 2.25rem 0 .5rem }
p { margin: .25rem 0 .75rem; max-width: 48rem } .faint { color: var(--faint) }
table { border-collapse: collapse; min-width: 100% } td, th { text-align: left; vertical-align: top; padding: .3rem .5rem;
  border-bottom: 1px solid var(--line) } thead th { border-bottom-width: 2px; overflow-wrap: break-word }
.matrix thead th { position: sticky; top: 0; background: var(--page); z-index: 1 }
.matrix tbody tr { position: relative } tbody th { font-weight: 400; white-space: nowrap }
code, tbody th, pre { font: 13px/1.5 ui-monospace, monospace } td.number { font-variant-numeric: tabular-nums }
summary { cursor: pointer; list-style: none; border-radius: 4px; padding: 0 .5rem; white-space: nowrap;
  font-variant-numeric: tabular-nums } summary::-webkit-details-marker { display: none }
summary:hover, summary:focus-visible { outline: 2px solid currentColor } td > .none { padding: 0 .5rem }
.good { color: var(--good); background: var(--good-back) } .bad { color: var(--bad); background: var(--bad-back) }
.known { color: var(--known); background: var(--known-back) } .open { color: var(--open); background: var(--open-back) }
.none { color: var(--none); background: var(--none-back) }
.panel { position: absolute; left: 0; right: 0; z-index: 2; margin-top: .35rem; padding: .5rem 1rem; max-height: 26rem;
  overflow: auto; background: var(--panel); border: 1px solid var(--line); border-radius: 6px;
  box-shadow: 0 6px 20px rgb(0 0 0 / .25) }
.panel h3 { font-size: 1rem; margin: .25rem 0 .5rem } .panel ul { list-style: none; margin: 0; padding: 0 }
.panel li { padding: .3rem 0; border-top: 1px solid var(--line) } .mark { border-radius: 4px; padding: 0 .4rem }
pre { margin: .2rem 0; white-space: pre-wrap; overflow-wrap: anywhere } dl { display: grid;
  grid-template-columns: max-content 1fr; gap: .25rem .75rem; margin: 0 0 1rem }
dd { margin: 0 } dt .mark { display: inline-block; min-width: 1rem; text-align: center }
@media print { .panel { position: static; max-height: none; box-shadow: none } }
"""


def _element(tag: str, *children: Union[ET.Element, str], **attributes: str) -> ET.Element:
    element = ET.Element(tag, {name.rstrip("_"): value for name, value in attributes.items()})
    for child in children:
        if not isinstance(child, str):
            element.append(child)
        elif len(element):
            element[-1].tail = (element[-1].tail or "") + child
        else:
            element.text = (element.text or "") + child
    return element


def page(reports: Sequence[Report]) -> str:
    """The page for `reports`, a column each."""
    head = _element(
        "head",
        _element("meta", charset="utf-8"),
        _element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        _element("title", "Conformance to the Xenstore migration formats"),
        _element("style", _STYLE),
    )
    explained = {flag: text for report in reports for flag, text in report.flags.items()}
    body = _element(
        "body",
        _element("h1", "Conformance to the Xenstore migration formats"),
        _element("p", "What implementations make of the golden vectors. A cell opens the vectors behind it.", class_="faint"),
        _element("h2", "Implementations"),
        _table(["implementation", "version of the vectors", "vectors", *_WORDS.values()], map(_totals, reports)),
        *_faults(reports),
        _element("h2", "Requirements"),
        _legend(),
        _matrix(reports),
        _element("h2", "What the document leaves open"),
        _element("p", "Accepted and refused vectors, by the flag that says why; neither is a failure.", class_="faint"),
        _table(["flag", *(report.implementation for report in reports)], _flag_rows(reports)),
        _element("h2", "Flags"),
        _element("dl", *(part for item in explained.items() for part in _entry(*item))),
    )
    html = _element("html", head, body, lang="en")
    return f"<!DOCTYPE html>\n{ET.tostring(html, encoding='unicode', method='html')}\n"


def _table(headers: Iterable[str], rows: Iterable[Sequence[str]]) -> ET.Element:
    head = _element("thead", _element("tr", *(_element("th", header, scope="col") for header in headers)))
    body = _element("tbody")
    for name, *cells in rows:
        row = _element("tr", _element("th", name, scope="row"), *(_element("td", cell, class_="number") for cell in cells))
        body.append(row)
    return _element("table", head, body)


def _totals(report: Report) -> List[str]:
    counts = [len(report.results), *(report.counts[status] for status in _WORDS)]
    return [report.implementation, report.vectors, *map(str, counts)]


def _faults(reports: Sequence[Report]) -> List[ET.Element]:
    faults = [f"{report.implementation}: {fault}" for report in reports for fault in report.faults]
    if not faults:
        return []
    return [_element("h2", "Faults"), _element("ul", *(_element("li", fault) for fault in faults))]


def _flag_rows(reports: Sequence[Report]) -> List[List[str]]:
    tables = [by_flag(report) for report in reports]
    names = ("accepted", "refused", "other")
    rows = []
    for flag in sorted({flag for table in tables for flag in table}):
        counts = (zip(names, table.get(flag, ())) for table in tables)
        rows.append([flag, *(", ".join(f"{n} {name}" for name, n in row if n) or _MARKS["none"] for row in counts)])
    return rows


def _entry(name: str, text: str) -> Tuple[ET.Element, ET.Element]:
    return _element("dt", _element("code", name)), _element("dd", text)


def _legend() -> ET.Element:
    entries = []
    for kind, text in _LEGEND.items():
        entries += [_element("dt", _element("span", _MARKS[kind], class_=f"mark {kind}")), _element("dd", text)]
    return _element("dl", *entries, class_="faint")


def _matrix(reports: Sequence[Report]) -> ET.Element:
    columns = []
    for report in reports:
        column: Dict[str, List[Result]] = {}
        for result in report.results:
            for name in result.vector.requirements:
                column.setdefault(name, []).append(result)
        columns.append(column)
    names = ["requirement", *(report.implementation for report in reports)]
    head = _element("thead", _element("tr", *(_element("th", name, scope="col") for name in names)))
    body = _element("tbody")
    for name in sorted({name for column in columns for name in column}):
        row = _element("tr", _element("th", name, scope="row"))
        for report, column in zip(reports, columns):
            row.append(_cell(f"{name}, {report.implementation}", column.get(name, [])))
        body.append(row)
    return _element("table", head, body, class_="matrix")


def _cell(title: str, results: Sequence[Result]) -> ET.Element:
    if not results:
        return _element("td", _element("span", "no vectors", class_="none"))
    counts = Counter(_CLASSES.get(result.status, "none") for result in results)
    kind = next(kind for kind in ("bad", "known", "good", "open", "none") if counts[kind])
    judged = counts["good"] + counts["bad"] + counts["known"]
    shown = [str(judged) if judged == counts["good"] else f"{counts['good']} of {judged}"] if judged else []
    shown += [f"{counts[kind]} {word}" for kind, word in (("open", "may"), ("none", "not implemented")) if counts[kind]]
    order = ("bad", "known", "open", "none", "good")
    results = sorted(results, key=lambda result: order.index(_CLASSES.get(result.status, "none")))
    panel = _element("div", _element("h3", title), _element("ul", *map(_item, results)), class_="panel")
    summary = _element("summary", f"{_MARKS[kind]} {' + '.join(shown)}", class_=kind)
    return _element("td", _element("details", summary, panel, name="cell"))


def _item(result: Result) -> ET.Element:
    kind = _CLASSES.get(result.status, "none")
    item = _element(
        "li",
        _element("span", f"{_MARKS[kind]} {_WORDS[result.status]}", class_=f"mark {kind}"),
        " ",
        _element("code", result.vector.id),
        f" {result.vector.title}",
    )
    if result.reason is not None:
        item.append(_element("div", f"Expected: {result.reason}"))
    item.extend(_element("pre", _said(check)) for check in result.checks if check.message)
    return item


def _said(check: Check) -> str:
    text = f"{check.operation}: {check.message}"
    return f"{text}\n{place(check.place)}" if check.place else text
