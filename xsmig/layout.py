"""The vocabulary in which `records` declares what a record looks like, and nothing that reads or writes.

A class body lists *parts* in wire order, each with the requirement that governs it:

    class TransactionData(Record):
        conn_id: int = u32("XSM-TX-FIELDS")
        tx_id: int = u32("XSM-TX-FIELDS")

A part either is a field, and so an attribute and a keyword of the constructor, or is derived from one, and so a read-only
property (`len_path`, `num_perms`): what can be derived cannot be wrong.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable, ClassVar, Dict, Optional, Tuple, Type, TypeVar, cast

if TYPE_CHECKING:
    from typing_extensions import dataclass_transform
else:

    def dataclass_transform(**_: Any) -> Callable[[Any], Any]:
        """Tell type checkers only; nothing at run time."""
        return lambda cls: cls


REQUIRED: Any = object()


class Part:
    """A stretch of a record's octets. `name` is the spec's, `requirement` an id of `spec/README.md`."""

    name: str
    derived = False

    def __init__(self, requirement: str, default: Any = REQUIRED) -> None:
        self.requirement = requirement
        self.default = default


class Int(Part):
    """An integer; `code` is its `struct` format. `valid` is a Python expression over the parts read so far."""

    def __init__(self, code: str, requirement: str, default: Any, valid: Optional[str], want: Optional[str]) -> None:
        super().__init__(requirement, default)
        self.code = code
        self.valid = valid
        self.want = want


class Length(Int):
    """An integer that counts the octets (a NUL included) or the items of the part `of`."""

    derived = True

    def __init__(self, code: str, of: str, requirement: str, valid: Optional[str], want: Optional[str]) -> None:
        super().__init__(code, requirement, REQUIRED, valid, want)
        self.of = of


class Octets(Part):
    """As many octets as the part `length` counts; as `text` they hold no NUL, but for one that ends them with `nul`.

    That NUL is counted, and not in the value.
    """

    def __init__(self, length: str, requirement: str, default: Any, text: bool = False, nul: bool = False) -> None:
        super().__init__(requirement, default)
        self.length = length
        self.text = text
        self.nul = nul


class Padding(Part):
    """Octets that are ignored, None where they are zero: `size` of them, or up to a multiple of `align`."""

    def __init__(self, size: int, align: int, requirement: str, when: Optional[str]) -> None:
        super().__init__(requirement, None)
        self.size = size
        self.align = align
        self.when = when


class OptionalInt(Int):
    """An integer that is there when the expression `when` holds, else None."""

    def __init__(self, code: str, requirement: str, when: str) -> None:
        super().__init__(code, requirement, None, None, None)
        self.when = when


class Choice(Part):
    """`size` octets whose layout `cases` chooses by the value of the part `by`; plain octets for any other value."""

    def __init__(self, size: int, by: str, cases: Dict[int, Type[Group]], requirement: str) -> None:
        super().__init__(requirement)
        self.size = size
        self.by = by
        self.cases = cases


class Items(Part):
    """A tuple of groups of fixed size, as many as the part `count` says."""

    def __init__(self, group: Type[Group], count: str, requirement: str) -> None:
        super().__init__(requirement)
        self.group = group
        self.count = count


class Values(Part):
    """The u32 `val` of each item of the field `of`, as many as the part `count` says."""

    derived = True

    def __init__(self, of: str, count: str, requirement: str) -> None:
        super().__init__(requirement)
        self.of = of
        self.count = count


class Names(Part):
    """The NUL-terminated `name` of each item; with the part `values` before it, this is a tuple of `group`."""

    def __init__(self, wire_name: str, group: Type[Group], values: str, requirement: str) -> None:
        super().__init__(requirement)
        self.wire_name = wire_name
        self.group = group
        self.values = values


# The words of a declaration. They return Any, since to a type checker each stands for the value of its field.


def u8(requirement: str, *, default: Any = REQUIRED, valid: Optional[str] = None, want: Optional[str] = None) -> Any:
    """Unsigned, 1 octet."""
    return Int("B", requirement, default, valid, want)


def u16(requirement: str, *, default: Any = REQUIRED) -> Any:
    """Unsigned, 2 octets."""
    return Int("H", requirement, default, None, None)


def u32(requirement: str, *, default: Any = REQUIRED, valid: Optional[str] = None, want: Optional[str] = None) -> Any:
    """Unsigned, 4 octets."""
    return Int("I", requirement, default, valid, want)


def u64(requirement: str) -> Any:
    """Unsigned, 8 octets."""
    return Int("Q", requirement, REQUIRED, None, None)


def s32(requirement: str) -> Any:
    """Signed (two's complement), 4 octets."""
    return Int("i", requirement, REQUIRED, None, None)


def optional_u64(requirement: str, *, when: str, default: Any = None) -> Any:
    """Unsigned, 8 octets, there when `when` holds."""
    return OptionalInt("Q", requirement, when)


def length_u16(of: str, requirement: str, *, init: bool = False) -> Any:
    """Length (octets) or count (items) of `of`, 2 octets."""
    return Length("H", of, requirement, None, None)


def length_u32(
    of: str, requirement: str, *, valid: Optional[str] = None, want: Optional[str] = None, init: bool = False
) -> Any:
    """Length (octets) or count (items) of `of`, 4 octets."""
    return Length("I", of, requirement, valid, want)


def octets(length: str, requirement: str, *, default: Any = REQUIRED) -> Any:
    """Octets that the part `length` counts."""
    return Octets(length, requirement, default)


def text(length: str, requirement: str) -> Any:
    """Octets without a NUL, and a NUL; the part `length` counts both."""
    return Octets(length, requirement, REQUIRED, text=True, nul=True)


def bare_text(length: str, requirement: str) -> Any:
    """Octets without a NUL, which the part `length` counts."""
    return Octets(length, requirement, REQUIRED, text=True)


def pad(size: int, requirement: str, *, default: Any = None) -> Any:
    """`size` octets that are ignored."""
    return Padding(size, 0, requirement, None)


def align(to: int, requirement: str, *, when: Optional[str] = None, default: Any = None) -> Any:
    """Ignored octets up to a multiple of `to` from the record's first, there when `when`, if given, holds."""
    return Padding(0, to, requirement, when)


def choice(size: int, by: str, cases: Dict[int, Type[Group]], requirement: str) -> Any:
    """`size` octets, laid out as the value of `by` says."""
    return Choice(size, by, cases, requirement)


def items(group: Type[Group], count: str, requirement: str) -> Any:
    """A tuple of `group`, `count` of them."""
    return Items(group, count, requirement)


def values(of: str, count: str, requirement: str, *, init: bool = False) -> Any:
    """The u32 values of `of`."""
    return Values(of, count, requirement)


def framing(requirement: str, *, default: Any = REQUIRED) -> Any:
    """A field of every record that is not part of what its type lays out."""
    return Part(requirement, default)


def names(wire_name: str, group: Type[Group], values: str, requirement: str) -> Any:
    """A tuple of `group`, whose names stand here and whose values stand in the part `values`."""
    return Names(wire_name, group, values, requirement)


class GroupMeta(type):
    """Turns the parts of a class body into slots and properties."""

    PARTS: Tuple[Part, ...]
    DEFAULTS: Dict[str, Any]

    def __new__(mcs, name: str, bases: Tuple[type, ...], namespace: Dict[str, Any]) -> GroupMeta:
        parts = []
        for key, part in list(namespace.items()):
            if isinstance(part, Part):
                part.name = key
                parts.append(part)
                if part.derived:
                    namespace[key] = _derived(part)
                else:
                    del namespace[key]
        own = {part.name: part.default for part in parts if not part.derived}
        namespace["__slots__"] = tuple(own)
        cls = super().__new__(mcs, name, bases, namespace)
        cls.PARTS = tuple(parts)
        cls.DEFAULTS = {**own, **getattr(super(cls, cls), "DEFAULTS", {})}
        return cls


def _derived(part: Part) -> property:
    if isinstance(part, Values):
        of = part.of
        return property(lambda self: tuple(item.val for item in getattr(self, of)), doc=f"Values of `{of}`.")
    of = cast(Length, part).of

    def length(self: Group) -> int:
        nul = any(isinstance(p, Octets) and p.name == of and p.nul for p in self.PARTS)
        return len(getattr(self, of)) + nul

    return property(length, doc=f"Length of `{of}`.")


@dataclass_transform(
    kw_only_default=True,
    field_specifiers=(
        u8, u16, u32, u64, s32, optional_u64, length_u16, length_u32, octets, text, bare_text, pad, align, choice, items,
        values, names, framing,
    ),
)  # fmt: skip
class Group(metaclass=GroupMeta):
    """Parts that stand together, without a type of their own. Its fields are the keywords of the constructor.

    `PARTS` are the parts of the class, `DEFAULTS` its fields in wire order with the value each has when it is not given
    (`REQUIRED`: none; a function: of the fields that are).
    """

    PARTS: ClassVar[Tuple[Part, ...]]
    DEFAULTS: ClassVar[Dict[str, Any]]

    def __init__(self, **given: Any) -> None:
        for name, default in self.DEFAULTS.items():
            value = given.get(name, default)
            if value is REQUIRED:
                raise TypeError(f"{type(self).__name__} needs {name}")
            setattr(self, name, value(given) if callable(value) else value)
        if unknown := given.keys() - self.DEFAULTS.keys():
            raise TypeError(f"{type(self).__name__} has no {', '.join(sorted(unknown))}")

    def as_dict(self) -> Dict[str, Any]:
        """The fields by name, in wire order."""
        return {name: getattr(self, name) for name in self.DEFAULTS}

    def replace(self: G, **changes: Any) -> G:
        """A copy with `changes`."""
        return type(self)(**{**self.as_dict(), **changes})

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and other.as_dict() == self.as_dict()

    def __hash__(self) -> int:
        return hash(tuple(self.as_dict().values()))

    def __repr__(self) -> str:
        shown = (f"{name}={value!r}" for name, value in self.as_dict().items() if value is not None)
        return f"{type(self).__name__}({', '.join(shown)})"


G = TypeVar("G", bound=Group)


class Record(Group):
    """A record: `TYPE` is its number, `NAME` the document's name for it. By itself it delimits itself."""

    TYPE: ClassVar[int]
    NAME: ClassVar[str]

    @property
    def type(self) -> int:
        """The record's type, as it stands in the stream."""
        return self.TYPE

    @property
    def type_name(self) -> str:
        """The document's name of the type."""
        return self.NAME


class FramedRecord(Record):
    """A record that a `len` delimits; `SINCE` is the version that it is valid from.

    `rest` is what `len` counts beyond the last field (None: zero octets, as many as the profile asks for), `padding` what
    stands between the body and the next record (None: zero octets).
    """

    SINCE: ClassVar[int] = 1

    rest: Optional[bytes] = framing("XSM-REC-FIT", default=None)
    padding: Optional[bytes] = framing("XSM-REC-PAD", default=None)
