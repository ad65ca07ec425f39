"""What Prometheus reads."""

from bot.running.metrics import Metrics


def test_counters_and_buckets_are_written_as_prometheus_reads_them():
    metrics = Metrics()
    metrics.received("slash_commands", 200)
    metrics.answered("ephemeral", "answer", 0.004)
    metrics.answered("ephemeral", "unknown_model", 0.2)
    metrics.failed('odd "code"\n')
    metrics.stored("away")

    assert metrics.render() == (
        "# HELP gpumem_requests_total Requests and envelopes from Slack.\n"
        "# TYPE gpumem_requests_total counter\n"
        'gpumem_requests_total{kind="slash_commands",status="200"} 1\n'
        "# HELP gpumem_answers_total Questions answered, by surface and outcome.\n"
        "# TYPE gpumem_answers_total counter\n"
        'gpumem_answers_total{surface="ephemeral",outcome="answer"} 1\n'
        'gpumem_answers_total{surface="ephemeral",outcome="unknown_model"} 1\n'
        "# HELP gpumem_errors_total Errors of ours.\n"
        "# TYPE gpumem_errors_total counter\n"
        'gpumem_errors_total{where="odd \\"code\\"\\n"} 1\n'
        "# HELP gpumem_ratings_total Thumbs under answers.\n"
        "# TYPE gpumem_ratings_total counter\n"
        "gpumem_ratings_total 0\n"
        "# HELP gpumem_store_total Installations, requests kept.\n"
        "# TYPE gpumem_store_total counter\n"
        'gpumem_store_total{event="away"} 1\n'
        "# HELP gpumem_answer_seconds From the text to the reply.\n"
        "# TYPE gpumem_answer_seconds histogram\n"
        'gpumem_answer_seconds_bucket{le="0.001"} 0\n'
        'gpumem_answer_seconds_bucket{le="0.0025"} 0\n'
        'gpumem_answer_seconds_bucket{le="0.005"} 1\n'
        'gpumem_answer_seconds_bucket{le="0.01"} 1\n'
        'gpumem_answer_seconds_bucket{le="0.025"} 1\n'
        'gpumem_answer_seconds_bucket{le="0.05"} 1\n'
        'gpumem_answer_seconds_bucket{le="0.1"} 1\n'
        'gpumem_answer_seconds_bucket{le="0.25"} 2\n'
        'gpumem_answer_seconds_bucket{le="0.5"} 2\n'
        'gpumem_answer_seconds_bucket{le="1.0"} 2\n'
        'gpumem_answer_seconds_bucket{le="3.0"} 2\n'
        'gpumem_answer_seconds_bucket{le="+Inf"} 2\n'
        "gpumem_answer_seconds_sum 0.204000\n"
        "gpumem_answer_seconds_count 2\n"
    )
