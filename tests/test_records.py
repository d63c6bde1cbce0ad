"""The mirror: the layouts in `records` say what the .ksy says."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Dict, Iterator, List, Tuple, Type

import pytest
from support import ROOT, spec

from xsmig import Header, Permission, Quota, RingSpec, SocketSpec, Unknown, WatchData, draft, image, wire
from xsmig.layout import Choice, Group, Int, Items, Names, Octets, OptionalInt, Padding, Values
from xsmig.records import BY_TYPE, CONN_TYPES, RECORDS, ConnectionData, End

GROUPS: Dict[str, Type[Group]] = {"permission": Permission, "ring_spec": RingSpec, "socket_spec": SocketSpec}
BODIES: Dict[str, Type[Group]] = {record.NAME.lower(): record for record in RECORDS if record is not End}
CODES = {"u1": "B", "u2": "H", "u4": "I", "u8": "Q", "s4": "i"}


DRAFT_GROUPS: Dict[str, Type[Group]] = {"permission": draft.Permission}
DRAFT_BODIES = {edition: {record.NAME.lower(): record for record in records} for edition, records in draft.RECORDS.items()}


def from_layout(group: Type[Group]) -> List[Tuple[Any, ...]]:
    rows: List[Tuple[Any, ...]] = []
    for part in group.PARTS:
        if isinstance(part, Int):
            optional = isinstance(part, OptionalInt)
            rows.append((part.name, "int", part.code, optional))
        elif isinstance(part, Octets):
            rows.append((part.name, "octets", part.length, part.text and ("+ 1 " if part.nul else "")))
        elif isinstance(part, Padding):
            rows.append((part.name, "padding", part.size or None))
        elif isinstance(part, Choice):
            rows.append((part.name, "choice", part.size, sorted(part.cases)))
        elif isinstance(part, Items):
            rows.append((part.name, "items", part.count))
        elif isinstance(part, Values):
            rows.append((part.name, "values", part.count))
        elif isinstance(part, Names):
            rows.append((part.wire_name, "names", part.values + ".size"))
    return rows


def from_spec(type_: Any) -> List[Tuple[Any, ...]]:
    rows: List[Tuple[Any, ...]] = []
    for field in type_["seq"]:
        name, kind = field["id"], field.get("type")
        if name in ("rest", "ident"):
            continue
        if isinstance(kind, dict):
            rows.append((name, "choice", field["size"], sorted(CONN_TYPES)))
        elif "repeat" in field:
            word = {"permission": "items", "u4": "values", None: "names"}[kind]
            rows.append((name, word, field["repeat-expr"]))
        elif kind:
            rows.append((name, "int", CODES[kind], "if" in field))
        elif name.endswith(("pad", "padding")):
            rows.append((name, "padding", field["size"] if isinstance(field["size"], int) else None))
        else:
            text = field.get("terminator") == 0 and field["valid"]["expr"].split("_.length ")[1].split("==")[0]
            rows.append((name, "octets", field["size"], text))
    return rows


@pytest.mark.parametrize("name", [*GROUPS, *BODIES])
def test_layout_is_the_specs(name: str) -> None:
    group = GROUPS.get(name) or BODIES[name]
    assert from_layout(group) == from_spec(spec()["types"]["record"]["types"][name])


@pytest.mark.parametrize("edition", DRAFT_BODIES)
def test_layout_of_the_draft_is_the_specs(edition: str) -> None:
    types = spec("xenstore_migration_draft")["types"]["record"]["types"]
    mirrored = {**DRAFT_GROUPS, **DRAFT_BODIES[edition]}
    assert set(types) == set(mirrored)
    for name, group in mirrored.items():
        rows = [row for row in from_spec(types[name]) if edition == "draft-review" or row[3:] != (True,)]
        assert from_layout(group) == [(*row[:3], False) if row[1] == "int" else row for row in rows]
        valid = {field["id"] for field in types[name]["seq"] if "valid" in field and "size" not in field}
        assert {part.name for part in group.PARTS if isinstance(part, Int) and part.valid} == valid
    names = {number: entry["id"] for number, entry in spec("xenstore_migration_draft")["enums"]["record_type"].items()}
    assert names == {record.TYPE: name for name, record in DRAFT_BODIES[edition].items()}


def test_every_type_of_the_spec_is_mirrored() -> None:
    assert set(spec()["types"]["record"]["types"]) == {*GROUPS, *BODIES}
    assert from_layout(Header) == from_spec(spec()["types"]["header"])
    names = {number: entry["id"] for number, entry in spec()["enums"]["record_type"].items()}
    assert names == {type_: record.NAME.lower() for type_, record in BY_TYPE.items()}
    assert set(spec()["enums"]["conn_type"]) == set(CONN_TYPES)


def test_values_the_spec_excludes_are_excluded() -> None:
    inner = {**spec()["types"]["record"]["types"], "header": spec()["types"]["header"]}
    with_valid = {(name, f["id"]) for name, t in inner.items() for f in t["seq"] if "valid" in f and "size" not in f}
    mirrored: Dict[str, Type[Group]] = {**GROUPS, **BODIES, "header": Header}
    ours = {(n, p.name) for n, group in mirrored.items() for p in group.PARTS if isinstance(p, Int) and p.valid}
    assert ours == with_valid


def test_fields_are_keywords() -> None:
    watch = WatchData(conn_id=1, wpath=b"/a", token=b"t")
    assert (watch.len_wpath, watch.len_token, watch.type, watch.type_name) == (3, 2, 3, "WATCH_DATA")
    assert watch == watch.replace() != watch.replace(conn_id=2)
    assert repr(watch) == "WatchData(conn_id=1, wpath=b'/a', token=b't')"
    with pytest.raises(TypeError, match="needs token"):
        WatchData(conn_id=1, wpath=b"/a")  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="has no depth"):
        WatchData(conn_id=1, wpath=b"/a", token=b"t", depth=1)  # type: ignore[call-arg]


def test_unknown_values_survive() -> None:
    assert Unknown(type=9, body=b"").type_name == "type 9"
    connection = ConnectionData(conn_id=1, conn_type=7, conn_spec=bytes(8))
    assert (connection.conn_type, connection.conn_type_name) == (7, "7")


def test_derived_values() -> None:
    from xsmig import DomainData

    domain = DomainData(domain_id=1, quota=(Quota(name=b"nodes", val=5),))
    assert (domain.num_quota_vals, domain.quota_vals) == (1, (5,))
    assert Permission(perm=ord("r"), domid=1).perm_name == "r"


def types_in(type_: Any) -> Iterator[Any]:
    yield type_
    for inner in type_.get("types", {}).values():
        yield from types_in(inner)


@pytest.mark.parametrize("path", sorted((ROOT / "spec").glob("*.ksy")), ids=lambda path: str(path.stem))
def test_every_field_of_a_spec_is_documented(path: Path) -> None:
    for type_ in types_in(spec(path.stem)):
        assert {"doc", "doc-ref"} <= set(type_)
        for field in [*type_["seq"], *type_.get("params", ()), *type_.get("instances", {}).values()]:
            assert {"doc", "doc-ref"} <= set(field), field


def test_image_and_wire_types_are_the_specs() -> None:
    types = {number: entry["id"].upper() for number, entry in spec("libxl_domain_image")["enums"]["record_type"].items()}
    assert types == image.TYPES
    messages = {number: entry["id"].upper() for number, entry in spec("xs_wire")["enums"]["message_type"].items()}
    assert messages == wire.TYPES
