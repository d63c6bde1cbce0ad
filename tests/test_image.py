"""Saved domains: walked in constant memory, what they hold of the store taken out and put in."""

from __future__ import annotations

import io
import json
import os
import struct
import subprocess
import sys
from pathlib import Path
from typing import Any, Iterable, List, Tuple

import pytest
from hypothesis import given, settings
from strategies import draft_streams
from support import ROOT, assert_agreed, xsmig

from xsmig import DraftReader, Record, StreamError, draft, to_bytes
from xsmig.image import DOMAIN_XENSTORE_DATA, XL_MAGIC, ImageReader, embed, live_update
from xsmig.text import escape

GIB = 1 << 30
MAX_RSS_KIB = 100_000
PAGE_DATA, LIBXC_CONTEXT, EMULATOR_XENSTORE_DATA = 1, 1, 2


def frame(order: str, type_: int, body: bytes) -> bytes:
    return struct.pack(order + "II", type_, len(body)) + body + bytes(-len(body) % 8)


def head(order: str) -> bytes:
    return b"LibxlFmt" + struct.pack(">II", 2, int(order == ">"))


def libxc_head(order: str) -> bytes:
    image = b"\xff" * 8 + b"XENF" + struct.pack(">IH6x", 3, int(order == ">"))
    return image + struct.pack(order + "IHHII", 2, 12, 0, 4, 17)


def image(order: str, *records: bytes, xl: bool = False) -> bytes:
    config = struct.pack(order + "I", 3) + b"{}\0"
    save = XL_MAGIC + struct.pack(order + "IIII", 0x01020304, 3, 0, len(config)) + config
    libxc = libxc_head(order) + frame(order, PAGE_DATA, bytes(20)) + frame(order, 0, b"")
    emulator = frame(order, EMULATOR_XENSTORE_DATA, struct.pack(order + "II", 2, 0) + b"physmap/0\0a\x1b\0k\0\0")
    parts = [head(order), frame(order, LIBXC_CONTEXT, b""), libxc, emulator, *records, frame(order, 0, b"")]
    return (save if xl else b"") + b"".join(parts)


PERMS = (draft.Permission(perm=ord("b"), domid=1, pad=b"x"), draft.Permission(perm=ord("n"), domid=0))
SEED_RECORDS: List[Record] = [
    draft.NodeData(path=b"/a", perms=PERMS, value=b"v\0\xff"),
    draft.WatchData(wpath=b"/b", token=b"token", token_padding=b"abc"),
    draft.TransactionData(tx_id=1),
    draft.TransactionNodeData(tx_id=1, path=b"/c", perms=(), value=b""),
    draft.GuestRingData(value=b"12345"),
]


def embedded(octets: bytes, stream: bytes, *, replace: bool = False) -> Tuple[bytes, Any]:
    out = io.BytesIO()
    domid = embed(octets, DraftReader(stream), out.write, replace=replace)
    return out.getvalue(), domid


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("xl", [False, True])
def test_every_record_goes_in_and_comes_out(order: str, xl: bool) -> None:
    header = draft.DraftHeader("draft", "little" if order == "<" else "big")
    stream = to_bytes(header, [draft.DomainStart(domid=7), *SEED_RECORDS])
    there, domid = embedded(image(order, xl=xl), stream)
    assert domid == 7
    assert_agreed(there, "image")
    records = [record.record for record in ImageReader(there) if record.record]
    assert records == SEED_RECORDS
    # a node needs no DOMAIN_START, and what needs one gets one
    starts = [SEED_RECORDS[0], draft.DomainStart(domid=7), *SEED_RECORDS[1:]]
    assert to_bytes(*live_update(ImageReader(there), 7)) == to_bytes(header, starts)


@settings(max_examples=100, deadline=None)
@given(draft_streams())
def test_random_records_go_in_and_come_out(stream: Any) -> None:
    header, records = stream
    records = [record for record in records if not isinstance(record, draft.AnyDomainStart)]
    start = draft.DomainStart(domid=1) if header.edition == "draft" else draft.ReviewDomainStart(domid=1, mfn=1, remote_port=1)
    out = io.BytesIO()
    reader = DraftReader(to_bytes(header, [start, *records]), header.edition)
    embed(image("<"), reader, out.write, replace=False)
    there = [record.record for record in ImageReader(out.getvalue(), header.edition) if record.record]
    assert there == records


def test_replacing_and_adding() -> None:
    octets = image("<")
    first, _ = embedded(octets, to_bytes(draft.DraftHeader("draft", "big"), SEED_RECORDS[:1]))
    assert embedded(first, to_bytes(draft.DraftHeader("draft", "little"), SEED_RECORDS[:1]), replace=True)[0] == first
    twice, _ = embedded(first, to_bytes(draft.DraftHeader("draft", "little"), SEED_RECORDS[:1]))
    assert [record.type for record in ImageReader(twice)].count(DOMAIN_XENSTORE_DATA) == 2
    assert [record.type for record in ImageReader(octets)].count(DOMAIN_XENSTORE_DATA) == 0


