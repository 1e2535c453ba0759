"""The client: token, cache and server together, and the operations on secrets."""

from __future__ import annotations

import json
import os
import threading
import time
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, unquote, urlencode

from ._credentials import ClientCredentials, Credential, Credentials, TokenFile
from ._errors import Forbidden, NoCredential, Unauthenticated, Unresolved
from ._secret import Secret
from ._wire import Reply, Retries, Wire

_ROOT = "/api/identity/v2"

#: A text for a type of one field, else texts by field.
Value = Secret | Mapping[str, Secret]


@dataclass(frozen=True)
class SecretInfo:
    """What is known of a secret without its value. Times are seconds since the Unix epoch."""

    owner: str
    key: str
    name: str
    description: str
    labels: Mapping[str, str]
    version: int
    created_at: int
    updated_at: int
    #: What `expect` takes: that the secret is as it was read.
    as_read: str


@dataclass(frozen=True)
class Revealed:
    secret: SecretInfo
    value: Value


@dataclass(frozen=True)
class Rendering:
    media_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class Version:
    version: int
    created_at: int
    created_by: str


@dataclass(frozen=True)
class Project:
    id: str
    name: str
    organization: str


class Client:
    """One server, with one credential; any number of threads may use it."""

    def __init__(
        self,
        server: str,
        credential: Credential,
        *,
        allow_http: bool = False,
        timeout: float = 35.0,
        retries: Retries = Retries(),
        cache_bytes: int = 1024 * 1024,
    ) -> None:
        self._wire = Wire(server, allow_http, timeout, retries)
        self._credentials = Credentials(credential)
        self._cache: OrderedDict[str, tuple[float, Reply]] = OrderedDict()
        self._cache_bytes, self._generation, self._lock = cache_bytes, 0, threading.Lock()

    @classmethod
    def from_env(cls) -> Client:
        """As the command line: STRONGROOM_URL, and STRONGROOM_TOKEN_FILE or STRONGROOM_TOKEN; else
        STRONGROOM_CLIENT_ID with STRONGROOM_CLIENT_SECRET."""
        env = os.environ
        credential: Credential
        if file := env.get("STRONGROOM_TOKEN_FILE"):
            credential = TokenFile(file)
        elif token := env.get("STRONGROOM_TOKEN"):
            credential = Secret(token.strip())
        elif (id := env.get("STRONGROOM_CLIENT_ID")) and (secret := env.get("STRONGROOM_CLIENT_SECRET")):
            credential = ClientCredentials(id, Secret(secret))
        else:
            raise NoCredential(
                "set STRONGROOM_TOKEN, STRONGROOM_TOKEN_FILE, or STRONGROOM_CLIENT_ID and STRONGROOM_CLIENT_SECRET"
            )
        return cls(
            env.get("STRONGROOM_URL") or "http://127.0.0.1:8200",
            credential,
            allow_http=env.get("STRONGROOM_ALLOW_HTTP") in ("1", "true"),
        )

    def __repr__(self) -> str:
        return f"Client({self._wire.name!r})"

    def get_bearer_token(self) -> Secret:
        """A token that the server takes now, for what speaks to it on its own."""
        return self._credentials.token(self._wire)

    def get(self, reference: str) -> Secret:
        """The value behind `sr://project/<name or id>/<secret>/<field>`."""
        parts = [unquote(part, errors="strict") for part in reference.removeprefix("sr://").split("/")]
        if not reference.startswith("sr://") or len(parts) not in (3, 4) or "" in parts:
            raise Unresolved("a reference is `sr://project/<name or id>/<secret>/<field>`")
        kind, name, secret = parts[:3]
        if kind == "project":
            ids = [p.id for p in self.projects() if name in (p.id, p.name)] or [name]
        elif kind == "organization" or (kind, name) == ("user", "me"):
            ids = [name]
        else:
            raise Unresolved("a reference is to secrets of a project, an organization or user/me")
        if len(ids) > 1:
            raise Unresolved(f"`{reference}`: several have this name: use the id in its place")
        owner = f"{kind}/{ids[0]}"
        if not secret.startswith("secret/"):
            found = self.find(owner, secret)
            if found is None:
                raise Unresolved(f"`{reference}`: there is no secret of this name")
            secret = found.key
        value = self.reveal(owner, secret, fields=parts[3:]).value
        if isinstance(value, Secret):
            return value
        if len(parts) == 3:
            raise Unresolved(f"`{reference}`: the value has several fields: say which one")
        if parts[3] not in value:
            raise Unresolved(f"`{reference}`: the value has no such field")
        return value[parts[3]]

    def projects(self) -> list[Project]:
        data = self._json(self._get("/projects"))["data"]
        return [Project(p["id"], p["name"], p["organization"]) for p in data]

    def create_project(self, name: str, organization: str | None = None) -> Project:
        body = {"name": name} | ({"organization": organization} if organization else {})
        made = self._json(self._change("POST", "/projects", body))
        return Project(made["id"], made["name"], made["organization"])

    def list(self, owner: str) -> Iterator[SecretInfo]:
        """All of an owner's secrets by name, a page at a time."""
        cursor: dict[str, str] = {}
        while True:
            page = self._json(self._get(_of(owner) + "/", {"limit": "1000"} | cursor))
            yield from (_info(owner, record, None) for record in page["data"])
            if page["next_cursor"] is None:
                return
            cursor = {"cursor": page["next_cursor"]}

    def find(self, owner: str, name: str) -> SecretInfo | None:
        data = self._json(self._get(_of(owner) + "/", {"name": name}))["data"]
        return _info(owner, data[0], None) if data else None

    def read(self, owner: str, key: str) -> SecretInfo:
        return self._info(owner, self._get(_of(owner, key)))

    def reveal(
        self, owner: str, key: str, *, version: int | None = None, fields: Sequence[str] = (), fresh: bool = False
    ) -> Revealed:
        query: dict[str, Any] = {"decrypt": "true"} | ({"version": version} if version else {})
        reply = self._get(_of(owner, key), query | ({"field": list(fields)} if fields else {}), fresh)
        return Revealed(self._info(owner, reply), _value(self._json(reply)["value"]))

    def render(self, owner: str, key: str, format: str) -> Rendering:
        reply = self._get(_of(owner, key), {"decrypt": "true", "format": format})
        return Rendering(reply.media_type, reply.body)

    def create(
        self, owner: str, type_name: str, name: str, value: Value, *, description: str = "", labels: Mapping[str, str] = {}
    ) -> SecretInfo:
        body = {
            "_type": f"secret/{type_name}",
            "name": name,
            "value": _sent(value),
            "description": description,
            "labels": dict(labels),
        }
        return self._info(owner, self._change("POST", _of(owner) + "/", body))

    def update(self, owner: str, key: str, *, expect: str | None, value: Value | None = None, **others: Any) -> SecretInfo:
        """Changes `value`, `name`, `description` or `labels`. `expect` is a secret's `as_read`, or
        None for whatever it is; without it a lost change is not sent again."""
        body = others | ({} if value is None else {"value": _sent(value)})
        return self._info(owner, self._change("PATCH", _of(owner, key), body, expect))

    def rollback(self, owner: str, key: str, version: int) -> SecretInfo:
        current = self._info(owner, self._get(_of(owner, key), fresh=True))
        value = self.reveal(owner, key, version=version, fresh=True).value
        return self.update(owner, key, expect=current.as_read, value=value)

    def versions(self, owner: str, key: str) -> Sequence[Version]:
        data = self._json(self._get(_of(owner, key) + "/versions"))["data"]
        return [Version(v["_version"], v["_created_at"], v["_created_by"]) for v in data]

    def rotate(self, owner: str, key: str) -> SecretInfo:
        return self._info(owner, self._change("POST", _of(owner, key) + "/rotate"))

    def delete(self, owner: str, key: str, *, expect: str | None) -> None:
        self._change("DELETE", _of(owner, key), None, expect)

    def _info(self, owner: str, reply: Reply) -> SecretInfo:
        return _info(owner, self._json(reply), reply.tag)

    def _json(self, reply: Reply) -> Any:
        try:
            return json.loads(reply.body)
        except ValueError:
            raise self._wire.strange(200) from None

    def _get(self, path: str, query: Mapping[str, Any] = {}, fresh: bool = False) -> Reply:
        target = _ROOT + path + ("?" + urlencode(query, doseq=True) if query else "")
        with self._lock:
            generation = self._generation
            until, kept = self._cache.get(target, (0.0, None))
            if kept is not None and not fresh and time.monotonic() < until:
                self._cache.move_to_end(target)
                return kept
        reply = self._ask("GET", target, None, None)
        with self._lock:
            self._cache.pop(target, None)
            # Not what was asked for before all was dropped.
            if reply.fresh_for and generation == self._generation and len(reply.body) <= self._cache_bytes:
                self._cache[target] = (time.monotonic() + reply.fresh_for, reply)
                while sum(len(it.body) for _, it in self._cache.values()) > self._cache_bytes:
                    self._cache.popitem(last=False)
        return reply

    def _change(self, method: str, path: str, body: Any = None, expect: str | None = None) -> Reply:
        try:
            return self._ask(method, _ROOT + path, None if body is None else json.dumps(body).encode(), expect)
        finally:
            self._forget()

    def _forget(self) -> None:
        with self._lock:
            self._cache.clear()
            self._generation += 1

    def _ask(self, method: str, target: str, body: bytes | None, expect: str | None) -> Reply:
        token = self._credentials.token(self._wire)
        try:
            return self._wire.exchange(method, target, token, body, if_match=expect, harmless=method == "GET")
        except Forbidden:
            self._forget()
            raise
        except Unauthenticated:
            self._forget()
            other = self._credentials.other_than(token, self._wire)
            if other is None:
                raise
        return self._wire.exchange(method, target, other, body, if_match=expect, harmless=method == "GET")


def _of(owner: str, key: str | None = None) -> str:
    """Each part is one segment of the path, whatever is in it."""
    kind, _, id = owner.partition("/")
    path = f"/settings/{quote(kind, safe='')}/{quote(id, safe='')}"
    if key is None:
        return path
    secret, _, rest = key.partition("/")
    type_name, _, secret_id = rest.partition("/")
    if secret != "secret" or not all(it.replace("-", "").isalnum() for it in (kind, id, type_name, secret_id)):
        raise Unresolved("an owner is `project/<id>`, and a key `secret/<Type>/<id>`")
    return f"{path}/secret/{type_name}/{secret_id}"


def _info(owner: str, record: Any, tag: str | None) -> SecretInfo:
    return SecretInfo(
        owner,
        record["_key"],
        record["name"],
        record["description"],
        record["labels"],
        record["_version"],
        record["_created_at"],
        record["_updated_at"],
        tag or f'"{record["_version"]}"',
    )


def _value(value: Any) -> Value:
    return Secret(value) if isinstance(value, str) else {name: Secret(text) for name, text in value.items()}


def _sent(value: Value) -> Any:
    return value.expose() if isinstance(value, Secret) else {name: it.expose() for name, it in value.items()}
