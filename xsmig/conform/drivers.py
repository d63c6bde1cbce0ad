"""Processes that answer for an implementation (`tests/vectors/DRIVER.md`): one a question, or one for all of them."""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import struct
import subprocess
import time
from typing import Callable, List, NamedTuple, Optional, Sequence, Union

ACCEPTED, REFUSED, NOT_IMPLEMENTED, BROKEN = "accepted", "refused", "not-implemented", "broken"
_STATUS = {0: ACCEPTED, 1: REFUSED, 2: NOT_IMPLEMENTED}
_STATUS_OCTETS = {b"%d" % number: name for number, name in _STATUS.items()}
_LENGTH = struct.Struct(">I")
_MOST_OUTPUT = 1 << 26
_MOST_MESSAGE = 1 << 16
_CHUNK = 1 << 16


class Answer(NamedTuple):
    """What a driver says: `output` is that of an accepted input, `message` what it has to say about any other."""

    status: str
    output: bytes = b""
    message: bytes = b""


class _BrokenError(Exception):
    """The process did not answer; the argument says how."""


class _Process:
    """A process in a session of its own, so that it ends with all that it has started."""

    def __init__(self, command: Sequence[str]) -> None:
        pipe = subprocess.PIPE
        self._popen = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, bufsize=0, start_new_session=True)
        self._pipes = tuple(pipe for pipe in (self._popen.stdin, self._popen.stdout, self._popen.stderr) if pipe)
        self._in, self._out, self._err = (pipe.fileno() for pipe in self._pipes)
        os.set_blocking(self._in, False)
        self.message = b""

    def exchange(self, octets: bytes, is_whole: Callable[[bytearray], bool], timeout: float, *, close: bool) -> bytes:
        """Write `octets` and read up to where `is_whole`, or the end, while draining standard error."""
        deadline = time.monotonic() + timeout
        self.message = b""
        output = bytearray()
        left = memoryview(octets)
        with selectors.DefaultSelector() as selector:
            selector.register(self._in, selectors.EVENT_WRITE)
            selector.register(self._out, selectors.EVENT_READ)
            selector.register(self._err, selectors.EVENT_READ)
            while {self._out, self._err} & set(selector.get_map()) and not is_whole(output):
                wait = deadline - time.monotonic()
                if wait <= 0:
                    raise _BrokenError(f"no answer within {timeout:g} s")
                for key, _ in selector.select(wait):
                    if key.fd == self._in:
                        left = self._write(left)
                        if not left:
                            selector.unregister(self._in)
                            if close:
                                self.end_input()
                        continue
                    piece = os.read(key.fd, _CHUNK)
                    if not piece:
                        selector.unregister(key.fd)
                    elif key.fd == self._err:
                        self.message = (self.message + piece)[-_MOST_MESSAGE:]
                    else:
                        output += piece
                        if len(output) > _MOST_OUTPUT:
                            raise _BrokenError(f"more than {_MOST_OUTPUT} octets of output")
        return bytes(output)

    def _write(self, left: memoryview) -> memoryview:
        try:
            return left[os.write(self._in, left[:_CHUNK]) :]
        except BrokenPipeError:
            # it need not read what it refuses
            return left[:0]

    def end_input(self) -> None:
        """Let the process see the end of its input."""
        with contextlib.suppress(OSError):
            self._pipes[0].close()

    def wait(self, timeout: float) -> int:
        """The exit status, or minus the signal that ended the process."""
        try:
            return self._popen.wait(timeout)
        except subprocess.TimeoutExpired:
            raise _BrokenError(f"still there {timeout:g} s after its output ended") from None

    def end(self) -> None:
        """End the process and all that it has started; for another thread than the one that waits for it."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._popen.pid, signal.SIGKILL)

    def kill(self) -> None:
        """End the process and all that it has started, if they are there still, and let go of it."""
        self.end()
        self._popen.wait()
        for pipe in self._pipes:
            with contextlib.suppress(OSError):
                pipe.close()


def _ending(status: int) -> str:
    if status < 0:
        try:
            return f"ended by {signal.Signals(-status).name}"
        except ValueError:
            return f"ended by signal {-status}"
    return f"exit status {status}"


class OneShot:
    """Starts `command` anew for each question. `timeout` is in seconds."""

    def __init__(self, command: Sequence[str], timeout: float) -> None:
        self._command = list(command)
        self._timeout = timeout
        self._process: Optional[_Process] = None

    def ask(self, operation: str, edition: str, octets: bytes) -> Answer:
        """The answer to `octets`. Raises OSError where the command cannot be started."""
        process = self._process = _Process([*self._command, operation, edition])
        try:
            output = process.exchange(octets, lambda _: False, self._timeout, close=True)
            status = process.wait(self._timeout)
            if status not in _STATUS:
                raise _BrokenError(_ending(status))
            return Answer(_STATUS[status], output, process.message)
        except _BrokenError as error:
            return Answer(BROKEN, message=_joined(error, process.message))
        finally:
            self._process = None
            process.kill()

    def end(self) -> None:
        """End the process that is asked, from another thread."""
        if process := self._process:
            process.end()

    def close(self) -> Optional[str]:
        """Nothing is left to end."""
        return None


class Serve:
    """Asks one process `command serve`, and starts it anew after it broke. `timeout` is in seconds."""

    def __init__(self, command: Sequence[str], timeout: float) -> None:
        self._command = [*command, "serve"]
        self._timeout = timeout
        self._process: Optional[_Process] = None

    def ask(self, operation: str, edition: str, octets: bytes) -> Answer:
        """The answer to `octets`. Raises OSError where the command cannot be started."""
        process = self._process = self._process or _Process(self._command)
        request = f"{operation} {edition}\n".encode("ascii") + octets
        try:
            response = process.exchange(_LENGTH.pack(len(request)) + request, _is_whole, self._timeout, close=False)
            if not _is_whole(response):
                raise _BrokenError(f"{_ending(process.wait(self._timeout))} before the answer was there")
            body = response[_LENGTH.size :]
            if len(body) > _LENGTH.unpack_from(response)[0]:
                raise _BrokenError("octets after the answer")
            status = _STATUS_OCTETS.get(body[:1])
            if status is None:
                raise _BrokenError("an answer that does not begin with 0, 1 or 2")
            return Answer(status, body[1:]) if status == ACCEPTED else Answer(status, message=body[1:])
        except _BrokenError as error:
            self._process = None
            process.kill()
            return Answer(BROKEN, message=_joined(error, process.message))

    def end(self) -> None:
        """End the process, from another thread."""
        if process := self._process:
            process.end()

    def close(self) -> Optional[str]:
        """Let the process end; what is wrong with how it ends, if anything is."""
        process, self._process = self._process, None
        if process is None:
            return None
        try:
            process.exchange(b"", lambda _: False, self._timeout, close=True)
            status = process.wait(self._timeout)
            return f"{_ending(status)} at the end of its input" if status else None
        except _BrokenError as error:
            return f"{error} of the end of its input"
        finally:
            process.kill()


Driver = Union[OneShot, Serve]


def _is_whole(response: Union[bytes, bytearray]) -> bool:
    return len(response) >= _LENGTH.size and len(response) - _LENGTH.size >= _LENGTH.unpack_from(response)[0]


def _joined(error: _BrokenError, message: bytes) -> bytes:
    lines: List[bytes] = [str(error).encode(), *message.strip().splitlines()[-1:]]
    return b": ".join(lines)
