"""From one edition to another: what both can hold arrives, what cannot is listed, what is missing is asked for."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any, Dict, List, Tuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import draft_streams, streams, u32
from support import SOUND_CAPTURES, hex_lines, manifest, xsmig

from xsmig import Record, StreamError, canonical, draft, open_stream, to_bytes
from xsmig.convert import Conversion, Values
from xsmig.records import (
    ConnectionData,
    DomainData,
    NodeData,
    TransactionData,
    Unknown,
    WatchData,
    WatchDataExtended,
)

EDITIONS = ("v1", "v2", "draft", "draft-review")
GIVEN = {"evtchn": 3, "remote_port": 4, "mfn": 5}
ALL_DOMAINS = dict.fromkeys(range(1 << 16), GIVEN)
VALUES = Values(domains=ALL_DOMAINS, access=2, op_count=6)
CONVERSIONS: List[Dict[str, Any]] = manifest()["conversions"]


def octets_of(name: str) -> bytes:
    return b"".join(octets for octets, _ in hex_lines(name))


def converted(octets: bytes, source: str, to: str, byte_order: Any = None) -> Tuple[bytes, Dict[str, int]]:
    conversion = Conversion(open_stream(octets, source), to, byte_order, VALUES)
    return to_bytes(conversion.header, list(conversion.records)), conversion.lost


@pytest.mark.parametrize("case", CONVERSIONS, ids=lambda case: str(case["id"]))
def test_vectors(case: Dict[str, Any]) -> None:
    given_: Dict[str, Any] = dict(case.get("given", {}))
    given_["domains"] = {int(domid): values for domid, values in given_.get("domains", {}).items()}
    reader = open_stream(octets_of(f"{case['id']}.in"), case["from"])
    conversion = Conversion(reader, case["to"], case.get("byte_order"), Values(**given_))
    if "lacks" in case:
        with pytest.raises(StreamError) as caught:
            list(conversion.records)
        assert (caught.value.field, caught.value.requirement) == (case["lacks"], "XSM-CONVERT")
        return
    out = to_bytes(conversion.header, list(conversion.records), profile=case["profile"])
    assert out.hex(" ") == octets_of(f"{case['id']}.out").hex(" ")
    assert conversion.lost == case["lost"]


def test_every_pair_of_editions_has_a_vector() -> None:
    assert {(case["from"], case["to"]) for case in CONVERSIONS} >= {(a, b) for a in EDITIONS for b in EDITIONS if a != b}


def held(header: Any, records: List[Record]) -> Any:
    """What a stream of the draft says, apart from the order and the grouping that published editions do not keep."""
    nodes: List[Record] = []
    domains: Dict[int, Any] = {}
    domain: Any = None
    for record in (canonical(record, header) for record in records):
        if isinstance(record, draft.NodeData):
            nodes.append(record)
        elif isinstance(record, draft.AnyDomainStart):
            domain = domains.setdefault(record.domid, {2: [], 3: [], 4: [], "out": b""})
        elif isinstance(record, draft.GuestRingData):
            domain["out"] += record.value
        elif isinstance(record, draft.TransactionNodeData):
            domain[4].append(record if record.perms else record.replace(value=b""))
        else:
            domain[record.type].append(record)
    return nodes, domains


@settings(max_examples=200, deadline=None)
@given(draft_streams(["draft"]), st.sampled_from(("v1", "v2")), st.sampled_from(("little", "big")))
def test_draft_to_published_and_back(stream: Any, edition: str, byte_order: str) -> None:
    header, records = stream
    there, lost = converted(to_bytes(header, records), "draft", edition, byte_order)
    assert set(lost) <= {"TRANSACTION_NODE_DATA.value of a deleted node"}
    back, lost = converted(there, edition, "draft", header.byte_order)
    assert set(lost) <= {"CONNECTION_DATA.evtchn", "NODE_DATA.access"}
    reader = open_stream(back, "draft")
    assert held(header, list(reader)) == held(header, records)
    assert reader.header.byte_order == header.byte_order


@settings(max_examples=200, deadline=None)
@given(draft_streams(["draft-review"]))
def test_review_to_draft_and_back(stream: Any) -> None:
    header, records = stream
    there, lost = converted(to_bytes(header, records), "draft-review", "draft")
    counts = {
        cls: sum(isinstance(record, cls) for record in records)
        for cls in (draft.ReviewDomainStart, draft.ReviewTransactionData)
    }
    starts, transactions = counts.values()
    expected = {"DOMAIN_START.remote_port": starts, "DOMAIN_START.mfn": starts, "TRANSACTION_DATA.op_count": transactions}
    assert lost == {item: count for item, count in expected.items() if count}
    back, lost = converted(there, "draft", "draft-review")
    assert lost == {}
    expected_records = [canonical(record, header) for record in records]
    for record in expected_records:
        if isinstance(record, draft.ReviewDomainStart):
            record.remote_port, record.mfn = GIVEN["remote_port"], GIVEN["mfn"]
        elif isinstance(record, draft.ReviewTransactionData):
            record.op_count = 6
    assert list(open_stream(back, "draft-review")) == expected_records


@settings(max_examples=200, deadline=None)
@given(streams(), st.sampled_from((None, "little", "big")))
def test_published_to_published_and_back(stream: Any, byte_order: Any) -> None:
    header, records = stream
    octets = to_bytes(header, records)
    there, lost = converted(octets, header.edition, "v1", byte_order)
    back, lost_back = converted(there, "v1", header.edition, header.byte_order)
    swapped = byte_order not in (None, header.byte_order)
    expected = []
    for record in (canonical(record, header) for record in records):
        if isinstance(record, WatchDataExtended):
            record = WatchData(conn_id=record.conn_id, wpath=record.wpath, token=record.token)
        elif isinstance(record, DomainData):
            record = record.replace(features=0)
        if not (isinstance(record, Unknown) and swapped):
            expected.append(record)
    assert [record.replace(rest=None) for record in open_stream(back)] == expected
    assert any("WATCH_DATA_EXTENDED" in item for item in lost) == any(
        isinstance(record, WatchDataExtended) and record.depth != 0xFFFF for record in records
    )
    assert all("conn_spec" in item for item in lost_back)


@settings(max_examples=200, deadline=None)
@given(streams(), st.sampled_from(("draft", "draft-review")))
def test_any_published_stream_comes_to_a_draft(stream: Any, edition: str) -> None:
    header, records = stream
    conversion = Conversion(open_stream(to_bytes(header, records)), edition, None, VALUES)
    try:
        there = list(conversion.records)
    except StreamError as error:
        assert error.field == "records"  # nothing has a place
        there = []
    nodes = [record for record in records if isinstance(record, NodeData) and not record.conn_id]
    assert [node.path for node in there if isinstance(node, draft.NodeData)] == [node.path for node in nodes]
    if there:
        assert list(open_stream(to_bytes(conversion.header, there), edition))
    of_connections = [r for r in records if isinstance(r, (ConnectionData, TransactionData, WatchData))]
    assert len(there) - len(nodes) + sum(conversion.lost.values()) >= len(of_connections)


@given(u32)
def test_stale_permissions_grant_nothing(flags: int) -> None:
    from xsmig import End, Header, Permission

    perms = tuple(Permission(perm=ord("r"), flags=flag, domid=domid) for domid, flag in enumerate((flags & 1, 1, 0)))
    stream = to_bytes(Header(version=2), [NodeData(conn_id=0, path=b"/a", perms=perms, value=b""), End()])
    (node,) = Conversion(open_stream(stream), "draft").records
    assert [perm.domid for perm in node.as_dict()["perms"]] == [0, 2]


def test_command(tmp_path: Path) -> None:
    capture, out, back = str(SOUND_CAPTURES[0]), tmp_path / "out", tmp_path / "back"
    there = xsmig("convert", capture, "-o", str(out), "--to", "draft", "--byte-order", "big")
    assert there.returncode == 0
    assert f"{capture}: lost GLOBAL_DATA: 1" in there.stderr.decode().splitlines()
    assert xsmig("ls", "-f", "-p", str(out)).stdout == xsmig("ls", "-f", "-p", capture).stdout
    assert xsmig("check", str(out)).returncode == 0
    lacking = xsmig("convert", str(out), "-o", str(back), "--to", "v2", "--byte-order", "little")
    assert lacking.returncode == 1
    assert b"evtchn of domain 0 to be given [XSM-CONVERT]" in lacking.stderr
    assert not back.exists()
    domains = ("--domain", "0:evtchn=1", "--domain", "1:evtchn=0x2,tdomid=3")
    given_ = xsmig("convert", str(out), "-o", str(back), "--to", "v2", *domains, "--global-data", "-1", "5")
    assert given_.returncode == 0
    assert b"conn_id 1 to 2 assigned" in given_.stderr
    reader = open_stream(back.read_bytes())
    first, *others = reader
    assert (first.type_name, reader.header.byte_order) == ("GLOBAL_DATA", "big")
    assert [r.conn_spec.evtchn for r in others if isinstance(r, ConnectionData)] == [1, 2]  # type: ignore[union-attr]


def test_strict_writes_nothing(tmp_path: Path) -> None:
    out = tmp_path / "out"
    refused = xsmig("convert", str(SOUND_CAPTURES[0]), "-o", str(out), "--to", "draft", "--strict")
    assert refused.returncode == 1
    assert b"would lose GLOBAL_DATA: 1" in refused.stderr
    assert list(tmp_path.iterdir()) == []
    assert xsmig("convert", str(SOUND_CAPTURES[0]), "-o", str(out), "--to", "v2", "--strict").returncode == 0


@pytest.mark.parametrize("domain", ["1", "x:mfn=1", "1:mfn", "1:port=1", "1:evtchn=-1", "65536:mfn=1", "1:evtchn=4294967296"])
def test_wrong_values(domain: str) -> None:
    assert xsmig("convert", "x", "--to", "draft", "--domain", domain).returncode == 2


def test_many_nodes_wait_in_a_file() -> None:
    node = draft.NodeData(path=b"/" + b"a" * 100, perms=(draft.Permission(perm=ord("n"), domid=0),), value=b"v" * 50000)
    records = [node] * 200
    octets = to_bytes(draft.DraftHeader("draft", "little"), [*records, draft.DomainStart(domid=1)])
    conversion = Conversion(open_stream(io.BytesIO(octets)), "v1", None, VALUES)
    there = list(conversion.records)
    assert [record.type_name for record in there] == ["CONNECTION_DATA"] + ["NODE_DATA"] * 200 + ["END"]


def test_manifest_of_conversions() -> None:
    assert len({case["id"] for case in CONVERSIONS}) == len(CONVERSIONS) >= 12
