"""oxenstored: captured as its own text dump, and restored from one."""

from __future__ import annotations

import shlex
import time
from pathlib import Path
from typing import List, Optional, Sequence

from daemon.channel import ClosedError, SocketChannel
from daemon.client import TIMEOUT, Client
from daemon.machine import DaemonError, Machine, binary

BINARY = binary("XSMIG_OXENSTORED", "/usr/lib/xen-4.17/bin/oxenstored")
_CONFIG = """\
pid-file = pid
xenstored-kva = /proc/xen/xsd_kva
xenstored-port = /proc/xen/xsd_port
xenstored-log-file = log
"""


class OXenStored(Machine):
    """oxenstored in `folder`; with `dump`, restored from that.

    Descriptors in the dump are replaced as in XenStored; `sockets` has the other ends of its socket connections, under the
    descriptors that the dump calls them by.
    """

    def __init__(self, folder: Path, dump: Optional[bytes] = None) -> None:
        super().__init__(folder)
        self._dump = dump

    def command(self) -> Sequence[str]:
        restore = [] if self._dump is None else ["--live", "--restart"]
        return [BINARY, "--no-fork", "--no-access-log", "--config-file", "config", *restore]

    def prepare(self) -> List[int]:
        (self.folder / "config").write_text(_CONFIG)
        self.write_script("live-update", f'test ! -e db || cp db captured\nexec {shlex.quote(BINARY)} "$@"\n')
        if self._dump is None:
            return []
        inherited = [self.listening_socket(), self.event_fifo()]
        renamed = {}
        lines = []
        for line in self._dump.split(b"\n"):
            kind, *fields = line.split(b",")
            if kind == b"global" and fields[:1] != [b"-1"]:
                fields[:1] = [b"%d" % inherited[0]]
            elif kind == b"evtchn-dev":
                fields[:1] = [b"%d" % inherited[1]]
            elif kind == b"socket" and fields:
                inherited.append(self.restored_socket(int(fields[0])))
                renamed[b"-" + fields[0]] = fields[0] = b"%d" % inherited[-1]
            elif kind == b"watch" and fields and fields[0] in renamed:
                fields[0] = b"-" + renamed[fields[0]]
            elif kind == b"dom" and fields:
                self.make_ring(int(fields[0]))
            lines.append(b",".join([kind, *fields]))
        (self.folder / "db").write_bytes(b"\n".join(lines))
        return inherited

    def is_up(self) -> bool:
        if self._dump is None:
            return super().is_up()
        # its socket is there before it is
        with Client(SocketChannel.connect(self.folder / "socket")) as client:
            try:
                client.directory(b"/")
            except ClosedError:
                return False
        return True

    def capture(self) -> bytes:
        """The dump of a live update. The daemon goes on, and so do its clients; transactions are lost.

        Raises DaemonError.
        """
        with Client(SocketChannel.connect(self.folder / "socket")) as client:
            try:
                answer = client.control(b"live-update", b"-f", b"./live-update")
                if answer == b"OK":
                    answer = self._update(client)
            except ClosedError:
                raise DaemonError(self.last_words()) from None
        if answer != b"OK":
            raise DaemonError(f"live-update: {answer!r}")
        return self.taken("captured")

    def _update(self, client: Client) -> bytes:
        """It says that it is busy until it is asked after the update."""
        deadline = time.monotonic() + TIMEOUT
        while time.monotonic() < deadline:
            answer = client.control(b"live-update", b"-s", b"-t", b"0", b"-F")
            if answer != b"BUSY":
                return answer
            time.sleep(0.01)
        raise DaemonError("live-update: no end of it")
