r"""Between records and the JSON form, which `spec/README.md` describes and `spec/stream.schema.json` defines.

    stream  = {"edition", "byte_order", "records": [record...]}      as lines: the header's object, then a record a line
    record  = {"type": NAME, field...}, or {"type": number, "body": octets} for a published type without a name

    Int, Choice by number    number          of 8 octets: string of decimal digits
    Octets, Padding          text            escaped as in `text`
    perm                     letter
    Items, Names             list of objects
    Choice                   object          plain octets where the choice is not known

What is derived (lengths, counts) is not there; a field whose value is None is left out.
"""

from __future__ import annotations

import functools
import json
from typing import (
    Any,
    BinaryIO,
    Callable,
    Dict,
    FrozenSet,
    Iterable,
    Iterator,
    List,
    Mapping,
    NoReturn,
    Optional,
    Set,
    Tuple,
    Type,
)

from xsmig import draft
from xsmig.codec import refuse
from xsmig.errors import FORM_REQUIREMENT, StreamError
from xsmig.layout import REQUIRED, Choice, Group, Int, Items, Names, Record
from xsmig.records import BIG_ENDIAN, EDITIONS, End, Header, Permission, Unknown
from xsmig.records import RECORDS as PUBLISHED_RECORDS
from xsmig.text import escape, unescape
from xsmig.wire import record_messages
from xsmig.writer import AnyHeader

BYTE_ORDERS = {"little": 0, "big": BIG_ENDIAN}
RECORDS: Dict[str, Tuple[Type[Record], ...]] = {**dict.fromkeys(EDITIONS, PUBLISHED_RECORDS), **draft.RECORDS}
_PERMISSIONS = (Permission, draft.Permission)


# --- records to JSON


def header_to_json(header: AnyHeader) -> Dict[str, Any]:
    """The header's members of the JSON form."""
    return {"edition": header.edition, "byte_order": header.byte_order}


def record_to_json(record: Record) -> Dict[str, Any]:
    """The JSON form of one record, ready for `json.dumps`."""
    return {"type": record.type if isinstance(record, Unknown) else record.NAME, **_group_to_json(record)}


def dump(
    header: AnyHeader,
    records: Iterable[Record],
    write: Callable[[str], object],
    *,
    lines: bool = False,
    messages: bool = False,
) -> None:
    """Pass the JSON form to `write`, piece by piece as the records come: one document, or with `lines` one object a line.

    With `messages`, records with pending octets have members that show these as messages (see `wire`).
    """
    head = json.dumps(header_to_json(header))
    write(head + "\n" if lines else head[:-1] + ', "records": [')
    before = "" if lines else "\n"
    for record in records:
        form = record_to_json(record)
        if messages:
            form.update(record_messages(record, header.byte_order))
        write(before + json.dumps(form) + ("\n" if lines else ""))
        before = "" if lines else ",\n"
    if not lines:
        write("\n]}\n")


def _group_to_json(group: Group) -> Dict[str, Any]:
    named = {name: value for name, value in group.as_dict().items() if value is not None}
    if isinstance(group, _PERMISSIONS):
        named["perm"] = group.perm_name
    for name in _u64s(type(group)) & named.keys():
        named[name] = str(named[name])
    if isinstance(group, Unknown):
        del named["type"]
    return {name: _to_json(value) for name, value in named.items()}


@functools.cache
def _u64s(cls: Type[Group]) -> FrozenSet[str]:
    return frozenset(part.name for part in cls.PARTS if isinstance(part, Int) and part.code == "Q")


def _to_json(value: Any) -> Any:
    if isinstance(value, bytes):
        return escape(value)
    if isinstance(value, tuple):
        return [_group_to_json(item) for item in value]
    return _group_to_json(value) if isinstance(value, Group) else value


# --- JSON to records


def load(source: BinaryIO, edition: Optional[str] = None) -> Tuple[AnyHeader, Iterator[Record]]:
    """Header and records of the JSON form in the binary file `source`, be it one document or lines.

    `edition` takes the place of the one that the form names. Lines are read as the records are asked for. Raises
    StreamError, for what follows the header from the iterator.
    """
    first = source.readline()
    try:
        document = json.loads(first, object_pairs_hook=_unique)
    except (ValueError, RecursionError):
        document = _parse(first + source.read())
    if isinstance(document, dict) and "records" not in document:
        return _with_records(document, edition, (_parse(line) for line in source if line.strip()))
    if after := source.read().strip():
        _form_error("", json.dumps(after[:40].decode(errors="replace")), "nothing after the document")
    if not isinstance(document, dict) or not isinstance(document["records"], list):
        _form_error("records", "no list", "a list of records")
    return _with_records(document, edition, document.pop("records"))


def _with_records(head: Any, edition: Optional[str], forms: Iterable[Any]) -> Tuple[AnyHeader, Iterator[Record]]:
    header = header_from_json({**head, "edition": edition} if edition and isinstance(head, dict) else head)
    return header, _numbered(forms, header.edition)


def make_header(edition: str, byte_order: str) -> AnyHeader:
    """The header of a stream of `edition` in `byte_order`."""
    if edition in EDITIONS:
        return Header(version=EDITIONS[edition], flags=BYTE_ORDERS[byte_order])
    return draft.DraftHeader(edition, byte_order)


