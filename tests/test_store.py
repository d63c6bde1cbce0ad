"""The store inside a stream, listed as xenstore-ls does (tools/xs-clients/xenstore_client.c, do_ls)."""

from __future__ import annotations

from typing import List

import pytest

from xsmig import NodeData, Permission, Record, Store
from xsmig.store import list_tree, sanitise


def node(path: bytes, value: bytes = b"", perms: str = "n0") -> NodeData:
    parsed = tuple(Permission(perm=ord(p[0]), domid=int(p[1:])) for p in perms.split(",") if p)
    return NodeData(conn_id=0, path=path, value=value, perms=parsed)


def listed(*records: Record, path: bytes = b"/", full: bool = False, perms: bool = False) -> List[str]:
    return list(list_tree(Store(records), path, full=full, perms=perms, width=80))


def test_order_is_the_streams() -> None:
    assert listed(node(b"/"), node(b"/b"), node(b"/a"), node(b"/b/c")) == ['b = ""', ' c = ""', 'a = ""']
    assert listed(node(b"/a"), node(b"/a/b", b"v"), path=b"/a", full=True) == ['/a/b = "v"']


def test_special_and_pending_nodes_are_not_listed() -> None:
    pending = NodeData(conn_id=1, tx_id=2, path=b"/p", value=b"", perms=())
    assert listed(node(b"@releaseDomain"), pending) == []
    assert Store([node(b"@releaseDomain", b"v")]).find(b"@releaseDomain") is not None


def test_the_last_of_two_nodes_counts() -> None:
    assert listed(node(b"/a", b"1"), node(b"/a", b"2")) == ['a = "2"']


def test_parents_that_the_stream_lacks() -> None:
    assert listed(node(b"/local/domain/1", b"x"), full=True, perms=True) == [
        "/local:", "/local/domain:", '/local/domain/1 = "x"   (n0)',
    ]  # fmt: skip
    with pytest.raises(KeyError):
        listed(node(b"/a"), path=b"/b")


def test_width() -> None:
    # 80 columns: 1 + 79 do not fit, so 80 - 8 - 1 = 71 characters and an ellipsis do
    assert listed(node(b"/a", b"x" * 80)) == ['a = "' + "x" * 71 + '\\..."']
    assert listed(node(b"/a", b"x" * 71)) == ['a = "' + "x" * 71 + '"']
    assert listed(node(b"/a", b"x" * 80), perms=True) == ['a = "' + "x" * 71 + '\\..."  (n0)']
    # permissions begin at column 60, after dots in the odd columns
    (line,) = listed(node(b"/abc", b"v", "b1,r0"), perms=True)
    assert line == 'abc = "v"' + "  " + ". " * 24 + ".  (b1,r0)"
    assert listed(node(b"/" + b"n" * 90), perms=False) == ["n" * 72 + ' = ""']


def test_escapes() -> None:
    assert sanitise(b"\0\7\x08\t\n\r\\\x1b\x7f\xff~") == r"\000\007\x08\t\n\r\\\x1b\x7f\xff~"
    assert listed(node(b"/\x1b[31m")) == [r'\x1b[31m = ""']


def test_deep_trees() -> None:
    path = b"/a" * 20000
    assert len(listed(node(path), full=True)) == 20000
