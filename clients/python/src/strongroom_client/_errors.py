"""What can go wrong. No text holds a token, a value or a piece of a body."""

from __future__ import annotations

import json
from collections.abc import Sequence


class StrongroomError(Exception):
    """Every error of this package."""


class BadAddress(StrongroomError):
    """The address is none that a token may be sent to."""


class NoCredential(StrongroomError):
    """There is no token to be had."""


class Unreachable(StrongroomError):
    """No attempt brought an answer back."""


class NotStrongroom(StrongroomError):
    """A redirect, a proxy's page, or an answer of another form."""


class Uncertain(StrongroomError):
    """It is not known whether a change was made: an answer was lost. Read the secret."""


class Unresolved(StrongroomError):
    """A reference is none, or nothing is there."""


class Refused(StrongroomError):
    """The server refused: a problem document (RFC 9457)."""

    def __init__(
        self,
        kind: str,
        status: int,
        title: str,
        detail: str,
        request_id: str,
        errors: Sequence[tuple[str, str]],
        current: str | None,
    ) -> None:
        told = "".join(f"; {field}: {message}" for field, message in errors)
        text = f"{title}: {detail}{told} (request {request_id})"
        super().__init__("".join(c if c.isprintable() else "\ufffd" for c in text))
        #: The end of the problem's `type`: `not-found`.
        self.kind = kind
        self.status = status
        self.title = title
        self.detail = detail
        self.request_id = request_id
        #: What is wrong, by field.
        self.errors = tuple(errors)
        #: The entity tag of a secret that was not as it was expected.
        self.current = current


class Unauthenticated(Refused):
    """401."""


class Forbidden(Refused):
    """403."""


class NotFound(Refused):
    """404."""


class Conflict(Refused):
    """409: the name is taken, or the rotation has changed."""


class Stale(Refused):
    """412: the secret is not as it was expected; `current` says what it is."""


class Invalid(Refused):
    """422."""


class Unavailable(Refused):
    """503."""


_CLASSES: dict[int, type[Refused]] = {
    401: Unauthenticated,
    403: Forbidden,
    404: NotFound,
    409: Conflict,
    412: Stale,
    422: Invalid,
    503: Unavailable,
}
_PREFIX = "urn:strongroom:problem:"


def refusal(status: int, body: bytes, current: str | None) -> Refused | None:
    """None where the body is no problem document."""
    try:
        found = json.loads(body)
        return _CLASSES.get(status, Refused)(
            str(found["type"]).removeprefix(_PREFIX),
            status,
            str(found["title"]),
            str(found["detail"]),
            str(found["request_id"]),
            [(str(e["field"]), str(e["message"])) for e in found.get("errors", ())],
            current,
        )
    except (ValueError, KeyError, TypeError):
        return None
