"""Text that nobody sees by accident: reading it is spelled `expose`."""

from __future__ import annotations

from typing import NoReturn

HIDDEN = "********"


class Secret:
    """A value or a token. Python cannot wipe memory, so this only keeps it from being printed."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def expose(self) -> str:
        return self._text

    def __repr__(self) -> str:
        return f"Secret({HIDDEN})"

    def __str__(self) -> str:
        return HIDDEN

    def __format__(self, spec: str) -> str:
        return HIDDEN

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret is not pickled; expose() it where that is meant")
