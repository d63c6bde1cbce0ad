"""A client of the store: requests and replies (docs/misc/xenstore.txt) over a socket or a ring."""

from __future__ import annotations

import itertools
import struct
import time
from collections import deque
from types import TracebackType
from typing import Deque, List, NamedTuple, Optional, Sequence, Type

from daemon.channel import Channel

TIMEOUT = 10.0  # seconds, after which a daemon that has not answered never will

CONTROL, DIRECTORY, READ, GET_PERMS, WATCH, UNWATCH, TRANSACTION_START, TRANSACTION_END = range(8)
INTRODUCE, RELEASE, GET_DOMAIN_PATH, WRITE, MKDIR, RM, SET_PERMS, WATCH_EVENT, ERROR = range(8, 17)
IS_DOMAIN_INTRODUCED, RESUME, SET_TARGET = range(17, 20)
RESET_WATCHES, DIRECTORY_PART = 21, 22

_HEAD = struct.Struct("=IIII")


class Message(NamedTuple):
    """A message of the wire protocol."""

    type: int
    req_id: int
    tx_id: int
    payload: bytes

    def to_bytes(self) -> bytes:
        """The octets on the wire."""
        return _HEAD.pack(self.type, self.req_id, self.tx_id, len(self.payload)) + self.payload


class Event(NamedTuple):
    """A watch that has fired."""

    path: bytes
    token: bytes


