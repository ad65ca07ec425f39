"""The thumbs, called by hand."""

import pytest

from bot.listeners.feedback import feedback
from bot.running.metrics import Metrics
from bot.views.notice import thanks_view
from tests.bot.listeners.fakes import Ack, FakePoster, Soon, click


async def rated(value: str):
    ack, poster, soon, metrics = Ack(), FakePoster(), Soon(), Metrics()
    await feedback(ack, click("feedback", value), metrics=metrics, poster=poster, work=soon)
    await soon.done()
    assert ack.said == [{}]
    return poster.texts, metrics.render()


@pytest.mark.parametrize("verdict", ["good", "bad"])
async def test_a_thumb_is_counted_and_thanked_for(verdict):
    said, counted = await rated(f"{verdict}.pt")

    assert said == [("add", thanks_view("pt").text)]
    assert f'gpumem_ratings_total{{verdict="{verdict}"}} 1' in counted


async def test_another_value_is_acknowledged_and_nothing_more():
    said, counted = await rated("excellent.en")

    assert said == []
    assert "excellent" not in counted
