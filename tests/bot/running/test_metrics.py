"""What Prometheus reads."""

from prometheus_client.parser import text_string_to_metric_families

from bot.running.metrics import Metrics


def test_counters_and_buckets_are_written_as_prometheus_reads_them():
    metrics = Metrics()
    metrics.received("slash_commands", 200)
    metrics.answered("ephemeral", "answer", 0.004)
    metrics.answered("ephemeral", "unknown_model", 0.2)
    metrics.failed('odd "code"\n')
    metrics.stored("away")

    read = {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(metrics.render())
        for sample in family.samples
    }

    assert read["gpumem_requests_total", "slash_commands", "200"] == 1
    assert read["gpumem_answers_total", "unknown_model", "ephemeral"] == 1
    assert read["gpumem_errors_total", 'odd "code"\n'] == 1
    assert read["gpumem_store_total", "away"] == 1
    buckets = [read["gpumem_answer_seconds_bucket", limit] for limit in ("0.0025", "0.005", "0.25")]
    assert buckets == [0, 1, 2]
    assert read[("gpumem_answer_seconds_count",)] == 2
    assert abs(read[("gpumem_answer_seconds_sum",)] - 0.204) < 1e-9


def test_what_is_counted_can_be_asked_for():
    metrics = Metrics()
    metrics.stored("away")

    assert (metrics.count_of("away"), metrics.count_of("installed")) == (1, 0)


def test_two_bots_in_a_process_count_apart():
    one, other = Metrics(), Metrics()
    one.failed("work")

    assert other.value("gpumem_errors_total", where="work") == 0
