"""The generated Python parser on the draft and on saved domains: their JSON forms, or where the parser stopped.

As `python_generated`, it knows the .ksy files and the JSON form only.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any, Dict, List, Optional, Tuple

from kaitaistruct import KaitaiStream, KaitaiStructError
from python_generated import Json, Refusal, _text, _unless_zero
from xsmig_generated.libxl_domain_image import LibxlDomainImage
from xsmig_generated.xenstore_migration_draft import XenstoreMigrationDraft

_TYPES = XenstoreMigrationDraft.RecordType
_IMAGE = LibxlDomainImage.RecordType


def parse(octets: bytes, edition: str) -> Any:
    """The parsed stream (`draft`, `draft-review`) or saved domain (`image`), or the Refusal of it."""
    cls = LibxlDomainImage if edition == "image" else XenstoreMigrationDraft
    stream = cls.__new__(cls)
    try:
        stream.__init__(edition == "draft-review", KaitaiStream(BytesIO(octets)))
    except (KaitaiStructError, EOFError) as error:
        return _refusal(stream, getattr(error, "src_path", None))
    return stream


def _refusal(stream: Any, src_path: Optional[str]) -> Refusal:
    if isinstance(stream, XenstoreMigrationDraft):
        records = _records(stream)
        return Refusal(len(records), sum(map(_size, records)), src_path)
    xl = getattr(stream, "xl_header", None)
    start = 48 + len(xl.flags.optional_data) if xl else 0
    images = getattr(stream, "records", None)
    if images is None:
        return Refusal(None, start, src_path)
    return Refusal(len(images), start + 16 + sum(map(_image_size, images)), src_path)


def _records(stream: Any) -> List[Any]:
    return [*getattr(stream, "first_records", ()), *getattr(stream, "records", ())]


def _size(record: Any) -> int:
    body = record.body
    size = 4
    for name in ("path", "wpath", "token", "value"):
        if hasattr(body, f"len_{name}"):
            size += 4 + len(getattr(body, name)) + len(getattr(body, f"{name}_padding"))
    if hasattr(body, "perms"):
        size += 4 + 4 * len(body.perms)
    sizes = {"tx_id": 4, "op_count": 4, "domid": 2, "pad": 2, "remote_port": 4, "mfn": 8}
    return size + sum(octets for name, octets in sizes.items() if hasattr(body, name))


def _image_size(record: Any) -> int:
    size = 8 + record.len_body + len(record.padding)
    if record.type_name == _IMAGE.libxc_context:
        size += 40 + sum(8 + inner.len_body + len(inner.padding) for inner in record.libxc.domain.records)
    return int(size)


def to_json(stream: Any) -> Json:
    """The JSON form of what was parsed."""
    if isinstance(stream, XenstoreMigrationDraft):
        return {
            "edition": "draft-review" if stream.is_review else "draft",
            "byte_order": _order(stream.is_big_endian),
            "records": [_record(record) for record in _records(stream)],
        }
    form: Json = {"edition": "image", "byte_order": _order(stream.header.is_big_endian)}
    if xl := getattr(stream, "xl_header", None):
        flags = {name: getattr(xl.flags, name) for name in ("mandatory_flags", "optional_flags", "len_optional_data")}
        form["xl_header"] = {"byte_order": _order(xl.is_big_endian), **flags}
    return {**form, "records": [_image_record(record) for record in stream.records]}


def _order(is_big_endian: bool) -> str:
    return "big" if is_big_endian else "little"


def _record(record: Any) -> Json:
    body = record.body
    form: Json = {"type": record.type_name.name.upper()}
    for name in ("tx_id", "op_count", "domid", "remote_port"):
        if getattr(body, name, None) is not None:
            form[name] = getattr(body, name)
    if getattr(body, "mfn", None) is not None:
        form["mfn"] = str(body.mfn)
    if hasattr(body, "domid"):
        form.update(_unless_zero("pad", body.pad))
    for name in ("path", "wpath", "token", "value"):
        if hasattr(body, f"len_{name}"):
            form[name] = _text(getattr(body, name))
            form.update(_unless_zero(f"{name}_padding", getattr(body, f"{name}_padding")))
    if hasattr(body, "perms"):
        form["perms"] = [{"perm": chr(perm.perm), **_unless_zero("pad", perm.pad), "domid": perm.domid} for perm in body.perms]
    return form


def _image_record(record: Any) -> Json:
    type_, body = record.type_name, record.body
    if record.type not in _IMAGE.__members__.values():
        return {"type": record.type, "len_body": record.len_body}
    form: Json = {"type": type_.name.upper()}
    if type_ == _IMAGE.libxc_context:
        image, domain = record.libxc.image_header, record.libxc.domain
        names = ("type", "page_shift", "xen_major", "xen_minor")
        numbers: Dict[str, Any] = {name: getattr(domain, name) for name in names}
        form["libxc"] = {"version": image.version, "byte_order": _order(image.is_big_endian), **numbers}
    elif type_ == _IMAGE.domain_xenstore_data:
        form["record"] = _record(body.record)
    elif type_ in (_IMAGE.emulator_context, _IMAGE.emulator_xenstore_data):
        form.update(emulator_id=body.emulator_id, index=body.index)
    if type_ == _IMAGE.emulator_xenstore_data:
        pairs: List[Tuple[Any, Any]] = [(pair.key, pair.value) for pair in body.pairs]
        form["pairs"] = [{"key": _text(key), "value": _text(value)} for key, value in pairs]
    if type_ in (_IMAGE.emulator_context, _IMAGE.checkpoint_state):
        form["len_body"] = record.len_body
    return form
