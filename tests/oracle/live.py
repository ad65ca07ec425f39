"""Storages that are alive while PyTorch runs: bytes now and at the peak, real or fake tensors."""

import weakref
from collections.abc import Iterable
from typing import Any

import pytest

torch: Any = pytest.importorskip("torch", reason="the oracle needs the extra [oracle]")
_dispatch: Any = pytest.importorskip("torch.utils._python_dispatch")
_tree: Any = pytest.importorskip("torch.utils._pytree")


class Live(_dispatch.TorchDispatchMode):
    """
    Counts what each operation makes until nobody holds it any more. *known* are tensors that are
    there before; *start* is what they take.
    """

    def __init__(self, known: Iterable[Any] = ()) -> None:
        super().__init__()
        self.now = self.peak = 0
        self._seen: dict[int, int] = {}
        for tensor in known:
            self._add(tensor)
        self.start = self.peak = self.now

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        found = func(*args, **(kwargs or {}))
        for each in _tree.tree_iter(found):
            if isinstance(each, torch.Tensor):
                self._add(each)
        return found

    def _add(self, tensor: Any) -> None:
        storage = tensor.untyped_storage()
        key = storage._cdata
        if key in self._seen:
            return
        self._seen[key] = storage.nbytes()
        self.now += storage.nbytes()
        self.peak = max(self.peak, self.now)
        weakref.finalize(storage, self._drop, key)

    def _drop(self, key: int) -> None:
        self.now -= self._seen.pop(key, 0)
