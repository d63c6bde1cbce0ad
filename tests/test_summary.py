"""Figures of a stream that has one of everything."""

from __future__ import annotations

from support import VECTOR_LIST, octets_of

from xsmig import Reader, summarize


def test_store_small() -> None:
    summary = summarize(Reader(octets_of("v1/store-small")))
    assert summary["records"]["END"] == {"count": 1, "octets": 8}
    assert summary["pending_nodes"] == 1
    assert "socket" in summary["domains"]


def test_octets_add_up() -> None:
    for vector in VECTOR_LIST:
        if vector["edition"] in ("v1", "v2") and vector["verdict"] != "must-reject":
            octets = octets_of(vector["id"])
            summary = summarize(Reader(octets))
            assert summary["size"] == len(octets) == 16 + sum(row["octets"] for row in summary["records"].values())
