"""Write a secret type for Strongroom: what a kind of secret looks like, whether a value of it makes
sense, and the forms it can be given out in.

Not in here: anything that reaches out. That is `outbound`, for connected types alone.
"""

from .describe import (
    Choice,
    Field,
    choice,
    file,
    multi_line,
    number,
    password,
    text,
)
from .rotation import Failed, Failure, Rejected, Rotation, Unavailable
from .secret_type import About, SecretType
from .value import Problem, Problems, Value

__all__ = [
    "About",
    "Choice",
    "Failed",
    "Failure",
    "Field",
    "Problem",
    "Problems",
    "Rejected",
    "Rotation",
    "SecretType",
    "Unavailable",
    "Value",
    "choice",
    "file",
    "multi_line",
    "number",
    "password",
    "text",
]
