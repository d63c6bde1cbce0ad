"""Xenstore migration streams: the state that xenstored hands to its successor, read, written, shown and checked.

    with open("state_dump", "rb") as file:
        reader = xsmig.Reader(file)
        for record in reader:
            print(hex(reader.offset), record)

`open_stream` reads any edition. `spec/README.md` describes the format; `records` and `draft` have the records of the
published and of the draft editions, `jsonform` their JSON form.
"""

from xsmig import draft
from xsmig.check import Finding, check
from xsmig.draft_reader import DraftReader
from xsmig.errors import StreamError
from xsmig.formats import EDITIONS, open_stream
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
    "EDITIONS",
    "PROFILES",
    "ConnectionData",
    "DomainData",
    "DraftReader",
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
    "draft",
    "open_stream",
    "summarize",
    "to_bytes",
    "write",
]
