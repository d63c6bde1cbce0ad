"""From records to figures: what a stream holds, record by record and domain by domain. One pass, memory by domain."""

from __future__ import annotations

from typing import Any, Dict, Optional, Tuple

from xsmig.reader import HEADER_SIZE, Reader
from xsmig.records import ConnectionData, NodeData, RingSpec, WatchData, WatchDataExtended

_FIGURES = ("connections", "nodes", "value_octets", "watches", "in_octets", "out_octets")


def summarize(reader: Reader) -> Dict[str, Any]:
    """Figures of the stream in `reader`, which is read to its end; ready for `json.dumps`. Raises what the reader raises.

    `records`: per type its `count` and `octets` (from `type` to padding). `domains`: per domain its `connections`; the
    `nodes` that it owns and their `value_octets`; the `watches` of its connections and the octets pending in them
    (`in_octets`, `out_octets`). What belongs to sockets stands under `socket`; what belongs to no known connection, or to a
    node without an owner, under `unknown`. Nodes pending in a transaction are counted as `pending_nodes` only.
    """
    records: Dict[str, Dict[str, int]] = {}
    domains: Dict[str, Dict[str, int]] = {}
    owners: Dict[int, str] = {}
    pending = 0
    start, name = HEADER_SIZE, None
    for record in reader:
        _add_octets(records, name, reader.offset - start)
        start, name = reader.offset, record.type_name
        records.setdefault(name, {"count": 0, "octets": 0})["count"] += 1
        if isinstance(record, ConnectionData):
            spec = record.conn_spec
            owner = str(spec.domid) if isinstance(spec, RingSpec) else record.conn_type_name
            owners[record.conn_id] = owner
            _add(domains, owner, connections=1, in_octets=len(record.in_data), out_octets=len(record.out_data))
        elif isinstance(record, (WatchData, WatchDataExtended)):
            _add(domains, owners.get(record.conn_id, "unknown"), watches=1)
        elif isinstance(record, NodeData):
            if record.conn_id:
                pending += 1
            else:
                owner = str(record.perms[0].domid) if record.perms else "unknown"
                _add(domains, owner, nodes=1, value_octets=len(record.value))
    _add_octets(records, name, 8)  # END
    return {
        "edition": reader.header.edition,
        "byte_order": reader.header.byte_order,
        "size": start + 8,
        "records": records,
        "domains": dict(sorted(domains.items(), key=_by_domid)),
        "pending_nodes": pending,
    }


def _add(domains: Dict[str, Dict[str, int]], owner: str, **figures: int) -> None:
    row = domains.setdefault(owner, dict.fromkeys(_FIGURES, 0))
    for name, value in figures.items():
        row[name] += value


def _add_octets(records: Dict[str, Dict[str, int]], name: Optional[str], octets: int) -> None:
    if name is not None:
        records[name]["octets"] += octets


def _by_domid(item: Tuple[str, Any]) -> Tuple[bool, int, str]:
    owner = item[0]
    return (True, 0, owner) if not owner.isdigit() else (False, int(owner), owner)
