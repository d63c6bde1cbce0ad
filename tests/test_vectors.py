"""Every golden vector, against the reader, the writer and the generated parser; and the vectors against the spec."""

from __future__ import annotations

import json
import re
from typing import Any, Dict, Iterator, Set

import jsonschema
import pytest
from support import (
    ROOT,
    SPECS,
    VECTOR_LIST,
    VECTORS,
    assert_agreed,
    encoded,
    hex_lines,
    json_of,
    manifest,
    octets_of,
    reader_of,
    spec,
)

from xsmig import StreamError
from xsmig.image import ImageReader

REFUSED = [vector for vector in VECTOR_LIST if vector["verdict"] == "must-reject"]
ACCEPTED = [vector for vector in VECTOR_LIST if vector["verdict"] != "must-reject"]


def by_id(vector: Dict[str, Any]) -> str:
    return str(vector["id"])


def schema(name: str) -> Any:
    return json.loads((ROOT / "spec" / f"{name}.schema.json").read_text())


@pytest.mark.parametrize("vector", ACCEPTED, ids=by_id)
def test_accepted(vector: Dict[str, Any]) -> None:
    form, edition = json_of(vector["id"]), vector["edition"]
    jsonschema.validate(form, schema("image" if edition == "image" else "stream"))
    assert form["edition"] == edition
    assert assert_agreed(octets_of(vector["id"]), edition).form == form
    if edition != "image":
        assert encoded(form) == octets_of(vector["id"])


@pytest.mark.parametrize("vector", REFUSED, ids=by_id)
def test_refused(vector: Dict[str, Any]) -> None:
    octets, error, edition = octets_of(vector["id"]), vector["error"], vector["edition"]
    assert_agreed(octets, edition)
    with pytest.raises(StreamError) as caught:
        list(ImageReader(octets) if edition == "image" else reader_of(octets, edition))
    found = caught.value
    assert (found.index, found.offset, found.field) == (error["record"], error["offset"], error["field"])
    assert found.requirement in requirements()


def test_manifest() -> None:
    jsonschema.validate(manifest(), schema("vectors"))
    ids = [vector["id"] for vector in VECTOR_LIST]
    assert sorted(set(ids)) == sorted(ids)
    assert {vector["flag"] for vector in VECTOR_LIST if "flag" in vector} == set(manifest()["flags"])


def test_files() -> None:
    expected = {f"{vector['id']}.hex" for vector in VECTOR_LIST} | {f"{vector['id']}.json" for vector in ACCEPTED}
    for conversion in manifest()["conversions"]:
        expected |= {f"{conversion['id']}.in.hex"} | ({f"{conversion['id']}.out.hex"} if "lost" in conversion else set())
    found = {str(path.relative_to(VECTORS)) for path in VECTORS.glob("*/*")}
    assert found == expected
    assert len(VECTOR_LIST) >= 120


def requirements() -> Set[str]:
    """The requirements that octets alone can show, from the tables of spec/README.md."""
    prose = (ROOT / "spec" / "README.md").read_text()
    spanning = prose[prose.index("### Requirements that span records") : prose.index("## The draft")]
    return set(re.findall(r"^\| (XSM-[A-Z-]+) \|", prose.replace(spanning, ""), re.MULTILINE))


def test_requirements_are_covered() -> None:
    accepted = {name for vector in VECTOR_LIST if vector["verdict"] == "must-accept" for name in vector["requirements"]}
    refused = {name for vector in REFUSED for name in vector["requirements"]}
    assert accepted | refused | {name for vector in ACCEPTED for name in vector["requirements"]} <= requirements()
    assert requirements() - accepted == set(), "without an accepting vector"
    assert requirements() - refused == set(), "without a refusing vector"


def fields_of(type_: Any, prefix: str = "") -> Iterator[str]:
    """The ids of all fields of a type of the spec and of the types in it, those of inner groups with their group's name."""
    groups = {"ring_spec": "conn_spec.", "socket_spec": "conn_spec.", "permission": "perms.", "pair": "pairs."}
    groups.update(
        header="header.",
        xl_header="xl_header.",
        xl_flags="xl_header.",
        image_header="libxc.image_header.",
        domain="libxc.domain.",
    )
    for field in type_.get("seq", ()):
        yield prefix + field["id"]
    for name, inner in type_.get("types", {}).items():
        yield from fields_of(inner, groups.get(name, "libxc.domain.records." if prefix == "libxc.domain." else ""))


def test_every_line_names_its_field() -> None:
    for vector in VECTOR_LIST:
        known = {field for name in SPECS[vector["edition"]] for field in fields_of(spec(name))}
        if vector["edition"] == "image":
            known |= {f"record.{field}" for field in fields_of(spec("xenstore_migration_draft"))}
        for octets, comment in hex_lines(vector["id"]):
            field = re.sub(r"\[\d+\]", "", re.split(r"[ ,:]", comment)[0])
            assert not octets or field in known, f"{vector['id']}: {comment}"


def test_every_record_is_where_its_opener_says() -> None:
    for vector in VECTOR_LIST:
        position = 0
        for octets, comment in hex_lines(vector["id"]):
            if match := re.match(r"record \d+ at (0x[0-9a-f]+)", comment):
                assert int(match[1], 16) == position, f"{vector['id']}: {comment}"
            position += len(octets)
