"""`Rotation`: for types that talk to the service whose credentials they know."""

from __future__ import annotations

from abc import ABC, abstractmethod

from .secret_type import About
from .value import Problems, Value


class Failure(Exception):
    """Why a step was not done. The message holds no piece of a value."""


class Rejected(Failure):
    """The service says that the credential is not good."""


class Unavailable(Failure):
    """The service cannot be reached, or says to come again later."""


class Failed(Failure):
    """The service's answer makes no sense, or this cannot be done for this value."""


class Rotation(ABC):
    """The steps. One object in a module, under the name `rotation`.

    Each step, done twice with the same input, ends as done once. A step raises a `Failure`, or adds
    to `problems` what the value lacks.
    """

    @abstractmethod
    def check(self, current: Value, about: About, problems: Problems) -> None:
        """Whether the credential works now."""

    @abstractmethod
    def create(self, current: Value, about: About, problems: Problems) -> Value:
        """Makes the next value, without making it valid anywhere."""

    @abstractmethod
    def set(self, current: Value, next: Value, about: About, problems: Problems) -> None:
        """Makes the next value known to the service. The current one still works."""

    def test(self, current: Value, next: Value, about: About, problems: Problems) -> None:
        """Whether the next value works; as long as nothing else is said, whether `check` says so."""
        self.check(next, about, problems)

    def finish(self, current: Value, next: Value, about: About, problems: Problems) -> None:
        """The next value is about to be the current one: what has to happen at the service then."""

    @abstractmethod
    def revoke(self, current: Value, previous: Value, about: About, problems: Problems) -> None:
        """Ends the value that was current before."""
