"""C xenstored: captured by its live update, and restored from a stream."""

from __future__ import annotations

import shlex
import struct
from pathlib import Path
from typing import Iterator, List, Optional, Sequence, Tuple

from daemon.channel import ClosedError, SocketChannel
from daemon.client import Client
from daemon.machine import DaemonError, Machine, binary

BINARY = binary("XSMIG_XENSTORED", "/usr/lib/xen-4.17/bin/xenstored")
GLOBAL_DATA, CONNECTION_DATA = 1, 2
RING, SOCKET = 0, 1


class XenStored(Machine):
    """C xenstored in `folder`; with `stream`, restored from that.

    The stream is given to the daemon as it is, but for the descriptors in it, which are replaced by those that it inherits:
    the listening socket and the FIFO of events in GLOBAL_DATA (-1 stays: there is no such socket then), and a new connection
    for each socket connection, the other end of which is in `sockets` under its `conn_id`. `options` are more arguments.
    """

    def __init__(self, folder: Path, stream: Optional[bytes] = None, options: Sequence[str] = ()) -> None:
        super().__init__(folder)
        self._stream = stream
        self._options = options

    def command(self) -> Sequence[str]:
        restore = [] if self._stream is None else ["-U"]
        return [BINARY, "-N", *self._options, *restore]

    def prepare(self) -> List[int]:
        # runs in place of the daemon in a live update: what is left in state_dump is gone soon
        self.write_script("live-update", f'cp state_dump captured && exec {shlex.quote(BINARY)} "$@"\n')
        if self._stream is None:
            return []
        octets = bytearray(self._stream)
        inherited = [self.listening_socket(), self.event_fifo()]
        for type_, body, order in _bodies(self._stream):
            unpack = struct.Struct(order + "ii").unpack_from
            pack = struct.Struct(order + "i").pack_into
            if type_ == GLOBAL_DATA:
                if unpack(octets, body)[0] != -1:
                    pack(octets, body, inherited[0])
                pack(octets, body + 4, inherited[1])
            elif type_ == CONNECTION_DATA:
                conn_id, conn_type, _, domid = struct.unpack_from(order + "IHHH", octets, body)
                if conn_type == SOCKET:
                    inherited.append(self.restored_socket(conn_id))
                    pack(octets, body + 8, inherited[-1])
                elif conn_type == RING:
                    self.make_ring(domid)
        (self.folder / "state_dump").write_bytes(octets)
        return inherited

    def is_up(self) -> bool:
        if self._stream is None:
            return super().is_up()
        # it is removed once it has been read
        return not (self.folder / "state_dump").exists()

    def capture(self) -> bytes:
        """The stream of a live update. The daemon goes on, and so do its clients; transactions are lost.

        Raises DaemonError.
        """
        options = " ".join(["-N", *self._options])
        # hung up afterwards only: the connection is in the stream
        with Client(SocketChannel.connect(self.folder / "socket")) as client:
            for args in ((b"-f", b"./live-update"), (b"-c", options.encode()), (b"-s", b"-F", b"-t", b"0")):
                try:
                    answer = client.control(b"live-update", *args)
                except ClosedError:
                    raise DaemonError(self.last_words()) from None
                if answer != b"OK":
                    raise DaemonError(f"live-update: {answer!r}")
        return self.taken("captured")


def _bodies(stream: bytes) -> Iterator[Tuple[int, int, str]]:
    """Type, offset of the body, and byte order of each record, as far as whole fixed parts of 16 octets can be told.

    The stream need not be sound. A record ends as the daemon has it, at `len`, or at the next 8-octet boundary.
    """
    order = ">" if len(stream) >= 16 and stream[15] & 1 else "<"
    offset = 16
    while offset + 24 <= len(stream):
        type_, length = struct.unpack_from(order + "II", stream, offset)
        if type_ == 0:
            return
        yield type_, offset + 8, order
        offset += 8 + length + (-length & 7)
