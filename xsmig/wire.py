"""From pending octets to messages of the Xenstore wire protocol: the mirror of `spec/xs_wire.ksy`, for people to read.

octets   = [head] *message [tail]        head: the end of a message, tail: its beginning, less than 16 octets
message  = type u32, req_id u32, tx_id u32, len u32, payload (len octets; the last message may be cut short)
"""

from __future__ import annotations

import struct
from typing import Any, Dict, List, Optional

from xsmig import draft
from xsmig.draft_reader import ORDERS
from xsmig.layout import Record
from xsmig.records import ConnectionData
from xsmig.text import escape

_NAMES = """CONTROL DIRECTORY READ GET_PERMS WATCH UNWATCH TRANSACTION_START TRANSACTION_END INTRODUCE RELEASE
GET_DOMAIN_PATH WRITE MKDIR RM SET_PERMS WATCH_EVENT ERROR IS_DOMAIN_INTRODUCED RESUME SET_TARGET - RESET_WATCHES
DIRECTORY_PART GET_FEATURE SET_FEATURE GET_QUOTA SET_QUOTA"""
TYPES = {number: name for number, name in enumerate(_NAMES.split()) if name != "-"}
HEADER_SIZE = 16
PAYLOAD_MAX = 4096


def messages(octets: bytes, byte_order: str, len_head: Optional[int] = 0) -> List[Dict[str, Any]]:
    """The messages in `octets`, for `json.dumps`.

    `len_head` octets at the start are the end of a message; None: as few as let the rest be messages. A message has its
    `type` (its name, or the number of one without a name), `req_id`, `tx_id` and `payload`. One that is not whole has a
    `partial`: `end` with the octets that there are; `beginning` with its `len` or, within its first 16 octets, with the octets.
    """
    unpack = struct.Struct(ORDERS[byte_order] + "IIII").unpack_from
    pos = _head(octets, unpack) if len_head is None else min(len_head, len(octets))
    found: List[Dict[str, Any]] = [{"partial": "end", "octets": escape(octets[:pos])}] if pos else []
    while len(octets) - pos >= HEADER_SIZE:
        type_, req_id, tx_id, length = unpack(octets, pos)
        pos += HEADER_SIZE
        payload = octets[pos : pos + length]
        message = {"type": TYPES.get(type_, type_), "req_id": req_id, "tx_id": tx_id, "payload": escape(payload)}
        if len(payload) < length:
            message.update(partial="beginning", len=length)
        found.append(message)
        pos += len(payload)
    if pos < len(octets):
        found.append({"partial": "beginning", "octets": escape(octets[pos:])})
    return found


def _head(octets: bytes, unpack: Any) -> int:
    """The first place from which on there are nothing but messages."""
    sound = bytearray(len(octets) + 1)  # by place, from the end
    for pos in range(len(octets), -1, -1):
        if len(octets) - pos < HEADER_SIZE:
            sound[pos] = True
        else:
            type_, _, _, length = unpack(octets, pos)
            end = pos + HEADER_SIZE + length
            sound[pos] = type_ in TYPES and length <= PAYLOAD_MAX and (end > len(octets) or sound[end])
    return sound.index(True)


def record_messages(record: Record, byte_order: str) -> Dict[str, Any]:
    """What `messages` makes of the pending octets in `record`, as members of its JSON form; {} if there are none."""
    if isinstance(record, ConnectionData):
        return {
            "in_messages": messages(record.in_data, byte_order),
            "out_messages": messages(record.out_data, byte_order, record.out_resp_len),
        }
    if isinstance(record, draft.GuestRingData):
        return {"messages": messages(record.value, byte_order, None)}
    return {}
