"""Random workloads for a daemon: what clients and guests ask of it, and what they leave half done."""

from __future__ import annotations

import contextlib
import time
from typing import Any, Dict, List, NamedTuple, Tuple

from daemon import Client, RingChannel, StoreError, XenStored
from daemon.client import MKDIR, READ, RM, SET_PERMS, WATCH, WRITE, Message
from hypothesis import strategies as st

TOOLS = 0  # the client over the socket; the other ones are domains
DOMAINS = (1, 2)

names = st.text("abcXYZ019-_@", min_size=1, max_size=12).map(str.encode)
values = st.one_of(
    st.binary(max_size=60),
    # what listings escape, and no NUL at the end
    st.sampled_from([b"", b"\0", b'a"b\\', b"\t\r\n\x7f\xff", b"v" * 255, bytes(range(256)) * 8]),
)
domids = st.sampled_from((0, *DOMAINS))
perms = st.lists(
    st.builds(lambda letter, domid: b"%c%d" % (letter, domid), st.sampled_from(b"nrwb"), st.sampled_from((0, *DOMAINS, 9))),
    min_size=1,
    max_size=5,
)


class Request(NamedTuple):
    """One request of `who`."""

    who: int
    type: int
    args: Tuple[bytes, ...]


class Transaction(NamedTuple):
    """Requests in a transaction; `end` commits it, drops it, or leaves it pending (None)."""

    who: int
    requests: List[Request]
    end: Any


class Pending(NamedTuple):
    """What a client leaves behind: `unread` replies of `size` octets each, then the first `cut` octets of a request of 29."""

    unread: int
    size: int
    cut: int


@st.composite
def paths(draw: st.DrawFn) -> bytes:
    """Below a domain's own place, or anywhere; some are deep."""
    top = draw(st.sampled_from((b"", b"", b"/local/domain/1", b"/local/domain/2", b"/tool")))
    parts = draw(st.lists(names, min_size=1, max_size=4))
    if draw(st.integers(0, 9)) == 0:
        parts += [b"deep"] * draw(st.integers(1, 60))
    return top + b"".join(b"/" + part for part in parts)


@st.composite
def requests(draw: st.DrawFn, who: int) -> Request:
    path = draw(paths())
    if draw(st.booleans()) and who:
        # xenstored 4.17 may give no answer at all to SET_PERMS of a name with @ that it does not know
        path = path.replace(b"/local/domain/%d/" % who, b"").lstrip(b"/@") or b"a"
    kind = draw(st.sampled_from((WRITE, WRITE, WRITE, MKDIR, SET_PERMS, RM)))
    args = {WRITE: [draw(values)], SET_PERMS: draw(perms)}.get(kind, [])
    return Request(who, kind, (path, *args))


@st.composite
def watches(draw: st.DrawFn, who: int) -> Request:
    relative = paths().map(lambda path: path.lstrip(b"/"))
    special = st.sampled_from((b"@introduceDomain", b"@releaseDomain"))
    return Request(
        who, WATCH, (draw(paths() | relative | special), draw(st.binary(max_size=20).filter(lambda token: 0 not in token)))
    )


@st.composite
def transactions(draw: st.DrawFn, who: int) -> Transaction:
    return Transaction(who, draw(st.lists(requests(who), max_size=3)), draw(st.sampled_from((True, True, False, None))))


def operations(max_size: int) -> st.SearchStrategy[List[Any]]:
    """What is done in turn."""
    whos = st.sampled_from((TOOLS, TOOLS, *DOMAINS))
    one = whos.flatmap(lambda who: st.one_of(requests(who), requests(who), watches(who), transactions(who)))
    return st.lists(one, min_size=3, max_size=max_size)


pendings = st.fixed_dictionaries(
    {
        # a socket's replies wait in the kernel, out of the daemon's hands; a head alone makes the daemon wait for the rest
        TOOLS: st.builds(Pending, unread=st.just(0), size=st.just(0), cut=st.integers(0, 28).filter(lambda cut: cut != 16)),
        **{
            domid: st.builds(Pending, unread=st.integers(0, 4), size=st.sampled_from((1, 700, 2000)), cut=st.integers(0, 28))
            for domid in DOMAINS
        },
    }
)


class Clients(Dict[int, Client]):
    """The tools' client and each domain's, by domid; the domains may write below /local/domain/<domid>."""

    def __init__(self, daemon: XenStored) -> None:
        tools = daemon.client()
        super().__init__({TOOLS: tools})
        tools.write(b"/kept", b"")  # a name that no workload has
        tools.set_perms(b"/kept", [b"b0"])
        for domid in DOMAINS:
            self[domid] = daemon.introduce(domid)
            home = b"/local/domain/%d" % domid
            tools.mkdir(home)
            tools.set_perms(home, [b"n%d" % domid])

    def perform(self, operation: Any) -> None:
        """A request that the daemon refuses is one that has been tried."""
        client = self[operation.who]
        if isinstance(operation, Transaction):
            tx_id = client.start_transaction()
            for request in operation.requests:
                self._send(request, tx_id)
            if operation.end is not None:
                with contextlib.suppress(StoreError):
                    client.end_transaction(tx_id, operation.end)
        else:
            self._send(operation, 0)

    def _send(self, request: Request, tx_id: int) -> None:
        payload = b"\0".join(request.args) + (b"" if request.type == WRITE else b"\0")
        with contextlib.suppress(StoreError):
            self[request.who].request(request.type, payload=payload, tx_id=tx_id)

    def settle(self) -> None:
        """Take all events that there are: they come before the reply to what is asked later."""
        for client in self.values():
            client.get_domain_path(0)

    def leave(self, who: int, pending: Pending) -> Tuple[List[Message], bytes]:
        """Leave requests unanswered and one half sent: the requests, and all octets that are only sent later."""
        client = self[who]
        asked = [client.message(READ, b"/size-%d" % pending.size) for _ in range(pending.unread)]
        for message in asked:
            client.send(message.to_bytes())
        last = client.message(WRITE, payload=b"/kept/%d\0whole" % who).to_bytes()
        client.send(last[: pending.cut])
        if isinstance(client.channel, RingChannel):
            channel: RingChannel = client.channel
            wait_until(lambda: channel.untaken == 0)
        return asked, last[pending.cut :]


def wait_until(condition: Any) -> None:
    """Until `condition()`, but not for ever."""
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline, "it never comes to pass"
        time.sleep(0.001)
