"""Slack delivers an event again when it is not sure that we took it: answer it once."""

from collections import OrderedDict

CAPACITY = 10_000  # ids; Slack retries for about 6 minutes, and 10,000 questions take longer


class SeenEvents:
    """
    The ids of the latest events, a bounded number of them.

    >>> seen = SeenEvents(capacity=2)
    >>> [seen.is_new(event_id) for event_id in ("Ev1", "Ev1", "Ev2", "Ev3", "Ev1")]
    [True, False, True, True, True]
    """

    def __init__(self, capacity: int = CAPACITY) -> None:
        self._ids: OrderedDict[str, None] = OrderedDict()
        self._capacity = capacity

    def is_new(self, event_id: str) -> bool:
        """True the first time."""
        if event_id in self._ids:
            return False
        self._ids[event_id] = None
        if len(self._ids) > self._capacity:
            self._ids.popitem(last=False)
        return True
