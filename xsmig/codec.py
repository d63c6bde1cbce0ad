"""Turns the layout of a group or record into the two functions that read and write its octets.

A function is written out as Python source and compiled once, when first asked for, as `dataclasses` does with `__init__`:
stepping through the layout anew for each record would take several times as long. What a layout may hold is in `layout`.

    reader(cls, order)(buf, pos, end) -> cls        the fields in buf[pos:end]; for a FramedRecord also its `rest`
                                     -> cls, pos    for a record that delimits itself, with the place where it ends
    writer(cls, order)(obj) -> octets               the fields, without `rest`

`order` is `<` (little-endian) or `>` (big-endian). Both raise StreamError, without a place, at the first part in wire order
that is not there in full, has a value that the document excludes, or does not fit.
"""

from __future__ import annotations

import functools
import itertools
import struct
from typing import Any, Callable, Dict, Iterable, List, NoReturn, Sequence, Type, cast

from xsmig.errors import StreamError
from xsmig.layout import (
    Choice,
    FramedRecord,
    Group,
    Int,
    Items,
    Length,
    Names,
    Octets,
    OptionalInt,
    Padding,
    Part,
    Record,
    Values,
)
from xsmig.text import show

ZEROS = tuple(bytes(n) for n in range(8))


def refuse(field: str, found: str, want: str, requirement: str) -> NoReturn:
    """Raise StreamError; in generated code a call is an expression, `raise` is not."""
    raise StreamError(field, found, want, requirement)


class ShortError(StreamError):
    """A part of `need` octets of which there are `left`."""

    def __init__(self, field: str, left: int, need: int, requirement: str) -> None:
        super().__init__(field, f"{left} octets left", f"{need}", requirement)


def short(field: str, left: int, need: int, requirement: str) -> NoReturn:
    """Raise ShortError."""
    raise ShortError(field, left, need, requirement)


def not_text(field: str, octets: bytes, requirement: str) -> NoReturn:
    """Refuse what should end in its only NUL."""
    refuse(field, show(octets), "one NUL, as its last octet", requirement)


def not_bare_text(field: str, octets: bytes, requirement: str) -> NoReturn:
    """Refuse what should hold no NUL."""
    refuse(field, show(octets), "no NUL in it", requirement)


@functools.cache
def reader(cls: Type[Group], order: str) -> Callable[[bytes, int, int], Any]:
    """The function that reads a `cls` in byte order `order`."""
    code = _Code("read(buf, pos, end)")
    code.line("start = pos")
    for fixed, parts in itertools.groupby(cls.PARTS, _is_fixed):
        if fixed:
            _read_fixed(code, list(parts), order)
        else:
            for part in parts:
                _READ[type(part)](code, part, order)
    code.line("obj = new(cls)")
    for name in cls.DEFAULTS:
        if name not in FramedRecord.DEFAULTS:
            code.line(f"obj.{name} = {name}")
    if issubclass(cls, FramedRecord):
        code.line("rest = buf[pos:end]")
        code.line("obj.rest = None if rest == ZEROS[(start - pos) & 7] else rest")
        code.line("obj.padding = None")
    code.line("return obj, pos" if issubclass(cls, Record) and not issubclass(cls, FramedRecord) else "return obj")
    return code.compile(cls=cls, new=object.__new__)


@functools.cache
def writer(cls: Type[Group], order: str) -> Callable[[Any], bytes]:
    """The function that writes a `cls` in byte order `order`."""
    code = _Code("write(obj)")
    for name in cls.DEFAULTS:
        code.line(f"{name} = obj.{name}")
    code.line("out = b''")
    for fixed, parts in itertools.groupby(cls.PARTS, _is_fixed):
        if fixed:
            _write_fixed(code, cls, list(parts), order)
        else:
            for part in parts:
                _WRITE[type(part)](code, part, order)
    code.line("return out")
    return code.compile(cls=cls)


@functools.cache
def size_of(cls: Type[Group]) -> int:
    """Size in octets of a group that has fixed parts only."""
    return struct.calcsize("<" + "".join(_format(part) for part in cls.PARTS))


