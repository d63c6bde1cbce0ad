"""Properties that hold for any input: mutated streams, streams from random records, and mutated JSON forms."""

from __future__ import annotations

import copy
import io
import json
from typing import Any, Dict, List

import jsonschema
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from strategies import draft_streams, streams
from support import (
    ROOT,
    SOUND_CAPTURES,
    UNSOUND_CAPTURE,
    VECTOR_LIST,
    assert_agreed,
    octets_of,
    ours,
)

import xsmig
from xsmig import StreamError, draft, jsonform, to_bytes

SEEDS: Dict[str, List[bytes]] = {"published": [path.read_bytes() for path in (UNSOUND_CAPTURE, *SOUND_CAPTURES)]}
for vector in VECTOR_LIST:
    if len(octets_of(vector["id"])) < 2000:
        edition = "published" if vector["edition"] in ("v1", "v2") else vector["edition"]
        SEEDS.setdefault(edition, []).append(octets_of(vector["id"]))
NUMBERS = [b"\0", b"\1", b"\xff", b"\x08", b"\xff\xff", b"\0\0\0\0", b"\xff\xff\xff\xff", b"\0\0\0\x01", b"\x05\0\0\0"]


@st.composite
def mutated(draw: st.DrawFn, edition: str) -> bytes:
    stream = bytearray(draw(st.sampled_from(SEEDS[edition])))
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


@settings(max_examples=600, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(mutated("published"))
@example(SEEDS["published"][0])
def test_mutated_streams(stream: bytes) -> None:
    assert_agreed(stream)


@pytest.mark.parametrize("edition", ["draft", "draft-review", "image"])
def test_mutated_drafts_and_images(edition: str) -> None:
    @settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(mutated(edition))
    def agree(stream: bytes) -> None:
        assert_agreed(stream, edition)

    agree()


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
@given(draft_streams())
def test_what_is_written_is_read_in_the_draft(stream: Any) -> None:
    header, records = stream
    octets = to_bytes(header, records)
    assert_agreed(octets, header.edition)
    reader = xsmig.DraftReader(octets, header.edition)
    assert list(reader) == records
    assert reader.header.byte_order == header.byte_order
    assert xsmig.open_stream(octets).header.edition in draft.EDITIONS


@settings(max_examples=200, deadline=None)
@given(streams())
def test_canonical_streams_hold_zero_where_readers_ignore(stream: Any) -> None:
    header, records = stream
    octets = to_bytes(header, [xsmig.canonical(record, header) for record in records])
    form = json.dumps(assert_agreed(octets).form)
    assert not any(f'"{name}"' in form for name in ("rest", "padding", "pad", "unique_id_padding"))
    assert [xsmig.canonical(record, header) for record in xsmig.Reader(octets)] == list(xsmig.Reader(octets))


JSON_SEEDS = [
    form
    for edition, seeds in SEEDS.items()
    if edition != "image"
    for octets in (seeds[4:] if edition == "published" else seeds)
    if (form := ours(octets, edition).form) is not None
]
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
    verdict = assert_agreed(octets, header.edition)
    assert verdict.form is not None
    SCHEMA.validate(verdict.form)
    assert len(verdict.form["records"]) == len(form["records"])


@given(st.binary(max_size=64))
def test_text_is_lossless(value: bytes) -> None:
    from xsmig.text import escape, unescape

    assert unescape(escape(value)) == value
    assert escape(value).isascii()
    assert escape(value).isprintable()
