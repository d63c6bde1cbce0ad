"""From octets to records: a streaming reader of the published stream (`v1`, `v2`).

It holds one record and what it has read ahead, never what a length claims: memory grows with the octets that are there.
"""

from __future__ import annotations

import io
import struct
from typing import BinaryIO, Callable, Dict, Iterator, NoReturn, Union

from xsmig import codec
from xsmig.errors import StreamError
from xsmig.layout import Record
from xsmig.records import BIG_ENDIAN, RECORDS, End, Header, Unknown
from xsmig.text import show

IDENT = b"xenstore"
HEADER_SIZE = len(IDENT) + codec.size_of(Header)
Source = Union[bytes, BinaryIO]
_CHUNK = 1 << 18


class Reader:
    """Iterates over the records of a stream, END included, and sees to it that nothing follows.

    `source` is the stream's octets, or a binary file (a pipe will do). The header is read at once and is `header`. While a
    record is in hand, `index` is its number and `offset` its place in the stream in octets. Raises StreamError, from the
    constructor for the header and from the iterator for records (sections Header, Records, END), and OSError.
    """

    def __init__(self, source: Source) -> None:
        self._read = (io.BytesIO(source) if isinstance(source, bytes) else source).read
        self._buf = b""
        self._pos = 0
        self._base = 0  # offset of _buf[0] in the stream
        self.header = self._header()
        self._later = {record.TYPE for record in RECORDS if self.header.version < record.SINCE}
        self.index = -1
        self.offset = 0

    def __iter__(self) -> Iterator[Record]:
        order = ">" if self.header.flags & BIG_ENDIAN else "<"
        read_head = struct.Struct(order + "II").unpack_from
        layouts: Dict[int, Callable[[bytes, int, int], Record]] = {
            record.TYPE: codec.reader(record, order) for record in RECORDS
        }
        while True:
            self.index += 1
            if self._fill(8) < 8:
                self._no_head(order)
            self.offset = self._base + self._pos
            type_, length = read_head(self._buf, self._pos)
            self._check_type(type_)
            if type_ == End.TYPE and length:
                self._refuse("len", f"{length}", "0 in END", "XSM-END-EMPTY", type_)
            have = self._fill(8 + length + (-length & 7)) - 8
            if have < length:
                self._refuse("body", f"{have} octets and the end of the stream", f"{length}", "XSM-REC-LEN", type_)
            pos = self._pos + 8
            end = pos + length
            try:
                read = layouts.get(type_)
                record = read(self._buf, pos, end) if read else Unknown(type=type_, body=self._buf[pos:end])
            except StreamError as error:
                raise error.located(self.index, self.offset, _type_name(type_)) from None
            if length & 7:
                padding = self._buf[end : end + (-length & 7)]
                if len(padding) < -length & 7:
                    found = f"{len(padding)} octets and the end of the stream"
                    self._refuse("padding", found, f"{-length & 7}", "XSM-REC-PAD", type_)
                record.padding = padding if any(padding) else None
                end += len(padding)
            self._pos = end
            yield record
            if type_ == End.TYPE:
                break
        if self._fill(1):
            self.index += 1
            self.offset = self._base + self._pos
            self._refuse("end_of_stream", "octets after END", "nothing", "XSM-END-LAST")

    def _header(self) -> Header:
        have = self._fill(HEADER_SIZE)
        ident = self._buf[: len(IDENT)]
        try:
            if ident != IDENT:
                codec.refuse("ident", show(ident), show(IDENT), "XSM-HDR-IDENT")
            header: Header = codec.reader(Header, ">")(self._buf, len(IDENT), min(have, HEADER_SIZE))
        except StreamError as error:
            raise error.located(None, 0, None) from None
        self._pos = HEADER_SIZE
        return header

    def _fill(self, need: int) -> int:
        """Have `need` octets after `_pos` in `_buf`, or all that the stream has left; the number that there are."""
        have = len(self._buf) - self._pos
        if have >= need:
            return have
        pieces = [self._buf[self._pos :]]
        while have < need and (piece := self._read(_CHUNK)):
            pieces.append(piece)
            have += len(piece)
        self._base += self._pos
        self._pos = 0
        self._buf = b"".join(pieces)
        return have

    def _check_type(self, type_: int) -> None:
        if type_ in self._later:
            want = f"no {_type_name(type_)} in version {self.header.version}"
            self._refuse("type", f"{type_}", want, "XSM-WATCHX-VERSION", type_)

    def _no_head(self, order: str) -> NoReturn:
        self.offset = self._base + self._pos
        left = self._buf[self._pos :]
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
