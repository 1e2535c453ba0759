"""Types as their authors test them: without a component."""

import unittest

from strongroom_secret_type import (
    About,
    Choice,
    Field,
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
from strongroom_secret_type.secret_type import UnknownFormat
from strongroom_secret_type.testing import Refused, problems, render, validate


def login() -> SecretType:
    return SecretType(
        "Login",
        fields=[
            text("server", "Server", required=True),
            password("password", "Password"),
            file("key", "Key", binary=True),
        ],
    )


class Description(unittest.TestCase):
    def test_what_is_secret_is_so_without_being_told(self) -> None:
        fields = [
            text("a", "A"),
            password("b", "B"),
            multi_line("c", "C"),
            number("d", "D"),
            choice("e", "E", ["x"]),
            file("f", "F"),
        ]
        self.assertEqual(
            [field.sensitive for field in fields], [False, True, True, False, False, True]
        )

    def test_choices_may_be_words(self) -> None:
        field = choice("a", "A", ["x", Choice("y", "Y")], default="x")
        self.assertEqual(field.choices, [Choice("x", "x"), Choice("y", "Y")])

    def test_what_cannot_be_is_refused_while_the_type_is_built(self) -> None:
        with self.assertRaisesRegex(ValueError, "needs choices"):
            choice("a", "A", [])
        with self.assertRaisesRegex(ValueError, "needs choices"):
            Field("a", "A", "text", choices=[Choice("x", "x")])
        with self.assertRaisesRegex(ValueError, "no default"):
            text("a", "A", sensitive=True, default="x")
        with self.assertRaises(TypeError):
            text("a", "A", requird=True)  # type: ignore[call-arg]


class Validation(unittest.TestCase):
    def test_a_value_is_kept_to_the_byte_where_nothing_is_returned(self) -> None:
        fields = [
            ("server", "\ufeffa\r\n\u00e9\0".encode()),
            ("password", b""),
            ("key", bytes(range(256))),
        ]
        self.assertEqual(login().run_validate(fields), fields)

    def test_what_validate_returns_or_changes_is_stored(self) -> None:
        returning = login()

        @returning.validate
        def _(value: Value, problems: Problems) -> Value:
            return {"server": value["server"].strip()}

        self.assertEqual(validate(returning, {"server": " a "}), {"server": "a"})
        changing = login()

        @changing.validate
        def _(value: Value, problems: Problems) -> None:
            value["server"] = "b"
            value["password"] = None

        self.assertEqual(validate(changing, {"server": "a", "password": "c"}), {"server": "b"})

    def test_all_problems_are_told_at_once(self) -> None:
        it = login()

        @it.validate
        def _(value: Value, problems: Problems) -> None:
            problems.add("server", "is wrong")
            problems.add("", "so is all of it")

        self.assertEqual(
            problems(it, {"server": "a"}), {"server": "is wrong", "": "so is all of it"}
        )

    def test_bytes_that_are_no_text_are_a_problem_and_validate_is_not_asked(self) -> None:
        it = login()

        @it.validate
        def _(value: Value, problems: Problems) -> None:
            raise AssertionError("asked")

        self.assertEqual(problems(it, {"server": b"\xff"}), {"server": "must be UTF-8 text"})

    def test_a_mistake_in_the_type_is_no_problem_of_the_value_and_does_not_tell_it(self) -> None:
        it = login()
        for wrong in (1234567, "\ud8001234567"):

            @it.validate
            def _(value: Value, problems: Problems, wrong: object = wrong) -> Value:
                return {"server": wrong}

            with self.assertRaises(TypeError) as caught:
                validate(it, {"server": "a"})
            self.assertIn("field server", str(caught.exception))
            self.assertNotIn("1234567", str(caught.exception))


class Rendering(unittest.TestCase):
    def test_renders_what_the_description_names(self) -> None:
        it = login()

        @it.rendering("line", "text/plain")
        def _(value: Value, about: About, problems: Problems) -> str:
            return f"{about.name} {about.now} {value['server']}"

        self.assertEqual(render(it, "line", {"server": "a"}, About("n", 7)), "n 7 a")
        with self.assertRaises(UnknownFormat):
            render(it, "xml", {"server": "a"})

    def test_a_value_that_a_format_cannot_hold_is_a_problem(self) -> None:
        it = login()

        @it.rendering("line", "text/plain")
        def _(value: Value, about: About, problems: Problems) -> str:
            problems.add("server", "has a blank")
            return ""

        with self.assertRaises(Refused) as caught:
            render(it, "line", {"server": "a b"})
        self.assertEqual([p.message for p in caught.exception.problems], ["has a blank"])


if __name__ == "__main__":
    unittest.main()
