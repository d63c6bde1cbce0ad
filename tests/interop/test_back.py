"""Streams that this project writes, restored by xenstored: the same store, watches that fire, pending data that goes on."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any, Dict, List, Tuple

import pytest
from daemon import Client, DaemonError, Message, RingChannel, XenStored
from daemon.client import READ, WATCH_EVENT, WRITE
from hypothesis import given, settings
from hypothesis import strategies as st
from readback import LISTING, SETTINGS, connections, read_back
from support import xsmig
from workload import DOMAINS, names, values, wait_until

from xsmig import (
    ConnectionData,
    End,
    GlobalData,
    Header,
    NodeData,
    Permission,
    Record,
    RingSpec,
    SocketSpec,
    WatchData,
    to_bytes,
)

NO_TARGET = 0x7FF4
TOOLS_ID = 10  # conn_id of the socket connection
OWNED_BY_ALL = (Permission(perm=ord("b"), domid=0),)


def conn_id(domid: int) -> int:
    return 1 + domid


def domain(domid: int, **data: Any) -> ConnectionData:
    spec = RingSpec(domid=domid, tdomid=NO_TARGET, evtchn=1 + domid)
    return ConnectionData(conn_id=conn_id(domid), conn_type=0, conn_spec=spec, **data)


def tools(**data: Any) -> ConnectionData:
    return ConnectionData(conn_id=TOOLS_ID, conn_type=1, conn_spec=SocketSpec(socket_fd=0), **data)


def stream(*records: Record, nodes: Tuple[Record, ...] = (), profile: str = "xenstored") -> bytes:
    """A whole state: the daemon's own, domain 0, `records`, and the store with `nodes` in it."""
    root = NodeData(conn_id=0, path=b"/", value=b"", perms=OWNED_BY_ALL)
    own = (GlobalData(rw_socket_fd=0, evtchn_fd=0), domain(0))
    return to_bytes(Header(version=1), [*own, *records, root, *nodes, End()], profile=profile)


def node(path: bytes, value: bytes = b"", perms: Tuple[Permission, ...] = OWNED_BY_ALL) -> NodeData:
    return NodeData(conn_id=0, path=path, value=value, perms=perms)


# the store

live_owners = st.sampled_from((0, *DOMAINS))
letters = st.sampled_from(b"nrwb")
node_perms = st.builds(
    lambda owner, others: (owner, *others),
    st.builds(Permission, perm=letters, domid=live_owners),
    st.lists(st.builds(Permission, perm=letters, domid=live_owners), max_size=4),
)


@st.composite
def stores(draw: st.DrawFn) -> List[Record]:
    found: Dict[bytes, Record] = {}
    paths = [b""]
    for name in draw(st.lists(names, max_size=25)):
        path = draw(st.sampled_from(paths)) + b"/" + name
        if path not in found:
            paths.append(path)
            found[path] = node(path, draw(values), draw(node_perms))
    return list(found.values())


special_nodes = st.tuples(
    *(st.builds(node, st.just(path), st.just(b""), node_perms) for path in (b"@releaseDomain", b"@introduceDomain"))
)


@settings(SETTINGS, max_examples=60)
@given(special_nodes, stores())
def test_store(special: Tuple[Record, ...], nodes: List[Record]) -> None:
    octets = stream(*map(domain, DOMAINS), *special, nodes=tuple(nodes))
    with tempfile.TemporaryDirectory() as folder, XenStored(Path(folder), stream=octets) as daemon:
        listing = daemon.run("xenstore-ls", *LISTING)
        assert listing.count(b"\n") == len(nodes)
        assert xsmig("ls", *LISTING, "-", input=octets).stdout == listing
        # and what it hands on is what it was given
        given_nodes = sorted((record for record in read_back(octets) if isinstance(record, NodeData)), key=path_of)
        assert (
            sorted((record for record in read_back(daemon.capture()) if isinstance(record, NodeData)), key=path_of)
            == given_nodes
        )


def path_of(record: NodeData) -> bytes:
    return record.path


def test_exact_length_is_refused(tmp_path: Path) -> None:
    """The daemon reads no padding after a body, though the document asks for it: hence the writer's profile."""
    octets = stream(nodes=(node(b"/a", b"1"), node(b"/b", b"2")), profile="spec")
    with pytest.raises(DaemonError), XenStored(tmp_path, stream=octets):
        pass


# watches

watched = st.lists(
    st.tuples(
        st.sampled_from((0, 1, 2, TOOLS_ID)),
        names.map(lambda name: b"/watched/" + name),
        st.binary(max_size=20).filter(lambda token: 0 not in token),
    ),
    max_size=8,
    unique=True,
)


@settings(SETTINGS, max_examples=20)
@given(watched)
def test_watches(wanted: List[Tuple[int, bytes, bytes]]) -> None:
    ids = {TOOLS_ID: TOOLS_ID, **{domid: conn_id(domid) for domid in (0, *DOMAINS)}}
    watches = [WatchData(conn_id=ids[who], wpath=wpath, token=token) for who, wpath, token in wanted]
    octets = stream(*map(domain, DOMAINS), tools(), *watches, nodes=(node(b"/watched"),))
    with tempfile.TemporaryDirectory() as folder, XenStored(Path(folder), stream=octets) as daemon:
        clients = {TOOLS_ID: daemon.sockets[TOOLS_ID], **{domid: daemon.guest(domid) for domid in (0, *DOMAINS)}}
        writer = daemon.client()
        for path in {wpath for _, wpath, _ in wanted}:
            writer.write(path, b"")
        for who, client in clients.items():
            client.get_domain_path(0)
            assert sorted(client.events) == sorted((wpath, token) for watcher, wpath, token in wanted if watcher == who)


