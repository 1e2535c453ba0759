"""Quick tests of the code as it is. `strongroom type test` runs cases.toml against the component."""

import unittest

from secret_type import secret_type
from strongroom_secret_type.testing import Refused, problems, render, validate

LOGIN = {"server": "git.example.org", "user": "ann", "password": "correct-horse"}


class Test(unittest.TestCase):
    def test_takes_a_login_and_stores_the_server_in_lower_case(self) -> None:
        self.assertEqual(validate(secret_type, {**LOGIN, "server": "GIT.example.org"}), LOGIN)

    def test_refuses_a_password_that_is_the_user_name(self) -> None:
        found = problems(secret_type, {**LOGIN, "password": "ann"})
        self.assertEqual(found, {"password": "must not be the user name"})

    def test_gives_a_netrc_file_unless_one_cannot_hold_the_value(self) -> None:
        content = render(secret_type, "netrc", LOGIN)
        self.assertEqual(content, "machine git.example.org\nlogin ann\npassword correct-horse\n")
        with self.assertRaises(Refused):
            render(secret_type, "netrc", {**LOGIN, "password": "a b"})


if __name__ == "__main__":
    unittest.main()
