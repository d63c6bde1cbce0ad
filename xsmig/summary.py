"""From records to figures: what a stream holds, record by record and domain by domain. One pass, memory by domain."""

from __future__ import annotations

from typing import Any, Dict, Tuple

from xsmig import draft
from xsmig.formats import AnyReader
from xsmig.layout import Record
from xsmig.records import ConnectionData, NodeData, RingSpec, WatchData, WatchDataExtended
from xsmig.store import is_committed_node

_FIGURES = ("connections", "nodes", "value_octets", "watches", "in_octets", "out_octets")


def summarize(reader: AnyReader) -> Dict[str, Any]:
    """Figures of the stream in `reader`, which is read to its end; ready for `json.dumps`. Raises what the reader raises.

    `records`: per type its `count` and `octets` (from `type` to padding). `domains`: per domain its `connections`; the
    `nodes` that it owns and their `value_octets`; the `watches` of its connections and the octets pending in them
    (`in_octets`, `out_octets`). What belongs to sockets stands under `socket`; what belongs to no known connection, or to a
    node without an owner, under `unknown`. Nodes pending in a transaction are counted as `pending_nodes` only.
    """
    records: Dict[str, Dict[str, int]] = {}
    domains = _Domains()
    for record in reader:
        row = records.setdefault(record.type_name, {"count": 0, "octets": 0})
        row["count"] += 1
        row["octets"] += reader.position - reader.offset
        domains.add(record)
    return {
        "edition": reader.header.edition,
        "byte_order": reader.header.byte_order,
        "size": reader.position,
        "records": records,
        "domains": dict(sorted(domains.rows.items(), key=_by_domid)),
        "pending_nodes": domains.pending_nodes,
    }


class _Domains:
    """Figures by domain."""

    def __init__(self) -> None:
        self.rows: Dict[str, Dict[str, int]] = {}
        self.pending_nodes = 0
        self._owners: Dict[int, str] = {}  # of connections
        self._domain = "unknown"  # that the last DOMAIN_START names

    def add(self, record: Record) -> None:
        if is_committed_node(record):
            owner = str(record.perms[0].domid) if record.perms else "unknown"
            self._count(owner, nodes=1, value_octets=len(record.value))
        elif isinstance(record, (NodeData, draft.TransactionNodeData)):
            self.pending_nodes += 1
        elif isinstance(record, ConnectionData):
            spec = record.conn_spec
            owner = str(spec.domid) if isinstance(spec, RingSpec) else record.conn_type_name
            self._owners[record.conn_id] = owner
            self._count(owner, connections=1, in_octets=len(record.in_data), out_octets=len(record.out_data))
        elif isinstance(record, (WatchData, WatchDataExtended)):
            self._count(self._owners.get(record.conn_id, "unknown"), watches=1)
        elif isinstance(record, draft.AnyDomainStart):
            self._domain = str(record.domid)
            self._count(self._domain, connections=1)
        elif isinstance(record, draft.WatchData):
            self._count(self._domain, watches=1)
        elif isinstance(record, draft.GuestRingData):
            self._count(self._domain, out_octets=len(record.value))

    def _count(self, owner: str, **figures: int) -> None:
        row = self.rows.setdefault(owner, dict.fromkeys(_FIGURES, 0))
        for name, value in figures.items():
            row[name] += value


def _by_domid(item: Tuple[str, Any]) -> Tuple[bool, int, str]:
    owner = item[0]
    return (True, 0, owner) if not owner.isdigit() else (False, int(owner), owner)
