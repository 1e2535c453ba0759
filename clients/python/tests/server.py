"""One server for all tests, and fronts before it that change what it answers."""

import json
import os
import shutil
import subprocess
import tempfile
import threading
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from strongroom_client import Client, Retries, Secret

ROOT = Path(__file__).resolve().parents[3]
AT_ONCE = Retries(first_pause=0.0, longest_pause=2.0)


class Server:
    def __init__(self):
        program = Path(os.environ.get("STRONGROOM_BIN", ROOT / "target/release/strongroom"))
        dist = Path(os.environ.get("STRONGROOM_DIST", ROOT / "dist"))
        self._data = tempfile.TemporaryDirectory()
        cache = Path(self._data.name) / "cache"
        cache.mkdir(mode=0o700)
        # Compiling the core takes seconds, and the end-to-end suites leave what they compiled.
        for code in (program.parent / "strongroom-tests-machine-code").glob("*.cwasm"):
            shutil.copy(code, cache)
        command = [program, "serve", "--json", "--listen", "127.0.0.1:0", "--data", self._data.name]
        command += ["--core", dist / "strongroom-core.wasm", "--types", dist / "types"]
        clean = {n: v for n, v in os.environ.items() if not n.startswith("STRONGROOM_")}
        self._child = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL, env=clean
        )
        said = json.loads(self._child.stdout.readline())
        self.address, self.token = said["address"], said["owner_token"]

    def stop(self):
        self._child.kill()
        self._child.wait()
        self._child.stdout.close()
        self._data.cleanup()

    def client(self, address=None, credential=None):
        return Client(address or self.address, credential or Secret(self.token), retries=AT_ONCE)

    def admin(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        request = urllib.request.Request(self.address + path, data, headers, method=method)
        with urllib.request.urlopen(request) as answer:
            return json.loads(answer.read() or "null")


class Front:
    """`deed(number, method, target)` gives None to pass, "lose", a dict of headers to set, or
    (status, headers, body)."""

    def __init__(self, server, deed):
        self.seen = []
        front = self

        class Handler(BaseHTTPRequestHandler):
            def serve(self):
                body = self.rfile.read(int(self.headers.get("content-length", 0)))
                front.seen.append((self.command, self.path, body, self.headers))
                done = deed(len(front.seen) - 1, self.command, self.path)
                if isinstance(done, tuple):
                    status, headers, content = done
                else:
                    sent = {n: v for n, v in self.headers.items() if n.lower() != "host"}
                    url = server.address + self.path
                    request = urllib.request.Request(url, body or None, sent, method=self.command)
                    try:
                        with urllib.request.urlopen(request) as answer:
                            status, headers, content = answer.status, dict(answer.headers), answer.read()
                    except urllib.error.HTTPError as answer:
                        status, headers, content = answer.code, dict(answer.headers), answer.read()
                    headers = {n.lower(): v for n, v in headers.items()} | (done if isinstance(done, dict) else {})
                if done == "lose":
                    return
                self.send_response(status)
                headers.pop("content-length", None)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("content-length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = serve

            def log_message(self, *_):
                pass

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._http.serve_forever, args=(0.01,), daemon=True).start()
        self.address = f"http://127.0.0.1:{self._http.server_port}"

    def targets(self, text=""):
        return [target for _, target, _, _ in self.seen if text in target]

    def stop(self):
        self._http.shutdown()
        self._http.server_close()


def problem(status, kind):
    body = {"type": f"urn:strongroom:problem:{kind}", "title": "t", "status": status}
    return status, {"retry-after": "0"}, json.dumps(body | {"detail": "d", "request_id": "r"}).encode()