class _Code:
    """Source of one function, and the objects that it refers to."""

    def __init__(self, signature: str) -> None:
        self.lines = [f"def {signature}:"]
        self.objects: Dict[str, Any] = {}

    def line(self, text: str) -> None:
        self.lines.append("    " + text)

    def name(self, value: Any) -> str:
        """A name by which the source can refer to `value`."""
        name = f"_{len(self.objects)}"
        self.objects[name] = value
        return name

    def short(self, part: Part, field: str, need: str) -> None:
        self.line(f"if stop > end: short({field}, end - pos, {need}, {part.requirement!r})")

    def compile(self, **objects: Any) -> Callable[..., Any]:
        scope = {"ZEROS": ZEROS, "refuse": refuse, "short": short, "show": show}
        scope.update(not_text=not_text, not_bare_text=not_bare_text)
        scope.update(self.objects, **objects)
        exec("\n".join(self.lines), scope)  # our own text, made of the names in records.py
        return cast(Callable[..., Any], scope[self.lines[0].split("(")[0][4:]])


def _is_fixed(part: Part) -> bool:
    return (isinstance(part, Int) and not isinstance(part, OptionalInt)) or (
        isinstance(part, (Padding, Choice)) and bool(part.size)
    )


def _format(part: Part) -> str:
    return part.code if isinstance(part, Int) else f"{cast(Any, part).size}s"


def _refuse_unless_valid(part: Int) -> str:
    """Source that refuses a value of `part` which the document excludes."""
    return f"if not ({part.valid}): refuse({part.name!r}, f'{{{part.name}}}', {part.want!r}, {part.requirement!r})"


# --- reading


def _read_fixed(code: _Code, parts: Sequence[Part], order: str) -> None:
    """Consecutive parts of fixed size, in one go; short of octets, one by one, to find the first that is wrong."""
    layout = struct.Struct(order + "".join(map(_format, parts)))
    single = tuple((part.name, struct.Struct(order + _format(part)), _validator(part), part.requirement) for part in parts)
    targets = ", ".join(part.name for part in parts)
    code.line(f"if end - pos < {layout.size}: {code.name(_read_singly)}({code.name(single)}, buf, pos, end)")
    code.line(f"{targets}, = {code.name(layout.unpack_from)}(buf, pos)")
    for part in parts:
        if isinstance(part, Int) and part.valid:
            code.line(_refuse_unless_valid(part))
        elif isinstance(part, Padding):
            code.line(f"if {part.name} == {bytes(part.size)!r}: {part.name} = None")
        elif isinstance(part, Choice):
            cases = {value: reader(case, order) for value, case in part.cases.items()}
            code.line(f"choose = {code.name(cases)}.get({part.by})")
            code.line(f"if choose: {part.name} = choose({part.name}, 0, {part.size})")
    code.line(f"pos += {layout.size}")


def _validator(part: Part) -> Any:
    if not (isinstance(part, Int) and part.valid):
        return None
    code = _Code(f"validate({part.name}, **_)")
    code.line(_refuse_unless_valid(part))
    return code.compile()


def _read_singly(parts: Iterable[Any], buf: bytes, pos: int, end: int) -> NoReturn:
    seen: Dict[str, Any] = {}
    for name, single, validate, requirement in parts:
        if end - pos < single.size:
            short(name, end - pos, single.size, requirement)
        (seen[name],) = single.unpack_from(buf, pos)
        if validate:
            validate(**seen)
        pos += single.size
    raise AssertionError("called although all parts were there")


def _read_octets(code: _Code, part: Octets, order: str) -> None:
    code.line(f"stop = pos + {part.length}")
    code.short(part, repr(part.name), part.length)
    if part.nul:
        code.line(f"if buf.find(0, pos, stop) != stop - 1: not_text({part.name!r}, buf[pos:stop], {part.requirement!r})")
    elif part.text:
        code.line(f"if buf.find(0, pos, stop) >= 0: not_bare_text({part.name!r}, buf[pos:stop], {part.requirement!r})")
    code.line(f"{part.name} = buf[pos:stop{' - 1' if part.nul else ''}]")
    code.line("pos = stop")


