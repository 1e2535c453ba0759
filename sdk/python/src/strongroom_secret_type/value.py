"""Between the contract's fields, which are bytes, and the dictionaries that authors work with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

NOT_TEXT = "must be UTF-8 text"

Value = dict[str, Any]
"""The fields of a secret by their names: `str`, or `bytes` where the field is `binary`."""


@dataclass(frozen=True)
class Problem:
    """A field, or `""` for the whole value, and what is wrong with it: never a piece of the value."""

    field: str
    message: str


class Problems:
    """Everything that is wrong with a value."""

    def __init__(self) -> None:
        self._found: list[Problem] = []

    def add(self, field: str, message: str) -> None:
        self._found.append(Problem(field, message))

    def __iter__(self) -> Iterator[Problem]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)


class Refused(Exception):
    """What a value that has problems becomes. Says which fields, and no more."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        names = ", ".join(problem.field or "the whole value" for problem in self.problems)
        super().__init__(f"refused: {names}")


def decode(binary: frozenset[str], fields: Iterable[tuple[str, bytes]]) -> Value:
    """Fields as a dictionary; bytes that are no text are a problem of their field."""
    problems = Problems()
    value: Value = {}
    for name, content in fields:
        if name in binary:
            value[name] = content
            continue
        try:
            value[name] = content.decode("utf-8")
        except UnicodeDecodeError:
            problems.add(name, NOT_TEXT)
    if len(problems):
        # Not as the cause of another: a decoder's error quotes what it could not read.
        raise Refused(problems) from None
    return value


def encode(value: Mapping[str, Any]) -> list[tuple[str, bytes]]:
    """The fields of a dictionary; those that are None are left out."""
    return [
        (name, to_bytes(content, f"field {name}"))
        for name, content in value.items()
        if content is not None
    ]


def to_bytes(content: Any, what: str) -> bytes:
    """Text or bytes as bytes. The error names what it is, never what is in it."""
    if isinstance(content, str):
        try:
            return content.encode("utf-8")
        except UnicodeEncodeError:
            raise TypeError(f"{what} is no well-formed text") from None
    if isinstance(content, (bytes, bytearray)):
        return bytes(content)
    raise TypeError(f"{what} must be str or bytes")
