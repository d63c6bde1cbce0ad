"""What the tests share: vectors, captures, the spec as data, and the generated parser as referee."""

from __future__ import annotations

import functools
import io
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, Dict, Iterator, List, NamedTuple, Optional, Set, Tuple

import python_draft
import python_generated
import yaml

from xsmig import DraftReader, Reader, StreamError, image, jsonform, to_bytes
from xsmig.conform import vectors
from xsmig.conform.vectors import octets_of as octets_of

ROOT = Path(__file__).parent.parent
VECTORS = ROOT / "tests" / "vectors"
CAPTURES = ROOT / "tests" / "captures"
SOUND_CAPTURES = [
    CAPTURES / name for name in ("xenstored-4.17-1guest.bin", "xenstored-4.17-pending-input.bin", "xenstored-4.22-1guest.bin")
]
UNSOUND_CAPTURE = CAPTURES / "xenstored-4.22-depth-watch.bin"


def manifest() -> Any:
    return json.loads((VECTORS / "manifest.json").read_text())


SPECS = {
    "v1": ["xenstore_migration"],
    "v2": ["xenstore_migration"],
    "draft": ["xenstore_migration_draft"],
    "draft-review": ["xenstore_migration_draft"],
    "image": ["libxl_domain_image", "libxc_stream", "xenstore_migration_draft"],
}
VECTOR_LIST: List[Dict[str, Any]] = manifest()["vectors"]


def hex_lines(vector_id: str) -> Iterator[Tuple[bytes, str]]:
    """The octets and the comment of each line of an annotated hex file (tests/vectors/README.md)."""
    return ((line.octets, line.comment) for line in vectors.hex_lines(vector_id))


def json_of(vector_id: str) -> Any:
    return json.loads((VECTORS / f"{vector_id}.json").read_text())


@functools.cache
def spec(name: str = "xenstore_migration") -> Any:
    return yaml.safe_load((ROOT / "spec" / f"{name}.ksy").read_text())


def spec_fields(src_path: str, edition: str) -> Set[str]:
    """The ids at a path such as `/types/record/seq/0` of the .ksy files of `edition`: the path does not say of which file."""
    found = set()
    for name in SPECS[edition]:
        place = spec(name)
        try:
            for step in src_path.strip("/").split("/"):
                place = place[int(step) if isinstance(place, list) else step]
        except (KeyError, IndexError):
            continue
        found.add(str(place["id"]))
    return found


class Verdict(NamedTuple):
    """What an implementation makes of a stream: its JSON form, or the place of the refusal."""

    form: Optional[Any] = None
    record: Optional[int] = None
    offset: Optional[int] = None
    field: Optional[str] = None


def ours(octets: bytes, edition: str = "v1") -> Verdict:
    text: List[str] = []
    try:
        if edition == "image":
            image.dump(image.ImageReader(octets), text.append)
        else:
            reader = reader_of(octets, edition)
            jsonform.dump(reader.header, reader, text.append)
    except StreamError as error:
        assert "\n" not in str(error)
        assert str(error).isascii()
        return Verdict(None, error.index, error.offset, re.sub(r"\[\d+\]", "", error.field).split(".")[-1])
    return Verdict(json.loads("".join(text)))


def reader_of(octets: bytes, edition: str) -> Any:
    return DraftReader(octets, edition) if edition.startswith("draft") else Reader(octets)


def referee(octets: bytes, edition: str = "v1", guess: Optional[str] = None) -> Verdict:
    """The generated parser's verdict; where it does not say which field it is that it refuses, `field` is `guess`."""
    if edition in ("v1", "v2"):
        result, to_json = python_generated.parse(octets), python_generated.to_json
    else:
        result, to_json = python_draft.parse(octets, edition), python_draft.to_json
    if isinstance(result, python_generated.Refusal):
        # None where the octets ran out
        fields = spec_fields(result.src_path, edition) if result.src_path else {guess}
        field = guess if guess in fields else ", ".join(sorted(map(str, fields)))
        return Verdict(None, result.record, result.offset, field)
    return Verdict(to_json(result))


def assert_agreed(octets: bytes, edition: str = "v1") -> Verdict:
    """Reader and referee agree on `octets`, value for value and refusal for refusal; accepted ones are written back."""
    mine = ours(octets, edition)
    assert mine == referee(octets, edition, mine.field)
    if mine.form is not None and edition != "image":
        reader = reader_of(octets, edition)
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
