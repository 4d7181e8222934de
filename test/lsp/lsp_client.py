"""Drives a language server over its standard input and output."""

import json
import os
import queue
import subprocess
import threading
import time


class LspError(Exception):
    pass


class LspClient:
    def __init__(self, command, root, stderr_path):
        self.root = os.path.realpath(root)
        self.stderr = open(stderr_path, "wb")
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.stderr,
            cwd=self.root,
        )
        self.messages = queue.Queue()
        self.diagnostics = {}  # uri -> (version, list)
        self.next_id = 0
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        out = self.process.stdout
        while True:
            length = None
            while line := out.readline().strip():
                name, _, value = line.partition(b":")
                if name.lower() == b"content-length":
                    length = int(value)
            if length is None:
                self.messages.put(None)
                return
            self.messages.put(json.loads(out.read(length)))

    def _send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def _take(self, deadline):
        """The next message; answers the server's own requests by the way."""
        try:
            message = self.messages.get(timeout=max(0.0, deadline - time.monotonic()))
        except queue.Empty:
            raise LspError("no answer in time") from None
        if message is None:
            raise LspError(f"the server ended with {self.process.wait()}")
        if "method" in message and "id" in message:
            self._send({"id": message["id"], "result": None})
        elif message.get("method") == "textDocument/publishDiagnostics":
            params = message["params"]
            self.diagnostics[params["uri"]] = (
                params.get("version"),
                params["diagnostics"],
            )
        return message

    def notify(self, method, params):
        self._send({"method": method, "params": params})

    def request(self, method, params, timeout=60):
        self.next_id += 1
        self._send({"id": self.next_id, "method": method, "params": params})
        deadline = time.monotonic() + timeout
        while True:
            message = self._take(deadline)
            if message.get("id") == self.next_id and "method" not in message:
                if "error" in message:
                    raise LspError(f"{method}: {message['error']}")
                return message.get("result")

    def initialize(self):
        self.request(
            "initialize",
            {
                "processId": os.getpid(),
                "rootUri": "file://" + self.root,
                "capabilities": {
                    "textDocument": {
                        "publishDiagnostics": {
                            "relatedInformation": True,
                            "codeActionsInline": False,
                            "versionSupport": True,
                        },
                        "codeAction": {
                            "codeActionLiteralSupport": {
                                "codeActionKind": {"valueSet": ["quickfix"]}
                            }
                        },
                    }
                },
            },
        )
        self.notify("initialized", {})

    def uri(self, name):
        return "file://" + os.path.join(self.root, name)

    def open(self, name, text):
        self.notify(
            "textDocument/didOpen",
            {
                "textDocument": {
                    "uri": self.uri(name),
                    "languageId": "cpp",
                    "version": 1,
                    "text": text,
                }
            },
        )

    def change(self, name, version, text):
        self.notify(
            "textDocument/didChange",
            {
                "textDocument": {"uri": self.uri(name), "version": version},
                "contentChanges": [{"text": text}],
                "wantDiagnostics": True,
            },
        )

    def wait_for_diagnostics(self, name, version, timeout=120):
        deadline = time.monotonic() + timeout
        uri = self.uri(name)
        while True:
            known = self.diagnostics.get(uri)
            if known and known[0] == version:
                return known[1]
            self._take(deadline)

    def code_actions(self, name, diagnostic):
        return self.request(
            "textDocument/codeAction",
            {
                "textDocument": {"uri": self.uri(name)},
                "range": diagnostic["range"],
                "context": {"diagnostics": [diagnostic], "only": ["quickfix"]},
            },
        )

    def shutdown(self, timeout=30):
        self.request("shutdown", None)
        self.notify("exit", None)
        status = self.process.wait(timeout)
        self.stderr.close()
        return status
