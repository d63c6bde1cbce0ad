"""From octets to the records of a saved domain: `spec/libxl_domain_image.ksy` and `spec/libxc_stream.ksy`.

    file    = [xl_header] header *record                  the last record is END
    record  = type u32, len_body u32, body, padding (to a multiple of 8); LIBXC_CONTEXT: then a libxc stream
    libxc   = image_header, domain header, *record        the last record is END

What the store has no part in is stepped over: guest memory is never held. Sections are those of the libxenlight and
libxenctrl Domain Image Formats, and `save_file_header` of xl.
"""

from __future__ import annotations

import json
import struct
from typing import Any, Callable, Dict, Iterator, NamedTuple, NoReturn, Optional, Tuple

from xsmig import codec, draft
from xsmig.draft_reader import ORDERS, read_body
from xsmig.errors import CONVERSION_REQUIREMENT, StreamError
from xsmig.formats import AnyReader
from xsmig.jsonform import record_to_json
from xsmig.layout import Record
from xsmig.source import Buffer, Source
from xsmig.text import escape, show
from xsmig.writer import encode_draft

XL_MAGIC = b"Xen saved domain, xl format\n \0 \r"
IDENT = b"LibxlFmt"
END, LIBXC_CONTEXT, EMULATOR_XENSTORE_DATA, EMULATOR_CONTEXT, DOMAIN_XENSTORE_DATA = 0, 1, 2, 3, 7
TYPES = {
    END: "END",
    LIBXC_CONTEXT: "LIBXC_CONTEXT",
    EMULATOR_XENSTORE_DATA: "EMULATOR_XENSTORE_DATA",
    EMULATOR_CONTEXT: "EMULATOR_CONTEXT",
    4: "CHECKPOINT_END",
    5: "CHECKPOINT_STATE",
    DOMAIN_XENSTORE_DATA: "DOMAIN_XENSTORE_DATA",
}
_WITHOUT_BODY = (END, LIBXC_CONTEXT, 4)
_FIRST_OPTIONAL = 0x80000000
_LIBXC_CHECKPOINT = 0x0E
_CHUNK = 1 << 18
Write = Callable[[bytes], object]


class ImageRecord(NamedTuple):
    """A record of an image, as far as it is of interest here.

    `members` are those of the JSON form that stand beside its type. `record` is what a DOMAIN_XENSTORE_DATA carries.
    """

    type: int
    members: Dict[str, Any]
    record: Optional[Record] = None

    @property
    def type_name(self) -> str:
        """The document's name of the type, or its number."""
        return TYPES.get(self.type, f"type {self.type}")

    def to_json(self) -> Dict[str, Any]:
        """The record for `json.dumps`."""
        return {"type": TYPES.get(self.type, self.type), **self.members}


