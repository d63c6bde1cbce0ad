"""The two ways to a daemon, as a pair of `send` and `receive`: a unix socket, and a domain's ring."""

from __future__ import annotations

import mmap
import os
import socket
import struct
import time
from pathlib import Path
from typing import Protocol

RING_SIZE = 1024
PAGE = 4096
_REQ_CONS, _REQ_PROD, _RSP_CONS, _RSP_PROD = range(2 * RING_SIZE // 4, 2 * RING_SIZE // 4 + 4)
_NAP = 0.0005  # seconds between two looks at a ring


class ClosedError(Exception):
    """The daemon has closed the connection."""


class Channel(Protocol):
    """A stream of octets each way; `deadline` is a time of time.monotonic(), after which TimeoutError is raised."""

    def send(self, octets: bytes, deadline: float) -> None: ...

    def receive(self, size: int, deadline: float) -> bytes:
        """1 to `size` octets. Raises ClosedError."""
        ...

    def close(self) -> None: ...


class SocketChannel:
    """A connection to the daemon's unix socket."""

    def __init__(self, connection: socket.socket) -> None:
        self.socket = connection

    @classmethod
    def connect(cls, path: Path) -> SocketChannel:
        """Raises OSError."""
        connection = socket.socket(socket.AF_UNIX)
        # by way of the folder's descriptor: a socket's address has room for 107 octets
        folder = os.open(path.parent, os.O_PATH)
        try:
            connection.connect(f"/proc/self/fd/{folder}/{path.name}")
        except BaseException:
            connection.close()
            raise
        finally:
            os.close(folder)
        return cls(connection)

    def send(self, octets: bytes, deadline: float) -> None:
        self.socket.settimeout(_left(deadline))
        try:
            self.socket.sendall(octets)
        except ConnectionError as error:
            raise ClosedError(str(error)) from None

    def receive(self, size: int, deadline: float) -> bytes:
        self.socket.settimeout(_left(deadline))
        try:
            octets = self.socket.recv(size)
        except ConnectionError as error:
            raise ClosedError(str(error)) from None
        if not octets:
            raise ClosedError("end of the connection")
        return octets

    def close(self) -> None:
        self.socket.close()


class RingChannel:
    """A domain's end of its ring, the page `path`; `port` is written to the FIFO `events` for the daemon to look at it."""

    def __init__(self, path: Path, events: int, port: int) -> None:
        self._events, self._port = events, port
        with path.open("r+b") as file:
            self._page = mmap.mmap(file.fileno(), PAGE)
        # a store of four octets at once: the daemon must never see half an index
        self._words = memoryview(self._page).cast("I")

    def notify(self) -> None:
        """Send the domain's event to the daemon."""
        os.write(self._events, struct.pack("=I", self._port))

    @property
    def unread(self) -> int:
        """How many octets of responses wait in the ring."""
        return (self._words[_RSP_PROD] - self._words[_RSP_CONS]) & 0xFFFFFFFF

    @property
    def untaken(self) -> int:
        """How many octets of requests the daemon has not taken from the ring."""
        return (self._words[_REQ_PROD] - self._words[_REQ_CONS]) & 0xFFFFFFFF

    def send(self, octets: bytes, deadline: float) -> None:
        while octets:
            producer = self._words[_REQ_PROD]
            start = producer % RING_SIZE
            room = min(RING_SIZE - self.untaken, RING_SIZE - start)
            if not room:
                _nap(deadline)
                continue
            chunk, octets = octets[:room], octets[room:]
            self._page[start : start + len(chunk)] = chunk
            self._words[_REQ_PROD] = (producer + len(chunk)) & 0xFFFFFFFF
            self.notify()

    def receive(self, size: int, deadline: float) -> bytes:
        while not self.unread:
            _nap(deadline)
        consumer = self._words[_RSP_CONS]
        start = RING_SIZE + consumer % RING_SIZE
        octets = self._page[start : start + min(size, self.unread, 2 * RING_SIZE - start)]
        self._words[_RSP_CONS] = (consumer + len(octets)) & 0xFFFFFFFF
        self.notify()
        return octets

    def close(self) -> None:
        self._words.release()
        self._page.close()


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError("the daemon does not answer")
    return left


def _nap(deadline: float) -> None:
    time.sleep(min(_NAP, _left(deadline)))
