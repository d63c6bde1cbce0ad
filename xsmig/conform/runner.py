"""All selected vectors against one implementation."""

from __future__ import annotations

import json
import queue
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Callable, Dict, Generator, List, Optional, Sequence

from xsmig.conform.drivers import Driver
from xsmig.conform.judge import Check, Result, check, one_line, questions, result
from xsmig.conform.vectors import Vector, manifest


class ExpectedError(ValueError):
    """A list of expected failures that is not a JSON object of vector ids and reasons."""


def load_expected(octets: bytes) -> Dict[str, str]:
    """The reasons in a list of expected failures, by vector id. Raises ExpectedError."""
    try:
        expected = json.loads(octets)
    except (ValueError, RecursionError):
        expected = None
    if not isinstance(expected, dict) or not all(isinstance(reason, str) and reason for reason in expected.values()):
        raise ExpectedError("no JSON object of vector ids, each with a reason")
    return expected


def unknown(expected: Dict[str, str]) -> List[str]:
    """The ids in `expected` that no vector has."""
    known = {vector.id for vector in manifest().vectors}
    return [vector_id for vector_id in expected if vector_id not in known]


def dump_expected(results: Sequence[Result]) -> str:
    """A list of expected failures with the vectors that failed; a reason that was given stays."""
    failed = {}
    for found in results:
        messages = [f"{one.operation}: {one.message}" for one in found.checks if one.outcome == "failed"]
        if messages:
            failed[found.vector.id] = found.reason or "; ".join(messages)
    return json.dumps(failed, indent=2) + "\n"


class Run:
    """Asks `jobs` drivers at a time, made by `make_driver`, about `vectors`, and iterates over the results in their order.

    `faults` are what drivers did wrong outside of a vector, known after the iteration. Raises OSError, from the iterator.
    """

    def __init__(
        self, vectors: Sequence[Vector], make_driver: Callable[[], Driver], expected: Dict[str, str], jobs: int
    ) -> None:
        self._vectors = vectors
        self._expected = expected
        self._drivers = [make_driver() for _ in range(jobs)]
        self._idle: queue.SimpleQueue[Driver] = queue.SimpleQueue()
        for driver in self._drivers:
            self._idle.put(driver)
        self._stopped = threading.Event()
        self.faults: List[str] = []

    def __iter__(self) -> Generator[Result, None, None]:
        futures: List[Future[Optional[Result]]] = []
        with ThreadPoolExecutor(len(self._drivers)) as executor:
            try:
                futures += [executor.submit(self._ask, vector) for vector in self._vectors]
                for future in futures:
                    if found := future.result():
                        yield found
                self._close()
            finally:
                self._stopped.set()
                for future in futures:
                    future.cancel()
                for driver in self._drivers:
                    driver.end()

    def _ask(self, vector: Vector) -> Optional[Result]:
        driver = self._idle.get()
        try:
            checks: List[Check] = []
            for operation, octets in questions(vector):
                if self._stopped.is_set():
                    return None
                start = time.monotonic()
                answer = driver.ask(operation, vector.edition, octets)
                checks.append(check(vector, operation, answer)._replace(seconds=round(time.monotonic() - start, 6)))
            return result(vector, checks, self._expected)
        finally:
            self._idle.put(driver)

    def _close(self) -> None:
        for driver in self._drivers:
            if fault := driver.close():
                self.faults.append(one_line(fault.encode()))