class ImageReader:
    """Iterates over the records of a saved domain, END included, and sees to it that nothing follows.

    `source` is as for Reader, `edition` that of the draft's records in it. `xl` are the members of the header that `xl save`
    writes, None without one; `byte_order` is that of the records. `index` and `offset` are as in Reader. All octets that are
    read go to `copy`, if there is one, when the next record is asked for. Raises StreamError, from the constructor for the
    headers and from the iterator for records, and OSError.
    """

    def __init__(self, source: Source, edition: str = "draft", copy: Optional[Write] = None) -> None:
        self._in = Buffer(source)
        self.edition = edition
        self._copy = copy
        self._pending = b""  # of the record in hand, not copied yet
        self.index: Optional[int] = None
        self.offset = 0
        self._type: Optional[int] = None
        self.xl = self._xl_header()
        self.byte_order = self._header()

    def to_json(self) -> Dict[str, Any]:
        """The members of the JSON form that stand before the records."""
        return {"edition": "image", "byte_order": self.byte_order, **({"xl_header": self.xl} if self.xl else {})}

    def drop(self) -> None:
        """Do not copy the record in hand, an EMULATOR_XENSTORE_DATA or a DOMAIN_XENSTORE_DATA."""
        self._pending = b""

    def __iter__(self) -> Iterator[ImageRecord]:
        order = ORDERS[self.byte_order]
        self.index = -1
        while self._type != END:
            self.index += 1
            self.offset, self._type = self._in.offset, None
            (self._type,) = self._numbers(order, "type")
            if self._type not in TYPES and self._type < _FIRST_OPTIONAL:
                self._refuse("type", f"{self._type:#x}", "no unknown type below 0x80000000", "XSM-IMG-TYPE")
            (length,) = self._numbers(order, "len_body")
            if self._type in _WITHOUT_BODY and length:
                self._refuse("len_body", f"{length}", "0", "XSM-IMG-EMPTY")
            yield from self._record(self._type, length, order)
            self._flush()
        if self._in.fill(1):
            self.index += 1
            self.offset, self._type = self._in.offset, None
            self._refuse("end_of_image", "octets after END", "nothing", "XSM-IMG-END")

    def _record(self, type_: int, length: int, order: str) -> Iterator[ImageRecord]:
        if type_ in (EMULATOR_XENSTORE_DATA, DOMAIN_XENSTORE_DATA):
            body = self._octets("body", length)
            try:
                record = self._xenstore_data(type_, body, order)
            except StreamError as error:
                raise error.located(self.index, self.offset, TYPES[type_]) from None
            self._octets("padding", -length & 7)
            yield record
        elif type_ == LIBXC_CONTEXT:
            libxc, order = self._libxc_headers()
            yield ImageRecord(type_, {"libxc": libxc})
            self._libxc_records(order)
        else:
            members: Dict[str, Any] = {}
            left = length
            if type_ == EMULATOR_CONTEXT:
                if length < 8:
                    codec_field = "emulator_id" if length < 4 else "index"
                    self._refuse(codec_field, f"{length & 3} octets left", "4", "XSM-IMG-EMULATOR")
                members["emulator_id"], members["index"] = self._numbers(order, "emulator_id", "index")
                left -= 8
            if type_ not in _WITHOUT_BODY:
                members["len_body"] = length
            yield ImageRecord(type_, members)
            self._pass("body", left)
            self._pass("padding", -length & 7)

    def _xenstore_data(self, type_: int, body: bytes, order: str) -> ImageRecord:
        if type_ == DOMAIN_XENSTORE_DATA:
            try:
                record = read_body(body, self.edition, self.byte_order)
            except StreamError as error:
                if error.field != "end_of_record":
                    error.field = f"record.{error.field}"
                raise
            return ImageRecord(type_, {"record": record_to_json(record)}, record)
        numbers = {}
        for pos, name in ((0, "emulator_id"), (4, "index")):
            if len(body) < pos + 4:
                codec.short(name, len(body) - pos, 4, "XSM-IMG-EMULATOR")
            (numbers[name],) = struct.unpack_from(order + "I", body, pos)
        words = body[8:].split(b"\0")
        rest = words.pop()
        count = len(words) // 2
        if rest or len(words) % 2:
            name = f"pairs[{count}].{'value' if len(words) % 2 else 'key'}"
            codec.refuse(name, f"{show(rest)} up to the end of the body", "a NUL after it", "XSM-IMG-PAIRS")
        pairs = [{"key": escape(key), "value": escape(value)} for key, value in zip(words[::2], words[1::2])]
        return ImageRecord(type_, {**numbers, "pairs": pairs})

    def _libxc_headers(self) -> Tuple[Dict[str, Any], str]:
        marker = self._octets("libxc.image_header.marker", 8)
        if marker != b"\xff" * 8:
            self._refuse("libxc.image_header.marker", show(marker), show(b"\xff" * 8), "XSM-IMG-LIBXC")
        id_ = self._octets("libxc.image_header.id", 4)
        if id_ != b"XENF":
            self._refuse("libxc.image_header.id", show(id_), '"XENF"', "XSM-IMG-LIBXC")
        (version,) = self._numbers(">", "libxc.image_header.version")
        if version not in (2, 3):
            self._refuse("libxc.image_header.version", f"{version}", "2 or 3", "XSM-IMG-LIBXC")
        (options,) = struct.unpack(">H", self._octets("libxc.image_header.options", 2))
        self._octets("libxc.image_header.reserved", 6)
        byte_order = "big" if options & 1 else "little"
        order = ORDERS[byte_order]
        (type_,) = self._numbers(order, "libxc.domain.type")
        (page_shift,) = struct.unpack(order + "H", self._octets("libxc.domain.page_shift", 2))
        self._octets("libxc.domain.reserved", 2)
        major, minor = self._numbers(order, "libxc.domain.xen_major", "libxc.domain.xen_minor")
        libxc = {"version": version, "byte_order": byte_order, "type": type_, "page_shift": page_shift}
        return {**libxc, "xen_major": major, "xen_minor": minor}, order

    def _libxc_records(self, order: str) -> None:
        index = 0
        while True:
            at = f"libxc.domain.records[{index}]"
            type_, length = self._numbers(order, f"{at}.type", f"{at}.len_body")
            if type_ == _LIBXC_CHECKPOINT:
                self._refuse(f"{at}.type", "14 (CHECKPOINT)", "none in a saved domain", "XSM-IMG-LIBXC-RECORDS")
            if type_ == END and length:
                self._refuse(f"{at}.len_body", f"{length}", "0 in END", "XSM-IMG-LIBXC-RECORDS")
            self._flush()
            self._pass(f"{at}.body", length)
            self._pass(f"{at}.padding", -length & 7)
            if type_ == END:
                return
            index += 1

    def _xl_header(self) -> Optional[Dict[str, Any]]:
        self._in.fill(1)
        if self._in.octets[:1] != XL_MAGIC[:1]:
            return None
        magic = self._octets("xl_header.magic", len(XL_MAGIC))
        if magic != XL_MAGIC:
            self._refuse("xl_header.magic", show(magic), show(XL_MAGIC), "XSM-IMG-XL")
        byteorder = self._octets("xl_header.byteorder", 4)
        byte_order = {b"\1\2\3\4": "big", b"\4\3\2\1": "little"}.get(byteorder)
        if byte_order is None:
            self._refuse("xl_header.byteorder", show(byteorder), "0x01020304 in either byte order", "XSM-IMG-XL")
        order = ORDERS[byte_order]
        (mandatory,) = self._numbers(order, "xl_header.mandatory_flags")
        if mandatory not in (2, 3):
            self._refuse("xl_header.mandatory_flags", f"{mandatory:#x}", "2 or 3", "XSM-IMG-XL")
        optional, length = self._numbers(order, "xl_header.optional_flags", "xl_header.len_optional_data")
        self._flush()
        self._pass("xl_header.optional_data", length)
        names = ("byte_order", "mandatory_flags", "optional_flags", "len_optional_data")
        return dict(zip(names, (byte_order, mandatory, optional, length)))

    def _header(self) -> str:
        self.offset = self._in.offset
        ident = self._octets("ident", len(IDENT))
        if ident != IDENT:
            self._refuse("ident", show(ident), show(IDENT), "XSM-IMG-HEADER")
        (version,) = self._numbers(">", "version")
        if version != 2:
            self._refuse("version", f"{version}", "2", "XSM-IMG-HEADER")
        (options,) = self._numbers(">", "options")
        if options > 3:
            self._refuse("options", f"{options:#x}", "zero in bits 2 to 31", "XSM-IMG-HEADER")
        self._flush()
        return "big" if options & 1 else "little"

    def _numbers(self, order: str, *names: str) -> Tuple[int, ...]:
        return tuple(struct.unpack(order + "I", self._octets(name, 4))[0] for name in names)

    def _octets(self, field: str, need: int) -> bytes:
        octets = self._in.take(need)
        if len(octets) < need:
            self._end_of_stream(field, len(octets), need)
        self._pending += octets
        return octets

    def _pass(self, field: str, count: int) -> None:
        """Step over `count` octets, once all before them are copied."""
        self._flush()
        done = 0
        if not self._copy:
            done = self._in.skip(count)
        while done < count and self._copy and (piece := self._in.take(min(count - done, _CHUNK))):
            self._copy(piece)
            done += len(piece)
        if done < count:
            self._end_of_stream(field, done, count)

    def _flush(self) -> None:
        if self._copy and self._pending:
            self._copy(self._pending)
        self._pending = b""

    def _end_of_stream(self, field: str, have: int, need: int) -> NoReturn:
        self._refuse(field, f"{have} octets and the end of the file", f"{need}", "XSM-IMG-REC")

    def _refuse(self, field: str, found: str, want: str, requirement: str) -> NoReturn:
        name = None if self._type is None else TYPES.get(self._type, f"type {self._type:#x}")
        raise StreamError(field, found, want, requirement, index=self.index, offset=self.offset, type_name=name)


