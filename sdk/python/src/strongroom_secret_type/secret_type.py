"""`SecretType`: a type as its author writes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from .describe import Field
from .value import Problem, Problems, Refused, Value, decode, encode, to_bytes


@dataclass(frozen=True)
class About:
    """What may be told of a secret beside its value."""

    name: str
    """The name its owner knows it by."""
    now: int
    """Seconds since the Unix epoch, of this request."""


Validate = Callable[[Value, Problems], Value | None]
Render = Callable[[Value, About, Problems], str | bytes]


@dataclass(frozen=True)
class Rendering:
    """A form in which the type can give a value out."""

    format: str
    title: str
    media_type: str
    help: str
    render: Render


class UnknownFormat(Exception):
    """The description names no such format."""


class SecretType:
    """A kind of secret. One in a module, under the name `secret_type`."""

    def __init__(
        self, id: str, title: str | None = None, *, fields: Sequence[Field], help: str = ""
    ) -> None:
        self.id = id
        self.title = title or id
        self.help = help
        self.fields = list(fields)
        self.renderings: list[Rendering] = []
        self.binary = frozenset(field.name for field in fields if field.binary)
        self._validate: Validate | None = None

    def validate(self, function: Validate) -> Validate:
        """Decorates the function that adds to `problems` all that is wrong with a value. What it
        returns is stored; the value as it is where it returns nothing."""
        self._validate = function
        return function

    def rendering(
        self, format: str, media_type: str, *, title: str | None = None, help: str = ""
    ) -> Callable[[Render], Render]:
        """Decorates a function that gives a value in a format, or adds to `problems` why this value
        cannot be said in it."""

        def decorate(function: Render) -> Render:
            self.renderings.append(Rendering(format, title or format, media_type, help, function))
            return function

        return decorate

    def run_validate(self, fields: Iterable[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
        """Raises `Refused`."""
        value = decode(self.binary, fields)
        problems = Problems()
        changed = self._validate(value, problems) if self._validate else None
        if len(problems):
            raise Refused(problems)
        return encode(value if changed is None else changed)

    def run_render(self, format: str, about: About, fields: Iterable[tuple[str, bytes]]) -> bytes:
        """Raises `Refused` and `UnknownFormat`."""
        found = next((it for it in self.renderings if it.format == format), None)
        if found is None:
            raise UnknownFormat
        problems = Problems()
        content = found.render(decode(self.binary, fields), about, problems)
        if len(problems):
            raise Refused(problems)
        return to_bytes(content, f"rendering {format}")


__all__ = ["About", "Problem", "Rendering", "SecretType", "UnknownFormat"]
