"""Random records and streams of every edition, for property tests."""

from __future__ import annotations

from typing import Any, List

from hypothesis import strategies as st

import xsmig
from xsmig import Header, Record, draft

u8, u16, u32 = st.integers(0, 0xFF), st.integers(0, 0xFFFF), st.integers(0, 0xFFFFFFFF)
s32 = st.integers(-(1 << 31), (1 << 31) - 1)
some_octets = st.binary(max_size=40)
text = st.binary(max_size=20).filter(lambda value: 0 not in value)
none = st.none()
rests = none | some_octets
quotas = st.lists(st.builds(xsmig.Quota, name=text, val=u32), max_size=4).map(tuple)
perms = st.lists(
    st.builds(xsmig.Permission, perm=st.sampled_from(b"wrbn"), flags=u8, domid=u16), max_size=4
).map(tuple)  # fmt: skip


@st.composite
def connections(draw: st.DrawFn) -> Record:
    conn_type = draw(u16 | st.sampled_from((0, 1)))
    ring: Any = st.builds(xsmig.RingSpec, domid=u16, tdomid=u16, evtchn=u32)
    socket: Any = st.builds(xsmig.SocketSpec, socket_fd=s32, pad=none | st.just(b"\0\0\0\1"))
    out_data = draw(some_octets)
    unique_id = draw(none | st.integers(0, (1 << 64) - 1))
    return xsmig.ConnectionData(
        conn_id=draw(st.integers(1, 0xFFFFFFFF)),
        conn_type=conn_type,
        fields=draw(u16) & ~1 | (unique_id is not None),
        conn_spec=draw({0: ring, 1: socket}.get(conn_type, st.binary(min_size=8, max_size=8))),
        out_resp_len=draw(st.integers(0, len(out_data))),
        in_data=draw(some_octets),
        out_data=out_data,
        unique_id=unique_id,
        rest=draw(rests),
    )


plain: st.SearchStrategy[Record] = st.one_of(
    st.builds(xsmig.GlobalData, rw_socket_fd=s32, evtchn_fd=s32, rest=rests),
    connections(),
    st.builds(xsmig.WatchData, conn_id=u32, wpath=text, token=text, rest=rests),
    st.builds(xsmig.TransactionData, conn_id=u32, tx_id=u32, rest=rests),
    st.builds(
        xsmig.NodeData, conn_id=u32, tx_id=u32, access=u16, perms=perms, path=text, value=some_octets, rest=rests
    ),
    st.builds(xsmig.GlobalQuotaData, dom_quota=quotas, glob_quota=quotas, rest=rests),
    st.builds(xsmig.DomainData, domain_id=u16, features=u32, quota=quotas, rest=rests),
    st.builds(xsmig.Unknown, type=st.integers(9, 0xFFFFFFFF), body=some_octets),
)  # fmt: skip
extended: st.SearchStrategy[Record] = st.builds(
    xsmig.WatchDataExtended, conn_id=u32, depth=u16, pad=none | st.just(b"\1\2"), wpath=text, token=text, rest=rests
)
headers = st.builds(Header, version=st.sampled_from((1, 2)), flags=st.sampled_from((0, 1)))


@st.composite
def streams(draw: st.DrawFn) -> Any:
    header = draw(headers)
    records: List[Record] = draw(st.lists(plain if header.version == 1 else plain | extended, max_size=6))
    return header, [*records, xsmig.End()]


draft_perms = st.lists(
    st.builds(draft.Permission, perm=st.sampled_from(b"wrbn"), pad=none | st.just(b"x"), domid=u16), max_size=4
).map(tuple)  # fmt: skip
tx_ids = st.integers(1, 0xFFFFFFFF)
draft_nodes = st.builds(draft.NodeData, path=text, perms=draft_perms, value=some_octets)
owned: st.SearchStrategy[Record] = st.one_of(
    draft_nodes,
    st.builds(draft.WatchData, wpath=text, token=text),
    st.builds(draft.TransactionNodeData, tx_id=tx_ids, path=text, perms=draft_perms, value=some_octets),
    st.builds(draft.GuestRingData, value=some_octets),
)
draft_records: st.SearchStrategy[Record] = st.one_of(
    owned, st.builds(draft.TransactionData, tx_id=tx_ids), st.builds(draft.DomainStart, domid=u16, pad=none | st.just(b"ab"))
)
review_records: st.SearchStrategy[Record] = st.one_of(
    owned,
    st.builds(draft.ReviewTransactionData, tx_id=tx_ids, op_count=u32),
    st.builds(draft.ReviewDomainStart, domid=u16, remote_port=u32, mfn=st.integers(0, (1 << 64) - 1)),
)


@st.composite
def draft_streams(draw: st.DrawFn, editions: Any = ("draft", "draft-review")) -> Any:
    edition = draw(st.sampled_from(editions))
    records: List[Record] = draw(st.lists(draft_nodes, max_size=2))
    following = draw(st.lists(draft_records if edition == "draft" else review_records, max_size=8))
    if following or not records:
        start = draft.DomainStart(domid=7) if edition == "draft" else draft.ReviewDomainStart(domid=7, remote_port=1, mfn=2)
        records += [start, *following]
    return draft.DraftHeader(edition, draw(st.sampled_from(("little", "big")))), records
