"""The harness itself: nothing is left behind, nothing is shared, and a daemon that fails says so."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Set

import pytest
from daemon import Client, DaemonError, OXenStored, RingChannel, SocketChannel, StoreError, XenStored
from support import ROOT
from workload import wait_until

both = pytest.mark.parametrize("kind", [XenStored, OXenStored])


def processes_in(folder: Path) -> Set[int]:
    """The processes that work in `folder`."""
    found = set()
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if Path(os.readlink(entry / "cwd")) == folder:
                    found.add(int(entry.name))
            except OSError:
                continue
    return found


@both
def test_nothing_left(tmp_path: Path, kind: Any) -> None:
    for turn in range(2):
        with kind(tmp_path) as daemon:
            assert processes_in(tmp_path) == {daemon.process.pid}
            daemon.client().write(b"/turn", b"%d" % turn)
            daemon.capture()
            assert processes_in(tmp_path) == {daemon.process.pid}
        assert not processes_in(tmp_path)


def fail(machine: Any, error: Any) -> None:
    with machine as daemon:
        daemon.introduce(1)
        raise error


@both
def test_nothing_left_after_a_failure(tmp_path: Path, kind: Any) -> None:
    descriptors = os.listdir("/proc/self/fd")
    for error in (AssertionError, KeyboardInterrupt):
        with pytest.raises(error):
            fail(kind(tmp_path), error)
        assert not processes_in(tmp_path)
    assert os.listdir("/proc/self/fd") == descriptors


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
@both
def test_nothing_left_when_the_tests_are_ended(tmp_path: Path, kind: Any, number: signal.Signals) -> None:
    script = (
        "import pathlib, sys, time, daemon\n"
        f"with daemon.{kind.__name__}(pathlib.Path(sys.argv[1])):\n"
        "    print('up', flush=True)\n"
        "    time.sleep(60)\n"
    )
    tests = subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path)],
        env={**os.environ, "PYTHONPATH": str(ROOT / "tools")},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    with tests:
        assert tests.stdout is not None
        assert tests.stdout.readline() == b"up\n"
        assert processes_in(tmp_path)
        tests.send_signal(number)
    wait_until(lambda: not processes_in(tmp_path))


@both
def test_two_at_once(tmp_path: Path, kind: Any) -> None:
    # a path that is longer than a socket's address
    with kind(tmp_path / "one") as one, kind(tmp_path / ("t" * 100)) as two:
        one.client().write(b"/a", b"1")
        two.client().write(b"/a", b"2")
        assert (one.client().read(b"/a"), two.client().read(b"/a")) == (b"1", b"2")


@both
def test_clients_outlive_a_capture(tmp_path: Path, kind: Any) -> None:
    with kind(tmp_path) as daemon:
        client, guest = daemon.client(), daemon.introduce(1)
        client.mkdir(b"/local/domain/1")
        client.set_perms(b"/local/domain/1", [b"n1"])
        client.watch(b"/local/domain/1", b"token")
        assert client.event() == (b"/local/domain/1", b"token")
        daemon.capture()
        guest.write(b"name", b"guest")
        assert client.event() == (b"/local/domain/1/name", b"token")
        assert client.read(b"/local/domain/1/name") == b"guest"
        assert client.get_perms(b"/local/domain/1/name") == [b"n1"]


@both
def test_domains(tmp_path: Path, kind: Any) -> None:
    with kind(tmp_path) as daemon:
        client = daemon.client()
        client.watch(b"@releaseDomain", b"gone")
        client.event()
        for domid in (1, 2, 3):
            daemon.introduce(domid)
        assert [client.is_introduced(domid) for domid in (1, 2, 3, 4)] == [True, True, True, False]
        daemon.end_domain(2)
        assert client.event() == (b"@releaseDomain", b"gone")
        client.release(3)
        assert [client.is_introduced(domid) for domid in (1, 2, 3, 4)] == [True, False, False, False]


@both
def test_long_messages_over_a_ring(tmp_path: Path, kind: Any) -> None:
    """Requests and responses of more than the ring holds."""
    value = bytes(range(256)) * 7
    with kind(tmp_path) as daemon:
        guest = daemon.introduce(1)
        daemon.client().mkdir(b"/local/domain/1")
        daemon.client().set_perms(b"/local/domain/1", [b"n1"])
        for _ in range(3):
            guest.write(b"value", value)
            assert guest.read(b"value") == value


@both
def test_refused_request(tmp_path: Path, kind: Any) -> None:
    with kind(tmp_path) as daemon:
        for client in (daemon.client(), daemon.introduce(1)):
            with pytest.raises(StoreError, match=r"^ENOENT$|^EACCES$"):
                client.read(b"/none")


def test_daemon_that_ends(tmp_path: Path) -> None:
    with pytest.raises(DaemonError, match="Unknown record identifier"), XenStored(tmp_path, stream=b"not a stream at all"):
        pass
    assert not processes_in(tmp_path)


def test_restored_oxenstored(tmp_path: Path) -> None:
    with OXenStored(tmp_path / "old") as old:
        client = old.client()
        client.write(b"/a", b"\0\xff")
        client.watch(b"/a", b"token")
        client.mkdir(b"/local/domain/1")
        client.set_perms(b"/local/domain/1", [b"n1"])  # it sees only what it may read
        old.introduce(1).watch(b"device", b"relative")
        dump = old.capture()
        listing = old.run("xenstore-ls", "-f", "-p")
    watch = next(line.split(b",") for line in dump.split(b"\n") if line.endswith(b"," + b"token".hex().encode()))
    with OXenStored(tmp_path / "new", dump=dump) as new:
        assert new.run("xenstore-ls", "-f", "-p") == listing
        new.client().write(b"/a", b"2")
        assert new.sockets[-int(watch[1])].event() == (b"/a", b"token")
        new.client().write(b"/local/domain/1/device", b"")
        assert new.guest(1).event() == (b"device", b"relative")


def test_timeouts(tmp_path: Path) -> None:
    with XenStored(tmp_path) as daemon:
        daemon.introduce(1)
        socket_client = Client(SocketChannel.connect(tmp_path / "socket"), timeout=0.05)
        guest = daemon.guest(1)
        guest.timeout = 0.05
        assert isinstance(guest.channel, RingChannel)
        with socket_client:
            for client in (socket_client, guest):
                start = time.monotonic()
                with pytest.raises(TimeoutError):
                    client.receive(1)
                assert time.monotonic() - start < 5
