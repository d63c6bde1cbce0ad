"""The writer: profiles, and records that make no stream."""

from __future__ import annotations

import io
from typing import List

import pytest
from support import octets_of

from xsmig import (
    ConnectionData,
    DomainData,
    End,
    Header,
    NodeData,
    Permission,
    Record,
    RingSpec,
    SocketSpec,
    StreamError,
    Unknown,
    WatchData,
    WatchDataExtended,
    canonical,
    to_bytes,
    write,
)

V1, V2 = Header(version=1), Header(version=2)
WATCH = WatchData(conn_id=1, wpath=b"/a", token=b"t")


def test_profiles() -> None:
    record = to_bytes(V1, [WATCH, End()])[16:]
    assert record == bytes.fromhex("03000000 10000000 01000000 03000200 2f610074 00000000 00000000 00000000")
    record = to_bytes(V1, [WATCH, End()], profile="spec")[16:]
    assert record == bytes.fromhex("03000000 0d000000 01000000 03000200 2f610074 00000000 00000000 00000000")


@pytest.mark.parametrize(
    ("header", "records", "place"),
    [
        (Header(version=3), [End()], "header.version"),
        (V1, [], "record 0.type"),
        (V1, [WATCH], "record 1.type"),
        (V1, [End(), WATCH], "record 1 (WATCH_DATA).type"),
        (V1, [End(rest=b"\0")], "record 0 (END).len"),
        (V1, [WatchDataExtended(conn_id=1, depth=0, wpath=b"/", token=b"")], "record 0 (WATCH_DATA_EXTENDED).type"),
        (V1, [WATCH.replace(wpath=b"/\0")], "record 0 (WATCH_DATA).wpath"),
        (V1, [WATCH.replace(wpath=bytes([65]) * 65535)], "record 0 (WATCH_DATA).len_wpath"),
        (V1, [WATCH.replace(conn_id=1 << 32)], "record 0 (WATCH_DATA).conn_id"),
        (V1, [WATCH.replace(padding=b"\0")], "record 0 (WATCH_DATA).padding"),
        (V2, [ConnectionData(conn_id=1, conn_type=0, conn_spec=SocketSpec(socket_fd=1))], "record 0 (CONNECTION_DATA).conn_spec"),
        (V2, [ConnectionData(conn_id=1, conn_type=2, conn_spec=b"")], "record 0 (CONNECTION_DATA).conn_spec"),
        (V2, [ConnectionData(conn_id=1, conn_type=1, conn_spec=SocketSpec(socket_fd=1, pad=b""))], "record 0 (CONNECTION_DATA).pad"),
        (V2, [NodeData(conn_id=0, path=b"/", value=b"", perms=(Permission(perm=0, domid=0),))], "record 0 (NODE_DATA).perms[0].perm"),
    ],
)  # fmt: skip
def test_refused(header: Header, records: List[Record], place: str) -> None:
    with pytest.raises(StreamError) as caught:
        write(header, records, io.BytesIO())
    assert caught.value.place == place


def test_unique_id_and_its_bit_go_together() -> None:
    ring = RingSpec(domid=1, tdomid=0x7FF4, evtchn=1)
    plain = ConnectionData(conn_id=1, conn_type=0, conn_spec=ring)
    assert (plain.fields, plain.replace(fields=1, unique_id=5).fields) == (0, 1)
    assert ConnectionData(conn_id=1, conn_type=0, conn_spec=ring, unique_id=5).fields == 1
    for odd in (plain.replace(fields=1), plain.replace(unique_id=5), plain.replace(unique_id_padding=b"")):
        with pytest.raises(StreamError, match="unique_id"):
            to_bytes(V1, [odd, End()])


def test_canonical() -> None:
    assert canonical(DomainData(domain_id=1, features=5, quota=()), V1).features == 0
    assert canonical(DomainData(domain_id=1, features=5, quota=()), V2).features == 5
    assert canonical(Unknown(type=9, body=b"x", padding=b"1234567"), V1) == Unknown(type=9, body=b"x")
    socket = ConnectionData(conn_id=1, conn_type=1, conn_spec=SocketSpec(socket_fd=1, pad=b"abcd"))
    assert canonical(socket, V1).conn_spec == SocketSpec(socket_fd=1)


def test_both_byte_orders() -> None:
    little, big = octets_of("v1/store-small"), octets_of("v1/store-small-be")
    assert little != big
    assert len(little) == len(big)
