"""From octets to a reader: which edition a stream is of."""

from __future__ import annotations

from typing import Optional, Union

from xsmig import codec, draft
from xsmig.draft_reader import DraftReader
from xsmig.errors import StreamError
from xsmig.reader import Reader
from xsmig.records import EDITIONS as PUBLISHED
from xsmig.source import Buffer, Source

EDITIONS = (*draft.EDITIONS, *PUBLISHED)
AnyReader = Union[Reader, DraftReader]
_LOOK_AHEAD = 1 << 16
_IMAGES = (b"LibxlFmt", b"Xen save")


def open_stream(source: Source, edition: Optional[str] = None) -> AnyReader:
    """A reader for the stream in `source`, which is that of Reader; `edition` overrides what the stream looks like.

    A stream that begins with a record's type in the draft is of the draft: of `draft-review` if it cannot be read as
    `draft` as far as the first 64 KiB tell, and can as `draft-review`. Raises StreamError and OSError.
    """
    buffer = Buffer(source)
    if edition in PUBLISHED:
        return Reader(buffer, PUBLISHED[edition])
    buffer.fill(8)
    if edition is None and buffer.octets[:8] in _IMAGES:
        try:
            codec.refuse("ident", "a domain image", "a stream, which `xsmig extract` takes from an image", "XSM-HDR-IDENT")
        except StreamError as error:
            raise error.located(None, 0, None) from None
    if edition is None and not _is_draft(buffer.octets[:4]):
        return Reader(buffer)
    return DraftReader(buffer, edition or _draft_edition(buffer))


def _is_draft(octets: bytes) -> bool:
    return any(int.from_bytes(octets, order) in range(1, 7) for order in ("little", "big"))


def _draft_edition(buffer: Buffer) -> str:
    is_whole = buffer.fill(_LOOK_AHEAD) < _LOOK_AHEAD
    as_draft, as_review = (_failure(buffer.octets, edition, is_whole) for edition in draft.EDITIONS)
    return "draft-review" if as_draft is not None and as_review is None else "draft"


def _failure(prefix: bytes, edition: str, is_whole: bool) -> Optional[StreamError]:
    """What is wrong with the stream that begins with `prefix`, as far as that tells."""
    try:
        for _ in DraftReader(prefix, edition):
            pass
    except StreamError as error:
        return error if is_whole or not isinstance(error, codec.ShortError) else None
    return None
