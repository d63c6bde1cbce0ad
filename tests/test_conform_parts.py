"""The steps of the conformance runner by themselves: comparing, finding the line, and the files that come out."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Dict, List, Optional, Tuple
from xml.etree import ElementTree as ET

import jsonschema
import pytest
from support import ROOT, VECTOR_LIST, VECTORS, json_of, manifest, xsmig

from xsmig.conform import compare, judge, junit, matrix, report, vectors
from xsmig.conform.place import Place, place_of_member, place_of_octet, place_of_refusal

BY_ID = {vector.id: vector for vector in vectors.manifest().vectors}
HOSTILE = '</pre><script>alert(1)</script>"\x1b[31m\u202e\0&'
NODE = {
    "type": "NODE_DATA",
    "conn_id": 1,
    "tx_id": 0,
    "access": 0,
    "perms": [{"perm": "n", "flags": 0, "domid": 0}],
    "path": "/a",
    "value": "",
}


def differs(found: Any, want: Any) -> Optional[str]:
    difference = compare.first_difference(found, want)
    return difference and str(difference)


def test_defaults_are_those_of_the_schema() -> None:
    definitions = json.loads((ROOT / "spec" / "stream.schema.json").read_text())["$defs"]
    found: Dict[str, Dict[str, Any]] = {}
    for name, definition in definitions.items():
        properties = definition.get("properties", {})
        owner = {"permission": "perms"}.get(name) or properties.get("type", {}).get("const")
        for member, value in properties.items():
            if isinstance(value, dict) and "default" in value:
                found.setdefault(owner, {})[member] = value["default"]
    assert found == compare.DEFAULTS


@pytest.mark.parametrize(
    ("change", "difference"),
    [
        ({}, None),
        ({"path": "\\x2fa"}, None),
        ({"conn_id": 1.0}, None),
        ({"tx_id": None}, None),
        ({"perms": [{"perm": "n", "domid": 0}]}, None),
        ({"conn_id": True}, "conn_id: found true, want 1"),
        ({"conn_id": "1"}, 'conn_id: found "1", want 1'),
        ({"conn_id": None}, "conn_id: found nothing, want 1"),
        ({"value": None}, 'value: found nothing, want ""'),
        ({"type": "\\x4eODE_DATA"}, 'type: found "\\\\x4eODE_DATA", want "NODE_DATA"'),
        ({"path": "\\xzz"}, 'path: found "\\\\xzz", want "/a"'),
        ({"tx_id": 1}, "tx_id: found 1, want 0"),
        ({"perms": []}, 'perms[0]: found nothing, want {"perm": "n", "flags": 0, "domid": 0}'),
        ({"perms": [{"perm": "n", "domid": 0, "pad": "\\x00"}]}, 'perms[0].pad: found "\\\\x00", want nothing'),
        ({"rest": ""}, 'rest: found "", want nothing'),
    ],
)
def test_comparing(change: Dict[str, Any], difference: Optional[str]) -> None:
    found = {name: value for name, value in {**NODE, **change}.items() if value is not None}
    assert differs(found, NODE) == difference
    assert differs(dict(reversed(found.items())), NODE) == difference


def test_fields_may_be_left_out_where_another_member_tells() -> None:
    base = {"type": "CONNECTION_DATA", "conn_id": 1}
    assert differs({**base, "unique_id": "1"}, {**base, "unique_id": "1", "fields": 1}) is None
    assert differs(base, {**base, "fields": 0}) is None
    assert differs(base, {**base, "fields": 2}) == "fields: found nothing, want 2"
    assert differs({**base, "unique_id": "1"}, {**base, "unique_id": "1", "fields": 3}) == "fields: found nothing, want 3"
    assert differs({**base, "unique_id": "\\x31"}, {**base, "unique_id": "1"}) is not None


def test_every_vector_differs_from_every_other_form_and_not_from_its_own() -> None:
    forms = [json_of(vector["id"]) for vector in VECTOR_LIST if vector["verdict"] != "must-reject"]
    for index, form in enumerate(forms):
        assert differs(form, form) is None
        assert (differs(forms[index - 1], form) is None) == (forms[index - 1] == form)


@pytest.mark.parametrize("text", ["", "{", "[1,]", "NaN", "-Infinity", '{"a": 1, "a": 1}', "[" * 100000, "\xff", "1 2"])
def test_what_is_no_json_form(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        compare.parse(text.encode("latin-1"))


def member_paths(value: Any, path: Tuple[Any, ...] = ()) -> List[Tuple[Any, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(found for name, item in items for found in member_paths(item, (*path, name)))]


def test_every_member_has_a_line_in_its_own_record() -> None:
    for vector in BY_ID.values():
        if vector.verdict == vectors.MUST_REJECT:
            continue
        lines = {line.number: line for line in vectors.hex_lines(vector.id)}
        for path in member_paths(json_of(vector.id)):
            place = place_of_member(vector, path)
            assert place
            line = lines[place.line]
            assert (line.offset, line.text) == (place.offset, place.text)
            assert line.octets
            if path[:1] == ("records",) and len(path) > 1:
                assert line.record == path[1], f"{vector.id} {path}"


@pytest.mark.parametrize(
    ("vector_id", "path", "field"),
    [
        ("v1/watch-absolute", ("edition",), "header.version"),
        ("v1/watch-absolute", ("byte_order",), "header.flags"),
        ("v1/watch-absolute", ("records", 1, "token"), "token"),
        ("v1/watch-absolute", ("records", 9), "len"),
        ("v1/conn-fields-bit1-unique", ("records", 0, "conn_spec", "tdomid"), "conn_spec.tdomid"),
        ("v1/conn-fields-bit1-unique", ("records", 0, "in_data"), "len_in_data"),
        ("v2/gquota-dom-and-glob", ("records", 0, "dom_quota", 1, "name"), "dom_quota_names[1]"),
        ("v2/gquota-dom-and-glob", ("records", 0, "glob_quota", 0, "val"), "glob_quota_vals[0]"),
        ("v2/gquota-dom-and-glob", ("records", 0, "glob_quota", 7), "num_glob_quota_vals"),
        ("carriers/xl-save", ("byte_order",), "header.options"),
        ("carriers/xl-save", ("xl_header", "byte_order"), "xl_header.byteorder"),
        ("carriers/xl-save", ("records", 0, "libxc", "xen_minor"), "libxc.domain.xen_minor"),
        ("carriers/xl-save", ("records", 0, "libxc", "version"), "libxc.image_header.version"),
        ("carriers/xl-save", ("records", 1, "pairs", 1, "value"), "pairs[1].value"),
        ("carriers/xl-save", ("records", 3, "record", "perms", 1, "domid"), "record.perms[1].domid"),
        ("carriers/xl-save", ("records", 6, "record", "perms", 0), "record.num_perms"),
    ],
)
def test_lines_of_members(vector_id: str, path: Tuple[Any, ...], field: str) -> None:
    place = place_of_member(BY_ID[vector_id], path)
    assert place
    assert re.split(r"[ ,]", place.text.partition("# ")[2])[0] == field


def test_every_refusal_has_a_line_in_its_record() -> None:
    for vector in BY_ID.values():
        lines = [line for line in vectors.hex_lines(vector.id) if line.octets]
        if vector.error is None or not lines:
            continue
        place = place_of_refusal(vector)
        assert place
        own = [line.number for line in lines if line.record == vector.error["record"]]
        assert place.line in (own or [lines[-1].number]), vector.id


def test_lines_of_octets() -> None:
    for vector in list(BY_ID.values())[::20]:
        for line in vectors.hex_lines(vector.id):
            for offset in {line.offset, line.offset + len(line.octets) - 1} if line.octets else ():
                place = place_of_octet(vector, offset)
                assert place
                assert place.line == line.number


@pytest.mark.parametrize("token", ["0", "000", "0G", "AB", "00*", "00*x", "*3"])
def test_what_is_no_annotated_hex(token: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.hex").write_text(f"00 {token} # type")
    monkeypatch.setattr(vectors, "directory", lambda _: tmp_path)
    with pytest.raises(ValueError, match="no token"):
        list(vectors.hex_lines("a"))


def hostile_report() -> report.Report:
    vector = vectors.Vector(HOSTILE, HOSTILE, (HOSTILE,), HOSTILE, "may", HOSTILE)
    check = judge.Check("decode", judge.FAILED, HOSTILE, Place(1, 2, HOSTILE))
    results = [judge.Result(vector, status, (check,), HOSTILE) for status in report.STATUSES]
    return report.Report(HOSTILE, HOSTILE, {HOSTILE: HOSTILE}, [HOSTILE], results)


def test_hostile_text_stays_text() -> None:
    read = report.load(report.dump(hostile_report()).encode())
    assert "\x1b" not in read.implementation + read.results[0].checks[0].message
    elements: List[str] = []

    class Parser(HTMLParser):
        def handle_starttag(self, tag: str, attrs: Any) -> None:
            elements.append(tag)
            assert not any(name.startswith("on") or name in ("src", "href") for name, _ in attrs)

    page = matrix.page([read])
    Parser().feed(page)
    assert "script" not in elements
    assert {"details", "summary", "table"} <= set(elements)
    assert "url(" not in page
    assert not re.search(r"[\x00\x1b\u202e]", page)
    assert page.count("&lt;script&gt;") > 10
    root = ET.fromstring(junit.dump(read))
    assert len(list(root.iter("failure"))) > 0


def test_what_a_driver_says_is_escaped() -> None:
    assert judge.one_line(b"first\n  last \x1b[31m\xff\\ \n") == r"  last \x1b[31m\xff\\"
    assert len(judge.one_line(b"x" * 10**6)) < 400


@pytest.mark.parametrize("change", ["implementation", "results", "vectors", "flags", "faults"])
def test_what_is_no_report(tmp_path: Path, change: str) -> None:
    form = json.loads(report.dump(hostile_report()))
    for value in (None, 1, [1], {"a": 1}):
        path = tmp_path / "report.json"
        path.write_text(json.dumps({**form, change: value}))
        run = xsmig("conform", "--report", str(tmp_path / "page.html"), str(path))
        assert (run.returncode, run.stderr.count(b"\n"), run.stdout) == (3, 1, b"")
        assert run.stderr.startswith(f"{path}: no report of a run: ".encode())
    assert [path.name for path in tmp_path.iterdir()] == ["report.json"]


def test_reports_of_a_run(tmp_path: Path) -> None:
    """The three reports say the same; the page has a cell for each requirement of each, with the vectors behind it."""
    files = {name: str(tmp_path / name) for name in ("a.json", "b.json", "junit.xml", "page.html")}
    command = [
        "--serve",
        "--edition",
        "v2",
        "--junit",
        files["junit.xml"],
        "--",
        "perl",
        str(ROOT / "tools/drivers/example.pl"),
    ]
    for name in ("a", "b"):
        run = xsmig("conform", "--name", name, "--json", files[f"{name}.json"], *command)
        assert (run.returncode, run.stderr) == (1, b"")
    found = json.loads(Path(files["a.json"]).read_text())
    jsonschema.validate(found, json.loads((ROOT / "spec" / "report.schema.json").read_text()))
    total = f"b: {len(found['results'])} vectors (version {manifest()['version']}): {found['counts']['passed']} passed, "
    assert run.stdout.decode().splitlines()[-1].startswith(total)

    suite = ET.parse(files["junit.xml"]).getroot().find("testsuite")
    assert suite is not None
    outcomes = [check["outcome"] for result in found["results"] for check in result["checks"]]
    assert suite.get("tests") == str(len(outcomes)) == str(len(suite.findall("testcase")))
    assert suite.get("failures") == str(outcomes.count("failed")) != "0"
    assert suite.get("skipped") == str(outcomes.count("not-implemented")) != "0"

    assert xsmig("conform", "--report", files["page.html"], files["a.json"], files["b.json"]).returncode == 0
    page = Path(files["page.html"]).read_text()
    requirements = {name for result in found["results"] for name in result["requirements"]}
    assert page.count("<details") == 2 * len(requirements)
    for result in found["results"]:
        assert page.count(f"<code>{result['id']}</code>") == 2 * len(result["requirements"])


def test_copy(tmp_path: Path) -> None:
    target = tmp_path / "copy"
    for _ in ("absent", "empty"):
        assert xsmig("vectors", "copy", str(target)).returncode == 0
        names = {str(path.relative_to(target)) for path in target.rglob("*") if path.is_file()}
        specs = {f"spec/{path.name}" for path in (ROOT / "spec").glob("*.schema.json")} | {"spec/README.md"}
        assert names == specs | {str(path.relative_to(VECTORS)) for path in VECTORS.rglob("*") if path.is_file()}
        assert {"DRIVER.md", "manifest.json", "spec/stream.schema.json", "v1/watch-absolute.hex"} <= names
        again = xsmig("vectors", "copy", str(target))
        assert (again.returncode, again.stderr.count(b"\n")) == (3, 1)
        assert list(tmp_path.iterdir()) == [target]
        for path in sorted(target.rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() else path.unlink()
    (tmp_path / "file").write_text("")
    below = xsmig("vectors", "copy", str(tmp_path / "file" / "copy"))
    assert (below.returncode, below.stderr.count(b"\n")) == (3, 1)
