"""Which edition a stream is of, and the commands on streams of the draft."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import SOUND_CAPTURES, xsmig

from xsmig import DraftReader, Reader, StreamError, check, draft, open_stream, to_bytes

OWNER = draft.Permission(perm=ord("r"), domid=4)
NODE = draft.NodeData(path=b"/a", perms=(OWNER,), value=b"1")
DRAFT = [NODE, draft.DomainStart(domid=4), draft.WatchData(wpath=b"/a", token=b"t"), draft.GuestRingData(value=b"xyz")]


def stream(edition: str, byte_order: str = "little") -> bytes:
    records = list(DRAFT)
    if edition == "draft-review":
        records[1] = draft.ReviewDomainStart(domid=4, remote_port=1, mfn=0x1234)
    return to_bytes(draft.DraftHeader(edition, byte_order), records)


@pytest.mark.parametrize("edition", ["draft", "draft-review"])
@pytest.mark.parametrize("byte_order", ["little", "big"])
def test_drafts_are_recognised(edition: str, byte_order: str) -> None:
    reader = open_stream(stream(edition, byte_order))
    assert (reader.header.edition, reader.header.byte_order) == (edition, byte_order)
    assert len(list(reader)) == 4


def test_published_streams_are_recognised() -> None:
    octets = SOUND_CAPTURES[0].read_bytes()
    assert isinstance(open_stream(octets), Reader)
    assert open_stream(octets).header.edition == "v1"
    assert open_stream(octets, "v2").header.edition == "v2"


@given(st.integers(0, 0xFFFFFFFF), st.integers(1, (1 << 64) - 1))
def test_review_is_recognised_whatever_the_port(port: int, mfn: int) -> None:
    records = [draft.ReviewDomainStart(domid=1, remote_port=port, mfn=mfn), NODE]
    octets = to_bytes(draft.DraftHeader("draft-review", "little"), records)
    try:
        list(DraftReader(octets, "draft"))
    except StreamError:
        assert open_stream(octets).header.edition == "draft-review"
    else:
        assert open_stream(octets).header.edition == "draft"  # it can be read as either


def test_the_edition_can_be_given() -> None:
    octets = stream("draft-review")
    with pytest.raises(StreamError):
        list(open_stream(octets, "draft"))
    assert len(list(open_stream(octets, "draft-review"))) == 4
    with pytest.raises(StreamError, match=r"header at 0x0\.ident"):
        open_stream(octets, "v1")


def test_long_streams_are_recognised_by_their_beginning() -> None:
    nodes = [NODE.replace(value=b"v" * 50000)] * 3
    octets = to_bytes(draft.DraftHeader("draft", "big"), nodes)
    assert open_stream(octets).header.edition == "draft"
    octets = to_bytes(
        draft.DraftHeader("draft-review", "big"), [draft.ReviewDomainStart(domid=1, remote_port=9, mfn=5), *nodes]
    )
    assert open_stream(octets).header.edition == "draft-review"


@pytest.mark.parametrize("octets", [b"", b"\0", b"\0\0\0\0", b"abcd", b"xenstor", b"\x07\0\0\0"])
def test_anything_else_is_no_stream(octets: bytes) -> None:
    with pytest.raises(StreamError, match=r"header at 0x0\.ident"):
        open_stream(octets)


def test_a_bad_draft_is_refused_in_one_line() -> None:
    (finding,) = check(stream("draft")[:-2])
    assert (
        str(finding)
        == "record 3 at 0x38 (GUEST_RING_DATA).value: found 2 octets left; the document asks for 3 [XSM-DRAFT-RING]"
    )


def test_non_zero_padding_is_a_warning() -> None:
    padded = NODE.replace(path_padding=b"ab", perms=(OWNER.replace(pad=b"\x1b"),))
    findings = list(check(to_bytes(draft.DraftHeader("draft", "little"), [padded])))
    assert [(finding.severity, finding.rule, finding.field) for finding in findings] == [
        ("warning", "XSM-DRAFT-PAD", "path_padding"),
        ("warning", "XSM-DRAFT-PAD", "perms[0].pad"),
    ]
    assert r'found "\x1b"' in findings[1].message


def test_a_claimed_length_is_not_believed() -> None:
    octets = b"\x05\0\0\0\xff\xff\xff\xff" + b"x" * 10
    with pytest.raises(StreamError, match=r"type: found 5"):
        list(open_stream(octets))
    octets = b"\x01\0\0\0\xff\xff\xff\xff" + b"x" * 10
    with pytest.raises(StreamError, match=r"path: found 10 octets left; the document asks for 4294967295"):
        list(open_stream(octets))


@pytest.mark.parametrize("edition", ["draft", "draft-review"])
def test_commands(tmp_path: Path, edition: str) -> None:
    file = tmp_path / "stream"
    file.write_bytes(stream(edition))
    form = xsmig("decode", str(file)).stdout
    assert json.loads(form)["edition"] == edition
    assert xsmig("encode", "-", input=form).stdout == stream(edition)
    assert xsmig("encode", "-", input=xsmig("decode", "--lines", str(file)).stdout).stdout == stream(edition)
    assert xsmig("ls", "-f", "-p", str(file)).stdout == b'/a = "1"   (r4)\n'
    assert xsmig("read", str(file), "/a").stdout == b"1\n"
    assert xsmig("check", str(file)).returncode == 0
    figures = json.loads(xsmig("info", "--json", str(file)).stdout)
    assert figures["size"] == len(stream(edition)) == sum(row["octets"] for row in figures["records"].values())
    row = {"connections": 1, "nodes": 1, "value_octets": 1, "watches": 1, "in_octets": 0, "out_octets": 3}
    assert figures["domains"] == {"4": row}


def test_other_edition_given_to_the_commands(tmp_path: Path) -> None:
    file = tmp_path / "stream"
    file.write_bytes(stream("draft-review"))
    for command in ("decode", "info", "ls", "check"):
        assert xsmig(command, "--edition", "draft", str(file)).returncode == 1
    form = xsmig("decode", str(SOUND_CAPTURES[0])).stdout
    assert xsmig("encode", "--edition", "v2", "-", input=form).stdout[8:12] == b"\0\0\0\2"
