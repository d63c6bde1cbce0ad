"""Xenstore migration streams: the state that xenstored hands to its successor, read, written, shown and checked.

    with open("state_dump", "rb") as file:
        reader = xsmig.Reader(file)
        for record in reader:
            print(hex(reader.offset), record)

`spec/README.md` describes the format; `records` has its records, `jsonform` its JSON form.
"""

from xsmig.check import Finding, check
from xsmig.errors import StreamError
from xsmig.layout import Record
from xsmig.reader import Reader
from xsmig.records import (
    ConnectionData,
    DomainData,
    End,
    GlobalData,
    GlobalQuotaData,
    Header,
    NodeData,
    Permission,
    Quota,
    RingSpec,
    SocketSpec,
    TransactionData,
    Unknown,
    WatchData,
    WatchDataExtended,
)
from xsmig.store import Store
from xsmig.summary import summarize
from xsmig.writer import PROFILES, canonical, to_bytes, write

__version__ = "0.1.0"

__all__ = [
    "PROFILES",
    "ConnectionData",
    "DomainData",
    "End",
    "Finding",
    "GlobalData",
    "GlobalQuotaData",
    "Header",
    "NodeData",
    "Permission",
    "Quota",
    "Reader",
    "Record",
    "RingSpec",
    "SocketSpec",
    "Store",
    "StreamError",
    "TransactionData",
    "Unknown",
    "WatchData",
    "WatchDataExtended",
    "canonical",
    "check",
    "summarize",
    "to_bytes",
    "write",
]
