"""Properties that hold for any input: mutated streams, streams from random records, and mutated JSON forms."""

from __future__ import annotations

import copy
import io
import json
from typing import Any, List

import jsonschema
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from support import (
    ROOT,
    SOUND_CAPTURES,
    UNSOUND_CAPTURE,
    VECTOR_LIST,
    assert_agreed,
    octets_of,
    ours,
    referee,
)

import xsmig
from xsmig import Header, Record, StreamError, jsonform, to_bytes

SEEDS = [octets for v in VECTOR_LIST if len(octets := octets_of(v["id"])) < 2000]
SEEDS += [path.read_bytes() for path in (*SOUND_CAPTURES, UNSOUND_CAPTURE)]
NUMBERS = [b"\0", b"\1", b"\xff", b"\x08", b"\xff\xff", b"\0\0\0\0", b"\xff\xff\xff\xff", b"\0\0\0\x01", b"\x05\0\0\0"]

u8, u16, u32 = st.integers(0, 0xFF), st.integers(0, 0xFFFF), st.integers(0, 0xFFFFFFFF)
s32 = st.integers(-(1 << 31), (1 << 31) - 1)
some_octets = st.binary(max_size=40)
text = st.binary(max_size=20).filter(lambda value: 0 not in value)
none = st.none()
rests = none | some_octets
quotas = st.lists(st.builds(xsmig.Quota, name=text, val=u32), max_size=4).map(tuple)
perms = st.lists(
    st.builds(xsmig.Permission, perm=st.sampled_from(b"wrbn"), flags=u8, domid=u16), max_size=4
).map(tuple)  # fmt: skip


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    stream = bytearray(draw(st.sampled_from(SEEDS)))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(stream)))
        piece = draw(st.sampled_from(NUMBERS) | st.binary(max_size=9))
        kind = draw(st.sampled_from(("overwrite", "insert", "delete", "cut", "repeat")))
        if kind == "overwrite":
            stream[at : at + len(piece)] = piece
        elif kind == "insert":
            stream[at:at] = piece
        elif kind == "delete":
            del stream[at : at + draw(st.integers(1, 16))]
        elif kind == "cut":
            del stream[at:]
        else:
            stream[at:at] = stream[at : at + 64]
    return bytes(stream)


@st.composite
def connections(draw: st.DrawFn) -> Record:
    conn_type = draw(u16 | st.sampled_from((0, 1)))
    ring: Any = st.builds(xsmig.RingSpec, domid=u16, tdomid=u16, evtchn=u32)
    socket: Any = st.builds(xsmig.SocketSpec, socket_fd=s32, pad=none | st.just(b"\0\0\0\1"))
    out_data = draw(some_octets)
    unique_id = draw(none | st.integers(0, (1 << 64) - 1))
    return xsmig.ConnectionData(
        conn_id=draw(st.integers(1, 0xFFFFFFFF)),
        conn_type=conn_type,
        fields=draw(u16) & ~1 | (unique_id is not None),
        conn_spec=draw({0: ring, 1: socket}.get(conn_type, st.binary(min_size=8, max_size=8))),
        out_resp_len=draw(st.integers(0, len(out_data))),
        in_data=draw(some_octets),
        out_data=out_data,
        unique_id=unique_id,
        rest=draw(rests),
    )


plain: st.SearchStrategy[Record] = st.one_of(
    st.builds(xsmig.GlobalData, rw_socket_fd=s32, evtchn_fd=s32, rest=rests),
    connections(),
    st.builds(xsmig.WatchData, conn_id=u32, wpath=text, token=text, rest=rests),
    st.builds(xsmig.TransactionData, conn_id=u32, tx_id=u32, rest=rests),
    st.builds(
        xsmig.NodeData, conn_id=u32, tx_id=u32, access=u16, perms=perms, path=text, value=some_octets, rest=rests
    ),
    st.builds(xsmig.GlobalQuotaData, dom_quota=quotas, glob_quota=quotas, rest=rests),
    st.builds(xsmig.DomainData, domain_id=u16, features=u32, quota=quotas, rest=rests),
    st.builds(xsmig.Unknown, type=st.integers(9, 0xFFFFFFFF), body=some_octets),
)  # fmt: skip
extended: st.SearchStrategy[Record] = st.builds(
    xsmig.WatchDataExtended, conn_id=u32, depth=u16, pad=none | st.just(b"\1\2"), wpath=text, token=text, rest=rests
)
headers = st.builds(Header, version=st.sampled_from((1, 2)), flags=st.sampled_from((0, 1)))


