"""Phrases as Slack delivers them: cleaned by the bot, read by the core."""

from pathlib import Path

import pytest

from bot.slack.text import plain
from tests.core.question.phrases import missed, split

LINES = (Path(__file__).with_name("phrases") / "slack.txt").read_text("utf-8").splitlines()
PHRASES = [split(line) for line in LINES if line and not line.startswith("#")]


@pytest.mark.parametrize(("text", "wanted"), PHRASES, ids=[text[:60] for text, _ in PHRASES])
def test_a_phrase_with_markup_is_understood(text, wanted):
    assert missed(plain(text), wanted) == []
