"""`ls` and `read` against the real xenstore-ls and xenstore-read, which ask a server made of the same store.

The clients are Debian's package xenstore-utils and speak the wire protocol of docs/misc/xenstore.txt over a socket; no daemon
and no hypervisor is needed.
"""

from __future__ import annotations

import os
import shutil
import socket
import struct
import subprocess
import threading
from pathlib import Path
from typing import List

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support import xsmig

from xsmig import End, Header, NodeData, Permission, Record, Store, to_bytes

pytestmark = pytest.mark.skipif(not shutil.which("xenstore-ls"), reason="xenstore-utils is not installed")

DIRECTORY, READ, GET_PERMS, ERROR = 1, 2, 3, 16
HEAD = struct.Struct("=IIII")

names = st.text("abcXYZ019-_@", min_size=1) | st.integers(65, 85).map("n".__mul__)
values = st.binary(max_size=90) | st.integers(60, 90).map(b"v".__mul__)
perms = st.lists(
    st.builds(Permission, perm=st.sampled_from(b"wrbn"), flags=st.integers(0, 1), domid=st.integers(0, 0x7FF0)), min_size=1
).map(tuple)  # fmt: skip


@st.composite
def stores(draw: st.DrawFn) -> List[Record]:
    records: List[Record] = [NodeData(conn_id=0, path=b"/", value=b"", perms=draw(perms))]
    paths = [""]
    for name in draw(st.lists(names, min_size=1, max_size=12)):
        path = f"{draw(st.sampled_from(paths))}/{name}"
        if path not in paths:
            paths.append(path)
            records.append(NodeData(conn_id=0, path=path.encode(), value=draw(values), perms=draw(perms)))
    return [*records, End()]


def serve(store: Store, listener: socket.socket) -> None:
    connection, _ = listener.accept()
    with connection, connection.makefile("rb") as requests:
        while head := requests.read(HEAD.size):
            type_, request, transaction, length = HEAD.unpack(head)
            node = store.find(requests.read(length).split(b"\0")[0])
            if node is None or node.value is None:
                type_, payload = ERROR, b"ENOENT\0"
            elif type_ == DIRECTORY:
                payload = b"".join(name + b"\0" for name in node.children or {})
            elif type_ == GET_PERMS:
                payload = b"".join(f"{perm.perm_name}{perm.domid}\0".encode() for perm in node.perms)
            else:
                assert type_ == READ
                payload = node.value
            connection.sendall(HEAD.pack(type_, request, transaction, len(payload)) + payload)


def client(store: Store, folder: Path, *args: str) -> bytes:
    path = folder / "socket"
    path.unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))
        listener.listen()
        thread = threading.Thread(target=serve, args=(store, listener), daemon=True)
        thread.start()
        environment = {**os.environ, "XENSTORED_PATH": str(path), "XENSTORED_RUNDIR": str(folder)}
        output = subprocess.run(args, env=environment, capture_output=True, timeout=30, check=True).stdout
        thread.join()
    return output


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(stores())
def test_same_output(tmp_path: Path, records: List[Record]) -> None:
    stream = to_bytes(Header(version=1), records)
    for options in ([], ["-p"], ["-f"], ["-f", "-p"]):
        listing = client(Store(records), tmp_path, "xenstore-ls", *options)
        assert listing.count(b"\n") == len(records) - 2
        assert xsmig("ls", *options, "-", input=stream).stdout == listing
    node = records[-2]
    assert isinstance(node, NodeData)
    value = client(Store(records), tmp_path, "xenstore-read", node.path.decode())
    assert xsmig("read", "-", node.path.decode(), input=stream).stdout == value
