"""Tests with real daemons are skipped, with the reason, where these are not installed or the library is not built."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import List, Optional

import pytest
from daemon import missing, oxenstored, xenstored


def _reason() -> Optional[str]:
    if not shutil.which("xenstore-ls"):
        return "xenstore-utils is not installed (make interop)"
    return missing(xenstored.BINARY) or missing(oxenstored.BINARY)


def pytest_collection_modifyitems(items: List[pytest.Item]) -> None:
    reason = _reason()
    for item in items:
        if reason and Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.skip(reason=reason))
