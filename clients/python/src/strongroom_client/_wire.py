"""One request and its answer, sent again where that is harmless. No redirect is followed."""

from __future__ import annotations

import http.client
import ipaddress
import random
import ssl
import time
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from ._errors import BadAddress, NotFound, NotStrongroom, Refused, Stale, Uncertain, Unreachable, refusal
from ._secret import Secret

_MOST_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True)
class Retries:
    """Bounds of repetition: `count` times, with pauses in seconds that double, each random."""

    count: int = 3
    first_pause: float = 0.2
    longest_pause: float = 20.0


@dataclass
class Reply:
    body: bytes = field(repr=False)
    tag: str | None
    media_type: str
    fresh_for: int


def is_loopback(host: str) -> bool:
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def fresh_for(headers: http.client.HTTPMessage) -> int:
    """Seconds for which an answer may be kept (RFC 9111, as a private cache); 0 is not at all."""
    varies = {name.strip().lower() for it in headers.get_all("vary", []) for name in it.split(",")}
    directives = [d.strip() for it in headers.get_all("cache-control", []) for d in it.lower().split(",")]
    if varies - {"accept", "authorization"} or {"no-store", "no-cache"} & {d.split("=")[0] for d in directives}:
        return 0
    try:
        ages = [int(d.split("=", 1)[1].strip('"')) for d in directives if d.startswith("max-age=")]
        return max(0, min(ages) - int(headers.get("age", "0"))) if ages else 0
    except ValueError:
        return 0


class Wire:
    def __init__(self, server: str, allow_http: bool, timeout: float, retries: Retries) -> None:
        url = urlsplit(server)
        if (
            url.scheme not in ("http", "https")
            or not url.hostname
            or url.username is not None
            or url.query
            or url.fragment
        ):
            raise BadAddress("the server must be an https or http URL without user, query or fragment")
        if url.scheme == "http" and not (allow_http or is_loopback(url.hostname)):
            raise BadAddress(
                "the server is plain http on another machine, where others can read the token: "
                "use https, or allow_http"
            )
        self._secure = url.scheme == "https"
        self._host, self._port, self._base = url.hostname, url.port, url.path.rstrip("/")
        self._timeout, self._retries = timeout, retries
        self._tls = ssl.create_default_context() if self._secure else None
        self.name = f"{url.scheme}://{url.netloc}{self._base}"

    def exchange(
        self,
        method: str,
        target: str,
        token: Secret | None,
        body: bytes | None = None,
        media_type: str = "application/json",
        if_match: str | None = None,
        harmless: bool = False,
    ) -> Reply:
        """`harmless`: sent twice is as sent once. With `if_match`, the second is refused."""
        headers = {"Accept": "application/json, */*;q=0.5", "User-Agent": "strongroom-client-python/0.1.0"}
        if token is not None:
            headers["Authorization"] = f"Bearer {token.expose()}"
        if body is not None:
            headers["Content-Type"] = media_type
        if if_match is not None:
            headers["If-Match"] = if_match
        again = harmless or if_match is not None
        in_doubt = False
        made = 0
        while True:
            made += 1
            sent = False
            wanted: float | None = None
            connection = self._connection()
            try:
                connection.connect()
                sent = True
                connection.request(method, self._base + target, body, headers)
                response = connection.getresponse()
                data = response.read(_MOST_BYTES + 1)
            except (OSError, http.client.HTTPException) as why:
                failure: Exception = Unreachable(f"{self.name} cannot be reached: {type(why).__name__}")
                repeat, in_doubt = again or not sent, in_doubt or sent
            else:
                status, tag = response.status, response.headers.get("etag")
                if 200 <= status < 300 and len(data) <= _MOST_BYTES:
                    keep = fresh_for(response.headers) if status == 200 else 0
                    return Reply(data, tag, response.headers.get("content-type", ""), keep)
                problem = refusal(status, data, tag)
                failure = problem or self.strange(status)
                if in_doubt and not harmless and isinstance(problem, Stale):
                    raise Uncertain(
                        "it is not known whether the change was made: its answer was lost; read the secret"
                    )
                if in_doubt and method == "DELETE" and isinstance(problem, NotFound):
                    return Reply(b"", None, "", 0)
                repeat = status == 429 or (again and (status == 503 or (status in (502, 504) and not problem)))
                in_doubt = in_doubt or status in (502, 503, 504)
                after = response.headers.get("retry-after", "")
                wanted = float(after) if after.isdigit() else None
            finally:
                connection.close()
            if not repeat or made > self._retries.count:
                raise failure
            if wanted is not None and wanted > self._retries.longest_pause:
                raise failure
            most = min(self._retries.first_pause * 2 ** (made - 1), self._retries.longest_pause)
            time.sleep((wanted or 0.0) + random.random() * most)

    def strange(self, status: int) -> NotStrongroom:
        return NotStrongroom(f"{self.name} answered {status}, and not as a Strongroom does")

    def _connection(self) -> http.client.HTTPConnection:
        if self._tls is not None:
            return http.client.HTTPSConnection(
                self._host, self._port, timeout=self._timeout, context=self._tls
            )
        return http.client.HTTPConnection(self._host, self._port, timeout=self._timeout)


__all__ = ["Refused", "Reply", "Retries", "Wire"]