def _read_items(code: _Code, part: Items, order: str) -> None:
    size = size_of(part.group)
    args = f"{code.name(reader(part.group, order))}, buf, pos, {part.count}, {size}, end, {part.name!r}"
    code.line(f"{part.name} = {code.name(_read_each)}({args})")
    code.line(f"pos += {part.count} * {size}")


def _read_each(read: Any, buf: bytes, pos: int, count: int, size: int, end: int, name: str) -> Any:
    found = []
    for index in range(count):
        try:
            found.append(read(buf, pos, end if end - pos < size else pos + size))
        except StreamError as error:
            error.field = f"{name}[{index}].{error.field}"
            raise
        pos += size
    return tuple(found)


def _read_values(code: _Code, part: Values, order: str) -> None:
    code.line(f"stop = pos + 4 * {part.count}")
    code.short(part, f"f'{part.name}[{{(end - pos) // 4}}]'", "4")
    code.line(f"{part.name} = {code.name(struct.unpack_from)}('{order}%dI' % {part.count}, buf, pos)")
    code.line("pos = stop")


def _read_names(code: _Code, part: Names, order: str) -> None:
    code.line(f"{part.name} = []")
    code.line(f"for val in {part.values}:")
    code.line("    stop = buf.find(0, pos, end)")
    field = f"f'{part.wire_name}[{{len({part.name})}}]'"
    found = "f'{show(buf[pos:end])} up to the end of the body'"
    code.line(f"    if stop < 0: refuse({field}, {found}, 'a NUL after it', {part.requirement!r})")
    code.line(f"    {part.name}.append({code.name(part.group)}(name=buf[pos:stop], val=val))")
    code.line("    pos = stop + 1")
    code.line(f"{part.name} = tuple({part.name})")


def _read_padding(code: _Code, part: Padding, order: str) -> None:
    code.line(f"{part.name} = None")
    code.line(f"if {part.when or True}:")
    code.line(f"    stop = pos + ((start - pos) & {part.align - 1})")
    code.line(f"    if stop > end: short({part.name!r}, end - pos, stop - pos, {part.requirement!r})")
    code.line(f"    {part.name} = None if buf[pos:stop] == ZEROS[stop - pos] else buf[pos:stop]")
    code.line("    pos = stop")


def _read_optional(code: _Code, part: OptionalInt, order: str) -> None:
    layout = struct.Struct(order + part.code)
    code.line(f"{part.name} = None")
    code.line(f"if {part.when}:")
    code.line(f"    stop = pos + {layout.size}")
    code.line(f"    if stop > end: short({part.name!r}, end - pos, {layout.size}, {part.requirement!r})")
    code.line(f"    ({part.name},) = {code.name(layout.unpack_from)}(buf, pos)")
    code.line("    pos = stop")


_READ: Dict[type, Callable[[_Code, Any, str], None]] = {
    Octets: _read_octets,
    Items: _read_items,
    Values: _read_values,
    Names: _read_names,
    Padding: _read_padding,
    OptionalInt: _read_optional,
}


# --- writing


def _write_fixed(code: _Code, cls: Type[Group], parts: Sequence[Part], order: str) -> None:
    layout = struct.Struct(order + "".join(map(_format, parts)))
    nul = {part.name for part in cls.PARTS if isinstance(part, Octets) and part.nul}
    for part in parts:
        if isinstance(part, Length):
            code.line(f"{part.name} = len({part.of}){' + 1' if part.of in nul else ''}")
        if isinstance(part, Int):
            code.line(f"{code.name(_check_int)}({part.name!r}, {part.name}, *{_range(part)}, {part.requirement!r})")
            if part.valid:
                code.line(_refuse_unless_valid(part))
        elif isinstance(part, Padding):
            args = f"{part.name!r}, {part.name}, {part.size}, {part.requirement!r}"
            code.line(f"{part.name} = {code.name(_padding)}({args})")
        elif isinstance(part, Choice):
            cases = {value: (case, writer(case, order)) for value, case in part.cases.items()}
            args = f"{part.name!r}, {part.name}, {code.name(cases)}.get({part.by}), {part.size}, {part.requirement!r}"
            code.line(f"{part.name} = {code.name(_choice)}({args})")
    code.line(f"out += {code.name(layout.pack)}({', '.join(part.name for part in parts)})")