def test_relative_and_special_watches(tmp_path: Path) -> None:
    watches = (
        WatchData(conn_id=conn_id(1), wpath=b"device/vif", token=b"relative"),
        WatchData(conn_id=TOOLS_ID, wpath=b"@introduceDomain", token=b"introduce"),
        WatchData(conn_id=TOOLS_ID, wpath=b"@releaseDomain", token=b"release"),
    )
    home = (node(b"/local"), node(b"/local/domain"), node(b"/local/domain/1"))
    with XenStored(tmp_path, stream=stream(domain(1), tools(), *watches, nodes=home)) as daemon:
        guest = daemon.guest(1)
        daemon.client().write(b"/local/domain/1/device/vif/0", b"")
        assert guest.event() == (b"device/vif/0", b"relative")
        tool = daemon.sockets[TOOLS_ID]
        daemon.introduce(2)
        assert tool.event() == (b"@introduceDomain", b"introduce")
        daemon.end_domain(2)
        assert tool.event() == (b"@releaseDomain", b"release")


# pending data

request = Message(WRITE, 77, 0, b"/half\0read")


@pytest.mark.parametrize("over", ["ring", "socket"])
@pytest.mark.parametrize("cut", [1, 15, 16, 17, len(request.to_bytes()) - 1])
def test_half_read_request(tmp_path: Path, over: str, cut: int) -> None:
    octets = request.to_bytes()
    connection = domain(1, in_data=octets[:cut]) if over == "ring" else tools(in_data=octets[:cut])
    with XenStored(tmp_path, stream=stream(connection)) as daemon:
        client = daemon.guest(1) if over == "ring" else daemon.sockets[TOOLS_ID]
        client.send(octets[cut:])
        assert client.reply(request.req_id) == b"OK\0"
        assert daemon.client().read(b"/half") == b"read"


def test_whole_requests_read(tmp_path: Path) -> None:
    """Requests that were read as a whole are answered, the last one first: so does xenstored 4.17."""
    in_data = b"".join(Message(READ, req_id, 0, b"/a\0").to_bytes() for req_id in (5, 6)) + request.to_bytes()[:20]
    with XenStored(tmp_path, stream=stream(domain(1, in_data=in_data), nodes=(node(b"/a", b"1"),))) as daemon:
        guest = daemon.guest(1)
        assert [guest.receive_message() for _ in range(2)] == [Message(READ, req_id, 0, b"1") for req_id in (6, 5)]
        guest.send(request.to_bytes()[20:])
        assert guest.reply(request.req_id) == b"OK\0"


@st.composite
def outputs(draw: st.DrawFn) -> Tuple[bytes, int]:
    """What is left of a response, then whole messages."""
    payloads = draw(st.lists(st.binary(max_size=900), max_size=4))
    sent = draw(st.binary(max_size=40))
    return sent + b"".join(Message(READ, 9, 0, payload).to_bytes() for payload in payloads), len(sent)


@settings(SETTINGS, max_examples=30)
@given(outputs(), outputs())
def test_pending_output(to_guest: Tuple[bytes, int], to_tools: Tuple[bytes, int]) -> None:
    octets = stream(
        domain(1, out_data=to_guest[0], out_resp_len=to_guest[1]), tools(out_data=to_tools[0], out_resp_len=to_tools[1])
    )
    with tempfile.TemporaryDirectory() as folder, XenStored(Path(folder), stream=octets) as daemon:
        for client, (data, _) in ((daemon.guest(1), to_guest), (daemon.sockets[TOOLS_ID], to_tools)):
            assert client.receive(len(data)) == data
            # and nothing but that comes before the reply to what is asked next
            assert client.get_domain_path(1) == b"/local/domain/1"


def test_output_that_the_guest_leaves(tmp_path: Path) -> None:
    """More than the ring holds is handed on again."""
    event = Message(WATCH_EVENT, 0, 0, b"/a\0token\0").to_bytes()
    data = event * 100
    with XenStored(tmp_path, stream=stream(domain(1, out_data=data))) as daemon:
        guest = daemon.guest(1)
        channel = guest.channel
        assert isinstance(channel, RingChannel)
        channel.notify()
        wait_until(lambda: channel.unread == 1024)
        connection = connections(read_back(daemon.capture()))[1]
        assert connection.out_data == data[1024:]
        assert connection.out_resp_len == -1024 % len(event)
        assert guest.receive(len(data)) == data


def test_target(tmp_path: Path) -> None:
    """A domain acts with the rights of its target."""
    private = node(b"/private", b"1", (Permission(perm=ord("n"), domid=1),))
    stub = ConnectionData(conn_id=3, conn_type=0, conn_spec=RingSpec(domid=2, tdomid=1, evtchn=3))
    with XenStored(tmp_path, stream=stream(domain(1), stub, nodes=(private,))) as daemon:
        assert daemon.guest(2).read(b"/private") == b"1"


def test_capture_of_another_daemon(tmp_path: Path) -> None:
    """What one daemon wrote, another one takes, and both list the same."""
    with XenStored(tmp_path / "old") as old:
        old.introduce(1)
        old.client().write(b"/local/domain/1/name", b"guest")
        listing = old.run("xenstore-ls", *LISTING)
        octets = old.capture()
    with XenStored(tmp_path / "new", stream=octets) as new:
        assert new.run("xenstore-ls", *LISTING) == listing
        assert new.client().is_introduced(1)
        client: Client = new.guest(1)
        assert client.get_domain_path(1) == b"/local/domain/1"
