"""From an author's objects to the classes of the contract. Works in a component alone, where
componentize-py puts the modules of the contract."""

from __future__ import annotations

import os
import random
from typing import Any

from componentize_py_types import Err
from wit_world.imports import types

from . import secret_type as ours
from .rotation import Failure, Rotation
from .value import Problem, Problems, Refused, decode, encode


def _pairs(fields: list[Any]) -> list[tuple[str, bytes]]:
    return [(field.name, field.value) for field in fields]


def _fields(pairs: list[tuple[str, bytes]]) -> list[types.Field]:
    return [types.Field(name, content) for name, content in pairs]


def _problems(problems: list[Problem]) -> list[types.Problem]:
    return [types.Problem(problem.field, problem.message) for problem in problems]


def _about(about: Any) -> ours.About:
    return ours.About(about.name, about.now)


def _described(it: ours.SecretType) -> types.Description:
    kinds = {kind.name.lower().replace("_", "-"): kind for kind in types.FieldKind}
    fields = [
        types.FieldDescription(
            name=field.name,
            title=field.title,
            kind=kinds[field.kind],
            required=field.required,
            sensitive=field.sensitive,
            pattern=field.pattern,
            choices=[types.Choice(choice.value, choice.title) for choice in field.choices],
            default=field.default,
            help=field.help,
        )
        for field in it.fields
    ]
    renderings = [
        types.Rendering(one.format, one.title, one.media_type, one.help) for one in it.renderings
    ]
    return types.Description(it.id, it.title, it.help, fields, renderings)


def secret_type_class(it: ours.SecretType) -> type:
    """What componentize-py looks for under the name `SecretType`."""
    from wit_world.exports import secret_type as contract

    # Once, while the component is built.
    description = _described(it)

    class SecretType:
        def describe(self) -> types.Description:
            return description

        def validate(self, fields: list[types.Field]) -> list[types.Field]:
            try:
                return _fields(it.run_validate(_pairs(fields)))
            except Refused as refused:
                raise Err(_problems(refused.problems)) from None

        def render(self, format: str, about: types.About, fields: list[types.Field]) -> bytes:
            try:
                return it.run_render(format, _about(about), _pairs(fields))
            except ours.UnknownFormat:
                raise Err(contract.RenderError_UnknownFormat()) from None
            except Refused as refused:
                problems = _problems(refused.problems)
                raise Err(contract.RenderError_NotRepresentable(problems)) from None

    return SecretType


def rotation_class(it: ours.SecretType, rotation: Rotation) -> type:
    """What componentize-py looks for under the name `Rotation`."""
    from wit_world.exports import rotation as contract

    def run(step: Any, about: Any, *values: list[Any]) -> Any:
        # The generator's state is that of the day the component was built. For credentials there is
        # `secrets`; this is for who takes `random` all the same.
        random.seed(os.urandom(32))
        problems = Problems()
        try:
            decoded = [decode(it.binary, _pairs(fields)) for fields in values]
            answer = step(*decoded, _about(about), problems)
            if len(problems):
                raise Refused(problems)
            return answer
        except Refused as refused:
            raise Err(contract.Failure_Invalid(_problems(refused.problems))) from None
        except Failure as failure:
            case = getattr(contract, f"Failure_{type(failure).__name__}", contract.Failure_Failed)
            raise Err(case(str(failure))) from None

    class RotationClass:
        def check(self, about: Any, current: list[Any]) -> None:
            run(rotation.check, about, current)

        def create(self, about: Any, current: list[Any]) -> list[types.Field]:
            return _fields(encode(run(rotation.create, about, current)))

        def set(self, about: Any, current: list[Any], next: list[Any]) -> None:
            run(rotation.set, about, current, next)

        def test(self, about: Any, current: list[Any], next: list[Any]) -> None:
            run(rotation.test, about, current, next)

        def finish(self, about: Any, current: list[Any], next: list[Any]) -> None:
            run(rotation.finish, about, current, next)

        def revoke(self, about: Any, current: list[Any], previous: list[Any]) -> None:
            run(rotation.revoke, about, current, previous)

    return RotationClass
