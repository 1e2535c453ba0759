"""For the tests of a type: values in, values or problems out, without building a component."""

from __future__ import annotations

from collections.abc import Mapping

from .secret_type import About, SecretType
from .value import Refused, encode

EXAMPLE = About("example", 0)


def validate(secret_type: SecretType, value: Mapping[str, str | bytes]) -> dict[str, str]:
    """The value as it would be stored. Raises `Refused`, see `problems`."""
    return {name: content.decode() for name, content in secret_type.run_validate(encode(value))}


def problems(secret_type: SecretType, value: Mapping[str, str | bytes]) -> dict[str, str]:
    """What is wrong with a value, by field; empty where nothing is."""
    try:
        secret_type.run_validate(encode(value))
    except Refused as refused:
        return {problem.field: problem.message for problem in refused.problems}
    return {}


def render(
    secret_type: SecretType,
    format: str,
    value: Mapping[str, str | bytes],
    about: About = EXAMPLE,
) -> str:
    """The content. Raises `Refused` where the value cannot be said in the format."""
    return secret_type.run_render(format, about, encode(value)).decode()


__all__ = ["Refused", "problems", "render", "validate"]
