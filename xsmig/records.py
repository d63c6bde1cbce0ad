"""Every record of the published stream (`v1`, `v2`), declared once: the mirror of `spec/xenstore_migration.ksy`.

    stream  = Header *Record End
    Record  = type u32, len u32, body (len octets), padding (to a multiple of 8)
    body    = the parts of the record's class in the order given here, then `rest`

The reader, the writer and the JSON form all come from these classes. `type` and `len` are framing, and the reader's and
writer's own. Strings are `bytes` without their NUL; integers are as they stand in the stream, with a `..._name` beside those
that have names. Sections are those of the document (`spec/README.md`).
"""

from __future__ import annotations

from typing import Dict, Optional, Tuple, Type, Union

from xsmig.layout import (
    FramedRecord,
    Group,
    align,
    choice,
    framing,
    items,
    length_u16,
    length_u32,
    names,
    octets,
    optional_u64,
    pad,
    s32,
    text,
    u8,
    u16,
    u32,
    values,
)

EDITIONS = {"v1": 1, "v2": 2}
BIG_ENDIAN = 0x1


class Header(Group):
    """What stands before the records, after `ident` (section Header); its integers are always big-endian."""

    version: int = u32("XSM-HDR-VERSION", valid="1 <= version <= 2", want="1 or 2")
    flags: int = u32("XSM-HDR-FLAGS", default=0, valid="flags <= 1", want="zero in bits 1 to 31")

    @property
    def edition(self) -> str:
        """`v1` or `v2`."""
        return f"v{self.version}"

    @property
    def byte_order(self) -> str:
        """`little` or `big`: the byte order of all that follows the header."""
        return "big" if self.flags & BIG_ENDIAN else "little"


class End(FramedRecord):
    """The end of the stream, without a body (section END)."""

    TYPE, NAME = 0, "END"


class GlobalData(FramedRecord):
    """State of the daemon itself, in a live update (section GLOBAL_DATA). An unused socket is -1."""

    TYPE, NAME = 1, "GLOBAL_DATA"
    rw_socket_fd: int = s32("XSM-GLOBAL-FIELDS")
    evtchn_fd: int = s32("XSM-GLOBAL-FIELDS")


class RingSpec(Group):
    """`conn_spec` of a shared ring (section CONNECTION_DATA)."""

    domid: int = u16("XSM-CONN-RING")
    tdomid: int = u16("XSM-CONN-RING")
    evtchn: int = u32("XSM-CONN-RING")


class SocketSpec(Group):
    """`conn_spec` of a socket (section CONNECTION_DATA)."""

    socket_fd: int = s32("XSM-CONN-SOCKET")
    pad: Optional[bytes] = pad(4, "XSM-CONN-SOCKET", default=None)


CONN_TYPES: Dict[int, str] = {0: "shared ring", 1: "socket"}


class ConnectionData(FramedRecord):
    """A client's connection and the octets that wait in it (section CONNECTION_DATA).

    `in_data`: read from the client, not yet processed. `out_data`: not yet written to it; the first `out_resp_len` octets
    finish a response that it has a part of.
    """

    TYPE, NAME = 2, "CONNECTION_DATA"
    conn_id: int = u32("XSM-CONN-ID", valid="conn_id != 0", want="a number that is not zero")
    conn_type: int = u16("XSM-CONN-RING")
    fields: int = u16("XSM-CONN-UNIQUE", default=lambda given: int(given.get("unique_id") is not None))
    conn_spec: Union[RingSpec, SocketSpec, bytes] = choice(8, "conn_type", {0: RingSpec, 1: SocketSpec}, "XSM-CONN-RING")
    len_in_data: int = length_u16("in_data", "XSM-CONN-DATA", init=False)
    out_resp_len: int = u16("XSM-CONN-RESP", default=0)
    len_out_data: int = length_u32(
        "out_data", "XSM-CONN-RESP", valid="len_out_data >= out_resp_len", want="at least out_resp_len", init=False
    )
    in_data: bytes = octets("len_in_data", "XSM-CONN-DATA", default=b"")
    out_data: bytes = octets("len_out_data", "XSM-CONN-DATA", default=b"")
    unique_id_padding: Optional[bytes] = align(8, "XSM-CONN-UNIQUE", when="fields & 1", default=None)
    unique_id: Optional[int] = optional_u64("XSM-CONN-UNIQUE", when="fields & 1", default=None)

    @property
    def conn_type_name(self) -> str:
        """`shared ring`, `socket`, or the number of a type that has no name."""
        return CONN_TYPES.get(self.conn_type, str(self.conn_type))


class WatchData(FramedRecord):
    """A watch that a connection has registered (section WATCH_DATA)."""

    TYPE, NAME = 3, "WATCH_DATA"
    conn_id: int = u32("XSM-WATCH-FIELDS")
    len_wpath: int = length_u16("wpath", "XSM-WATCH-FIELDS", init=False)
    len_token: int = length_u16("token", "XSM-WATCH-FIELDS", init=False)
    wpath: bytes = text("len_wpath", "XSM-WATCH-NUL")
    token: bytes = text("len_token", "XSM-WATCH-NUL")


class TransactionData(FramedRecord):
    """A transaction that is pending on a connection (section TRANSACTION_DATA)."""

    TYPE, NAME = 4, "TRANSACTION_DATA"
    conn_id: int = u32("XSM-TX-FIELDS")
    tx_id: int = u32("XSM-TX-FIELDS")


