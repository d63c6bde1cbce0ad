"""From a stream to findings: what is wrong with it, and where.

A rule is a requirement of `spec/README.md`, and its id that of the requirement. So far there are those that the octets of
a single record show, which are the reader's; it stops at the first, as nothing after it can be trusted to be a record.
"""

from __future__ import annotations

from typing import Any, Dict, Iterator, NamedTuple, Optional, Tuple

from xsmig.draft_reader import DraftReader
from xsmig.errors import StreamError
from xsmig.formats import open_stream
from xsmig.layout import Group, Items, Padding
from xsmig.source import Source
from xsmig.text import show


class Finding(NamedTuple):
    """One thing that is wrong: the rule's id, its severity, the place (see StreamError), and the sentence."""

    rule: str
    severity: str
    record: Optional[int]
    offset: Optional[int]
    type: Optional[str]
    field: str
    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"

    def to_json(self) -> Dict[str, Any]:
        """The finding for `json.dumps`."""
        return self._asdict()


def check(source: Source, edition: Optional[str] = None) -> Iterator[Finding]:
    """The findings in the stream of `source`, in its order; `edition` is as for `open_stream`. Raises OSError."""
    try:
        reader = open_stream(source, edition)
        is_draft = isinstance(reader, DraftReader)
        for record in reader:
            for field, octets in _padding(record) if is_draft else ():
                error = StreamError(field, show(octets), "zero", "XSM-DRAFT-PAD")
                yield _finding(error.located(reader.index, reader.offset, record.type_name), "warning")
    except StreamError as error:
        yield _finding(error, "error")


def _padding(group: Group) -> Iterator[Tuple[str, bytes]]:
    """What stands where `group` asks for zero, by field."""
    for part in group.PARTS:
        value = getattr(group, part.name)
        if isinstance(part, Padding) and value is not None:
            yield part.name, value
        elif isinstance(part, Items):
            for index, item in enumerate(value):
                for name, octets in _padding(item):
                    yield f"{part.name}[{index}].{name}", octets


def _finding(error: StreamError, severity: str) -> Finding:
    place = (error.index, error.offset, error.type_name, error.field, error.place)
    return Finding(error.requirement, severity, *place, error.message)
