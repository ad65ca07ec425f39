"""A hub on loopback that serves repositories as the real one does, and breaks them on request."""

import json
import struct
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote, urlsplit

SHA = "5f3c1b2a9d8e7f60112233445566778899aabbcc"


@dataclass
class Repository:
    """*files* by name; a large one as its first bytes and its whole size."""

    files: Mapping[str, bytes | tuple[bytes, int]]
    tags: tuple[str, ...] = ()
    gated: bool = False
    moved_to: str = ""
    sha: str = SHA


@dataclass
class LocalHub:
    """*fault* is what goes wrong with the next answers; *asked* are the paths, in order."""

    repositories: dict[str, Repository]
    fault: str = ""
    pause: float = 1.0  # seconds, of the fault "slow"
    token: str = "hf_accepted"
    asked: list[str] = field(default_factory=list)
    address: str = ""


@contextmanager
def serve(hub: LocalHub) -> Iterator[str]:
    """Its address, while it runs."""

    class Handler(_Handler):
        pass

    Handler.hub = hub
    server = _Server(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=lambda: server.serve_forever(0.02), daemon=True)
    thread.start()
    hub.address = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield hub.address
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(ThreadingHTTPServer):
    def handle_error(self, *_: Any) -> None:
        """A client that has seen enough hangs up."""


class _Handler(BaseHTTPRequestHandler):
    hub: LocalHub
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        hub, path = self.hub, unquote(urlsplit(self.path).path)
        hub.asked.append(path)
        if hub.fault == "slow":
            time.sleep(hub.pause)
        if hub.fault == "limited":
            return self._json(429, {"error": "Too many requests"})
        if hub.fault == "broken server":
            return self._json(503, {"error": "Service unavailable"})
        if hub.fault == "redirects":
            return self._redirect(self.path)
        if path.startswith("/api/models/"):
            return self._info(path.removeprefix("/api/models/").split("/revision/")[0])
        owner, name, _, _, file = path.removeprefix("/").split("/", 4)
        return self._file(f"{owner}/{name}", file)

    def do_HEAD(self) -> None:
        self.do_GET()

    def _info(self, id: str) -> None:
        repository = self.hub.repositories.get(id)
        if repository is None:
            headers = {"X-Error-Code": "RepoNotFound"}
            return self._json(401, {"error": "Repository not found"}, headers)
        if repository.moved_to:
            return self._redirect(f"/api/models/{repository.moved_to}")
        if self.hub.fault == "not json":
            return self._bytes(200, b"<html>maintenance</html>")
        siblings = [
            {"rfilename": name, "size": body[1] if isinstance(body, tuple) else len(body)}
            for name, body in repository.files.items()
        ]
        return self._json(
            200,
            {
                "_id": "1",
                "id": id,
                "modelId": id,
                "sha": repository.sha,
                "gated": "manual" if repository.gated else False,
                "tags": list(repository.tags),
                "siblings": siblings,
            },
        )

    def _file(self, id: str, name: str) -> None:
        repository = self.hub.repositories[id]
        if repository.gated and self.headers.get("Authorization") != f"Bearer {self.hub.token}":
            headers = {"X-Error-Code": "GatedRepo"}
            return self._json(403, {"error": "Access is restricted"}, headers)
        body = repository.files.get(name)
        if body is None:
            return self._json(404, {"error": "no"}, {"X-Error-Code": "EntryNotFound"})
        held, size = body if isinstance(body, tuple) else (body, len(body))
        first, last = 0, size - 1
        asked = self.headers.get("Range")
        if asked:
            first, last = (int(part) for part in asked.removeprefix("bytes=").split("-"))
            last = min(last, size - 1)
        part = held[first : last + 1]
        part += bytes(max(0, min(last + 1 - first, 1 << 20) - len(part)))
        if self.hub.fault == "cut off":
            part = part[:200]
            return self._bytes(206, part, length=len(part))
        if self.hub.fault == "lies about its length":
            self.close_connection = True
            return self._bytes(206, part[:50], length=len(part) + 1000)
        return self._bytes(206 if asked else 200, part)

    def _redirect(self, to: str) -> None:
        self.send_response(307)
        self.send_header("Location", to)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _json(self, status: int, body: object, headers: Mapping[str, str] | None = None) -> None:
        self._bytes(status, json.dumps(body).encode(), headers)

    def _bytes(
        self,
        status: int,
        body: bytes,
        headers: Mapping[str, str] | None = None,
        *,
        length: int | None = None,
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            try:
                self.wfile.write(body)
            except OSError:
                self.close_connection = True

    def log_message(self, *_: Any) -> None:
        """Nothing is printed."""


def safetensors(tensors: Mapping[str, tuple[str, list[int], int]]) -> tuple[bytes, int]:
    """A file of *tensors* (dtype, shape, bytes): its header, and how long it would be."""
    at, header = 0, {}
    for name, (dtype, shape, size) in tensors.items():
        header[name] = {"dtype": dtype, "shape": shape, "data_offsets": [at, at + size]}
        at += size
    text = json.dumps(header).encode()
    head = struct.pack("<Q", len(text)) + text
    return head, len(head) + at


def gguf(words: int, tensors: int, weights: int) -> tuple[bytes, int]:
    """A GGUF file with a vocabulary of *words*, whose weights take so many bytes."""
    text = b"token"
    one = struct.pack("<Q", len(text)) + text
    head = b"GGUF" + struct.pack("<IQQ", 3, tensors, 3)
    head += _string("general.architecture") + struct.pack("<I", 8) + _string("qwen3")
    head += _string("qwen3.block_count") + struct.pack("<II", 4, 64)
    head += _string("tokenizer.ggml.tokens") + struct.pack("<IIQ", 9, 8, words) + one * words
    for index in range(tensors):
        head += _string(f"blk.{index}.attn_q.weight")
        head += struct.pack("<IQQIQ", 2, 5120, 5120, 12, 0)
    head += bytes(-len(head) % 32)
    return head, len(head) + weights


def _string(text: str) -> bytes:
    return struct.pack("<Q", len(text)) + text.encode()
