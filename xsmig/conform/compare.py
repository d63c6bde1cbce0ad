r"""Where a JSON form first differs from the one that a vector has.

Compared are values, not text: the order of members, blanks and how a number is written make no difference. Octets are
compared as the octets that their text stands for, so that `\x0A` and `\x0a`, `a` and `\x61` are the same. A member that may
be left out when it has its default (spec/README.md, *The JSON form*) may be missing; no other member may be missing, and
none may stand where the vector's form has none.
"""

from __future__ import annotations

import json
from typing import Any, Dict, List, NamedTuple, NoReturn, Optional, Tuple, Union

from xsmig.text import unescape

# the `default`s of spec/stream.schema.json; that of `fields` follows from another member
DEFAULTS: Dict[str, Dict[str, Any]] = {
    "CONNECTION_DATA": {"out_resp_len": 0, "in_data": "", "out_data": ""},
    "NODE_DATA": {"tx_id": 0, "access": 0},
    "DOMAIN_DATA": {"features": 0},
    "perms": {"flags": 0},
}
_PLAIN = frozenset(["type", "edition", "byte_order", "perm", "unique_id", "mfn"])
_NOTHING = object()
_SHOWN = 100
Step = Union[str, int]


class Difference(NamedTuple):
    """The path of the first value that differs, such as `records`, 3, `path`, and both values as text."""

    path: Tuple[Step, ...]
    found: str
    want: str

    @property
    def name(self) -> str:
        """The path as text: `records[3].path`."""
        steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in self.path)
        return "".join(steps).lstrip(".") or "the form"

    def __str__(self) -> str:
        return f"{self.name}: found {self.found}, want {self.want}"


def parse(octets: bytes) -> Any:
    """The value of a JSON document. Raises ValueError for what is none, and for a member that stands twice."""
    try:
        return json.loads(octets.decode("utf-8"), object_pairs_hook=_unique, parse_constant=_no_number)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def _unique(pairs: List[Tuple[str, Any]]) -> Dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        raise ValueError("a member stands twice in an object")
    return members


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")


def first_difference(found: Any, want: Any) -> Optional[Difference]:
    """Where the form `found` first differs from `want`, a vector's, in the order of the latter; None if nowhere."""
    return _compare(found, want, (), "")


def _compare(found: Any, want: Any, path: Tuple[Step, ...], group: str) -> Optional[Difference]:
    if isinstance(want, dict) and isinstance(found, dict):
        return _compare_members(found, want, path, group)
    if isinstance(want, list) and isinstance(found, list):
        for index, (item, wanted) in enumerate(zip(found, want)):
            if difference := _compare(item, wanted, (*path, index), group):
                return difference
        if len(found) == len(want):
            return None
        index = min(len(found), len(want))
        pair = (items[index] if index < len(items) else _NOTHING for items in (found, want))
        return Difference((*path, index), *map(_show, pair))
    return None if _is_same(found, want, path) else Difference(path, _show(found), _show(want))


def _compare_members(found: Dict[str, Any], want: Dict[str, Any], path: Tuple[Step, ...], group: str) -> Optional[Difference]:
    type_ = want.get("type")
    defaults = DEFAULTS.get(type_ if isinstance(type_, str) else group, {})
    if type_ == "CONNECTION_DATA":
        defaults = {**defaults, "fields": int("unique_id" in want)}
    for name, value in want.items():
        if name not in found and name in defaults and value == defaults[name]:
            continue
        if difference := _compare(found.get(name, _NOTHING), value, (*path, name), name):
            return difference
    for name, value in found.items():
        if name not in want:
            return Difference((*path, name), _show(value), _show(_NOTHING))
    return None


def _is_same(found: Any, want: Any, path: Tuple[Step, ...]) -> bool:
    if isinstance(want, str) and isinstance(found, str):
        if found == want:
            return True
        try:
            return path[-1] not in _PLAIN and unescape(found) == unescape(want)
        except ValueError:
            return False
    # True == 1 in Python, not in JSON
    return isinstance(found, bool) == isinstance(want, bool) and bool(found == want)


def _show(value: Any) -> str:
    if value is _NOTHING:
        return "nothing"
    try:
        text = json.dumps(value)
    except RecursionError:
        return "a value nested too deeply to show"
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."
