"""A copy of the vectors for a project that keeps its own."""

from __future__ import annotations

import os
import secrets
import shutil
from pathlib import Path

from xsmig.conform.vectors import directory


def copy(target: str) -> None:
    """Write vectors, manifest and DRIVER.md into the folder `target`, the JSON Schemas and the prose into its `spec`.

    It appears whole or not at all. Raises OSError, also where `target` is there and not an empty folder.
    """
    beside = Path(f"{os.path.realpath(target)}.{secrets.token_hex(4)}.tmp")
    try:
        shutil.copytree(directory("vectors"), beside)
        (beside / "spec").mkdir()
        for source in (*directory("spec").glob("*.schema.json"), directory("spec") / "README.md"):
            shutil.copy(source, beside / "spec")
        # takes the place of an empty folder, and of nothing else
        os.rename(beside, os.path.realpath(target))
    except OSError as error:
        raise OSError(error.errno, error.strerror or "cannot be written in full", target) from None
    finally:
        shutil.rmtree(beside, ignore_errors=True)