@st.composite
def streams(draw: st.DrawFn) -> Any:
    header = draw(headers)
    records: List[Record] = draw(st.lists(plain if header.version == 1 else plain | extended, max_size=6))
    return header, [*records, xsmig.End()]


@settings(max_examples=600, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(mutated())
@example(SEEDS[-1])
def test_mutated_streams(stream: bytes) -> None:
    assert_agreed(stream)


@settings(max_examples=200, deadline=None)
@given(streams(), st.sampled_from(("xenstored", "spec")))
def test_what_is_written_is_read(stream: Any, profile: str) -> None:
    header, records = stream
    octets = to_bytes(header, records, profile=profile)
    verdict = assert_agreed(octets)
    reread = list(xsmig.Reader(octets))
    assert [record.replace(rest=None) for record in reread] == [record.replace(rest=None) for record in records]
    assert verdict.form is not None
    assert to_bytes(header, reread, profile="xenstored") == octets


@settings(max_examples=200, deadline=None)
@given(streams())
def test_canonical_streams_hold_zero_where_readers_ignore(stream: Any) -> None:
    header, records = stream
    octets = to_bytes(header, [xsmig.canonical(record, header) for record in records])
    form = json.dumps(assert_agreed(octets).form)
    assert not any(f'"{name}"' in form for name in ("rest", "padding", "pad", "unique_id_padding"))
    assert [xsmig.canonical(record, header) for record in xsmig.Reader(octets)] == list(xsmig.Reader(octets))


JSON_SEEDS = [form for octets in SEEDS[:-4] if (form := ours(octets).form) is not None]
ODD: st.SearchStrategy[Any] = st.sampled_from(
    [None, True, -1, 0, 1, 9, 255, 256, 65536, 1 << 32, 1 << 64, "", "x", "\\x00", "\\", "é", "18446744073709551616",
     [], {}, "NODE_DATA", "END", "v1", "0", "00"]
)  # fmt: skip


@st.composite
def mutated_forms(draw: st.DrawFn) -> Any:
    form = copy.deepcopy(draw(st.sampled_from(JSON_SEEDS)))
    places = [form, *form["records"]]
    for record in form["records"]:
        for value in record.values():
            places += [value] if isinstance(value, dict) else value if isinstance(value, list) else []
    place = draw(st.sampled_from(places))
    name = draw(st.sampled_from([*place, "rest", "padding", "other"]))
    if draw(st.booleans()):
        place[name] = draw(ODD)
    else:
        place.pop(name, None)
    return form


SCHEMA = jsonschema.Draft202012Validator(json.loads((ROOT / "spec" / "stream.schema.json").read_text()))


@settings(max_examples=600, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(mutated_forms())
def test_mutated_forms(form: Any) -> None:
    """What encode takes the schema takes, and the octets mean the same; what the schema refuses encode refuses."""
    try:
        header, records = jsonform.load(io.BytesIO(json.dumps(form).encode()))
        octets = to_bytes(header, list(records))
    except StreamError as error:
        assert "\n" not in str(error)
        return
    SCHEMA.validate(form)
    verdict = assert_agreed(octets)
    assert verdict.form is not None
    SCHEMA.validate(verdict.form)
    assert verdict.form == referee(octets).form
    assert len(verdict.form["records"]) == len(form["records"])


@given(st.binary(max_size=64))
def test_text_is_lossless(value: bytes) -> None:
    from xsmig.text import escape, unescape

    assert unescape(escape(value)) == value
    assert escape(value).isascii()
    assert escape(value).isprintable()
