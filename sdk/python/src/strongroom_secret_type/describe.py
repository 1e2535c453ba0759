"""How a type describes itself. What is not right is an error here, while the type is built."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["text", "password", "multi-line", "number", "choice", "file"]


@dataclass(frozen=True)
class Choice:
    """One answer: what is stored, and what people read."""

    value: str
    title: str


@dataclass(frozen=True)
class Field:
    """One field. Made by `text`, `password`, `multi_line`, `number`, `choice` and `file`."""

    name: str
    title: str
    kind: Kind
    required: bool = False
    sensitive: bool = False
    pattern: str | None = None
    choices: list[Choice] = field(default_factory=list)
    default: str | None = None
    help: str = ""
    binary: bool = False
    """Whether its value is `bytes` of any kind. Otherwise it is `str`, and bytes that are no UTF-8
    text are refused before `validate` is called."""

    def __post_init__(self) -> None:
        if (self.kind == "choice") != bool(self.choices):
            raise ValueError(f"field {self.name}: kind choice, and no other, needs choices")
        if self.sensitive and self.default is not None:
            raise ValueError(f"field {self.name}: a sensitive field has no default")


def text(
    name: str,
    title: str,
    *,
    required: bool = False,
    sensitive: bool = False,
    pattern: str | None = None,
    default: str | None = None,
    help: str = "",
) -> Field:
    """One line, shown as it is typed. `pattern` is matched by the whole value."""
    return Field(name, title, "text", required, sensitive, pattern, [], default, help)


def password(
    name: str, title: str, *, required: bool = False, pattern: str | None = None, help: str = ""
) -> Field:
    """One line, hidden as it is typed."""
    return Field(name, title, "password", required, True, pattern, help=help)


def multi_line(
    name: str,
    title: str,
    *,
    required: bool = False,
    sensitive: bool = True,
    pattern: str | None = None,
    default: str | None = None,
    help: str = "",
) -> Field:
    """Several lines."""
    return Field(name, title, "multi-line", required, sensitive, pattern, [], default, help)


def number(
    name: str,
    title: str,
    *,
    required: bool = False,
    sensitive: bool = False,
    pattern: str | None = None,
    default: str | None = None,
    help: str = "",
) -> Field:
    """A number in decimal digits. Its value is `str`, as it was typed."""
    return Field(name, title, "number", required, sensitive, pattern, [], default, help)


def choice(
    name: str,
    title: str,
    choices: Sequence[str | Choice],
    *,
    required: bool = False,
    sensitive: bool = False,
    default: str | None = None,
    help: str = "",
) -> Field:
    """One of `choices`: words, or a `Choice` where people read something else."""
    given = [Choice(it, it) if isinstance(it, str) else it for it in choices]
    return Field(name, title, "choice", required, sensitive, None, given, default, help)


def file(
    name: str,
    title: str,
    *,
    required: bool = False,
    sensitive: bool = True,
    binary: bool = False,
    help: str = "",
) -> Field:
    """The content of a file that people pick."""
    return Field(name, title, "file", required, sensitive, help=help, binary=binary)
