"""HTTP to the hosts that the operator granted: for connected types alone.

Works in a component. Elsewhere there is nothing behind it, and a test puts a function of its own in
the place of `send`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .rotation import Failed, Unavailable
from .value import to_bytes

_PASSING = {"UNREACHABLE", "TIMEOUT"}
"""Errors that trying again later may cure."""

_SAID = {
    "INVALID": "the request is not a valid one",
    "NOT_GRANTED": "the operator has not granted this host to the type",
    "UNREACHABLE": "the service cannot be reached",
    "TLS": "the service's certificate is not good",
    "TIMEOUT": "the service did not answer in time",
    "TOO_LARGE": "the service's answer is too large",
    "TOO_MANY": "too many requests in one call",
}


@dataclass(frozen=True)
class Response:
    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def text(self) -> str:
        return self.body.decode("utf-8")

    def json(self) -> Any:
        return json.loads(self.body)


def send(
    method: str, url: str, *, headers: Mapping[str, str] | None = None, body: str | bytes = b""
) -> Response:
    """Sends one request. Redirects are answers like any other. Raises `Unavailable` or `Failed`
    where there is no answer."""
    # Made by componentize-py for the world of connected types.
    from componentize_py_types import Err
    from wit_world.imports import outbound as contract

    lowered = [(name.lower(), content) for name, content in (headers or {}).items()]
    try:
        answer = contract.send(contract.Request(method, url, lowered, to_bytes(body, "the body")))
    except Err as error:
        name = error.value.name
        kind = Unavailable if name in _PASSING else Failed
        raise kind(_SAID[name]) from None
    return Response(answer.status, answer.headers, answer.body)
