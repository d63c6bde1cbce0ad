"""The line of a vector's annotated hex behind a value of its JSON form, or behind an octet."""

from __future__ import annotations

import re
from typing import Iterator, List, NamedTuple, Optional, Sequence, Tuple

from xsmig.conform.compare import Step
from xsmig.conform.vectors import HexLine, Vector, hex_lines

# members that are not spelled as the field that they come from; a field that only counts another comes after that one
_RENAMED = (
    (r"^edition$", "header.version"),
    (r"^byte_order$", "header.flags"),
    (r"^byte_order$", "header.options"),
    (r"^xl_header\.byte_order$", "xl_header.byteorder"),
    (r"^((?:dom_|glob_)?quota)(\[\d+\])\.name$", r"\1_names\2"),
    (r"^((?:dom_|glob_)?quota)(\[\d+\])\.val$", r"\1_vals\2"),
    (r"^((?:dom_|glob_)?quota)\b.*$", r"num_\1_vals"),
    (r"^libxc\.version$", "libxc.image_header.version"),
    (r"^libxc\.byte_order$", "libxc.image_header.options"),
    (r"^libxc\.(.*)$", r"libxc.domain.\1"),
    (r"^(|.*\.)(\w+)$", r"\1len_\2"),
    (r"^(|.*\.)(\w+)(\[\d+\].*)?$", r"\1num_\2"),
)


class Place(NamedTuple):
    """A line of annotated hex: the offset of its octets in the stream, its number from 1, and what it says."""

    offset: int
    line: int
    text: str


def place_of_octet(vector: Vector, offset: int) -> Optional[Place]:
    """The line with the octet at `offset` of the stream; the last one with octets if the stream ends before."""
    found = None
    for line in hex_lines(vector.id):
        if line.octets and (found is None or line.offset <= offset):
            found = line
    return _place(found)


def place_of_member(vector: Vector, path: Sequence[Step]) -> Optional[Place]:
    """The line with the field that the member at `path` of the JSON form comes from, or the nearest before it."""
    record, field = _split(path)
    return _place_of_field(vector, record, field)


def place_of_refusal(vector: Vector) -> Optional[Place]:
    """The line at which a vector is to be refused."""
    error = vector.error or {}
    return _place_of_field(vector, error.get("record"), error.get("field", ""))


def _split(path: Sequence[Step]) -> Tuple[Optional[int], str]:
    record: Optional[int] = None
    steps = list(path)
    if len(steps) > 1 and steps[0] == "records" and isinstance(steps[1], int):
        record, steps = steps[1], steps[2:]
    return record, "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps).lstrip(".")


def _place_of_field(vector: Vector, record: Optional[int], field: str) -> Optional[Place]:
    lines = [line for line in hex_lines(vector.id) if line.octets]
    own = [line for line in lines if line.record == record]
    for name in _spellings(field):
        if found := _first(own, name):
            return _place(found)
    # a record that is not there ought to begin where the stream ends
    return _place(next(iter(own or lines[-1:]), None))


def _spellings(field: str) -> Iterator[str]:
    while field:
        yield field
        yield f"header.{field}"
        for pattern, spelling in _RENAMED:
            if re.search(pattern, field):
                yield re.sub(pattern, spelling, field)
        field = re.sub(r"(\.|^)[^.\[]+$|\[\d+\]$", "", field)


def _first(lines: List[HexLine], name: str) -> Optional[HexLine]:
    within = re.compile(re.escape(name) + r"(?![\w])")
    return next((line for line in lines if within.match(line.field)), None)


def _place(line: Optional[HexLine]) -> Optional[Place]:
    return line and Place(line.offset, line.number, line.text)
