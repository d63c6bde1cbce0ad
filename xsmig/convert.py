"""From the records of one edition to those of another, with a list of what has no place there.

    published -> published    record by record
    published -> draft        record by record, with a DOMAIN_START wherever the domain changes
    draft -> published        connections first, as daemons write them; nodes wait in a temporary file meanwhile
    draft -> draft            record by record

What no edition gives a meaning (padding, octets after the last field) is not carried over, and not listed.
"""

from __future__ import annotations

import itertools
import tempfile
from typing import Any, Dict, Iterable, Iterator, List, Mapping, NamedTuple, NoReturn, Optional, Tuple, Union, cast

from xsmig import draft
from xsmig.errors import CONVERSION_REQUIREMENT, StreamError
from xsmig.formats import AnyReader
from xsmig.jsonform import make_header
from xsmig.layout import FramedRecord, Record
from xsmig.reader import Reader
from xsmig.records import (
    ConnectionData,
    DomainData,
    End,
    GlobalData,
    Header,
    NodeData,
    Permission,
    RingSpec,
    TransactionData,
    Unknown,
    WatchData,
    WatchDataExtended,
)
from xsmig.writer import AnyHeader, canonical, write

NO_TARGET = 0x7FF4  # DOMID_INVALID
UNLIMITED = 0xFFFF
READ, WRITTEN = 1, 2  # bits of `access`
_U16_MAX = 0xFFFF
_IN_MEMORY = 8 << 20  # octets of nodes, beyond which they wait in a file


class Values(NamedTuple):
    """What the target may need and the source lack.

    `domains`: by domid the values of `evtchn`, `tdomid`, `unique_id`, `remote_port`, `mfn`. `global_data`: `rw_socket_fd`
    and `evtchn_fd`. `access`: of nodes pending in a transaction. `op_count`: of every transaction.
    """

    domains: Mapping[int, Mapping[str, int]] = {}
    global_data: Optional[Tuple[int, int]] = None
    access: Optional[int] = None
    op_count: Optional[int] = None


