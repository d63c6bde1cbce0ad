"""Files by name, `-` being standard input or output; an output file appears whole or not at all."""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
from typing import BinaryIO, Iterator


@contextlib.contextmanager
def open_input(path: str) -> Iterator[BinaryIO]:
    """The file at `path` for reading. Raises OSError."""
    with open(0, "rb", closefd=False) if path == "-" else open(path, "rb") as file:
        yield file


@contextlib.contextmanager
def open_output(path: str) -> Iterator[BinaryIO]:
    """The file at `path` for writing: written beside it, and renamed when the block ends without an exception.

    A pipe or a device is written to as it is. Raises OSError, when the block ends at the latest.
    """
    if path == "-" or (os.path.exists(path) and not os.path.isfile(path)):
        with open(1 if path == "-" else path, "wb", closefd=path != "-") as file:
            yield file
        return
    path = os.path.realpath(path)
    beside = f"{path}.{secrets.token_hex(4)}.tmp"
    try:
        with open(beside, "xb") as file:
            with contextlib.suppress(FileNotFoundError):
                os.fchmod(file.fileno(), stat.S_IMODE(os.stat(path).st_mode))
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)
    except BaseException as error:
        if isinstance(error, OSError) and error.filename == beside:
            error.filename = path
        with contextlib.suppress(FileNotFoundError):
            os.unlink(beside)
        raise
