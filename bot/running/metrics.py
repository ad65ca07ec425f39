"""Counters for Prometheus, which reads them on a port of their own (bot/transport/watched.py)."""

import prometheus_client
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

# When a counter was born says nothing that its reset to zero does not say.
prometheus_client.disable_created_metrics()

LATENCY_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 3.0)  # seconds
WAIT_BUCKETS = (0.1, 1.0, 3.0, 10.0, 30.0, 60.0, 120.0, 300.0)  # seconds


class Metrics:
    """
    What happened since the start, in numbers; never who asked or what.

    >>> metrics = Metrics()
    >>> metrics.answered("command", "answer", 0.004)
    >>> [line for line in metrics.render().splitlines() if line.startswith("gpumem_answers_total")]
    ['gpumem_answers_total{outcome="answer",surface="command"} 1.0']
    """

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._requests = self._counter(
            "gpumem_requests", "Requests and envelopes from Slack.", "kind", "status"
        )
        self._answers = self._counter(
            "gpumem_answers", "Questions answered, by surface and outcome.", "surface", "outcome"
        )
        self._errors = self._counter("gpumem_errors", "Errors of ours.", "where")
        self._ratings = self._counter("gpumem_ratings", "Thumbs under answers.", "verdict")
        self._store = self._counter("gpumem_store", "Installations, requests kept.", "event")
        self._posts = self._counter("gpumem_posts", "Turns to post in a channel.", "event")
        self._limited = self._counter("gpumem_limited", "Requests over a limit of ours.", "whose")
        self._looked_up = self._counter(
            "gpumem_looked_up", "Repositories asked of a hub.", "outcome"
        )
        self._waiting = Gauge(
            "gpumem_posts_waiting", "Posts that wait for their turn.", registry=self.registry
        )
        self._latency = Histogram(
            "gpumem_answer_seconds",
            "From the text to the reply.",
            buckets=LATENCY_BUCKETS,
            registry=self.registry,
        )
        self._waited = Histogram(
            "gpumem_post_wait_seconds",
            "From the reply to its turn.",
            buckets=WAIT_BUCKETS,
            registry=self.registry,
        )

    def received(self, kind: str, status: int) -> None:
        """A request over HTTP or an envelope over a socket, and how we acknowledged it."""
        self._requests.labels(kind, str(status)).inc()

    def answered(self, surface: str, outcome: str, seconds: float) -> None:
        """*outcome* is `answer`, the code of a QuestionError, or `crash`."""
        self._answers.labels(surface, outcome).inc()
        self._latency.observe(seconds)

    def failed(self, where: str) -> None:
        """An unexpected error, or a message that Slack refused (*where* is then its code)."""
        self._errors.labels(where).inc()

    def rated(self, verdict: str) -> None:
        """A thumb under an answer: `good` or `bad`."""
        self._ratings.labels(verdict).inc()

    def stored(self, event: str) -> None:
        """What happened to the store, or to what stands there: `away`, `installed`, ..."""
        self._store.labels(event).inc()

    def looked_up(self, outcome: str) -> None:
        """A repository that a hub was asked for: `found`, or why it was not."""
        self._looked_up.labels(outcome).inc()

    def posting(self, event: str) -> None:
        """A turn to post: `taken`, `too_often` (Slack said 429) or `crowded` (we said no)."""
        self._posts.labels(event).inc()

    def waits(self, more: int) -> None:
        """*more* posts wait for their turn than before: 1, or -1."""
        self._waiting.inc(more)

    def waited(self, seconds: float) -> None:
        """So long a post waited for its turn."""
        self._waited.observe(seconds)

    def limited(self, whose: str) -> None:
        """A request was one too many of a `person` or a `team`, or of a `page` of installing."""
        self._limited.labels(whose).inc()

    def count_of(self, event: str) -> int:
        """How often *event* happened to the store."""
        return self.value("gpumem_store_total", event=event)

    def value(self, name: str, **labels: str) -> int:
        """The number at *name* as Prometheus reads it; 0 where nothing was counted."""
        return int(self.registry.get_sample_value(name, labels) or 0)

    def render(self) -> str:
        """All of it, one line a value."""
        return generate_latest(self.registry).decode()

    def _counter(self, name: str, meaning: str, *labels: str) -> Counter:
        return Counter(name, meaning, labels, registry=self.registry)
