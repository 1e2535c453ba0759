"""The conformance type in Python: what it does on which value is the same in every language."""

import json

from strongroom_secret_type import (
    About,
    Choice,
    Problems,
    SecretType,
    Value,
    choice,
    file,
    multi_line,
    number,
    password,
    text,
)

secret_type = SecretType(
    "Conformance",
    "Conformance — ü 秘密",
    help="Every kind of field.\nIn two lines.",
    fields=[
        text("what", "What to do", required=True, help="See the cases."),
        password("secret", "Secret"),
        multi_line("lines", "Lines", sensitive=False, default="one\ntwo"),
        number("number", "Number", default="1"),
        choice("choice", "Choice", [Choice("a", "The letter A"), "b"], default="a"),
        file("file", "File", binary=True),
        text("constructor", "Named like a built-in", pattern=r"[a-z]+|\d{2}"),
    ],
)


@secret_type.validate
def validate(value: Value, problems: Problems) -> Value | None:
    match value["what"]:
        case "all":
            problems.add("what", "is wrong")
            problems.add("secret", "is wrong too")
            problems.add("", "so is all of it")
        case "tell":
            problems.add("secret", f"must not be {value['secret']}")
        case "trap":
            raise RuntimeError("on purpose")
        case "loop":
            while True:
                pass
        case "unknown":
            return {**value, "unheard": "of"}
        case "drop":
            value.pop("secret", None)
        case "upper":
            return {**value, "secret": value["secret"].upper()}
    return None


@secret_type.rendering("about", "text/plain; charset=utf-8", title="About")
def about(value: Value, about: About, problems: Problems) -> str:
    return f"{about.name} {about.now} {value.get('constructor', 'none')}\n"


@secret_type.rendering(
    "bytes", "application/octet-stream", title="Bytes", help="The file as it is."
)
def as_bytes(value: Value, about: About, problems: Problems) -> bytes:
    if "file" not in value:
        problems.add("file", "must be given")
    return value.get("file", b"")


@secret_type.rendering("odd", "application/x-odd+json", title="Odd")
def odd(value: Value, about: About, problems: Problems) -> str | bytes:
    if value["what"] == "trap later":
        raise RuntimeError("on purpose")
    if value["what"] == "large":
        return bytes(2 << 20)
    return '{"secret":' + json.dumps(value.get("secret"), ensure_ascii=False) + "}"