def test_one_domain_only() -> None:
    stream = to_bytes(draft.DraftHeader("draft", "little"), [draft.DomainStart(domid=1), draft.DomainStart(domid=2)])
    with pytest.raises(StreamError, match="2 after 1"):
        embedded(image("<"), stream)


def sparse(path: Path, size: int) -> None:
    """A saved domain with `size` octets of memory, none of them on disk."""
    record = struct.pack("<I", draft.NodeData.TYPE) + struct.pack("<I2s2xI", 2, b"/a", 0) + struct.pack("<I", 0)
    with path.open("wb") as file:
        file.write(head("<") + frame("<", LIBXC_CONTEXT, b"") + libxc_head("<"))
        for _ in range(size // (2 * GIB)):
            file.write(struct.pack("<II", PAGE_DATA, 2 * GIB))
            file.seek(2 * GIB, os.SEEK_CUR)
        file.write(frame("<", 0, b"") + frame("<", EMULATOR_XENSTORE_DATA, struct.pack("<II", 2, 0) + b"k\0v\0"))
        file.write(frame("<", DOMAIN_XENSTORE_DATA, record) + frame("<", 0, b""))


@pytest.mark.parametrize("piped", [False, True])
def test_gibibytes_are_walked_in_little_memory(tmp_path: Path, piped: bool) -> None:
    path = tmp_path / "sparse.save"
    size = 2 * GIB if piped else 8 * GIB
    sparse(path, size)
    assert path.stat().st_size > size
    command = [sys.executable, "-m", "xsmig", "extract", "-" if piped else str(path), "-o", str(tmp_path / "out")]
    cat = subprocess.Popen(["cat", path], stdout=subprocess.PIPE) if piped else None
    process = subprocess.Popen(command, stdin=cat.stdout if cat else None, cwd=ROOT)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if cat and cat.stdout:
        cat.stdout.close()
        assert cat.wait() == 0
    assert process.returncode == 0
    assert usage.ru_maxrss < MAX_RSS_KIB
    records = json.loads((tmp_path / "out").read_text())["records"]
    assert records[1:3] == [
        {"type": "EMULATOR_XENSTORE_DATA", "emulator_id": 2, "index": 0, "pairs": [{"key": "k", "value": "v"}]},
        {"type": "DOMAIN_XENSTORE_DATA", "record": {"type": "NODE_DATA", "path": "/a", "perms": [], "value": ""}},
    ]


def parts(octets: bytes) -> Iterable[Any]:
    yield octets
    read, write = os.pipe()
    if len(octets) < 4096:
        os.write(write, octets)
        os.close(write)
        with open(read, "rb") as file:
            yield file


def test_a_cut_image_is_refused_at_the_same_place_from_a_pipe() -> None:
    whole = image("<", xl=True)
    for size in range(len(whole)):
        places = set()
        for source in parts(whole[:size]):
            with pytest.raises(StreamError) as caught:
                list(ImageReader(source))
            places.add(str(caught.value))
        assert len(places) == 1


def test_command(tmp_path: Path) -> None:
    saved, stream, new = tmp_path / "guest.save", tmp_path / "stream", tmp_path / "new.save"
    saved.write_bytes(image("<", xl=True))
    stream.write_bytes(
        to_bytes(draft.DraftHeader("draft", "little"), [SEED_RECORDS[0], draft.DomainStart(domid=3), *SEED_RECORDS[1:]])
    )
    put = xsmig("embed", str(saved), str(stream), "-o", str(new))
    assert (put.returncode, put.stderr.decode()) == (0, f"{saved}: lost DOMAIN_START.domid (3): 1\n")
    form = json.loads(xsmig("extract", str(new)).stdout)
    assert form["xl_header"]["len_optional_data"] == 7
    assert form["records"][1]["pairs"] == [{"key": "physmap/0", "value": escape(b"a\x1b")}, {"key": "k", "value": ""}]
    back = xsmig("extract", "--stream", "--domid", "3", str(new))
    assert back.stdout == stream.read_bytes()
    assert xsmig("ls", "-f", "-", input=back.stdout).stdout == b'/a = "v\\000\\xff"\n'
    assert b"domid" in xsmig("extract", "--stream", str(new)).stderr
    for command in ("decode", "info", "ls", "check"):
        refused = xsmig(command, str(new))
        assert refused.returncode == 1
        assert b"xsmig extract" in refused.stdout + refused.stderr


def test_a_bad_image_leaves_no_file(tmp_path: Path) -> None:
    saved, stream = tmp_path / "guest.save", tmp_path / "stream"
    saved.write_bytes(image("<")[:-4])
    stream.write_bytes(to_bytes(draft.DraftHeader("draft", "little"), SEED_RECORDS[:1]))
    refused = xsmig("embed", str(saved), str(stream), "-o", str(tmp_path / "new"))
    assert refused.returncode == 1
    assert refused.stderr.decode().count("\n") == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["guest.save", "stream"]