class StoreError(Exception):
    """The daemon has refused a request; `name` is its reason, such as "ENOENT"."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class Client:
    """A client of the store over `channel`.

    Raises TimeoutError after waiting `timeout` seconds, ClosedError when the daemon hangs up, StoreError for what it refuses.
    """

    def __init__(self, channel: Channel, timeout: float = TIMEOUT) -> None:
        self.channel = channel
        self.timeout = timeout
        self.events: Deque[Event] = deque()
        self._buffer = b""
        self._req_ids = itertools.count(1)

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self, kind: Optional[Type[BaseException]], error: Optional[BaseException], trace: Optional[TracebackType]
    ) -> None:
        self.close()

    def close(self) -> None:
        """Hang up."""
        self.channel.close()

    # octets and messages

    def send(self, octets: bytes) -> None:
        """Send `octets` as they are: a message, several, or part of one."""
        self.channel.send(octets, time.monotonic() + self.timeout)

    def receive(self, size: int) -> bytes:
        """Exactly `size` octets of what the daemon sends. Those that came before an exception are kept for the next call."""
        deadline = time.monotonic() + self.timeout
        while len(self._buffer) < size:
            self._buffer += self.channel.receive(size - len(self._buffer), deadline)
        octets, self._buffer = self._buffer[:size], self._buffer[size:]
        return octets

    def receive_message(self) -> Message:
        """The next message, be it a reply or an event."""
        type_, req_id, tx_id, length = _HEAD.unpack(self.receive(_HEAD.size))
        return Message(type_, req_id, tx_id, self.receive(length))

    def message(self, type_: int, *args: bytes, tx_id: int = 0, payload: Optional[bytes] = None) -> Message:
        """A request with a `req_id` of its own: `args`, each with a NUL, or else `payload` as it is."""
        if payload is None:
            payload = b"".join(arg + b"\0" for arg in args)
        return Message(type_, next(self._req_ids), tx_id, payload)

    def request(self, type_: int, *args: bytes, tx_id: int = 0, payload: Optional[bytes] = None) -> bytes:
        """The payload of the reply to a request. Events that come before it are put into `events`."""
        message = self.message(type_, *args, tx_id=tx_id, payload=payload)
        self.send(message.to_bytes())
        return self.reply(message.req_id)

    def reply(self, req_id: int) -> bytes:
        """The payload of the reply to the request of that `req_id`, which was sent before."""
        while True:
            message = self.receive_message()
            if message.type == WATCH_EVENT:
                self._keep(message)
            elif message.req_id == req_id:
                if message.type == ERROR:
                    raise StoreError(message.payload.rstrip(b"\0").decode("ascii", "replace"))
                return message.payload

    def _keep(self, message: Message) -> None:
        path, token = message.payload.split(b"\0")[:2]
        self.events.append(Event(path, token))

    def event(self) -> Event:
        """The next event."""
        while not self.events:
            message = self.receive_message()
            if message.type == WATCH_EVENT:
                self._keep(message)
        return self.events.popleft()

    # requests

    def read(self, path: bytes, tx_id: int = 0) -> bytes:
        """The node's value."""
        return self.request(READ, path, tx_id=tx_id)

    def write(self, path: bytes, value: bytes, tx_id: int = 0) -> None:
        """Set the node's value; the node and its parents are made if need be."""
        self.request(WRITE, tx_id=tx_id, payload=path + b"\0" + value)

    def mkdir(self, path: bytes, tx_id: int = 0) -> None:
        """Make the node if need be."""
        self.request(MKDIR, path, tx_id=tx_id)

    def rm(self, path: bytes, tx_id: int = 0) -> None:
        """Remove the node and all below it."""
        self.request(RM, path, tx_id=tx_id)

    def directory(self, path: bytes, tx_id: int = 0) -> List[bytes]:
        """The names of the node's children."""
        return self.request(DIRECTORY, path, tx_id=tx_id).split(b"\0")[:-1]

    def get_perms(self, path: bytes, tx_id: int = 0) -> List[bytes]:
        """The node's permissions, as in [b"n1", b"r0"]."""
        return self.request(GET_PERMS, path, tx_id=tx_id).split(b"\0")[:-1]

    def set_perms(self, path: bytes, perms: Sequence[bytes], tx_id: int = 0) -> None:
        """Set the node's permissions, as in [b"n1", b"r0"]; the first names the owner."""
        self.request(SET_PERMS, path, *perms, tx_id=tx_id)

    def watch(self, wpath: bytes, token: bytes) -> None:
        """Register a watch; it fires once at once."""
        self.request(WATCH, wpath, token)

    def unwatch(self, wpath: bytes, token: bytes) -> None:
        """Take a watch back."""
        self.request(UNWATCH, wpath, token)

    def start_transaction(self) -> int:
        """The `tx_id` of a new transaction."""
        return int(self.request(TRANSACTION_START, b"").rstrip(b"\0"))

    def end_transaction(self, tx_id: int, commit: bool) -> None:
        """Commit a transaction, or drop it."""
        self.request(TRANSACTION_END, b"T" if commit else b"F", tx_id=tx_id)

    def control(self, *args: bytes) -> bytes:
        """The answer to a command for the daemon itself, without its NUL."""
        return self.request(CONTROL, *args).rstrip(b"\0")

    def introduce(self, domid: int, port: int) -> None:
        """Tell the daemon of a domain, with the event channel `port`."""
        # the frame number means nothing here, but oxenstored keeps it
        self.request(INTRODUCE, *(str(number).encode() for number in (domid, domid, port)))

    def release(self, domid: int) -> None:
        """Tell the daemon to forget a domain."""
        self.request(RELEASE, str(domid).encode())

    def is_introduced(self, domid: int) -> bool:
        """Whether the daemon knows a domain."""
        return self.request(IS_DOMAIN_INTRODUCED, str(domid).encode()) == b"T\0"

    def get_domain_path(self, domid: int) -> bytes:
        """A domain's place in the store. Every client may ask, and the events that were due come before the answer."""
        return self.request(GET_DOMAIN_PATH, str(domid).encode()).rstrip(b"\0")

    def set_target(self, domid: int, tdomid: int) -> None:
        """Give the domain `domid` the rights of the domain `tdomid`."""
        self.request(SET_TARGET, str(domid).encode(), str(tdomid).encode())
