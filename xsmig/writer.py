"""From records to octets: a streaming writer of the published stream (`v1`, `v2`).

What a record does not say about its size, a *profile* decides:

    xenstored   `len` rounded up to a multiple of 8, so that the padding is in the body: what every daemon accepts
    spec        `len` exact, the padding after the body: the document's word
"""

from __future__ import annotations

import io
import struct
from typing import Any, BinaryIO, Dict, Iterable, TypeVar

from xsmig import codec
from xsmig.errors import StreamError
from xsmig.layout import Group, Padding, Record
from xsmig.reader import IDENT
from xsmig.records import BIG_ENDIAN, DomainData, End, Header, Unknown

R = TypeVar("R", bound=Group)
PROFILES = ("xenstored", "spec")


def write(header: Header, records: Iterable[Record], sink: BinaryIO, *, profile: str = "xenstored") -> None:
    """Write the stream of `header` and `records`, the last of which is END, to the binary file `sink`.

    In the profile `xenstored`, what a Reader gave is written as it was read, octet for octet. Raises StreamError for
    records that make no stream that a Reader accepts, with the index of the record; what came before is written by then.
    Raises OSError.
    """
    order = ">" if header.flags & BIG_ENDIAN else "<"
    try:
        sink.write(IDENT + codec.writer(Header, ">")(header))
    except StreamError as error:
        raise error.located(None, None, None) from None
    last = None
    index = -1
    for index, record in enumerate(records):
        try:
            if type(last) is End:
                codec.refuse("type", record.type_name, "nothing after END", "XSM-END-LAST")
            sink.write(encode(record, header.version, order, profile))
        except StreamError as error:
            raise error.located(index, None, record.type_name) from None
        last = record
    if type(last) is not End:
        raise StreamError("type", "the end of the records", "END", "XSM-END-LAST", index=index + 1)


def to_bytes(header: Header, records: Iterable[Record], *, profile: str = "xenstored") -> bytes:
    """The octets that `write` writes. Raises StreamError."""
    sink = io.BytesIO()
    write(header, records, sink, profile=profile)
    return sink.getvalue()


def encode(record: Record, version: int, order: str, profile: str) -> bytes:
    """One record in octets, from its `type` to its padding (section Records). Raises StreamError, without a place."""
    if isinstance(record, Unknown):
        body = record.body
    else:
        if version < record.SINCE:
            codec.refuse("type", record.type_name, f"none in version {version}", "XSM-WATCHX-VERSION")
        body = codec.writer(type(record), order)(record)
        if record.rest is not None:
            body += record.rest
        elif profile == "xenstored":
            body += codec.ZEROS[-len(body) & 7]
    if isinstance(record, End) and body:
        codec.refuse("len", f"{len(body)}", "0 in END", "XSM-END-EMPTY")
    padding = codec.ZEROS[-len(body) & 7]
    if record.padding is not None:
        if len(record.padding) != len(padding):
            codec.refuse("padding", f"{len(record.padding)} octets", f"{len(padding)}", "XSM-REC-PAD")
        padding = record.padding
    return struct.pack(order + "II", record.type, len(body)) + body + padding


def canonical(record: R, version: int) -> R:
    """`record` with zero in all that a reader ignores: padding, what follows the last field, `features` in version 1."""
    changes: Dict[str, Any] = {part.name: None for part in record.PARTS if isinstance(part, Padding)}
    if isinstance(record, Record):
        changes.update(rest=None, padding=None)
    if isinstance(record, DomainData) and version < 2:
        changes.update(features=0)
    for name, value in record.as_dict().items():
        if isinstance(value, Group):
            changes[name] = canonical(value, version)
    return record.replace(**changes)