def dump(reader: ImageReader, write: Callable[[str], object]) -> None:
    """Pass the JSON form of the image in `reader` to `write`, piece by piece. Raises what the reader raises."""
    write(json.dumps(reader.to_json())[:-1] + ', "records": [')
    before = "\n"
    for record in reader:
        write(before + json.dumps(record.to_json()))
        before = ",\n"
    write("\n]}\n")


def live_update(reader: ImageReader, domid: Optional[int]) -> Tuple[draft.DraftHeader, Iterator[Record]]:
    """Header and records of a live-update stream with the draft records of the image in `reader`.

    `domid` is the domain whose records they are; None will do where all are NODE_DATA. `draft-review` asks for more in a
    DOMAIN_START than an image holds. Raises StreamError, from the iterator, and what the reader raises.
    """
    return draft.DraftHeader(reader.edition, reader.byte_order), _live_update(reader, domid)


def _live_update(reader: ImageReader, domid: Optional[int]) -> Iterator[Record]:
    named = False
    for there in reader:
        record = there.record
        if record is None:
            continue
        if not named and not isinstance(record, draft.NodeData):
            if domid is None or reader.edition != "draft":
                want = "the domain to be given" if domid is None else "edition draft"
                error = StreamError("domid", "a record that belongs to a domain", want, CONVERSION_REQUIREMENT)
                raise error.located(reader.index, reader.offset, there.type_name)
            yield draft.DomainStart(domid=domid)
            named = True
        yield record


