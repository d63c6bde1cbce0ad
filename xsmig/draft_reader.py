"""From octets to records of the draft (`draft`, `draft-review`): a live-update stream, or the body of an image's record.

A record does not say its length. The reader takes what it has for the whole record, and reads on where that is too short.
"""

from __future__ import annotations

import struct
from typing import Iterator, Optional, Tuple, Union

from xsmig import codec
from xsmig.draft import RECORDS, DomainStart, DraftHeader, NodeData
from xsmig.errors import StreamError
from xsmig.layout import Record
from xsmig.source import Buffer, Source

ORDERS = {"little": "<", "big": ">"}


class DraftReader:
    """Iterates over the records of a live-update stream in the draft (section New Save Record, and the patch to it).

    `source` is as for Reader. `header` has the edition, which has to be given, and the byte order, which shows in the first
    record. `index`, `offset` and `position` are as in Reader. Raises StreamError, from the constructor for an empty stream
    and from the iterator for records, and OSError.
    """

    def __init__(self, source: Union[Source, Buffer], edition: str = "draft") -> None:
        self._in = source if isinstance(source, Buffer) else Buffer(source)
        self.index = 0
        self.offset = 0
        if not self._in.fill(1):
            raise codec.ShortError("type", 0, 4, "XSM-DRAFT-TYPE").located(0, 0, None)
        first = self._in.octets[self._in.pos]
        self.header = DraftHeader(edition, "little" if first else "big")

    @property
    def position(self) -> int:
        """Offset in the stream of what follows the record in hand, in octets."""
        return self._in.offset

    def __iter__(self) -> Iterator[Record]:
        order = ORDERS[self.header.byte_order]
        has_domain = False
        self.index = -1
        while self._in.fill(1):
            self.index += 1
            self.offset = self._in.offset
            need = 4
            while True:
                have = self._in.fill(need)
                octets, pos = self._in.octets, self._in.pos
                try:
                    record, end = _read(octets, pos, self.header.edition, order, has_domain, in_image=False)
                    break
                except codec.ShortError as error:
                    need = 2 * have
                    if self._in.fill(need) == have:
                        raise error.located(self.index, self.offset, _type_name(octets, pos, order)) from None
                except StreamError as error:
                    raise error.located(self.index, self.offset, _type_name(octets, pos, order)) from None
            self._in.pos = end
            has_domain = has_domain or record.type == DomainStart.TYPE
            yield record


def read_body(body: bytes, edition: str, byte_order: str) -> Record:
    """The one record that is the body of a DOMAIN_XENSTORE_DATA. Raises StreamError, without a place."""
    record, end = _read(body, 0, edition, ORDERS[byte_order], has_domain=True, in_image=True)
    if end < len(body):
        codec.refuse("end_of_record", f"{len(body) - end} octets after the record", "nothing", "XSM-DRAFT-ALONE")
    return record


def _read(octets: bytes, pos: int, edition: str, order: str, has_domain: bool, *, in_image: bool) -> Tuple[Record, int]:
    if len(octets) - pos < 4:
        codec.short("type", len(octets) - pos, 4, "XSM-DRAFT-TYPE")
    (type_,) = struct.unpack_from(order + "I", octets, pos)
    check_type(type_, has_domain, in_image)
    record: Tuple[Record, int] = codec.reader(RECORDS[edition][type_ - 1], order)(octets, pos + 4, len(octets))
    return record


def check_type(type_: int, has_domain: bool, in_image: bool) -> None:
    """Raise StreamError, without a place, if no record of this type may stand here."""
    if not 1 <= type_ <= DomainStart.TYPE:
        codec.refuse("type", f"{type_}", f"1 to {DomainStart.TYPE}", "XSM-DRAFT-TYPE")
    if in_image and type_ == DomainStart.TYPE:
        codec.refuse("type", f"{type_}", "no DOMAIN_START but in a live update", "XSM-DRAFT-LIVE")
    if not has_domain and type_ not in (NodeData.TYPE, DomainStart.TYPE):
        codec.refuse("type", f"{type_}", "none but NODE_DATA before the first DOMAIN_START", "XSM-DRAFT-START")


def _type_name(octets: bytes, pos: int, order: str) -> Optional[str]:
    if len(octets) - pos < 4:
        return None
    (type_,) = struct.unpack_from(order + "I", octets, pos)
    names = [record.NAME for record in RECORDS["draft"]]
    return names[type_ - 1] if 1 <= type_ <= len(names) else f"type {type_}"
