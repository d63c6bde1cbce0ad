r"""Octet strings as text, for the JSON form and for messages: no raw octet of a stream reaches a terminal.

text = *( printable / "\\" / "\x" hex hex )       printable: 0x20 to 0x7e but the backslash
"""

from __future__ import annotations

import re

# Latin-1 maps octet N to character N, so that one pass over a str does it.
_ESCAPES = {n: f"\\x{n:02x}" for n in range(256) if not 0x20 <= n <= 0x7E} | {0x5C: "\\\\"}
_TEXT = re.compile(r"(?:[ -\[\]-~]|\\\\|\\x[0-9a-fA-F]{2})*")
_ESCAPE = re.compile(r"\\(?:\\|x([0-9a-fA-F]{2}))")
_SHOWN = 48


def escape(octets: bytes) -> str:
    r"""`octets` as text: printable ASCII stands for itself, a backslash is doubled, the rest is `\xNN`."""
    return octets.decode("latin-1").translate(_ESCAPES)


def unescape(text: str) -> bytes:
    r"""The octets that `text` stands for, the inverse of `escape`. Raises ValueError for any other text."""
    match = _TEXT.match(text)
    end = match.end() if match else 0
    if end != len(text):
        raise ValueError(f"character {end} is neither printable ASCII nor part of `\\\\` or `\\xNN`")
    return _ESCAPE.sub(lambda m: chr(int(m[1], 16)) if m[1] else "\\", text).encode("latin-1")


def show(octets: bytes) -> str:
    """`octets` quoted for a message, cut where they are long."""
    more = "..." if len(octets) > _SHOWN else ""
    return f'"{escape(octets[:_SHOWN])}{more}"'
