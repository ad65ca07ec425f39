"""Nothing that opens a door, and nothing that somebody wrote, is written down."""

import logging
import sys

import pytest

from bot.running.incidents import report
from bot.running.logs import RedactingFormatter, redact


@pytest.mark.parametrize(
    "secret",
    [
        "xoxb-123-456-aBc",
        "xoxp-1-2-3-abc",
        "xoxe.xoxb-1-MS0yLW",
        "xoxe-1-My0xL",
        "xapp-1-A012-345-abcdef",
    ],
)
@pytest.mark.parametrize("around", ["{}", "token={}", "'{}'", '{{"token": "{}"}}', "a {}, b"])
def test_tokens_are_redacted_wherever_they_stand(secret: str, around: str):
    assert redact(around.format(secret)) == around.format("(secret)")


def test_addresses_that_admit_whoever_knows_them_are_redacted():
    assert redact("wss://wss-primary.slack.com/link/?ticket=abc-1&app_id=2") == (
        "wss://wss-primary.slack.com/link/?ticket=(secret)&app_id=2"
    )
    assert redact("POST https://hooks.slack.com/commands/T1/2/abc failed") == (
        "POST https://hooks.slack.com/(secret) failed"
    )
    assert redact("Authorization: Bearer abc.def") == "Authorization: Bearer (secret)"


def test_other_words_are_left_alone():
    text = "boxb-1 foxxoxb is no token; 70B at 16 bits"

    assert redact(text) == text


def test_a_traceback_is_redacted_too():
    try:
        raise ValueError("xoxb-1-secret was refused")
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, "f", 1, "failed", (), sys.exc_info())

    shown = RedactingFormatter("%(message)s").format(record)

    assert shown.endswith("ValueError: (secret) was refused")


def broken(question: str) -> None:
    try:
        raise KeyError(f"no row {question!r}")
    except KeyError as error:
        raise RuntimeError(f"cannot size {question} for num_layers") from error


def reported(caplog: pytest.LogCaptureFixture, question: str) -> tuple[str, str]:
    try:
        broken(question)
    except RuntimeError as error:
        incident = report(error, where="answer")
    return incident, caplog.text


def test_the_log_has_the_id_the_causes_and_the_lines(caplog: pytest.LogCaptureFixture):
    incident, logged = reported(caplog, "falcon-180b on my-secret-rig")

    assert f"{incident} in answer" in logged
    assert 'raise KeyError(f"no row {question!r}")' in logged
    assert "\nKeyError\nwhich led to\n" in logged
    assert logged.endswith("\nRuntimeError\n")


def test_the_log_does_not_repeat_the_question(caplog: pytest.LogCaptureFixture):
    _, logged = reported(caplog, "falcon-180b on my-secret-rig")

    assert "falcon" not in logged
    assert "secret" not in logged


def test_what_the_machine_says_of_a_connection_is_kept(caplog: pytest.LogCaptureFixture):
    report(ConnectionRefusedError(111, "Connection refused"), where="post")

    assert caplog.text.endswith("ConnectionRefusedError: [Errno 111] Connection refused\n")


def test_ids_are_short_and_not_repeated(caplog: pytest.LogCaptureFixture):
    ids = {report(ValueError(), where="answer") for _ in range(50)}

    assert len(ids) == 50
    assert {len(incident) for incident in ids} == {8}
