"""What the client asks and reads is what the server's OpenAPI document has."""

import json
import unittest
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import strongroom_client as sr
from server import ROOT

FILE = ROOT / "crates/gateway/tests/gateway/snapshots/gateway__document__openapi.snap"
ID = "2Cd00000000000000000000000a"
NAMED = {"Id": ID, "Key": f"secret/Custom/{ID}", "Type": "secret/Custom", "Owner": f"project/{ID}"}


class DocumentTest(unittest.TestCase):
    def setUp(self):
        self.document = json.loads(FILE.read_text().split("---", 2)[2])
        self.operations, self.failures = set(), []
        test = self

        class Handler(BaseHTTPRequestHandler):
            def serve(self):
                body = self.rfile.read(int(self.headers.get("content-length", 0)))
                try:
                    status, answer = test.answered(self.command, self.path, body, self.headers)
                except Exception as why:
                    test.failures.append(f"{self.command} {self.path}: {why!r}")
                    status, answer = 500, b""
                self.send_response(status)
                self.send_header("content-length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            do_GET = do_POST = do_PATCH = do_DELETE = serve

            def log_message(self, *_):
                pass

        http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        Thread(target=http.serve_forever, args=(0.01,), daemon=True).start()
        self.addCleanup(http.server_close)
        self.addCleanup(http.shutdown)
        self.address = f"http://127.0.0.1:{http.server_port}"

    def resolved(self, schema):
        while "$ref" in schema:
            schema = self.document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
        return schema

    def least(self, schema):
        """An answer with what is required and nothing else."""
        name = schema.get("$ref", "").rsplit("/", 1)[-1]
        if name in NAMED:
            return NAMED[name]
        schema = self.resolved(schema)
        if "anyOf" in schema:
            return None
        kind = schema.get("type", "string")
        kind = kind[-1] if kind == ["string", "null"] else kind if isinstance(kind, str) else kind[0]
        if kind == "object":
            return {name: self.least(schema["properties"][name]) for name in schema.get("required", ())}
        if kind == "array":
            return [self.least(schema["items"])]
        return {"string": schema.get("const", "text"), "integer": 1, "boolean": False, "null": None}[kind]

    def answered(self, method, target, body, headers):
        url = urlsplit(target)
        parts = url.path.split("/")
        fits = [
            template
            for template in self.document["paths"]
            if len(template.split("/")) == len(parts)
            and all(t == p or t.startswith("{") for t, p in zip(template.split("/"), parts))
        ]
        operation = self.document["paths"][min(fits, key=lambda it: it.count("{"))][method.lower()]
        self.operations.add(operation["operationId"])
        parameters = {p["name"] for p in operation.get("parameters", ()) if p["in"] != "path"}
        unknown = set(parse_qs(url.query)) - parameters
        assert not unknown, f"takes no {unknown}"
        assert "If-Match" not in headers or "If-Match" in parameters, "takes no If-Match"
        content = operation.get("requestBody", {}).get("content", {})
        assert bool(content) == bool(body), "has a body and should not, or the other way round"
        if body:
            media_type = headers["content-type"]
            is_form = media_type.endswith("urlencoded")
            sent = set(parse_qs(body.decode()) if is_form else json.loads(body))
            schema = self.resolved(content[media_type]["schema"])
            schema = self.resolved(schema["oneOf"][0]) if "oneOf" in schema else schema
            assert sent <= set(schema["properties"]), f"takes no {sent - set(schema['properties'])}"
            assert set(schema["required"]) <= sent, f"wants {schema['required']}"
        status, response = next(it for it in operation["responses"].items() if it[0][0] == "2")
        if "content" not in response:
            return int(status), b""
        made = self.least(response["content"]["application/json"]["schema"])
        return int(status), json.dumps(made).encode()

    def test_everything_that_is_sent_is_in_the_document_and_its_least_answer_is_read(self):
        credential = sr.ClientCredentials(ID, sr.Secret("a"))
        client = sr.Client(self.address, credential, retries=sr.Retries(count=0))
        owner, key, value = f"project/{ID}", NAMED["Key"], sr.Secret("1")
        calls = [
            client.projects,
            lambda: client.create_project("a", ID),
            lambda: next(client.list(owner)),
            lambda: client.find(owner, "a"),
            lambda: client.read(owner, key),
            lambda: client.reveal(owner, key, version=2, fields=["value"]),
            lambda: client.render(owner, key, "json"),
            lambda: client.create(owner, "Custom", "a", value, labels={"a": "b"}),
            lambda: client.update(owner, key, expect='"3.7"', value=value, name="b", description="", labels={}),
            lambda: client.versions(owner, key),
            lambda: client.rotate(owner, key),
            lambda: client.delete(owner, key, expect='"3"'),
        ]
        for call in calls:
            call()
        self.assertEqual(self.failures, [])
        self.assertEqual(len(self.operations), 10, self.operations)
