"""Streams of real daemons: read, written back, checked, listed as the daemon's own client lists them."""

from __future__ import annotations

from pathlib import Path

import pytest
from support import CAPTURES, SOUND_CAPTURES, UNSOUND_CAPTURE, assert_agreed, xsmig

from xsmig import check


@pytest.mark.parametrize("path", SOUND_CAPTURES, ids=lambda path: path.stem)
def test_sound(path: Path) -> None:
    assert assert_agreed(path.read_bytes()).form is not None
    assert list(check(path.read_bytes())) == []


def test_depth_watch_is_refused_where_it_is() -> None:
    verdict = assert_agreed(UNSOUND_CAPTURE.read_bytes())
    assert (verdict.form, verdict.record, verdict.offset, verdict.field) == (None, 6, 0x160, "wpath")


@pytest.mark.parametrize("path", sorted(CAPTURES.glob("*.xenstore-ls")), ids=lambda path: path.stem)
def test_listing(path: Path) -> None:
    assert xsmig("ls", "-f", "-p", str(path.with_suffix(".bin"))).stdout == path.read_bytes()
