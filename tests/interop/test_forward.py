"""What xenstored writes in a live update, read by this project: the same octets, the same store, the same pending data."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any, Dict, List

from daemon import RingChannel, XenStored
from hypothesis import given, settings
from readback import LISTING, SETTINGS, connections, read_back
from support import xsmig
from workload import DOMAINS, TOOLS, Clients, Pending, operations, pendings

from xsmig import ConnectionData, NodeData, RingSpec, SocketSpec, WatchData


@settings(SETTINGS, max_examples=40)
@given(operations(25), pendings)
def test_capture(done: List[Any], left: Dict[int, Pending]) -> None:
    with tempfile.TemporaryDirectory() as folder, XenStored(Path(folder)) as daemon:
        clients = Clients(daemon)
        for size in {pending.size for pending in left.values()}:
            clients[TOOLS].write(b"/size-%d" % size, b"s" * size)
            clients[TOOLS].set_perms(b"/size-%d" % size, [b"r0"])
        for operation in done:
            clients.perform(operation)
        clients.settle()
        asked, rest = {}, {}
        for who, pending in left.items():
            asked[who], rest[who] = clients.leave(who, pending)

        before = daemon.run("xenstore-ls", *LISTING)
        in_ring = {domid: ring(clients, domid).unread for domid in DOMAINS}
        octets = daemon.capture()
        records = read_back(octets)
        assert xsmig("ls", *LISTING, "-", input=octets).stdout == before
        assert daemon.run("xenstore-ls", *LISTING) == before

        # what is pending is in the stream, to the octet, and what it belongs to is finished afterwards
        by_domid = connections(records)
        sockets = [
            record for record in records if isinstance(record, ConnectionData) and isinstance(record.conn_spec, SocketSpec)
        ]
        assert len(sockets) == 2
        assert len(sockets[0].in_data) == left[TOOLS].cut
        for who in DOMAINS:
            connection = by_domid[who]
            assert len(connection.in_data) == left[who].cut
            size = left[who].unread * (16 + left[who].size)
            assert len(connection.out_data) == size - in_ring[who]
            answers = clients[who].receive(size)
            assert answers[in_ring[who] :] == connection.out_data
            assert answers == b"".join(message._replace(payload=b"s" * left[who].size).to_bytes() for message in asked[who])
        for who in left:
            clients[who].send(rest[who])
            clients[who].get_domain_path(0)
            assert daemon.client().read(b"/kept/%d" % who) == b"whole"


def ring(clients: Clients, domid: int) -> RingChannel:
    """The domain's ring."""
    channel = clients[domid].channel
    assert isinstance(channel, RingChannel)
    return channel


def test_watches(tmp_path: Path) -> None:
    with XenStored(tmp_path) as daemon:
        clients = Clients(daemon)
        asked = {
            TOOLS: [(b"/tool", b"t"), (b"@releaseDomain", b""), (b"relative", b"\xff token")],
            1: [(b"device/vif", b"1"), (b"/local/domain/1/device", b"2"), (b"@introduceDomain", b"3")],
        }
        for who, wanted in asked.items():
            for wpath, token in wanted:
                clients[who].watch(wpath, token)
        records = read_back(daemon.capture())
    watches = [record for record in records if isinstance(record, WatchData)]
    conn_id = connections(records)[1].conn_id
    assert sorted((watch.wpath, watch.token) for watch in watches if watch.conn_id == conn_id) == sorted(asked[1])
    assert sorted((watch.wpath, watch.token) for watch in watches if watch.conn_id != conn_id) == sorted(asked[TOOLS])


def test_target(tmp_path: Path) -> None:
    with XenStored(tmp_path) as daemon:
        clients = Clients(daemon)
        clients[TOOLS].set_target(2, 1)
        found = connections(read_back(daemon.capture()))
    specs = {domid: connection.conn_spec for domid, connection in found.items()}
    assert specs == {
        0: RingSpec(domid=0, tdomid=0x7FF4, evtchn=1),
        1: RingSpec(domid=1, tdomid=0x7FF4, evtchn=daemon.port(1)),
        2: RingSpec(domid=2, tdomid=1, evtchn=daemon.port(2)),
    }


def test_stale_permission(tmp_path: Path) -> None:
    """A permission of a domain that there is not is written with the bit that says so."""
    with XenStored(tmp_path) as daemon:
        daemon.client().write(b"/a", b"")
        daemon.client().set_perms(b"/a", [b"n0", b"r9"])
        records = read_back(daemon.capture())
    node = next(record for record in records if isinstance(record, NodeData) and record.path == b"/a")
    assert [(perm.perm_name, perm.flags, perm.domid) for perm in node.perms] == [("n", 0, 0), ("r", 1, 9)]