def _range(part: Int) -> Any:
    bits = 8 * struct.calcsize("=" + part.code)
    return (-(1 << bits - 1), (1 << bits - 1) - 1) if part.code.islower() else (0, (1 << bits) - 1)


def _check_int(name: str, value: Any, low: int, high: int, requirement: str) -> None:
    if type(value) is not int or not low <= value <= high:
        refuse(name, repr(value), f"an integer from {low} to {high}", requirement)


def _padding(name: str, octets: Any, size: int, requirement: str) -> bytes:
    if octets is None:
        return bytes(size)
    if len(octets) != size:
        refuse(name, f"{len(octets)} octets", f"{size}", requirement)
    return cast(bytes, octets)


def _choice(name: str, value: Any, case: Any, size: int, requirement: str) -> bytes:
    cls, write = case or (bytes, bytes)
    if type(value) is not cls or (cls is bytes and len(value) != size):
        refuse(name, repr(value), f"{size} octets" if cls is bytes else cls.__name__, requirement)
    return cast(bytes, write(value))


def _write_octets(code: _Code, part: Octets, order: str) -> None:
    if part.nul:
        code.line(f"if 0 in {part.name}: not_text({part.name!r}, {part.name} + ZEROS[1], {part.requirement!r})")
    elif part.text:
        code.line(f"if 0 in {part.name}: not_bare_text({part.name!r}, {part.name}, {part.requirement!r})")
    code.line(f"out += {part.name}{' + ZEROS[1]' if part.nul else ''}")


def _write_items(code: _Code, part: Items, order: str) -> None:
    args = f"{code.name(writer(part.group, order))}, {part.name}, {part.name!r}"
    code.line(f"out += {code.name(_write_each)}({args})")


def _write_each(write: Any, items: Sequence[Any], name: str) -> bytes:
    written: List[bytes] = []
    for index, item in enumerate(items):
        try:
            written.append(write(item))
        except StreamError as error:
            error.field = f"{name}[{index}].{error.field}"
            raise
    return b"".join(written)


def _write_values(code: _Code, part: Values, order: str) -> None:
    field = f"f'{part.name}[{{index}}]'"
    code.line(f"for index, item in enumerate({part.of}):")
    code.line(f"    {code.name(_check_int)}({field}, item.val, 0, 0xffffffff, {part.requirement!r})")
    code.line(f"    out += {code.name(struct.Struct(order + 'I').pack)}(item.val)")


def _write_names(code: _Code, part: Names, order: str) -> None:
    field = f"f'{part.wire_name}[{{index}}]'"
    code.line(f"for index, item in enumerate({part.name}):")
    code.line(f"    if 0 in item.name: not_text({field}, item.name + ZEROS[1], {part.requirement!r})")
    code.line("    out += item.name + ZEROS[1]")


def _write_padding(code: _Code, part: Padding, order: str) -> None:
    args = f"{part.name!r}, {part.name}, -len(out) & {part.align - 1}, {part.requirement!r}"
    if not part.when:
        code.line(f"out += {code.name(_padding)}({args})")
        return
    code.line(f"if {part.when}: out += {code.name(_padding)}({args})")
    code.line(f"elif {part.name} is not None:")
    code.line(f"    refuse({part.name!r}, show({part.name}), 'none without {part.when}', {part.requirement!r})")


def _write_optional(code: _Code, part: OptionalInt, order: str) -> None:
    code.line(f"if bool({part.when}) != ({part.name} is not None):")
    code.line(f"    refuse({part.name!r}, f'{{{part.name}}}', 'it if, and only if, {part.when}', {part.requirement!r})")
    code.line(f"if {part.when}:")
    code.line(f"    {code.name(_check_int)}({part.name!r}, {part.name}, *{_range(part)}, {part.requirement!r})")
    code.line(f"    out += {code.name(struct.Struct(order + part.code).pack)}({part.name})")


_WRITE: Dict[type, Callable[[_Code, Any, str], None]] = {
    Octets: _write_octets,
    Items: _write_items,
    Values: _write_values,
    Names: _write_names,
    Padding: _write_padding,
    OptionalInt: _write_optional,
}