def embed(source: Source, stream: AnyReader, copy: Write, *, replace: bool) -> Optional[int]:
    """Pass the image in `source`, with the records of `stream` before its END, to `copy`; the domain that these named.

    With `replace` the records of the image's own are left out. Byte order becomes the image's. Raises StreamError, for
    records of more than one domain too, and OSError.
    """
    edition = stream.header.edition
    if edition not in draft.EDITIONS:
        error = StreamError("edition", edition, "a stream of the draft", CONVERSION_REQUIREMENT)
        raise error.located(None, 0, None)
    domid: Optional[int] = None
    reader = ImageReader(source, edition, copy)
    for there in reader:
        if there.type == DOMAIN_XENSTORE_DATA and replace:
            reader.drop()
        elif there.type == END:
            for record in stream:
                if not isinstance(record, draft.AnyDomainStart):
                    copy(_image_record(record, edition, reader.byte_order))
                elif domid in (None, record.domid):
                    domid = record.domid
                else:
                    error = StreamError("domid", f"{record.domid} after {domid}", "one domain", CONVERSION_REQUIREMENT)
                    raise error.located(stream.index, stream.offset, record.type_name)
    return domid


def _image_record(record: Record, edition: str, byte_order: str) -> bytes:
    body = encode_draft(record, edition, byte_order)
    return struct.pack(ORDERS[byte_order] + "II", DOMAIN_XENSTORE_DATA, len(body)) + body + codec.ZEROS[-len(body) & 7]
