"""What the tests share: vectors, captures, the spec as data, and the generated parser as referee."""

from __future__ import annotations

import functools
import io
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, Dict, Iterator, List, NamedTuple, Optional, Tuple

import python_generated
import yaml

from xsmig import Reader, StreamError, jsonform, to_bytes

ROOT = Path(__file__).parent.parent
VECTORS = ROOT / "tests" / "vectors"
CAPTURES = ROOT / "tests" / "captures"
SOUND_CAPTURES = [
    CAPTURES / name for name in ("xenstored-4.17-1guest.bin", "xenstored-4.17-pending-input.bin", "xenstored-4.22-1guest.bin")
]
UNSOUND_CAPTURE = CAPTURES / "xenstored-4.22-depth-watch.bin"


def manifest() -> Any:
    return json.loads((VECTORS / "manifest.json").read_text())


VECTOR_LIST: List[Dict[str, Any]] = manifest()["vectors"]


def hex_lines(vector_id: str) -> Iterator[Tuple[bytes, str]]:
    """The octets and the comment of each line of an annotated hex file (tests/vectors/README.md)."""
    for line in (VECTORS / f"{vector_id}.hex").read_text().splitlines():
        tokens, _, comment = line.partition("#")
        octets = b""
        for token in tokens.split():
            octet, _, times = token.partition("*")
            assert re.fullmatch(r"[0-9a-f]{2}", octet), token
            octets += bytes.fromhex(octet) * int(times or 1)
        yield octets, comment.strip()


@functools.cache
def octets_of(vector_id: str) -> bytes:
    return b"".join(octets for octets, _ in hex_lines(vector_id))


def json_of(vector_id: str) -> Any:
    return json.loads((VECTORS / f"{vector_id}.json").read_text())


@functools.cache
def spec() -> Any:
    return yaml.safe_load((ROOT / "spec" / "xenstore_migration.ksy").read_text())


def spec_field(src_path: str) -> str:
    """The id at a path such as `/types/record/seq/0` of the .ksy."""
    place = spec()
    for step in src_path.strip("/").split("/"):
        place = place[int(step) if isinstance(place, list) else step]
    return str(place["id"])


class Verdict(NamedTuple):
    """What an implementation makes of a stream: its JSON form, or the place of the refusal."""

    form: Optional[Any] = None
    record: Optional[int] = None
    offset: Optional[int] = None
    field: Optional[str] = None


def ours(octets: bytes) -> Verdict:
    try:
        reader = Reader(octets)
        text: List[str] = []
        jsonform.dump(reader.header, reader, text.append)
    except StreamError as error:
        assert "\n" not in str(error)
        assert str(error).isascii()
        return Verdict(None, error.index, error.offset, re.sub(r"\[\d+\]", "", error.field).split(".")[-1])
    return Verdict(json.loads("".join(text)))


def referee(octets: bytes) -> Verdict:
    """The generated parser's verdict; `field` is None where the octets ran out, for it does not say where."""
    result = python_generated.parse(octets)
    if isinstance(result, python_generated.Refusal):
        return Verdict(None, result.record, result.offset, result.src_path and spec_field(result.src_path))
    return Verdict(python_generated.to_json(result))


def assert_agreed(octets: bytes) -> Verdict:
    """Reader and referee agree on `octets`, value for value and refusal for refusal; accepted ones are written back."""
    mine, other = ours(octets), referee(octets)
    if other.form is None and other.field is None:
        other = other._replace(field=mine.field)
    assert mine == other
    if mine.form is not None:
        reader = Reader(octets)
        assert to_bytes(reader.header, list(reader)) == octets
        assert encoded(mine.form) == octets
    return mine


def encoded(form: Any) -> bytes:
    header, records = jsonform.load(io.BytesIO(json.dumps(form).encode()))
    return to_bytes(header, list(records))


def xsmig(*args: str, **options: Any) -> subprocess.CompletedProcess[bytes]:
    """The command, run as a user runs it."""
    command = [sys.executable, "-m", "xsmig", *args]
    return subprocess.run(command, capture_output=True, timeout=60, check=False, **options)
