"""Real store daemons, run without a hypervisor: started, spoken to, captured and restored.

    with XenStored(folder) as daemon:
        daemon.client().write(b"/a", b"1")
        guest = daemon.introduce(1)
        octets = daemon.capture()
    with XenStored(other_folder, stream=octets) as daemon:
        daemon.client().read(b"/a")

`OXenStored` is the same with `dump=`. README.md tells how it works.
"""

from daemon.channel import ClosedError, RingChannel, SocketChannel
from daemon.client import Client, Message, StoreError
from daemon.machine import LIBRARY, DaemonError, missing
from daemon.oxenstored import OXenStored
from daemon.xenstored import XenStored

__all__ = [
    "LIBRARY",
    "Client",
    "ClosedError",
    "DaemonError",
    "Message",
    "OXenStored",
    "RingChannel",
    "SocketChannel",
    "StoreError",
    "XenStored",
    "missing",
]
