"""Every record of the draft (`draft`, `draft-review`), declared once: the mirror of `spec/xenstore_migration_draft.ksy`.

    stream  = *NodeData *(DomainStart *record)      a live update
    body    = record                                of a DOMAIN_XENSTORE_DATA in a domain image
    record  = type u32, the parts of the record's class

As in `records`, but a record has no length: its parts say where it ends. `path`, `wpath` and `token` stand without a NUL.
Sections are those of the document as of March 2020 and of the patch to it (`spec/README.md`, The draft).
"""

from __future__ import annotations

from typing import Dict, Optional, Tuple, Type

from xsmig.layout import (
    Group,
    Record,
    align,
    bare_text,
    items,
    length_u32,
    octets,
    pad,
    u8,
    u16,
    u32,
    u64,
)

_NOT_ZERO, _ANOTHER = "tx_id != 0", "a number that is not zero"


class DraftHeader:
    """What a stream of the draft says of itself without having a header: its edition and its byte order."""

    def __init__(self, edition: str, byte_order: str) -> None:
        self.edition = edition
        self.byte_order = byte_order


class Permission(Group):
    """Access of one domain to a node (section NODE_DATA); `perm` is the code of an ASCII letter."""

    perm: int = u8("XSM-DRAFT-NODE-PERM", valid='perm in b"wrbn"', want="one of the ASCII letters w, r, b, n")
    pad: Optional[bytes] = pad(1, "XSM-DRAFT-PAD", default=None)
    domid: int = u16("XSM-DRAFT-NODE-PERM")

    @property
    def perm_name(self) -> str:
        """The letter: `w` (write), `r` (read), `b` (both) or `n` (none)."""
        return chr(self.perm)


class NodeData(Record):
    """A committed node (section NODE_DATA). The first of `perms` names the owner."""

    TYPE, NAME = 1, "NODE_DATA"
    len_path: int = length_u32("path", "XSM-DRAFT-NODE-PATH", init=False)
    path: bytes = bare_text("len_path", "XSM-DRAFT-NODE-PATH")
    path_padding: Optional[bytes] = align(4, "XSM-DRAFT-PAD", default=None)
    num_perms: int = length_u32("perms", "XSM-DRAFT-NODE-PERMS", init=False)
    perms: Tuple[Permission, ...] = items(Permission, "num_perms", "XSM-DRAFT-NODE-PERMS")
    len_value: int = length_u32("value", "XSM-DRAFT-NODE-VALUE", init=False)
    value: bytes = octets("len_value", "XSM-DRAFT-NODE-VALUE")
    value_padding: Optional[bytes] = align(4, "XSM-DRAFT-PAD", default=None)


class WatchData(Record):
    """A watch that the domain has registered (section WATCH_DATA)."""

    TYPE, NAME = 2, "WATCH_DATA"
    len_wpath: int = length_u32("wpath", "XSM-DRAFT-WATCH", init=False)
    wpath: bytes = bare_text("len_wpath", "XSM-DRAFT-WATCH")
    wpath_padding: Optional[bytes] = align(4, "XSM-DRAFT-PAD", default=None)
    len_token: int = length_u32("token", "XSM-DRAFT-WATCH", init=False)
    token: bytes = bare_text("len_token", "XSM-DRAFT-WATCH")
    token_padding: Optional[bytes] = align(4, "XSM-DRAFT-PAD", default=None)


class TransactionData(Record):
    """A transaction that the domain has open (section TRANSACTION_DATA)."""

    TYPE, NAME = 3, "TRANSACTION_DATA"
    tx_id: int = u32("XSM-DRAFT-TX-ID", valid=_NOT_ZERO, want=_ANOTHER)


class ReviewTransactionData(Record):
    """As TransactionData, with the number of operations performed in the transaction, reads included (the review)."""

    TYPE, NAME = 3, "TRANSACTION_DATA"
    tx_id: int = u32("XSM-DRAFT-TX-ID", valid=_NOT_ZERO, want=_ANOTHER)
    op_count: int = u32("XSM-REVIEW-OPS")


class TransactionNodeData(Record):
    """A node as a transaction of the domain sees it, deleted if it has no `perms` (section TRANSACTION_NODE_DATA)."""

    TYPE, NAME = 4, "TRANSACTION_NODE_DATA"
    tx_id: int = u32("XSM-DRAFT-TXNODE", valid=_NOT_ZERO, want=_ANOTHER)
    len_path: int = length_u32("path", "XSM-DRAFT-TXNODE", init=False)
    path: bytes = bare_text("len_path", "XSM-DRAFT-TXNODE")
    path_padding: Optional[bytes] = align(4, "XSM-DRAFT-PAD", default=None)
    num_perms: int = length_u32("perms", "XSM-DRAFT-TXNODE", init=False)
    perms: Tuple[Permission, ...] = items(Permission, "num_perms", "XSM-DRAFT-TXNODE")
    len_value: int = length_u32("value", "XSM-DRAFT-TXNODE", init=False)
    value: bytes = octets("len_value", "XSM-DRAFT-TXNODE")
    value_padding: Optional[bytes] = align(4, "XSM-DRAFT-PAD", default=None)


class GuestRingData(Record):
    """Octets that wait to be written to the domain's ring (section GUEST_RING_DATA)."""

    TYPE, NAME = 5, "GUEST_RING_DATA"
    len_value: int = length_u32("value", "XSM-DRAFT-RING", init=False)
    value: bytes = octets("len_value", "XSM-DRAFT-RING")
    value_padding: Optional[bytes] = align(4, "XSM-DRAFT-PAD", default=None)


class DomainStart(Record):
    """Names the domain that the records after it belong to, nodes excepted (section DOMAIN_START)."""

    TYPE, NAME = 6, "DOMAIN_START"
    domid: int = u16("XSM-DRAFT-DOMAIN")
    pad: Optional[bytes] = pad(2, "XSM-DRAFT-PAD", default=None)


class ReviewDomainStart(Record):
    """As DomainStart, with what `INTRODUCE` was given: the event channel's port and the ring's frame (the review)."""

    TYPE, NAME = 6, "DOMAIN_START"
    domid: int = u16("XSM-DRAFT-DOMAIN")
    pad: Optional[bytes] = pad(2, "XSM-DRAFT-PAD", default=None)
    remote_port: int = u32("XSM-REVIEW-DOMAIN")
    mfn: int = u64("XSM-REVIEW-DOMAIN")


AnyTransactionData = (TransactionData, ReviewTransactionData)
AnyDomainStart = (DomainStart, ReviewDomainStart)

RECORDS: Dict[str, Tuple[Type[Record], ...]] = {
    "draft": (NodeData, WatchData, TransactionData, TransactionNodeData, GuestRingData, DomainStart),
    "draft-review": (NodeData, WatchData, ReviewTransactionData, TransactionNodeData, GuestRingData, ReviewDomainStart),
}
EDITIONS = tuple(RECORDS)