class Conversion:
    """The converted stream: `header` and `records`.

    Once `records` is exhausted, `lost` says how many of what had no place, and `notes` what was done about it. The iterator
    raises what the reader raises, and StreamError for a value that the target needs and neither source nor `values` have.
    """

    def __init__(
        self, reader: AnyReader, edition: str, byte_order: Optional[str] = None, values: Optional[Values] = None
    ) -> None:
        self.lost: Dict[str, int] = {}
        self.notes: List[str] = []
        self._reader = reader
        self._values = values or Values()
        self._swaps = byte_order not in (None, reader.header.byte_order)
        self.header: AnyHeader = make_header(edition, byte_order or reader.header.byte_order)
        self._canonical = (canonical(record, reader.header) for record in reader)
        from_draft, to_draft = (isinstance(header, draft.DraftHeader) for header in (reader.header, self.header))
        steps = {
            (False, False): self._published_to_published,
            (False, True): self._published_to_draft,
            (True, False): self._draft_to_published,
            (True, True): self._draft_to_draft,
        }
        self.records: Iterator[Record] = steps[from_draft, to_draft]()

    # --- published to published

    def _published_to_published(self) -> Iterator[Record]:
        without_features = 0
        for record in self._canonical:
            if isinstance(record, Unknown) and self._swaps:
                self._lose(record.type_name)  # which of its octets are integers is not known
                continue
            if isinstance(record, ConnectionData):
                if self._swaps and isinstance(record.conn_spec, bytes):
                    self._lose(f"CONNECTION_DATA.conn_spec of conn_type {record.conn_type}")
            elif isinstance(record, WatchDataExtended) and self.header.edition == "v1":
                record = self._without_depth(record)
            elif isinstance(record, DomainData) and self._reader.header.edition != self.header.edition:
                if self.header.edition == "v2":
                    without_features += 1
                elif record.features:
                    self._lose("DOMAIN_DATA.features")
                    record = record.replace(features=0)
            yield record
        if without_features:
            self.notes.append(f"features 0 written for {without_features} domains: version 1 does not say which they have")

    def _without_depth(self, watch: WatchDataExtended) -> WatchData:
        if watch.depth != UNLIMITED:
            self._lose("WATCH_DATA_EXTENDED.depth")
        return WatchData(conn_id=watch.conn_id, wpath=watch.wpath, token=watch.token)

    # --- published to draft

    def _published_to_draft(self) -> Iterator[Record]:
        self._owners: Dict[int, int] = {}  # domid by conn_id of a ring
        self._domid: Optional[int] = None  # of the last DOMAIN_START
        is_empty = True
        for record in self._canonical:
            for there in self._in_draft(record):
                is_empty = False
                yield there
        if is_empty:
            error = StreamError("records", "none that has a place", "at least one in a draft", CONVERSION_REQUIREMENT)
            raise error.located(self._reader.index, self._reader.offset, None)

    def _in_draft(self, record: Record) -> Iterator[Record]:
        if isinstance(record, End):
            return
        if isinstance(record, NodeData) and not record.conn_id:
            yield draft.NodeData(path=record.path, perms=self._without_flags(record.perms), value=record.value)
        elif isinstance(record, ConnectionData) and isinstance(record.conn_spec, RingSpec):
            yield from self._ring(record, record.conn_spec)
        elif isinstance(record, (WatchData, WatchDataExtended, TransactionData, NodeData)):
            yield from self._of_connection(record)
        elif isinstance(record, ConnectionData):
            self._lose(f"CONNECTION_DATA ({record.conn_type_name})")
        else:
            self._lose(record.type_name)

    def _ring(self, connection: ConnectionData, spec: RingSpec) -> Iterator[Record]:
        if spec.domid in self._owners.values():
            self._lose("CONNECTION_DATA of a domain that has another")
            return
        self._owners[connection.conn_id] = spec.domid
        has_place = {
            "tdomid": spec.tdomid == NO_TARGET,
            "evtchn": False,
            "unique_id": connection.unique_id is None,
            "in_data": not connection.in_data,
            "out_resp_len": not connection.out_resp_len,
            "fields": not connection.fields & ~1,
        }
        for name, placed in has_place.items():
            if not placed:
                self._lose(f"CONNECTION_DATA.{name}")
        yield from self._start(spec.domid)
        if connection.out_data:
            yield draft.GuestRingData(value=connection.out_data)

    def _of_connection(self, record: Union[WatchData, WatchDataExtended, TransactionData, NodeData]) -> Iterator[Record]:
        """A watch, a transaction or a pending node."""
        if record.conn_id not in self._owners:
            self._lose(f"{record.type_name} of other connections")
            return
        if isinstance(record, WatchDataExtended):
            record = self._without_depth(record)
        if isinstance(record, WatchData):
            there: Record = draft.WatchData(wpath=record.wpath, token=record.token)
        elif not record.tx_id:
            self._lose(f"{record.type_name} with tx_id 0")
            return
        elif isinstance(record, TransactionData):
            there = self._transaction(record.tx_id)
        else:
            pending = self._pending_in_draft(record)
            if not pending:
                return
            there = pending
        yield from self._start(self._owners[record.conn_id])
        yield there

    def _pending_in_draft(self, node: NodeData) -> Optional[draft.TransactionNodeData]:
        is_deleted = not node.access & (READ | WRITTEN)
        if not is_deleted and not node.perms:
            self._lose("NODE_DATA without perms")  # which would say there that the node was deleted
            return None
        if node.access:
            self._lose("NODE_DATA.access")
        if is_deleted and node.perms:
            self._lose("NODE_DATA.perms of a deleted node")
        perms = () if is_deleted else self._without_flags(node.perms)
        return draft.TransactionNodeData(tx_id=node.tx_id, path=node.path, perms=perms, value=node.value)

    def _start(self, domid: int) -> Iterator[Record]:
        if domid != self._domid:
            self._domid = domid
            yield self._domain_start(domid)

    def _without_flags(self, perms: Tuple[Permission, ...]) -> Tuple[draft.Permission, ...]:
        kept = []
        for index, perm in enumerate(perms):
            if perm.flags:
                self._lose("NODE_DATA.perms.flags")
            # a stale permission grants nothing: without its flag it would, but the first is the owner
            if not perm.flags & 1 or index == 0:
                kept.append(draft.Permission(perm=perm.perm, domid=perm.domid))
        return tuple(kept)

    # --- draft to draft

    def _draft_to_draft(self) -> Iterator[Record]:
        for record in self._canonical:
            if isinstance(record, draft.AnyTransactionData):
                yield self._transaction(record.tx_id, record)
            elif isinstance(record, draft.AnyDomainStart):
                yield self._domain_start(record.domid, record)
            else:
                yield record

    def _transaction(self, tx_id: int, source: Optional[Record] = None) -> Record:
        op_count = getattr(source, "op_count", None)
        if self.header.edition == "draft":
            if op_count is not None:
                self._lose("TRANSACTION_DATA.op_count")
            return draft.TransactionData(tx_id=tx_id)
        op_count = self._values.op_count if op_count is None else op_count
        if op_count is None:
            self._lack("op_count", "the op_count of transactions to be given")
        return draft.ReviewTransactionData(tx_id=tx_id, op_count=op_count)

    def _domain_start(self, domid: int, source: Optional[Record] = None) -> Record:
        if self.header.edition == "draft":
            for name in ("remote_port", "mfn"):
                if getattr(source, name, None) is not None:
                    self._lose(f"DOMAIN_START.{name}")
            return draft.DomainStart(domid=domid)
        if isinstance(source, draft.ReviewDomainStart):
            return source
        mfn, port = self._of_domain(domid, "mfn"), self._of_domain(domid, "remote_port")
        return draft.ReviewDomainStart(domid=domid, remote_port=port, mfn=mfn)

    # --- draft to published

    def _draft_to_published(self) -> Iterator[Record]:
        assert isinstance(self.header, Header)
        domains: Dict[int, _Domain] = {}
        with tempfile.SpooledTemporaryFile(_IN_MEMORY) as waiting:
            nodes = itertools.chain(self._nodes(domains), (End(),))
            write(self.header, nodes, cast(Any, waiting), profile="spec")
            waiting.seek(0)
            if self._values.global_data:
                rw_socket_fd, evtchn_fd = self._values.global_data
                yield GlobalData(rw_socket_fd=rw_socket_fd, evtchn_fd=evtchn_fd)
            for conn_id, domain in enumerate(domains.values(), 1):
                yield from domain.records(conn_id)
            if domains:
                self.notes.append(f"conn_id 1 to {len(domains)} assigned to the domains in their order")
            yield from (canonical(node, self.header) for node in Reader(cast(Any, waiting)))

    def _nodes(self, domains: Dict[int, _Domain]) -> Iterator[FramedRecord]:
        """The committed nodes; what belongs to a domain is collected in `domains`."""
        domain: Any = None
        for record in self._canonical:
            if self._is_too_long(record):
                self._lose(f"{record.type_name} with more than {_U16_MAX} of something")
            elif isinstance(record, draft.NodeData):
                yield NodeData(conn_id=0, path=record.path, perms=_with_flags(record.perms), value=record.value)
            elif isinstance(record, draft.AnyDomainStart):
                if isinstance(record, draft.ReviewDomainStart):
                    self._lose("DOMAIN_START.remote_port")
                    self._lose("DOMAIN_START.mfn")
                domain = domains.get(record.domid) or self._domain(record.domid)
                domains[record.domid] = domain
            elif isinstance(record, draft.GuestRingData):
                domain.out_data += record.value
            elif isinstance(record, draft.WatchData):
                domain.following.append(WatchData(conn_id=0, wpath=record.wpath, token=record.token))
            elif isinstance(record, draft.AnyTransactionData):
                if isinstance(record, draft.ReviewTransactionData):
                    self._lose("TRANSACTION_DATA.op_count")
                domain.following.append(TransactionData(conn_id=0, tx_id=record.tx_id))
            elif isinstance(record, draft.TransactionNodeData):
                domain.following.append(self._pending(record))

    def _is_too_long(self, record: Record) -> bool:
        limits = {"path": _U16_MAX - 1, "wpath": _U16_MAX - 1, "token": _U16_MAX - 1, "perms": _U16_MAX, "value": _U16_MAX}
        if isinstance(record, draft.GuestRingData):
            return False
        if isinstance(record, draft.TransactionNodeData) and not record.perms:
            del limits["value"]  # a deleted node loses it anyway
        return any(len(value) > limits[name] for name, value in record.as_dict().items() if name in limits)

    def _domain(self, domid: int) -> _Domain:
        given = self._values.domains.get(domid, {})
        spec = RingSpec(domid=domid, tdomid=given.get("tdomid", NO_TARGET), evtchn=self._of_domain(domid, "evtchn"))
        return _Domain(spec, given.get("unique_id"))

    def _pending(self, node: draft.TransactionNodeData) -> NodeData:
        access = self._values.access if node.perms else 0
        if access is None:
            self._lack("access", "the access of nodes in transactions to be given")
        if node.value and not node.perms:
            self._lose("TRANSACTION_NODE_DATA.value of a deleted node")
        value = node.value if node.perms else b""
        perms = _with_flags(node.perms)
        return NodeData(conn_id=0, tx_id=node.tx_id, access=access, path=node.path, perms=perms, value=value)

    # ---

    def _of_domain(self, domid: int, name: str) -> int:
        value = self._values.domains.get(domid, {}).get(name)
        if value is None:
            self._lack(name, f"the {name} of domain {domid} to be given")
        return value

    def _lose(self, item: str) -> None:
        self.lost[item] = self.lost.get(item, 0) + 1

    def _lack(self, field: str, want: str) -> NoReturn:
        error = StreamError(field, "none", want, CONVERSION_REQUIREMENT)
        raise error.located(self._reader.index, self._reader.offset, None)


class _Domain:
    """What the records of a domain in the draft come to: a connection and what depends on it."""

    def __init__(self, spec: RingSpec, unique_id: Optional[int]) -> None:
        self.spec = spec
        self.unique_id = unique_id
        self.out_data = bytearray()
        self.following: List[Any] = []  # watches, transactions and the nodes pending in these, without their conn_id

    def records(self, conn_id: int) -> Iterator[Record]:
        """The connection as number `conn_id`, and what follows it, in an order in which nothing stands before its cause."""
        out_data = bytes(self.out_data)
        yield ConnectionData(conn_id=conn_id, conn_type=0, conn_spec=self.spec, out_data=out_data, unique_id=self.unique_id)
        for record in sorted(self.following, key=lambda record: record.TYPE):
            yield record.replace(conn_id=conn_id)


def _with_flags(perms: Iterable[draft.Permission]) -> Tuple[Permission, ...]:
    return tuple(Permission(perm=perm.perm, domid=perm.domid) for perm in perms)
