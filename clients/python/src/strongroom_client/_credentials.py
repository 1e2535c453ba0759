"""Where the token comes from. It is asked for before it expires, and by one thread for all."""

from __future__ import annotations

import json
import os
import re
import stat
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from ._errors import NoCredential
from ._secret import Secret
from ._wire import Wire

_TOKEN = re.compile(r"[A-Za-z0-9\-._~+/=]+\Z")


@dataclass(frozen=True)
class ClientCredentials:
    """A service client's id and secret."""

    id: str
    secret: Secret


@dataclass(frozen=True)
class TokenFile:
    """A file with a token, which may be written anew; read again every half minute."""

    path: str


#: A token; or a function that gives one and its life in seconds, None where that is not known.
Credential = Secret | ClientCredentials | TokenFile | Callable[[], tuple[Secret, float | None]]


class Credentials:
    def __init__(self, credential: Credential) -> None:
        self._credential = credential
        self._lock = threading.Lock()
        self._token: Secret | None = None
        self._until = 0.0

    def token(self, wire: Wire) -> Secret:
        with self._lock:
            if self._token is not None and time.monotonic() < self._until:
                return self._token
            return self._obtain(wire)

    def other_than(self, refused: Secret, wire: Wire) -> Secret | None:
        """Another token than one that was not taken, where there is another."""
        if isinstance(self._credential, Secret):
            return None
        with self._lock:
            token = self._token
            if token is None or token is refused:
                token = self._obtain(wire)
        return None if token.expose() == refused.expose() else token

    def _obtain(self, wire: Wire) -> Secret:
        life: float | None = None
        source = self._credential
        if isinstance(source, Secret):
            token = source
        elif isinstance(source, TokenFile):
            token, life = _read(source.path), 30.0
        else:
            if isinstance(source, ClientCredentials):
                token, life = _sign_in(wire, source)
            else:
                token, life = source()
            # Before it ends, however short it is.
            life = None if life is None else life - min(60.0, life / 5)
        if not _TOKEN.match(token.expose()):
            raise NoCredential("what was given as a token is none")
        self._token, self._until = token, float("inf") if life is None else time.monotonic() + life
        return token


def _read(path: str) -> Secret:
    try:
        with open(path, encoding="ascii") as file:
            if os.name == "posix" and stat.S_IMODE(os.fstat(file.fileno()).st_mode) & 0o007:
                raise NoCredential(f"everybody can use the token in {path}: run `chmod 600 {path}`")
            return Secret(file.read(16 * 1024).strip())
    except (OSError, UnicodeDecodeError) as why:
        raise NoCredential(f"cannot read the token in {path}: {type(why).__name__}") from None


def _sign_in(wire: Wire, client: ClientCredentials) -> tuple[Secret, float]:
    form = {
        "grant_type": "client_credentials",
        "client_id": client.id,
        "client_secret": client.secret.expose(),
    }
    reply = wire.exchange(
        "POST",
        "/auth/client/v2/chariot/login",
        None,
        urlencode(form).encode(),
        "application/x-www-form-urlencoded",
        harmless=True,
    )
    try:
        found = json.loads(reply.body)
        return Secret(found["access_token"]), float(found["expires_in"])
    except (ValueError, KeyError, TypeError):
        raise wire.strange(200) from None
