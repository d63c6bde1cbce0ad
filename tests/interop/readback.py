"""What the tests with daemons share: how a stream is read, and how they are run."""

from __future__ import annotations

import io
from typing import Dict, List

from hypothesis import HealthCheck, settings

from xsmig import ConnectionData, Reader, Record, RingSpec, to_bytes

LISTING = ("-f", "-p")
SETTINGS = settings(deadline=None, suppress_health_check=list(HealthCheck), print_blob=True)


def read_back(octets: bytes) -> List[Record]:
    """The records of a stream that a Reader takes, and that a writer makes the same octets of."""
    reader = Reader(io.BytesIO(octets))
    records: List[Record] = list(reader)
    assert to_bytes(reader.header, records) == octets
    return records


def connections(records: List[Record]) -> Dict[int, ConnectionData]:
    """The domains' connections by domid."""
    found = [record for record in records if isinstance(record, ConnectionData)]
    return {record.conn_spec.domid: record for record in found if isinstance(record.conn_spec, RingSpec)}
