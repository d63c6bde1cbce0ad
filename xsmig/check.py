"""From a stream to findings: what is wrong with it, and where.

A rule is a requirement of `spec/README.md`, and its id that of the requirement. So far there are those that the octets of
a single record show, which are the reader's; it stops at the first, as nothing after it can be trusted to be a record.
"""

from __future__ import annotations

from typing import Any, Dict, Iterator, NamedTuple, Optional

from xsmig.errors import StreamError
from xsmig.reader import Reader, Source


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


def check(source: Source) -> Iterator[Finding]:
    """The findings in the stream of `source`, in its order. Raises OSError."""
    try:
        for _ in Reader(source):
            pass
    except StreamError as error:
        yield Finding(
            error.requirement,
            "error",
            error.index,
            error.offset,
            error.type_name,
            error.field,
            error.place,
            error.message,
        )
