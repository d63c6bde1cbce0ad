"""From records to a tree: the store that a stream holds, as a client of the restored daemon would see it.

Committed nodes only. `list_tree` prints what `xenstore-ls` prints of the same store, octet for octet, so that the two can be
compared; it differs only where a name holds octets that no daemon lets in, which are escaped here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Dict, Iterable, Iterator, List, Optional, Tuple, Union

from xsmig import draft
from xsmig.layout import Record
from xsmig.records import NodeData, Permission

if TYPE_CHECKING:
    from typing_extensions import TypeGuard

_NAMED = {0x09: "\\t", 0x0A: "\\n", 0x0D: "\\r", 0x5C: "\\\\"}
_ESCAPES = {
    n: _NAMED.get(n) or (f"\\{n:03o}" if n < 8 else f"\\x{n:02x}") for n in range(256) if n == 0x5C or not 0x20 <= n <= 0x7E
}
_TAG = len(' = "..."')
_PERMS_COLUMN = 60


AnyPermission = Union[Permission, draft.Permission]


def is_committed_node(record: Record) -> TypeGuard[Union[NodeData, draft.NodeData]]:
    """Whether `record` is a node that no transaction keeps to itself."""
    return isinstance(record, draft.NodeData) or (isinstance(record, NodeData) and not record.conn_id)


class Node:
    """A node: its value and permissions, None where the stream names it only as a parent; children in stream order."""

    __slots__ = ("children", "perms", "value")

    def __init__(self) -> None:
        self.value: Optional[bytes] = None
        self.perms: Tuple[AnyPermission, ...] = ()
        self.children: Optional[Dict[bytes, Node]] = None

    def child(self, name: bytes) -> Node:
        """The child of that name, made if need be."""
        if self.children is None:
            self.children = {}
        node = self.children.get(name)
        if node is None:
            node = self.children[name] = Node()
        return node


class Store:
    """The tree of the committed nodes in `records`, and the nodes outside of it (`@releaseDomain`)."""

    def __init__(self, records: Iterable[Record]) -> None:
        self.root = Node()
        self.special: Dict[bytes, Node] = {}
        for record in records:
            if is_committed_node(record):
                node = self._make(record.path)
                node.value, node.perms = record.value, record.perms

    def _make(self, path: bytes) -> Node:
        if not path.startswith(b"/"):
            return self.special.setdefault(path, Node())
        node = self.root
        for name in _names(path):
            node = node.child(name)
        return node

    def find(self, path: bytes) -> Optional[Node]:
        """The node at `path`, absolute or special, or None."""
        if not path.startswith(b"/"):
            return self.special.get(path)
        node: Optional[Node] = self.root
        for name in _names(path):
            node = node.children.get(name) if node and node.children else None
        return node


def _names(path: bytes) -> List[bytes]:
    return [] if path == b"/" else path[1:].split(b"/")


def sanitise(octets: bytes) -> str:
    """`octets` as `xenstore-ls` and `xenstore-read` show a value."""
    return octets.decode("latin-1").translate(_ESCAPES)


def list_tree(store: Store, path: bytes, *, full: bool, perms: bool, width: int) -> Iterator[str]:
    """The lines, without their end, that `xenstore-ls [-f] [-p] PATH` prints on a terminal of `width` columns.

    A parent that the stream does not hold itself is printed as a node that cannot be read, `name:`. Raises KeyError if there
    is no node at `path`.
    """
    top = store.find(path)
    if top is None:
        raise KeyError(path)
    prefix = path if path.endswith(b"/") else path + b"/"
    pending = _children(top, prefix, 0)
    while pending:
        depth, before, name, node = pending.pop()
        if full:
            yield sanitise(before + name) + _value(node, 0, 1 << 30, 0, perms)
        else:
            shown = " " * depth + _cut(sanitise(name), width - _TAG - depth)
            yield shown + _value(node, len(shown), width, _PERMS_COLUMN, perms)
        pending += _children(node, before + name + b"/", depth + 1)


def _children(node: Node, prefix: bytes, depth: int) -> List[Tuple[int, bytes, bytes, Node]]:
    return [(depth, prefix, name, child) for name, child in reversed((node.children or {}).items())]


def _cut(text: str, room: int) -> str:
    # printf takes a negative precision for none
    return text if room < 0 else text[:room]


def _value(node: Node, used: int, width: int, column: int, perms: bool) -> str:
    if node.value is None:
        return ":"
    text = sanitise(node.value)
    if width < used + len(node.value) + _TAG:
        shown = f' = "{_cut(text, width - _TAG - used)}\\..."'
    else:
        shown = f' = "{text}"'
        if perms:
            shown += " "
            used += len(shown)
            shown += "".join("." if n & 1 else " " for n in range(used, min(column, width)))
    if perms:
        shown += "  (" + ",".join(f"{perm.perm_name}{perm.domid}" for perm in node.perms) + ")"
    return shown
