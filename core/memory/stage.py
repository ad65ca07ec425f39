"""What one of several cards holds, where they do not hold even parts."""

from typing import NamedTuple


class Stage(NamedTuple):
    """*weights* in bytes, and the *share* of all caches, 0 to 1."""

    weights: int
    share: float

    def holding(self, cache: int) -> int:
        """With its share of *cache*: bytes."""
        return self.weights + round(self.share * cache)
