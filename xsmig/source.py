"""Octets on their way into a reader: read ahead, looked at, taken or stepped over, with the place in the stream."""

from __future__ import annotations

import io
from typing import BinaryIO, Optional, Union

Source = Union[bytes, BinaryIO]
_CHUNK = 1 << 18


class Buffer:
    """Reads ahead in `source`: the octets of a stream, or a binary file (a pipe will do).

    `octets[pos:]` are those that are there and not yet taken; their offset in the stream is `offset`. Memory grows with
    what is asked for and there, never with what a length claims.
    """

    def __init__(self, source: Source) -> None:
        self._file: BinaryIO = io.BytesIO(source) if isinstance(source, bytes) else source
        self._base = 0  # offset of octets[0] in the stream
        self.octets = b""
        self.pos = 0

    @property
    def offset(self) -> int:
        """Offset in the stream of the next octet, in octets."""
        return self._base + self.pos

    def fill(self, need: int) -> int:
        """Have `need` octets at `pos`, or all that the stream has left; the number that there are."""
        have = len(self.octets) - self.pos
        if have >= need:
            return have
        pieces = [self.octets[self.pos :]]
        while have < need and (piece := self._file.read(_CHUNK)):
            pieces.append(piece)
            have += len(piece)
        self._base += self.pos
        self.pos = 0
        self.octets = b"".join(pieces)
        return have

    def take(self, need: int) -> bytes:
        """The next `need` octets, or as many as there are."""
        self.fill(need)
        taken = self.octets[self.pos : self.pos + need]
        self.pos += len(taken)
        return taken

    def skip(self, count: int) -> int:
        """Step over `count` octets, without holding them; the number that there were."""
        here = min(count, len(self.octets) - self.pos)
        self.pos += here
        left = count - here
        if not left:
            return count
        self._base += self.pos
        self.octets, self.pos = b"", 0
        end = _size(self._file)
        if end is not None:
            here = max(0, min(left, end - self._file.tell()))
            self._file.seek(here, io.SEEK_CUR)
            self._base += here
            return count - left + here
        while left and (piece := self._file.read(min(left, _CHUNK))):
            self._base += len(piece)
            left -= len(piece)
        return count - left


def _size(file: BinaryIO) -> Optional[int]:
    """Where a file ends in which one can seek, else None."""
    if not file.seekable():
        return None
    here = file.tell()
    end = file.seek(0, io.SEEK_END)
    file.seek(here)
    return end
