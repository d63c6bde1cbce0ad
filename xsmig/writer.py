"""From records to octets: a streaming writer of every edition.

What a published record does not say about its size, a *profile* decides:

    xenstored   `len` rounded up to a multiple of 8, so that the padding is in the body: what every daemon accepts
    spec        `len` exact, the padding after the body: the document's word
"""

from __future__ import annotations

import io
import struct
from typing import Any, BinaryIO, Dict, Iterable, TypeVar, Union

from xsmig import codec
from xsmig.draft import RECORDS as DRAFT_RECORDS
from xsmig.draft import DomainStart, DraftHeader
from xsmig.draft_reader import ORDERS, check_type
from xsmig.errors import StreamError
from xsmig.layout import FramedRecord, Group, Padding, Record
from xsmig.reader import IDENT
from xsmig.records import BIG_ENDIAN, DomainData, End, Header, Unknown

R = TypeVar("R", bound=Group)
AnyHeader = Union[Header, DraftHeader]
PROFILES = ("xenstored", "spec")


def write(header: AnyHeader, records: Iterable[Record], sink: BinaryIO, *, profile: str = "xenstored") -> None:
    """Write the stream of `header` and `records` to the binary file `sink`: if published, the last record is END.

    In the profile `xenstored`, what a Reader gave is written as it was read, octet for octet. Raises StreamError for
    records that make no stream that a Reader accepts, with the index of the record; what came before is written by then.
    Raises OSError.
    """
    if isinstance(header, DraftHeader):
        _write_draft(header, records, sink)
        return
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


def _write_draft(header: DraftHeader, records: Iterable[Record], sink: BinaryIO) -> None:
    has_domain = False
    index = -1
    for index, record in enumerate(records):
        try:
            if record.type_name in {known.NAME for known in DRAFT_RECORDS[header.edition]}:
                check_type(record.type, has_domain, in_image=False)
            sink.write(encode_draft(record, header.edition, header.byte_order))
        except StreamError as error:
            raise error.located(index, None, record.type_name) from None
        has_domain = has_domain or type(record).TYPE == DomainStart.TYPE
    if index < 0:
        raise StreamError("type", "the end of the records", "a record", "XSM-DRAFT-TYPE", index=0)


def to_bytes(header: AnyHeader, records: Iterable[Record], *, profile: str = "xenstored") -> bytes:
    """The octets that `write` writes. Raises StreamError."""
    sink = io.BytesIO()
    write(header, records, sink, profile=profile)
    return sink.getvalue()


def encode_draft(record: Record, edition: str, byte_order: str) -> bytes:
    """One record of the draft in octets, from its `type` on. Raises StreamError, without a place."""
    if type(record) not in DRAFT_RECORDS[edition]:
        codec.refuse("type", record.type_name, f"a record of the edition {edition}", "XSM-DRAFT-TYPE")
    order = ORDERS[byte_order]
    octets: bytes = struct.pack(order + "I", record.type) + codec.writer(type(record), order)(record)
    return octets


def encode(record: Record, version: int, order: str, profile: str) -> bytes:
    """One record in octets, from its `type` to its padding (section Records). Raises StreamError, without a place."""
    if not isinstance(record, FramedRecord):
        codec.refuse("type", f"{record.type_name} of the draft", "a published record", "XSM-REC-LEN")
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


def canonical(record: R, header: AnyHeader) -> R:
    """`record` with zero in all that a reader ignores: padding, what follows the last field, `features` in version 1."""
    changes: Dict[str, Any] = {part.name: None for part in record.PARTS if isinstance(part, Padding)}
    if isinstance(record, FramedRecord):
        changes.update(rest=None, padding=None)
    if isinstance(record, DomainData) and header.edition == "v1":
        changes.update(features=0)
    for name, value in record.as_dict().items():
        if isinstance(value, Group):
            changes[name] = canonical(value, header)
        elif isinstance(value, tuple):
            changes[name] = tuple(canonical(item, header) for item in value)
    return record.replace(**changes)
