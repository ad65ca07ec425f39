"""Say once a minute what happens a thousand times a second."""

import time
from collections.abc import Callable

EVERY = 60.0  # seconds between two lines


class Seldom:
    """
    Warnings of one kind, at most one line a minute; the next line tells how many were left out.

    >>> seconds = iter([0.0, 1.0, 2.0, 61.0])
    >>> lines = []
    >>> seldom = Seldom(lines.append, now=lambda: next(seconds))
    >>> for _ in range(4):
    ...     seldom.say("Full.")
    >>> lines
    ['Full.', 'Full. (3 times in the last 61 s)']
    """

    def __init__(
        self, write: Callable[[str], object], *, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._write = write
        self._now = now
        self._said_at: float | None = None
        self._unsaid = 0

    def say(self, sentence: str) -> None:
        now = self._now()
        self._unsaid += 1
        if self._said_at is None:
            self._write(sentence)
        elif now - self._said_at >= EVERY:
            passed = now - self._said_at
            self._write(f"{sentence} ({self._unsaid} times in the last {passed:.0f} s)")
        else:
            return
        self._said_at, self._unsaid = now, 0
