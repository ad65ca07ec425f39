"""The end of an installation, told by hand."""

from typing import Any

import pytest
from slack_bolt.context.async_context import AsyncBoltContext

from bot.listeners.installed import revoked, uninstalled


class FakeTeams:
    """Keeps what is removed: the organisation, the workspace, before when."""

    def __init__(self) -> None:
        self.gone: list[tuple[str | None, str | None, float]] = []

    async def removed(self, enterprise_id: str | None, team_id: str | None, before: float) -> None:
        self.gone.append((enterprise_id, team_id, before))


class FakeSettings:
    """Keeps whose settings are forgotten."""

    def __init__(self) -> None:
        self.gone: list[tuple[str | None, str | None, float]] = []

    async def forget(self, enterprise_id: str | None, team_id: str | None, before: float) -> None:
        self.gone.append((enterprise_id, team_id, before))


def context(**more: Any) -> AsyncBoltContext:
    return AsyncBoltContext({"team_id": "T1", "enterprise_id": None} | more)


BODY = {"event_time": 1000}


async def test_what_was_installed_before_is_removed():
    teams, settings = FakeTeams(), FakeSettings()

    await uninstalled(BODY, context(), teams=teams, settings=settings)

    assert teams.gone == settings.gone == [(None, "T1", 1001.0)]


async def test_of_an_organisation_it_is_removed_for_all():
    teams, settings = FakeTeams(), FakeSettings()

    whole = context(enterprise_id="E1", is_enterprise_install=True)
    await uninstalled(BODY, whole, teams=teams, settings=settings)

    assert teams.gone == settings.gone == [("E1", None, 1001.0)]


@pytest.mark.parametrize(
    ("tokens", "count"),
    [({"bot": ["UBOT"]}, 1), ({"oauth": ["U1"], "bot": []}, 0), ({"oauth": ["U1"]}, 0), (None, 0)],
)
async def test_tokens_of_people_are_none_of_ours(tokens: Any, count: int):
    teams, settings = FakeTeams(), FakeSettings()

    await revoked({"tokens": tokens}, BODY, context(), teams=teams, settings=settings)

    assert len(teams.gone) == len(settings.gone) == count
