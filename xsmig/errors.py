"""The one exception of the package, and how it reads.

An error is part of the interface: one line that names the record's index, its offset in the stream, the field, what was
found and what the document asks, with the id of the requirement in `spec/README.md`.
"""

from __future__ import annotations

from typing import Optional

FORM_REQUIREMENT = "XSM-JSON"
CONVERSION_REQUIREMENT = "XSM-CONVERT"
_ASKING = {FORM_REQUIREMENT: "the JSON form", CONVERSION_REQUIREMENT: "the conversion"}


class StreamError(Exception):
    """A stream, or its JSON form, that breaks a requirement.

    `index` and `offset` (octets) locate the record, both None outside of one; `offset` is None as well where there is no
    stream yet (JSON form, records about to be written). `type_name` is the record's type, None before it is known.
    """

    def __init__(
        self,
        field: str,
        found: str,
        want: str,
        requirement: str,
        *,
        index: Optional[int] = None,
        offset: Optional[int] = None,
        type_name: Optional[str] = None,
    ) -> None:
        super().__init__(field, found, want, requirement)
        self.field = field
        self.found = found
        self.want = want
        self.requirement = requirement
        self.index = index
        self.offset = offset
        self.type_name = type_name

    def located(self, index: Optional[int], offset: Optional[int], type_name: Optional[str]) -> StreamError:
        """This error, with the place where it came up."""
        self.index, self.offset, self.type_name = index, offset, type_name
        return self

    @property
    def place(self) -> str:
        """`record 12 at 0x160 (NODE_DATA).path`, as far as it is known."""
        place = "header" if self.index is None else f"record {self.index}"
        if self.offset is not None:
            place += f" at {self.offset:#x}"
        if self.type_name is not None:
            place += f" ({self.type_name})"
        return f"{place}.{self.field}" if self.field else place

    @property
    def message(self) -> str:
        """What was found, what is asked for, and the requirement's id."""
        asking = _ASKING.get(self.requirement, "the document")
        return f"found {self.found}; {asking} asks for {self.want} [{self.requirement}]"

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"
