"""Alerts and dashboard ask for what the bot counts, under the labels that it has."""

import json
import re
from pathlib import Path

import pytest
import yaml

from bot.running.metrics import Metrics

MONITORING = Path(__file__).parents[2] / "deploy" / "monitoring"
METRIC = re.compile(r"\b(gpumem_\w+)(?:\{([^}]*)\})?")
BY = re.compile(r"by \(([\w, ]+)\)")
SUFFIXES = {"counter": ("_total",), "gauge": ("",), "histogram": ("_bucket", "_sum", "_count")}


def counted() -> dict[str, set[str]]:
    """Names as Prometheus has them, and their labels."""
    registry = Metrics().registry
    found: dict[str, set[str]] = {}
    for collector in registry._collector_to_names:
        (family,) = collector.collect()
        labels = set(collector._labelnames) | ({"le"} if family.type == "histogram" else set())
        found |= {family.name + suffix: labels for suffix in SUFFIXES[family.type]}
    return found


def alerts() -> list[dict[str, str]]:
    (group,) = yaml.safe_load((MONITORING / "alerts.yaml").read_text("utf-8"))["groups"]
    return group["rules"]


def panels() -> list[dict]:
    return json.loads((MONITORING / "dashboard.json").read_text("utf-8"))["panels"]


EXPRESSIONS = [rule["expr"] for rule in alerts()] + [
    target["expr"] for panel in panels() for target in panel["targets"]
]


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_what_is_asked_for_is_counted(expression: str):
    known = counted()
    grouped = {label.strip() for labels in BY.findall(expression) for label in labels.split(",")}
    for name, selector in METRIC.findall(expression):
        assert name in known
        assert set(re.findall(r"(\w+)=", selector)) | grouped <= known[name], name


def test_everything_that_is_counted_is_shown():
    shown = {name for text in EXPRESSIONS for name, _ in METRIC.findall(text)}
    families = {re.sub(r"_(total|bucket|sum|count)$", "", name) for name in counted()}

    assert families <= {re.sub(r"_(total|bucket|sum|count)$", "", name) for name in shown}


def test_a_name_that_nobody_counts_is_found():
    assert "gpumem_answer_total" not in counted()


def test_alerts_have_names_of_their_own_and_say_what_people_notice():
    names = [rule["alert"] for rule in alerts()]

    assert len(names) == len(set(names))
    assert all(rule["annotations"]["summary"].endswith((".", "?")) for rule in alerts())
    assert {rule["labels"]["severity"] for rule in alerts()} == {"page", "ticket"}
