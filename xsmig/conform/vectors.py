"""The golden vectors: where they are, which there are, and their annotated hex (`tests/vectors/README.md`)."""

from __future__ import annotations

import functools
import json
import re
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, Collection, Dict, FrozenSet, Iterator, List, NamedTuple, Optional, Tuple

MUST_ACCEPT, MUST_REJECT, MAY = "must-accept", "must-reject", "may"
_PACKAGE = Path(__file__).parent.parent
_OPENER = re.compile(r"record (\d+)\b")


class Vector(NamedTuple):
    """An entry of the manifest: `flag` is that of a `may` vector, `error` (record, offset, field) of a `must-reject`."""

    id: str
    title: str
    requirements: Tuple[str, ...]
    edition: str
    verdict: str
    flag: Optional[str] = None
    error: Optional[Dict[str, Any]] = None


class Manifest(NamedTuple):
    """All vectors, the explanation of each flag, and the vectors' own version."""

    version: str
    flags: Dict[str, str]
    vectors: List[Vector]


class HexLine(NamedTuple):
    """A line of annotated hex: its number from 1, the offset of its octets in the stream, the record it stands in."""

    number: int
    offset: int
    octets: bytes
    comment: str
    record: Optional[int]
    text: str

    @property
    def field(self) -> str:
        """The field that the octets belong to; empty for a line without octets."""
        return re.split(r"[ ,:]", self.comment)[0] if self.octets else ""


def directory(name: str) -> Path:
    """The folder `vectors` or `spec`: inside an installed package, or that of the checkout that the package is part of."""
    installed = _PACKAGE / "data" / name
    return installed if installed.is_dir() else _PACKAGE.parent / {"vectors": "tests/vectors", "spec": "spec"}[name]


@functools.cache
def manifest() -> Manifest:
    """What `manifest.json` lists. Raises OSError."""
    content = json.loads((directory("vectors") / "manifest.json").read_text())
    vectors = [Vector(**{**entry, "requirements": tuple(entry["requirements"])}) for entry in content["vectors"]]
    return Manifest(content["version"], content["flags"], vectors)


@functools.cache
def encodable() -> FrozenSet[str]:
    """The editions whose JSON form can be read back; that of the others is printed only. Raises OSError."""
    schema = json.loads((directory("spec") / "stream.schema.json").read_text())
    return frozenset(schema["properties"]["edition"]["enum"])


def select(editions: Collection[str], ids: Collection[str], requirements: Collection[str]) -> List[Vector]:
    """The vectors of these editions, ids and requirements, the latter two as globs; an empty collection is any."""
    return [
        vector
        for vector in manifest().vectors
        if (not editions or vector.edition in editions)
        and (not ids or any(fnmatchcase(vector.id, glob) for glob in ids))
        and (not requirements or any(fnmatchcase(name, glob) for name in vector.requirements for glob in requirements))
    ]


def hex_lines(vector_id: str) -> Iterator[HexLine]:
    """The lines of the annotated hex of a vector. Raises OSError, and ValueError for what is no annotated hex."""
    offset, record = 0, None
    text = (directory("vectors") / f"{vector_id}.hex").read_text()
    for number, line in enumerate(text.splitlines(), 1):
        tokens, _, comment = line.partition("#")
        octets = b"".join(map(_token, tokens.split()))
        comment = comment.strip()
        if not octets and (opener := _OPENER.match(comment)):
            record = int(opener[1])
        yield HexLine(number, offset, octets, comment, record, line)
        offset += len(octets)


def _token(token: str) -> bytes:
    match = re.fullmatch(r"([0-9a-f]{2})(?:\*([0-9]+))?", token)
    if not match:
        raise ValueError(f"{token!r} is no token of annotated hex")
    return bytes.fromhex(match[1]) * int(match[2] or 1)


@functools.cache
def octets_of(vector_id: str) -> bytes:
    """The octets of a vector. Raises what hex_lines raises."""
    return b"".join(line.octets for line in hex_lines(vector_id))


@functools.cache
def form_text(vector_id: str) -> bytes:
    """The JSON form beside a vector, as it stands in the file. Raises OSError."""
    return (directory("vectors") / f"{vector_id}.json").read_bytes()
