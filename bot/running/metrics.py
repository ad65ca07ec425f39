"""
Counters for Prometheus, in its text format.

https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format
"""

from bisect import bisect_left
from collections import Counter

LATENCY_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 3.0)  # seconds


class Metrics:
    """
    What happened since the start, in numbers; never who asked or what.

    >>> metrics = Metrics()
    >>> metrics.answered("command", "answer", 0.004)
    >>> print(metrics.render().splitlines()[2])
    gpumem_requests_total 0
    >>> [line for line in metrics.render().splitlines() if line.startswith("gpumem_answers_total")]
    ['gpumem_answers_total{surface="command",outcome="answer"} 1']
    """

    def __init__(self) -> None:
        self._requests: Counter[tuple[str, ...]] = Counter()
        self._answers: Counter[tuple[str, ...]] = Counter()
        self._errors: Counter[tuple[str, ...]] = Counter()
        self._ratings: Counter[tuple[str, ...]] = Counter()
        self._store: Counter[tuple[str, ...]] = Counter()
        self._buckets = [0] * (len(LATENCY_BUCKETS) + 1)
        self._seconds = 0.0

    def received(self, kind: str, status: int) -> None:
        """A request over HTTP or an envelope over a socket, and how we acknowledged it."""
        self._requests[kind, str(status)] += 1

    def answered(self, surface: str, outcome: str, seconds: float) -> None:
        """*outcome* is `answer`, the code of a QuestionError, or `crash`."""
        self._answers[surface, outcome] += 1
        self._buckets[bisect_left(LATENCY_BUCKETS, seconds)] += 1
        self._seconds += seconds

    def failed(self, where: str) -> None:
        """An unexpected error, or a message that Slack refused (*where* is then its code)."""
        self._errors[(where,)] += 1

    def rated(self, verdict: str) -> None:
        """A thumb under an answer: `good` or `bad`."""
        self._ratings[(verdict,)] += 1

    def stored(self, event: str) -> None:
        """What happened to the store, or to what stands there: `away`, `installed`, ..."""
        self._store[(event,)] += 1

    def count_of(self, event: str) -> int:
        """How often *event* happened to the store."""
        return self._store[(event,)]

    def render(self) -> str:
        """All of it, one line a value."""
        lines = [
            *_counter(
                "gpumem_requests_total",
                "Requests and envelopes from Slack.",
                ("kind", "status"),
                self._requests,
            ),
            *_counter(
                "gpumem_answers_total",
                "Questions answered, by surface and outcome.",
                ("surface", "outcome"),
                self._answers,
            ),
            *_counter("gpumem_errors_total", "Errors of ours.", ("where",), self._errors),
            *_counter("gpumem_ratings_total", "Thumbs under answers.", ("verdict",), self._ratings),
            *_counter(
                "gpumem_store_total", "Installations, requests kept.", ("event",), self._store
            ),
            *self._latency(),
        ]
        return "\n".join(lines) + "\n"

    def _latency(self) -> list[str]:
        name = "gpumem_answer_seconds"
        lines = [f"# HELP {name} From the text to the reply.", f"# TYPE {name} histogram"]
        so_far = 0
        for limit, count in zip((*map(str, LATENCY_BUCKETS), "+Inf"), self._buckets, strict=True):
            so_far += count
            lines.append(f'{name}_bucket{{le="{limit}"}} {so_far}')
        return [*lines, f"{name}_sum {self._seconds:.6f}", f"{name}_count {so_far}"]


def _counter(
    name: str, meaning: str, labels: tuple[str, ...], counts: Counter[tuple[str, ...]]
) -> list[str]:
    lines = [f"# HELP {name} {meaning}", f"# TYPE {name} counter"]
    for values, count in sorted(counts.items()):
        pairs = ",".join(
            f'{label}="{_escaped(value)}"' for label, value in zip(labels, values, strict=True)
        )
        lines.append(f"{name}{{{pairs}}} {count}")
    return lines if counts else [*lines, f"{name} 0"]


def _escaped(value: str) -> str:
    return value.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