def header_from_json(head: Any) -> AnyHeader:
    """The header for the members `edition` and `byte_order`. Raises StreamError for any other object."""
    members = _members(head, {"edition", "byte_order"})
    for name, known in (("edition", [*RECORDS]), ("byte_order", [*BYTE_ORDERS])):
        if members.get(name) not in known:
            _form_error(name, json.dumps(members.get(name)), " or ".join(known))
    return make_header(members["edition"], members["byte_order"])


@functools.cache
def _by_name(edition: str) -> Dict[str, Type[Record]]:
    return {record.NAME: record for record in RECORDS[edition]}


def record_from_json(form: Any, edition: str) -> Record:
    """The record for its JSON form. Raises StreamError, without a place, for what the schema does not allow.

    Whether values fit their fields and each other is left to the writer, which checks it in any case.
    """
    if not isinstance(form, dict) or "type" not in form:
        _form_error("type", json.dumps(form), "an object with a type")
    form = dict(form)
    type_ = form.pop("type")
    if type_ == End.NAME:
        _members(form, set())
    by_name = _by_name(edition)
    if isinstance(type_, str) and type_ in by_name:
        record: Record = _group_from_json(by_name[type_], form)
        return record
    if edition not in EDITIONS:
        _form_error("type", json.dumps(type_), f"a record of the edition {edition}")
    if type(type_) is int and len(by_name) <= type_ < 1 << 32:
        members = _members(form, {"body", "padding"})
        given = {name: _octets(name, value) for name, value in members.items()}
        if "body" not in given:
            _form_error("body", "none", "the octets of the record")
        return Unknown(type=type_, body=given["body"], padding=given.get("padding"))
    _form_error("type", json.dumps(type_), f"a record's name, or a number from {len(by_name)} to {(1 << 32) - 1}")


def _group_from_json(cls: Type[Any], form: Any) -> Any:
    members = _members(form, set(cls.DEFAULTS))
    parts = {part.name: part for part in cls.PARTS}
    given: Dict[str, Any] = {}
    for name, default in cls.DEFAULTS.items():
        if name in members:
            given[name] = _from_json(name, parts.get(name), members[name], given)
        elif default is REQUIRED:
            _form_error(name, "none", f"a {name} in {getattr(cls, 'NAME', cls.__name__)}")
    return cls(**given)


def _from_json(name: str, part: Any, value: Any, given: Mapping[str, Any]) -> Any:
    if name == "perm":
        if value not in ("w", "r", "b", "n"):
            _form_error(name, json.dumps(value), 'one of "w", "r", "b", "n"')
        return ord(value)
    if isinstance(part, Int) and part.code == "Q":
        if not isinstance(value, str) or not value.isascii() or not value.isdigit() or str(int(value[:20])) != value:
            _form_error(name, json.dumps(value), "a string of decimal digits")
        return int(value)
    if isinstance(part, Int):
        if type(value) is not int:
            _form_error(name, json.dumps(value), "an integer")
        return value
    if isinstance(part, (Items, Names)):
        if not isinstance(value, list):
            _form_error(name, json.dumps(value), "a list")
        return tuple(_item(f"{name}[{index}]", part.group, item) for index, item in enumerate(value))
    if isinstance(part, Choice) and given[part.by] in part.cases:
        return _item(name, part.cases[given[part.by]], value)
    return _octets(name, value)


def _item(name: str, cls: Type[Any], form: Any) -> Any:
    try:
        return _group_from_json(cls, form)
    except StreamError as error:
        error.field = f"{name}.{error.field}" if error.field else name
        raise


def _octets(name: str, value: Any) -> bytes:
    if not isinstance(value, str):
        _form_error(name, json.dumps(value), "a string")
    try:
        return unescape(value)
    except ValueError as error:
        _form_error(name, f"{json.dumps(value)}, whose {error}", "printable ASCII, `\\\\` and `\\xNN`")


def _members(form: Any, allowed: Set[str]) -> Dict[str, Any]:
    if not isinstance(form, dict):
        _form_error("", json.dumps(form), "an object")
    for name in sorted(form.keys() - allowed):
        _form_error("", f"a member {json.dumps(name)}", f"only {', '.join(sorted(allowed))}")
    return form


def _parse(octets: bytes) -> Any:
    try:
        return json.loads(octets, object_pairs_hook=_unique)
    except (ValueError, RecursionError) as error:
        _form_error("", f"no JSON ({error})", "JSON")


def _unique(pairs: List[Tuple[str, Any]]) -> Dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        raise ValueError("a member stands twice in an object")
    return members


def _numbered(forms: Iterable[Any], edition: str) -> Iterator[Record]:
    index = 0
    forms = iter(forms)
    while True:
        form = None
        try:
            form = next(forms)
            yield record_from_json(form, edition)
        except StopIteration:
            return
        except StreamError as error:
            type_ = form.get("type") if isinstance(form, dict) else None
            raise error.located(index, None, type_ if isinstance(type_, str) and type_ in _by_name(edition) else None) from None
        index += 1


def _form_error(field: str, found: str, want: str) -> NoReturn:
    if len(found) > 80:
        found = found[:80] + "..."
    refuse(field, found, want, FORM_REQUIREMENT)
