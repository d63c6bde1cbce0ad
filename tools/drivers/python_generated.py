#!/usr/bin/env python3
"""The generated Python parser as an implementation: `python_generated.py decode` reads a stream, prints its JSON form.

It knows the .ksy and the JSON form (spec/README.md) and uses nothing of the package, so that the two can be compared.
Exit codes: 0 accepted, 1 refused.
"""

from __future__ import annotations

import json
import sys
from io import BytesIO
from typing import Any, Callable, Dict, NamedTuple, Optional

from kaitaistruct import KaitaiStream, KaitaiStructError
from xsmig_generated.xenstore_migration import XenstoreMigration

Json = Dict[str, Any]


class Refusal(NamedTuple):
    """Where the parser stopped: number (None in the header) and offset of the record, path of the field in the .ksy."""

    record: Optional[int]
    offset: int
    src_path: Optional[str]


def parse(octets: bytes) -> Any:
    """The parsed stream, or the Refusal of one that the parser does not take."""
    # without __new__, the records before the one that is refused would be lost with the object
    stream = XenstoreMigration.__new__(XenstoreMigration)
    try:
        stream.__init__(KaitaiStream(BytesIO(octets)))
    except (KaitaiStructError, EOFError) as error:
        src_path = getattr(error, "src_path", None)
        records = getattr(stream, "records", None)
        if records is None:
            return Refusal(None, 0, src_path)
        return Refusal(len(records), 16 + sum(8 + r.len + len(r.padding) for r in records), src_path)
    return stream


def to_json(stream: Any) -> Json:
    """The JSON form of a parsed stream."""
    return {
        "edition": f"v{stream.header.version}",
        "byte_order": "big" if stream.header.is_big_endian else "little",
        "records": [_record(record) for record in stream.records],
    }


def _record(record: Any) -> Json:
    if record.type not in XenstoreMigration.RecordType.__members__.values():
        return {"type": record.type, "body": _text(record.body), **_unless_zero("padding", record.padding)}
    name = record.type_name.name
    form = {"type": name.upper()}
    if name != "end":
        form.update(_BODIES[name](record.body))
        size = record.len - len(record.body.rest)
        if record.body.rest != bytes(-size % 8):
            form["rest"] = _text(record.body.rest)
    return {**form, **_unless_zero("padding", record.padding)}


def _text(octets: bytes) -> str:
    return "".join("\\\\" if octet == 0x5C else chr(octet) if 0x20 <= octet <= 0x7E else f"\\x{octet:02x}" for octet in octets)


def _unless_zero(name: str, octets: bytes) -> Json:
    return {name: _text(octets)} if any(octets) else {}


def _numbers(body: Any, *names: str) -> Json:
    return {name: getattr(body, name) for name in names}


def _connection(body: Any) -> Json:
    form = _numbers(body, "conn_id", "conn_type", "fields")
    spec = body.conn_spec
    if body.conn_type == 0:
        form["conn_spec"] = _numbers(spec, "domid", "tdomid", "evtchn")
    elif body.conn_type == 1:
        form["conn_spec"] = {**_numbers(spec, "socket_fd"), **_unless_zero("pad", spec.pad)}
    else:
        form["conn_spec"] = _text(spec)
    form["out_resp_len"] = body.out_resp_len
    form.update(in_data=_text(body.in_data), out_data=_text(body.out_data))
    if body.fields & 1:
        form.update(_unless_zero("unique_id_padding", body.unique_id_padding))
        form["unique_id"] = str(body.unique_id)
    return form


def _watch(body: Any) -> Json:
    return {"conn_id": body.conn_id, "wpath": _text(body.wpath), "token": _text(body.token)}


def _node(body: Any) -> Json:
    perms = [{"perm": chr(p.perm), "flags": p.flags, "domid": p.domid} for p in body.perms]
    numbers = _numbers(body, "conn_id", "tx_id", "access")
    return {**numbers, "perms": perms, "path": _text(body.path), "value": _text(body.value)}


def _quotas(names: Any, vals: Any) -> Any:
    return [{"name": _text(name), "val": val} for name, val in zip(names, vals)]


_BODIES: Dict[str, Callable[[Any], Json]] = {
    "global_data": lambda body: _numbers(body, "rw_socket_fd", "evtchn_fd"),
    "connection_data": _connection,
    "watch_data": _watch,
    "transaction_data": lambda body: _numbers(body, "conn_id", "tx_id"),
    "node_data": _node,
    "global_quota_data": lambda body: {
        "dom_quota": _quotas(body.dom_quota_names, body.dom_quota_vals),
        "glob_quota": _quotas(body.glob_quota_names, body.glob_quota_vals),
    },
    "domain_data": lambda body: {
        **_numbers(body, "domain_id", "features"),
        "quota": _quotas(body.quota_names, body.quota_vals),
    },
    "watch_data_extended": lambda body: {
        **_watch(body),
        "depth": body.depth,
        **_unless_zero("pad", body.pad),
    },
}


if __name__ == "__main__":
    if sys.argv[1:] != ["decode"]:
        sys.exit("usage: python_generated.py decode")
    result = parse(sys.stdin.buffer.read())
    if isinstance(result, Refusal):
        sys.exit(f"record {result.record} at {result.offset:#x}: refused ({result.src_path or 'end of stream'})")
    json.dump(to_json(result), sys.stdout)
