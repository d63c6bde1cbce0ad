"""The reader's limits: no allocation by claim, any source, and the place it is at."""

from __future__ import annotations

import io
import os
import struct
import threading
import tracemalloc

import pytest
from support import SOUND_CAPTURES, octets_of

from xsmig import NodeData, Reader, StreamError

OCTETS = SOUND_CAPTURES[0].read_bytes()
HEADER = octets_of("v1/hdr-minimal-le")[:16]


@pytest.mark.parametrize("type_", [1, 2, 3, 4, 5, 6, 7, 9])
def test_a_claim_of_4_gib_allocates_nothing(type_: int) -> None:
    stream = HEADER + struct.pack("<II", type_, 0xFFFFFFFF) + bytes(100)
    tracemalloc.start()
    with pytest.raises(StreamError, match="found 100 octets and the end of the stream"):
        list(Reader(io.BytesIO(stream)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1 << 20


def test_counts_allocate_nothing() -> None:
    body = struct.pack("<IIHHHH", 0, 0, 2, 0, 0, 0xFFFF) + bytes(8)
    with pytest.raises(StreamError, match=r"perms\[0\].perm: found 0;"):
        list(Reader(HEADER + struct.pack("<II", 5, len(body)) + body))


def test_a_pipe_in_small_pieces() -> None:
    read, write = os.pipe()

    def feed() -> None:
        with open(write, "wb", buffering=0) as file:
            for start in range(0, len(OCTETS), 7):
                file.write(OCTETS[start : start + 7])

    thread = threading.Thread(target=feed)
    thread.start()
    with open(read, "rb", buffering=0) as file:
        records = list(Reader(file))
    thread.join()
    assert records == list(Reader(OCTETS))


def test_place_of_the_record_in_hand() -> None:
    reader = Reader(OCTETS)
    for index, record in enumerate(reader):
        assert reader.index == index
        assert OCTETS[reader.offset : reader.offset + 4] == struct.pack("<I", record.type)


def test_records_larger_than_what_is_read_ahead() -> None:
    octets = octets_of("v1/node-value-65535")
    sizes = {len(record.value) for record in Reader(octets) if isinstance(record, NodeData)}
    assert 65535 in sizes
    unknown = HEADER + struct.pack("<II", 9, 1 << 20) + bytes(1 << 20) + bytes(8)
    assert len(list(Reader(io.BytesIO(unknown)))) == 2