class Permission(Group):
    """A node permission specifier (section NODE_DATA); `perm` is the code of an ASCII letter."""

    perm: int = u8("XSM-NODE-PERM", valid='perm in b"wrbn"', want="one of the ASCII letters w, r, b, n")
    flags: int = u8("XSM-NODE-PERM", default=0)
    domid: int = u16("XSM-NODE-PERM")

    @property
    def perm_name(self) -> str:
        """The letter: `w` (write), `r` (read), `b` (both) or `n` (none)."""
        return chr(self.perm)


class NodeData(FramedRecord):
    """A node, committed (`conn_id` 0) or pending in a transaction (section NODE_DATA).

    `access`, of a pending node: bit 0 read, bit 1 written, neither deleted. The first of `perms` names the owner.
    """

    TYPE, NAME = 5, "NODE_DATA"
    conn_id: int = u32("XSM-NODE-FIELDS")
    tx_id: int = u32("XSM-NODE-FIELDS", default=0)
    len_path: int = length_u16("path", "XSM-NODE-FIELDS", init=False)
    len_value: int = length_u16("value", "XSM-NODE-FIELDS", init=False)
    access: int = u16("XSM-NODE-FIELDS", default=0)
    num_perms: int = length_u16("perms", "XSM-NODE-FIELDS", init=False)
    perms: Tuple[Permission, ...] = items(Permission, "num_perms", "XSM-NODE-PERMS")
    path: bytes = text("len_path", "XSM-NODE-PATH")
    value: bytes = octets("len_value", "XSM-NODE-VALUE")


class Quota(Group):
    """A quota by name (sections GLOBAL_QUOTA_DATA, DOMAIN_DATA); `val` 0 is unlimited."""

    name: bytes = text("", "XSM-GQUOTA-NAMES")
    val: int = u32("XSM-GQUOTA-VALS")


class GlobalQuotaData(FramedRecord):
    """The store's quotas in a live update: each domain's default, and global ones (section GLOBAL_QUOTA_DATA)."""

    TYPE, NAME = 6, "GLOBAL_QUOTA_DATA"
    num_dom_quota_vals: int = length_u16("dom_quota", "XSM-GQUOTA-VALS", init=False)
    num_glob_quota_vals: int = length_u16("glob_quota", "XSM-GQUOTA-VALS", init=False)
    dom_quota_vals: Tuple[int, ...] = values("dom_quota", "num_dom_quota_vals", "XSM-GQUOTA-VALS", init=False)
    glob_quota_vals: Tuple[int, ...] = values("glob_quota", "num_glob_quota_vals", "XSM-GQUOTA-VALS", init=False)
    dom_quota: Tuple[Quota, ...] = names("dom_quota_names", Quota, "dom_quota_vals", "XSM-GQUOTA-NAMES")
    glob_quota: Tuple[Quota, ...] = names("glob_quota_names", Quota, "glob_quota_vals", "XSM-GQUOTA-NAMES")


class DomainData(FramedRecord):
    """Quotas of one domain, and the features that it sees (section DOMAIN_DATA); `features` counts from version 2 on."""

    TYPE, NAME = 7, "DOMAIN_DATA"
    domain_id: int = u16("XSM-DOM-FIELDS")
    num_quota_vals: int = length_u16("quota", "XSM-DOM-FIELDS", init=False)
    features: int = u32("XSM-DOM-FIELDS", default=0)
    quota_vals: Tuple[int, ...] = values("quota", "num_quota_vals", "XSM-DOM-QUOTA", init=False)
    quota: Tuple[Quota, ...] = names("quota_names", Quota, "quota_vals", "XSM-DOM-QUOTA")


class WatchDataExtended(FramedRecord):
    """A watch with a depth, 0xffff being unlimited (section WATCH_DATA_EXTENDED)."""

    TYPE, NAME, SINCE = 8, "WATCH_DATA_EXTENDED", 2
    conn_id: int = u32("XSM-WATCHX-FIELDS")
    len_wpath: int = length_u16("wpath", "XSM-WATCHX-FIELDS", init=False)
    len_token: int = length_u16("token", "XSM-WATCHX-FIELDS", init=False)
    depth: int = u16("XSM-WATCHX-FIELDS")
    pad: Optional[bytes] = pad(2, "XSM-WATCHX-FIELDS", default=None)
    wpath: bytes = text("len_wpath", "XSM-WATCHX-NUL")
    token: bytes = text("len_token", "XSM-WATCHX-NUL")


class Unknown(FramedRecord):
    """A record of a type that is reserved for future use, with all that its `len` counts."""

    type: int = framing("XSM-REC-LEN")
    body: bytes = framing("XSM-REC-LEN")

    @property
    def type_name(self) -> str:
        """The number in place of the name that it has not."""
        return f"type {self.type}"


RECORDS: Tuple[Type[FramedRecord], ...] = (
    End,
    GlobalData,
    ConnectionData,
    WatchData,
    TransactionData,
    NodeData,
    GlobalQuotaData,
    DomainData,
    WatchDataExtended,
)
BY_TYPE: Dict[int, Type[FramedRecord]] = {record.TYPE: record for record in RECORDS}
