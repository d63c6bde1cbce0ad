"""From octets to records: a streaming reader of the published stream (`v1`, `v2`).

It holds one record and what it has read ahead, never what a length claims: memory grows with the octets that are there.
"""

from __future__ import annotations

import struct
from typing import Callable, Dict, Iterator, NoReturn, Optional, Union

from xsmig import codec
from xsmig.errors import StreamError
from xsmig.layout import FramedRecord
from xsmig.records import BIG_ENDIAN, RECORDS, End, Header, Unknown
from xsmig.source import Buffer, Source
from xsmig.text import show

IDENT = b"xenstore"
HEADER_SIZE = len(IDENT) + codec.size_of(Header)


class Reader:
    """Iterates over the records of a stream, END included, and sees to it that nothing follows.

    `source` is the stream's octets, a binary file (a pipe will do), or a Buffer of either. The header is read at once and
    is `header`; `version` overrides what it says. While a record is in hand, `index` is its number, `offset` its place in
    the stream in octets and `position` that of what follows. Raises StreamError, from the constructor for the header and
    from the iterator for records (sections Header, Records, END), and OSError.
    """

    def __init__(self, source: Union[Source, Buffer], version: Optional[int] = None) -> None:
        self._in = source if isinstance(source, Buffer) else Buffer(source)
        self.header = self._header()
        if version:
            self.header = self.header.replace(version=version)
        self._later = {record.TYPE for record in RECORDS if self.header.version < record.SINCE}
        self.index = -1
        self.offset = 0

    @property
    def position(self) -> int:
        """Offset in the stream of what follows the record in hand, in octets."""
        return self._in.offset

    def __iter__(self) -> Iterator[FramedRecord]:
        order = ">" if self.header.flags & BIG_ENDIAN else "<"
        read_head = struct.Struct(order + "II").unpack_from
        layouts: Dict[int, Callable[[bytes, int, int], FramedRecord]] = {
            record.TYPE: codec.reader(record, order) for record in RECORDS
        }
        while True:
            self.index += 1
            if self._in.fill(8) < 8:
                self._no_head(order)
            self.offset = self._in.offset
            type_, length = read_head(self._in.octets, self._in.pos)
            self._check_type(type_)
            if type_ == End.TYPE and length:
                self._refuse("len", f"{length}", "0 in END", "XSM-END-EMPTY", type_)
            have = self._in.fill(8 + length + (-length & 7)) - 8
            if have < length:
                self._refuse("body", f"{have} octets and the end of the stream", f"{length}", "XSM-REC-LEN", type_)
            pos = self._in.pos + 8
            end = pos + length
            try:
                read = layouts.get(type_)
                record = read(self._in.octets, pos, end) if read else Unknown(type=type_, body=self._in.octets[pos:end])
            except StreamError as error:
                raise error.located(self.index, self.offset, _type_name(type_)) from None
            if length & 7:
                padding = self._in.octets[end : end + (-length & 7)]
                if len(padding) < -length & 7:
                    found = f"{len(padding)} octets and the end of the stream"
                    self._refuse("padding", found, f"{-length & 7}", "XSM-REC-PAD", type_)
                record.padding = padding if any(padding) else None
                end += len(padding)
            self._in.pos = end
            yield record
            if type_ == End.TYPE:
                break
        if self._in.fill(1):
            self.index += 1
            self.offset = self._in.offset
            self._refuse("end_of_stream", "octets after END", "nothing", "XSM-END-LAST")

    def _header(self) -> Header:
        have = self._in.fill(HEADER_SIZE)
        ident = self._in.octets[: len(IDENT)]
        try:
            if ident != IDENT:
                codec.refuse("ident", show(ident), show(IDENT), "XSM-HDR-IDENT")
            header: Header = codec.reader(Header, ">")(self._in.octets, len(IDENT), min(have, HEADER_SIZE))
        except StreamError as error:
            raise error.located(None, 0, None) from None
        self._in.pos = HEADER_SIZE
        return header

    def _check_type(self, type_: int) -> None:
        if type_ in self._later:
            want = f"no {_type_name(type_)} in version {self.header.version}"
            self._refuse("type", f"{type_}", want, "XSM-WATCHX-VERSION", type_)

    def _no_head(self, order: str) -> NoReturn:
        self.offset = self._in.offset
        left = self._in.octets[self._in.pos :]
        if len(left) < 4:
            found = f"{len(left)} octets and the end of the stream"
            self._refuse("type", found, "a record, END at last", "XSM-REC-LEN" if left else "XSM-END-LAST")
        (type_,) = struct.unpack_from(order + "I", left)
        self._check_type(type_)
        self._refuse("len", f"{len(left) - 4} octets and the end of the stream", "4", "XSM-REC-LEN", type_)

    def _refuse(self, field: str, found: str, want: str, requirement: str, type_: int = -1) -> NoReturn:
        name = _type_name(type_) if type_ >= 0 else None
        raise StreamError(field, found, want, requirement, index=self.index, offset=self.offset, type_name=name) from None


def _type_name(type_: int) -> str:
    return next((record.NAME for record in RECORDS if type_ == record.TYPE), f"type {type_}")
