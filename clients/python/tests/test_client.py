"""The client against a real server: `STRONGROOM_BIN` with what lies in `STRONGROOM_DIST`."""

import concurrent.futures
import json
import os
import pickle
import tempfile
import unittest

import strongroom_client as sr
from server import ROOT, Front, Server, problem

PLANTED = "planted-4711"
REVEAL = "decrypt=true"


class ClientTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server()
        cls.addClassCleanup(cls.server.stop)

    def setUp(self):
        self.client = self.server.client()
        name = self.id().rsplit(".", 1)[1]
        self.owner = f"project/{self.client.create_project(name).id}"
        self.reference = f"sr://project/{name}/a/value"
        self.made = self.client.create(self.owner, "Custom", "a", sr.Secret(PLANTED))

    def front(self, deed):
        front = Front(self.server, deed)
        self.addCleanup(front.stop)
        return front, self.server.client(front.address)

    def test_a_secret_is_read_changed_rolled_back_rendered_and_deleted(self):
        client, owner, key = self.client, self.owner, self.made.key
        self.assertEqual(client.get(self.reference).expose(), PLANTED)
        changed = client.update(owner, key, expect=self.made.as_read, value=sr.Secret("2"), description="d")
        self.assertEqual((changed.version, changed.description), (2, "d"))
        self.assertEqual(client.rollback(owner, key, 1).version, 3)
        self.assertEqual(client.reveal(owner, key).value.expose(), PLANTED)
        self.assertEqual([v.version for v in client.versions(owner, key)], [3, 2, 1])
        self.assertEqual(client.render(owner, key, "dotenv-shell").content, f"export A='{PLANTED}'\n".encode())
        self.assertEqual([s.name for s in client.list(owner)], ["a"])
        client.delete(owner, key, expect=None)
        with self.assertRaises(sr.NotFound):
            client.read(owner, key)

    def test_fields_are_got_by_reference_and_a_reference_to_nothing_says_why(self):
        fields = {"access_key": "AK", "secret_key": PLANTED, "endpoint": "https://s3.example.com"}
        value = {name: sr.Secret(text) for name, text in fields.items()}
        self.client.create(self.owner, "S3Connection", "b / c", value)
        self.assertEqual(self.client.get(f"sr://{self.owner}/b%20%2F%20c/access_key").expose(), "AK")
        for rest, why in [("b%20%2F%20c", "several fields"), ("nope", "no secret of this name")]:
            with self.assertRaisesRegex(sr.Unresolved, why):
                self.client.get(f"sr://{self.owner}/{rest}")

    def test_a_change_of_what_somebody_else_changed_says_what_it_is_now(self):
        change = {"expect": self.made.as_read, "description": "b"}
        self.client.update(self.owner, self.made.key, **change)
        with self.assertRaises(sr.Stale) as caught:
            self.client.update(self.owner, self.made.key, **change)
        self.assertEqual(caught.exception.current, '"1.2"')

    def test_a_read_is_asked_again_and_repetition_ends(self):
        front, client = self.front(lambda n, *_: problem(503, "unavailable") if n < 2 else None)
        client.projects()
        self.assertEqual(len(front.seen), 3)
        front, client = self.front(lambda *_: problem(503, "unavailable"))
        with self.assertRaises(sr.Unavailable):
            client.projects()
        self.assertEqual(len(front.seen), 4)

    def test_what_would_be_made_twice_is_sent_once_and_a_lost_change_is_no_conflict(self):
        front, client = self.front(lambda *_: "lose")
        with self.assertRaises(sr.Unreachable):
            client.create(self.owner, "Custom", "b", sr.Secret("1"))
        self.assertEqual(len(front.seen), 1)
        front, client = self.front(lambda n, *_: "lose" if n == 0 else None)
        with self.assertRaises(sr.Uncertain):
            client.update(self.owner, self.made.key, expect=self.made.as_read, value=sr.Secret("2"))
        self.assertEqual(self.client.read(self.owner, self.made.key).version, 2)

    def test_nothing_is_kept_unless_the_server_allows_it(self):
        for allowed, asked in [(None, 2), ({"cache-control": "private, max-age=60"}, 1)]:
            front, client = self.front(lambda *_: allowed)
            for _ in range(2):
                client.reveal(self.owner, self.made.key)
            self.assertEqual(len(front.targets(REVEAL)), asked)
            client.reveal(self.owner, self.made.key, fresh=True)
            self.assertEqual(len(front.targets(REVEAL)), asked + 1)

    def test_a_revoked_token_empties_the_cache(self):
        token = self.server.admin("POST", "/api/identity/v2/tokens", {"name": "t", "expires_in": 600})
        front, _ = self.front(lambda *_: {"cache-control": "max-age=600"})
        client = self.server.client(front.address, sr.Secret(token["token"]))
        client.reveal(self.owner, self.made.key)
        self.server.admin("DELETE", f"/api/identity/v2/tokens/{token['id']}")
        client.reveal(self.owner, self.made.key)
        with self.assertRaises(sr.Unauthenticated):
            client.projects()
        with self.assertRaises(sr.Unauthenticated):
            client.reveal(self.owner, self.made.key)

    def test_a_client_signs_in_once_for_all_threads_and_again_when_it_is_refused(self):
        scope = {"on": self.owner, "permissions": ["metadata", "reveal"]}
        body = {"name": "job", "expires_in": 600, "scopes": [scope]}
        made = self.server.admin("POST", f"/api/identity/v2/clients/{self.owner}", body)
        refuse = []
        front, _ = self.front(lambda n, m, t: refuse.pop() if refuse and "login" not in t else None)
        client = self.server.client(
            front.address, sr.ClientCredentials(made["id"], sr.Secret(made["client_secret"]))
        )
        with concurrent.futures.ThreadPoolExecutor(8) as threads:
            values = list(threads.map(lambda _: client.reveal(self.owner, self.made.key).value, range(8)))
        self.assertEqual(values[0].expose(), PLANTED)
        self.assertEqual(len(front.targets("login")), 1)
        refuse.append(problem(401, "unauthenticated"))
        client.reveal(self.owner, self.made.key)
        self.assertEqual(len(front.targets("login")), 2)

    def test_nobody_is_led_elsewhere_with_a_token(self):
        other, _ = self.front(lambda *_: None)
        front, client = self.front(lambda *_: (307, {"location": other.address + "/"}, b""))
        with self.assertRaises(sr.NotStrongroom):
            client.projects()
        self.assertEqual(other.seen, [])
        with self.assertRaises(sr.BadAddress):
            sr.Client("http://10.0.0.1", sr.Secret("a"))

    def test_a_token_file_that_everybody_can_read_is_refused(self):
        with tempfile.NamedTemporaryFile("w") as file:
            file.write(self.server.token + "\n")
            file.flush()
            client = self.server.client(None, sr.TokenFile(file.name))
            os.chmod(file.name, 0o644)
            with self.assertRaisesRegex(sr.NoCredential, "chmod 600"):
                client.projects()
            os.chmod(file.name, 0o600)
            client.projects()

    def test_nothing_secret_is_in_what_may_be_printed(self):
        secret = sr.Secret(PLANTED)
        revealed = self.client.reveal(self.owner, self.made.key)
        rendering = self.client.render(self.owner, self.made.key, "json")
        printed = [f"{secret}{secret!r}{secret:>9}%s" % secret, repr((revealed, rendering, self.client))]
        for act in [
            lambda: self.client.create(self.owner, "Custom", "a", secret),
            lambda: self.client.update(self.owner, self.made.key, expect=None, value={"x": secret}),
            lambda: self.server.client(None, secret).projects(),
            lambda: self.server.client(None, sr.ClientCredentials("a", secret)).projects(),
        ]:
            with self.assertRaises(sr.Refused) as caught:
                act()
            printed.append(f"{caught.exception} {caught.exception!r} {vars(caught.exception)}")
        for text in printed:
            self.assertNotIn(PLANTED, text)
        with self.assertRaises(TypeError):
            pickle.dumps(secret)
        with self.assertRaises(TypeError):
            json.dumps(secret)


if __name__ == "__main__":
    unittest.main()
