"""A client of a Strongroom server.

    client = Client.from_env()
    key = client.get("sr://project/demo/stripe/value").expose()
"""

from ._client import Client, Project, Rendering, Revealed, SecretInfo, Value, Version
from ._credentials import ClientCredentials, Credential, TokenFile
from ._errors import (
    BadAddress,
    Conflict,
    Forbidden,
    Invalid,
    NoCredential,
    NotFound,
    NotStrongroom,
    Refused,
    Stale,
    StrongroomError,
    Unauthenticated,
    Unavailable,
    Uncertain,
    Unreachable,
    Unresolved,
)
from ._secret import Secret
from ._wire import Retries

__all__ = [name for name in dir() if name[0].isupper()]
