"""A connected type in Python: built, and its imports read; it is not called."""

import secrets

from strongroom_secret_type import About, Problems, Rejected, Rotation, SecretType, Value, password
from strongroom_secret_type.outbound import send

secret_type = SecretType("Connected", fields=[password("token", "Token", required=True)])


class Tokens(Rotation):
    def check(self, current: Value, about: About, problems: Problems) -> None:
        headers = {"Authorization": f"Bearer {current['token']}"}
        if send("GET", "https://api.example.com/me", headers=headers).status != 200:
            raise Rejected("the service does not know the token")

    def create(self, current: Value, about: About, problems: Problems) -> Value:
        return {"token": secrets.token_hex(16)}

    def set(self, current: Value, next: Value, about: About, problems: Problems) -> None:
        pass

    def revoke(self, current: Value, previous: Value, about: About, problems: Problems) -> None:
        pass


rotation = Tokens()
