"""What a hub said of a commit, on disk: a commit never changes, so it is never asked twice."""

import logging
import os
import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from bot.hub.finding import Finding

MOST_BYTES = 32 << 20
_SHA = re.compile(r"[0-9a-f]{40}")
_logger = logging.getLogger("gpumem.hub")


@dataclass(frozen=True, slots=True)
class Kept:
    """A folder of findings, one file a commit; the oldest go where there are *most* bytes."""

    folder: Path
    most: int = MOST_BYTES

    def get(self, sha: str) -> Finding | None:
        """What is known of it; None too where the file cannot be read."""
        if not _SHA.fullmatch(sha):
            return None
        with suppress(OSError, ValidationError):
            return Finding.model_validate_json(self._path(sha).read_bytes())
        return None

    def put(self, finding: Finding) -> None:
        """A disk that is full or read-only costs a question more the next time, and no answer."""
        if not _SHA.fullmatch(finding.sha):
            return
        path = self._path(finding.sha)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            half = path.with_suffix(f".{os.getpid()}")
            half.write_text(finding.model_dump_json())
            half.replace(path)
            self._make_room()
        except OSError as error:
            _logger.warning("What the hub said could not be kept: %s", error.strerror)

    def _path(self, sha: str) -> Path:
        return self.folder / f"{sha}.json"

    def _make_room(self) -> None:
        files = [(path.stat(), path) for path in self.folder.glob("*.json")]
        over = sum(stat.st_size for stat, _ in files) - self.most
        for stat, path in sorted(files, key=lambda file: file[0].st_mtime):
            if over <= 0:
                return
            path.unlink(missing_ok=True)
            over -= stat.st_size
