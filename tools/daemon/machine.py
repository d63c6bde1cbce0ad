"""A folder that is the machine to a store daemon, and the daemon as a process in it."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import stat
import struct
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import Dict, List, Optional, Sequence, Type, TypeVar

from daemon.channel import PAGE, RingChannel, SocketChannel
from daemon.client import TIMEOUT, Client

M = TypeVar("M", bound="Machine")
LIBRARY = Path(__file__).resolve().parents[2] / ".build" / "daemon" / "hypervisor.so"
VIRQ_PORT = 0xFFFF  # as in hypervisor.c


class DaemonError(Exception):
    """The daemon has ended where it should not have; the text says how, and the last line that it wrote."""


def missing(binary: str) -> Optional[str]:
    """What is not there that a daemon of the path `binary` needs, or None."""
    if not LIBRARY.exists():
        return f"{LIBRARY.name} is not built (make interop)"
    if not os.access(binary, os.X_OK):
        return f"{binary} is not there (make interop)"
    return None


class Machine:
    """A store daemon that runs in `folder`, made if need be, until the end of the `with` block.

    `folder` holds all that it uses: nothing is shared with another one. Subclasses say how the daemon is started and captured.
    Raises DaemonError where the daemon does not come up.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.process: Optional[subprocess.Popen[bytes]] = None
        self._events = -1
        self._clients: List[Client] = []
        self.sockets: Dict[int, Client] = {}
        """The other ends of the socket connections that were restored, by what the state calls them."""

    # what subclasses say

    def command(self) -> Sequence[str]:
        """The daemon and its arguments."""
        raise NotImplementedError

    def prepare(self) -> List[int]:
        """Write what the daemon reads when it starts; the descriptors that it inherits."""
        return []

    def is_up(self) -> bool:
        """Whether the daemon is ready to be asked."""
        try:
            SocketChannel.connect(self.folder / "socket").close()
        except OSError:
            return False
        return True

    # the process

    def __enter__(self: M) -> M:
        try:
            self._start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self, kind: Optional[Type[BaseException]], error: Optional[BaseException], trace: Optional[TracebackType]
    ) -> None:
        self.close()

    def _start(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        events = self.folder / "evtchn"
        if not events.exists():
            os.mkfifo(events)
        self._events = os.open(events, os.O_RDWR | os.O_CLOEXEC)
        (self.folder / "port").write_text("1")
        self.make_ring(0)
        inherited = self.prepare()
        try:
            with (self.folder / "stderr").open("ab") as log:
                self.process = subprocess.Popen(
                    self.command(),
                    cwd=self.folder,
                    env={**os.environ, "XENSTORED_RUNDIR": ".", "LD_PRELOAD": str(LIBRARY)},
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    pass_fds=inherited,
                    start_new_session=True,  # one group to end, and Ctrl-C stays with the tests
                )
        finally:
            for descriptor in inherited:
                os.close(descriptor)
        deadline = time.monotonic() + TIMEOUT
        while not self.is_up():
            if self.process.poll() is not None:
                raise DaemonError(self.last_words())
            if time.monotonic() > deadline:
                raise DaemonError("the daemon does not come up")
            time.sleep(0.002)

    def last_words(self) -> str:
        """How the daemon has ended, and the last line that it wrote."""
        assert self.process is not None
        status = self.process.wait(TIMEOUT)
        end = f"ended by {signal.Signals(-status).name}" if status < 0 else f"ended with {status}"
        lines = (self.folder / "stderr").read_text(errors="replace").split("\n")
        # the C daemon ends with a report of its memory
        own = [line for line in lines if line.strip() and not line.startswith((" ", "full talloc report"))]
        return f"{end}: {own[-1]!r}" if own else end

    def close(self) -> None:
        """End the daemon and all that it has started; hang up all clients."""
        for client in [*self._clients, *self.sockets.values()]:
            client.close()
        self._clients.clear()
        self.sockets.clear()
        if self.process is not None:
            # what it has started may outlive it
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None
        if self._events >= 0:
            os.close(self._events)
            self._events = -1

    # clients and domains

    def client(self) -> Client:
        """A new client over the daemon's socket, with all rights. It hangs up when the daemon is closed."""
        client = Client(SocketChannel.connect(self.folder / "socket"))
        self._clients.append(client)
        return client

    def make_ring(self, domid: int) -> None:
        """Make the domain: an empty ring, unless there is one."""
        ring = self.folder / f"ring-{domid}"
        if not ring.exists():
            ring.write_bytes(bytes(PAGE))

    def guest(self, domid: int) -> Client:
        """The domain as a client, over its ring. Two such clients of a domain would take each other's responses."""
        client = Client(RingChannel(self.folder / f"ring-{domid}", self._events, self.port(domid)))
        self._clients.append(client)
        return client

    def port(self, domid: int) -> int:
        """The event channel's port of a domain that this harness introduces."""
        return 1 + domid

    def introduce(self, domid: int) -> Client:
        """Make a domain and tell the daemon of it; the domain as a client."""
        self.make_ring(domid)
        with Client(SocketChannel.connect(self.folder / "socket")) as client:
            client.introduce(domid, self.port(domid))
        return self.guest(domid)

    def end_domain(self, domid: int) -> None:
        """Let the domain die; the daemon is told as Xen tells it."""
        (self.folder / f"ring-{domid}").unlink()
        os.write(self._events, struct.pack("=I", VIRQ_PORT))

    def run(self, *command: str) -> bytes:
        """What a client program, such as `xenstore-ls`, prints. Raises subprocess.SubprocessError."""
        environment = {**os.environ, "XENSTORED_PATH": "./socket", "XENSTORED_RUNDIR": "."}
        done = subprocess.run(command, cwd=self.folder, env=environment, capture_output=True, timeout=TIMEOUT, check=True)
        return done.stdout

    # what is inherited by a daemon that is restored

    def listening_socket(self) -> int:
        """A new socket in the place of the daemon's own; its descriptor, for `prepare`."""
        path = self.folder / "socket"
        path.unlink(missing_ok=True)
        folder = os.open(self.folder, os.O_PATH)
        listener = socket.socket(socket.AF_UNIX)
        try:
            listener.bind(f"/proc/self/fd/{folder}/socket")
            listener.listen()
            return listener.detach()
        finally:
            listener.close()
            os.close(folder)

    def event_fifo(self) -> int:
        """A descriptor of the FIFO, for `prepare`."""
        return os.open(self.folder / "evtchn", os.O_RDWR)

    def restored_socket(self, name: int) -> int:
        """One end of a connection, for `prepare`; the other one is put into `sockets` as `name`."""
        ours, theirs = socket.socketpair(socket.AF_UNIX)
        self.sockets[name] = Client(SocketChannel(ours))
        return theirs.detach()

    def write_script(self, name: str, lines: str) -> None:
        """An executable in the folder."""
        path = self.folder / name
        path.write_text("#!/bin/sh\n" + lines)
        path.chmod(path.stat().st_mode | stat.S_IXUSR)

    def taken(self, name: str) -> bytes:
        """What a live update has left in the file `name`, which is removed."""
        path = self.folder / name
        try:
            octets = path.read_bytes()
        except FileNotFoundError:
            raise DaemonError("the live update has left no state") from None
        path.unlink()
        return octets


def binary(variable: str, default: str) -> str:
    """The path of a daemon: what the environment says, or else Debian's."""
    path = os.environ.get(variable, default)
    return os.path.abspath(shutil.which(path) or path)
