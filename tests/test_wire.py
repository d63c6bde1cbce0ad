"""Pending octets as messages: the decoder against the generated parser, and where messages begin and end."""

from __future__ import annotations

import json
import struct
from io import BytesIO
from typing import Any, Dict, List

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kaitaistruct import KaitaiStream
from support import SOUND_CAPTURES, xsmig
from xsmig_generated.xs_wire import XsWire

from xsmig.text import escape
from xsmig.wire import TYPES, messages


def message(order: str, type_: int, payload: bytes, req_id: int = 1, tx_id: int = 0) -> bytes:
    return struct.pack(order + "IIII", type_, req_id, tx_id, len(payload)) + payload


def generated(octets: bytes, byte_order: str, len_head: int) -> List[Dict[str, Any]]:
    parsed = XsWire(byte_order == "big", len_head, KaitaiStream(BytesIO(octets)))
    found: List[Dict[str, Any]] = [{"partial": "end", "octets": escape(parsed.head)}] if parsed.head else []
    for m in getattr(parsed, "messages", ()):
        type_ = m.type_name.name.upper() if m.type in TYPES else m.type
        form = {"type": type_, "req_id": m.req_id, "tx_id": m.tx_id, "payload": escape(m.payload)}
        found.append(form if m.is_whole else {**form, "partial": "beginning", "len": m.len})
    return found + ([{"partial": "beginning", "octets": escape(parsed.tail)}] if parsed.tail else [])


WRITE = message("<", 11, b"/a\0value", req_id=5, tx_id=9)
WHOLE = {"type": "WRITE", "req_id": 5, "tx_id": 9, "payload": "/a\\x00value"}


def test_whole_messages() -> None:
    assert messages(WRITE * 2, "little") == [WHOLE, WHOLE]
    assert messages(message(">", 2, b"/a\0"), "big") == [{"type": "READ", "req_id": 1, "tx_id": 0, "payload": "/a\\x00"}]
    assert messages(message("<", 20, b""), "little")[0]["type"] == 20
    assert messages(b"", "little") == []


def test_cut_at_the_end() -> None:
    cut = {**WHOLE, "payload": "/a\\x00v", "partial": "beginning", "len": 8}
    assert messages(WRITE + WRITE[:20], "little") == [WHOLE, cut]
    assert messages(WRITE + WRITE[:15], "little")[1] == {"partial": "beginning", "octets": escape(WRITE[:15])}


def test_cut_at_the_beginning() -> None:
    end = {"partial": "end", "octets": "ue"}
    assert messages(WRITE[-2:] + WRITE, "little", 2) == [end, WHOLE]
    assert messages(WRITE[-2:] + WRITE, "little", None) == [end, WHOLE]
    assert messages(WRITE, "little", None) == [WHOLE]
    assert messages(b"ab", "little", 5) == [{"partial": "end", "octets": "ab"}]


@given(st.binary(max_size=80) | st.just(WRITE + WRITE[:30]), st.sampled_from(("little", "big")), st.integers(0, 80))
def test_as_the_generated_parser(octets: bytes, byte_order: str, len_head: int) -> None:
    len_head = min(len_head, len(octets))
    assert messages(octets, byte_order, len_head) == generated(octets, byte_order, len_head)


@given(st.lists(st.builds(lambda t, p: message("<", t, p), st.sampled_from(sorted(TYPES)), st.binary(max_size=30)), max_size=4))
def test_all_octets_are_shown(parts: List[bytes]) -> None:
    assert len(messages(b"".join(parts), "little", None)) == len(parts)


def test_decode_shows_messages() -> None:
    pending = next(path for path in SOUND_CAPTURES if "pending-input" in path.name)
    form = json.loads(xsmig("decode", "--messages", str(pending)).stdout)
    shown = [record["in_messages"] for record in form["records"] if record.get("in_messages")]
    assert shown
    assert all(message["type"] in TYPES.values() or message["partial"] for found in shown for message in found)


def test_encode_refuses_what_is_only_printed() -> None:
    form = xsmig("decode", "--messages", str(SOUND_CAPTURES[0])).stdout
    refused = xsmig("encode", "-", input=form)
    assert refused.returncode == 1
    assert b"in_messages" in refused.stderr


@pytest.mark.parametrize("zeros", [16, 48])
def test_zeros_are_messages_too(zeros: int) -> None:
    assert [m["type"] for m in messages(bytes(zeros), "little", None)] == ["CONTROL"] * (zeros // 16)
