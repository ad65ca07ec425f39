"""Bytes that are held, and the most that were: of a GPU as PyTorch says, of a CPU counted."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.oracle.live import Live, torch


class Meter:
    """*held* and *most* of what runs inside `measuring`, beyond what was there before: bytes."""

    def __init__(self, device: str) -> None:
        self.device = device
        self.held = self.most = 0
        self._live: Any = None

    @contextmanager
    def measuring(self, known: Any) -> Iterator["Meter"]:
        """*known*: tensors that are there before; a GPU knows them itself."""
        if self.device == "cpu":
            self._live = Live(known)
            with self._live:
                yield self
            self.held = self._live.now - self._live.start
            self.most = self._live.peak - self._live.start
            return
        torch.cuda.synchronize()
        torch.cuda.empty_cache()
        torch.cuda.reset_peak_memory_stats()
        before = torch.cuda.memory_allocated()
        yield self
        torch.cuda.synchronize()
        self.held = torch.cuda.memory_allocated() - before
        self.most = torch.cuda.max_memory_allocated() - before

    @property
    def now(self) -> int:
        """Beyond the start, while it runs."""
        if self._live is not None:
            return self._live.now - self._live.start
        return torch.cuda.memory_allocated()


def reserved_and_driver() -> tuple[int, int]:
    """Bytes that PyTorch's allocator holds, and that the driver says are used beyond them."""
    free, total = torch.cuda.mem_get_info()
    reserved = torch.cuda.memory_reserved()
    return reserved, total - free - reserved
