"""What an answer is worth: passed or failed, and where it first goes wrong."""

from __future__ import annotations

from typing import Dict, List, NamedTuple, Optional, Sequence, Tuple

from xsmig.conform import drivers
from xsmig.conform.compare import first_difference, parse
from xsmig.conform.drivers import Answer
from xsmig.conform.place import Place, place_of_member, place_of_octet, place_of_refusal
from xsmig.conform.vectors import MAY, MUST_REJECT, Vector, encodable, form_text, octets_of
from xsmig.text import escape

DECODE, ENCODE = "decode", "encode"
PASSED, FAILED, NOT_IMPLEMENTED, ACCEPTED, REFUSED = "passed", "failed", "not-implemented", "accepted", "refused"
EXPECTED, OUTDATED = "expected", "outdated"
_SHOWN = 300


class Check(NamedTuple):
    """One question to a driver and its outcome; `accepted` and `refused` are outcomes of `may` vectors only.

    `message` and `place` say what is wrong with a failed one, and what the driver said of one that it refused.
    """

    operation: str
    outcome: str
    message: str = ""
    place: Optional[Place] = None
    seconds: float = 0.0


class Result(NamedTuple):
    """A vector, its checks, and the status that follows; `reason` is the one that the list of expected failures gives."""

    vector: Vector
    status: str
    checks: Tuple[Check, ...]
    reason: Optional[str] = None


def questions(vector: Vector) -> List[Tuple[str, bytes]]:
    """The operations that a vector asks for, each with its input. Raises OSError."""
    asked = [(DECODE, octets_of(vector.id))]
    if vector.verdict != MUST_REJECT and vector.edition in encodable():
        asked.append((ENCODE, form_text(vector.id)))
    return asked


def check(vector: Vector, operation: str, answer: Answer) -> Check:
    """The outcome of an answer. Raises OSError."""
    said = one_line(answer.message)
    if answer.status == drivers.BROKEN:
        return Check(operation, FAILED, said)
    if answer.status == drivers.NOT_IMPLEMENTED:
        return Check(operation, NOT_IMPLEMENTED, said)
    if vector.verdict == MUST_REJECT:
        if answer.status == drivers.REFUSED:
            return Check(operation, PASSED, said)
        field = vector.error["field"] if vector.error else ""
        return Check(operation, FAILED, f"accepted, though {field} is to be refused", place_of_refusal(vector))
    if answer.status == drivers.REFUSED:
        if vector.verdict == MAY:
            return Check(operation, REFUSED, said)
        return Check(operation, FAILED, f"refused: {said}" if said else "refused")
    wrong = (_wrong_form if operation == DECODE else _wrong_octets)(vector, answer.output)
    if wrong:
        return Check(operation, FAILED, *wrong)
    return Check(operation, ACCEPTED if vector.verdict == MAY else PASSED)


def _wrong_form(vector: Vector, output: bytes) -> Optional[Tuple[str, Optional[Place]]]:
    try:
        found = parse(output)
    except ValueError as error:
        return _cut(f"what is printed is not JSON: {printable(str(error))}"), None
    difference = first_difference(found, parse(form_text(vector.id)))
    return difference and (_cut(printable(str(difference))), place_of_member(vector, difference.path))


def _wrong_octets(vector: Vector, output: bytes) -> Optional[Tuple[str, Optional[Place]]]:
    want = octets_of(vector.id)
    if output == want:
        return None
    offset = next((n for n, (one, other) in enumerate(zip(output, want)) if one != other), min(len(output), len(want)))
    found, wanted = (f"{octets[offset]:02x}" if offset < len(octets) else "the end" for octets in (output, want))
    return f"octet {offset:#x}: found {found}, want {wanted}", place_of_octet(vector, offset)


def one_line(octets: bytes) -> str:
    """What a driver says, fit to be printed: its last line, escaped, cut where it is long."""
    last = (octets.strip().splitlines() or [b""])[-1]
    return _cut(escape(last[: _SHOWN + 1]))


def printable(text: str) -> str:
    """`text`, with each character that no terminal or page should meet replaced by one that says so."""
    return "".join(char if char.isprintable() else "\ufffd" for char in text)


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."


def result(vector: Vector, checks: Sequence[Check], expected: Dict[str, str]) -> Result:
    """The vector's status; `expected` has the reasons of the vectors that are known to fail, by id."""
    outcomes = [check.outcome for check in checks]
    known = vector.id in expected
    if FAILED in outcomes:
        status = EXPECTED if known else FAILED
    elif known:
        status = OUTDATED
    else:
        # not implemented only where that goes for all; a decoder's word before an encoder's
        status = next((outcome for outcome in outcomes if outcome != NOT_IMPLEMENTED), NOT_IMPLEMENTED)
    return Result(vector, status, tuple(checks), expected.get(vector.id))
