"""What is kept as text, and what tells it from what is kept in its place later."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Saved:
    """*mark* is that of this very saving: the same text saved again has another."""

    text: str
    mark: bytes
