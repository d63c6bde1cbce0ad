"""The package's own reader and writer as a driver (`tests/vectors/DRIVER.md`): `python -m xsmig.conform.self_driver`."""

from __future__ import annotations

import io
import struct
import sys
from typing import List, Tuple

from xsmig import DraftReader, Reader, StreamError, draft, image, jsonform, to_bytes

_LENGTH = struct.Struct(">I")


def answer(operation: str, edition: str, octets: bytes) -> bytes:
    """The octets or the JSON form. Raises StreamError to refuse, LookupError for what is not implemented."""
    text: List[str] = []
    if operation == "encode" and edition in jsonform.RECORDS:
        header, records = jsonform.load(io.BytesIO(octets))
        return to_bytes(header, list(records))
    if operation != "decode" or edition not in (*jsonform.RECORDS, "image"):
        raise LookupError(f"{operation} {edition}")
    if edition == "image":
        image.dump(image.ImageReader(octets), text.append)
    else:
        reader = DraftReader(octets, edition) if edition in draft.EDITIONS else Reader(octets)
        jsonform.dump(reader.header, reader, text.append)
    return "".join(text).encode("ascii")


def status_and_answer(operation: str, edition: str, octets: bytes) -> Tuple[int, bytes]:
    """The answer, or a message, after the status that goes with it."""
    try:
        return 0, answer(operation, edition, octets)
    except StreamError as error:
        return 1, str(error).encode()
    except LookupError as error:
        return 2, f"not implemented: {error}".encode()


def main() -> None:
    """Answer once, or until standard input ends."""
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    if sys.argv[1:] != ["serve"]:
        operation, edition = sys.argv[1:]
        status, said = status_and_answer(operation, edition, source.read())
        (sys.stderr.buffer if status else sink).write(said)
        sys.exit(status)
    while head := source.read(_LENGTH.size):
        line, _, octets = source.read(_LENGTH.unpack(head)[0]).partition(b"\n")
        operation, _, edition = line.decode("ascii").partition(" ")
        status, said = status_and_answer(operation, edition, octets)
        sink.write(_LENGTH.pack(1 + len(said)) + b"%d" % status + said)
        sink.flush()


if __name__ == "__main__":
    main()
