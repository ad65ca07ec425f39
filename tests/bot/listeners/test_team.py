"""The form of a team's settings: who may, what is wrong where, and two people at once."""

import json
from typing import Any

import pytest
from slack_bolt.context.async_context import AsyncBoltContext

from bot.conversation.state import StateError
from bot.conversation.team_form import TeamSet
from bot.conversation.team_kept import InMemory
from bot.conversation.team_settings import TeamSettings
from bot.i18n import t
from bot.listeners import team
from bot.running.metrics import Metrics
from bot.views.team import EDIT, RESET, remembering
from tests.bot.listeners.fakes import Ack, FakeModals, FakePoster, Soon, click
from tests.bot.listeners.teams import Away, FakeAdmins, catalog, home_tab, settings

IN_T1 = AsyncBoltContext({"team_id": "T1"})
NOTHING = TeamSet()
ADMIN, OTHER = "U1", "U2"


class Room:
    """A team with its settings; U1 administers it."""

    def __init__(self, kept: TeamSettings | None = None) -> None:
        self.settings = kept or settings()
        self.modals, self.poster, self.soon, self.ack = FakeModals(), FakePoster(), Soon(), Ack()
        self.home = home_tab(self.settings, self.modals, FakeAdmins(ADMIN))

    async def submit(
        self, saw: TeamSet, user: str = ADMIN, *, written_in: str = "en", **fields: Any
    ) -> Any:
        """What Slack is told where *user* sends a form that was opened when *saw* was set."""
        body = {
            "type": "view_submission",
            "user": {"id": user},
            "team": {"id": "T1"},
            "view": {
                "private_metadata": remembering(written_in, saw),
                "state": {"values": {name: {name: value} for name, value in fields.items()}},
            },
        }
        await team.submit(
            self.ack, body, IN_T1, settings=self.settings, home=self.home, work=self.soon
        )
        await self.soon.done()
        return self.ack.said[-1]

    async def press(self, action: str, value: str, user: str = ADMIN) -> None:
        body = click(action, value, channel="") | {"user": {"id": user}}
        given = {
            "settings": self.settings, "home": self.home, "poster": self.poster, "work": self.soon,
        }  # fmt: skip
        if action == EDIT:
            await team.edit(self.ack, body, IN_T1, modals=self.modals, **given)
        else:
            await team.reset(self.ack, body, IN_T1, **given)
        await self.soon.done()

    async def now(self) -> TeamSet:
        return (await self.settings.look("T1")).chosen


def typed(value: str) -> dict[str, Any]:
    return {"type": "plain_text_input", "value": value}


def chosen(value: str) -> dict[str, Any]:
    return {"type": "static_select", "selected_option": {"value": value}}


async def test_everything_of_the_form_is_kept_and_the_tab_drawn_anew():
    room = Room()

    said = await room.submit(
        NOTHING,
        pool=typed("8x H100, 4 L40S"),
        prices=typed("H100: 2.50"),
        format=chosen("fp8"),
        engine=chosen("sglang"),
        context=typed("16384"),
        language=chosen("pt"),
        editors={"type": "multi_users_select", "selected_users": ["U3"]},
    )

    assert said == {}
    assert await room.now() == TeamSet(
        "8x H100, 4 L40S", "H100: 2.50", "fp8", "sglang", 16384, "pt", ("U3",)
    )
    [(user, view)] = room.modals.published
    assert user == ADMIN
    assert "8 × H100 80GB, 4 × L40S" in str(view)


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("pool", typed("8x H1000"), "H1000"),
        ("pool", typed("H100"), "how many"),
        ("prices", typed("H100 80GB: a lot"), "a lot"),
        ("format", chosen("fp7"), t("en", "form.unknown_choice")),
        ("engine", chosen("vllm2"), t("en", "form.unknown_choice")),
        ("context", typed("0"), t("en", "form.out_of_range")),
        ("context", typed("many"), t("en", "form.not_a_number")),
        ("language", chosen("xx"), t("en", "form.unknown_choice")),
        (
            "editors",
            {"selected_users": [f"U{n}" for n in range(21)]},
            t("en", "form.out_of_range"),
        ),
    ],
)
async def test_what_is_wrong_is_said_under_its_field_and_nothing_is_kept(
    field: str, value: dict[str, Any], says: str
):
    room = Room()

    said = await room.submit(NOTHING, **({"pool": typed("8x H100")} | {field: value}))

    assert said["response_action"] == "errors"
    assert list(said["errors"]) == [field]
    assert says in said["errors"][field]
    assert await room.now() == NOTHING


async def test_the_error_is_in_the_language_of_the_form():
    said = await Room().submit(NOTHING, written_in="pt", context=typed("0"))

    assert said["errors"] == {"context": t("pt", "form.out_of_range")}


async def test_who_may_not_changes_nothing():
    room = Room()

    said = await room.submit(NOTHING, OTHER, pool=typed("8x H100"))
    await room.press(EDIT, "en", OTHER)
    await room.press(RESET, remembering("en", NOTHING), OTHER)

    assert said["errors"] == {"pool": t("en", "team.not_yours")}
    assert room.modals.opened == []
    assert room.poster.texts == [("add", t("en", "team.not_yours"))] * 2
    assert await room.now() == NOTHING


async def test_whom_an_admin_chose_may_and_no_longer_once_taken_out():
    room = Room()
    await room.submit(NOTHING, editors={"selected_users": [OTHER]})

    assert await room.submit(await room.now(), OTHER, pool=typed("8x H100")) == {}
    said = await room.submit(await room.now(), OTHER, pool=typed("4x H100"))

    assert "errors" in said
    assert (await room.now()).pool == "8x H100"


async def test_the_form_opens_with_what_is_set():
    room = Room()
    await room.submit(NOTHING, pool=typed("8x H100"), engine=chosen("sglang"))

    await room.press(EDIT, "pt")

    [(place, trigger_id, view)] = room.modals.opened
    assert (place.language, trigger_id) == ("pt", "1.2.x")
    assert json.loads(view["private_metadata"])[2] == (await room.now()).version
    fields = {block["block_id"]: block["element"] for block in view["blocks"] if "element" in block}
    assert fields["pool"]["initial_value"] == "8x H100"
    assert fields["engine"]["initial_option"]["value"] == "sglang"


async def test_of_two_forms_the_second_sees_what_the_first_has_set_and_decides():
    room = Room()
    await room.submit(NOTHING, pool=typed("8x H100"))

    said = await room.submit(NOTHING, pool=typed("4x L40S"))

    assert said["response_action"] == "update"
    words = str(said["view"]["blocks"][:2])
    assert t("en", "team.changed_meanwhile") in words
    assert "8 × H100 80GB" in words
    assert "4x L40S" in str(said["view"]["blocks"][2])
    assert (await room.now()).pool == "8x H100"

    again = json.loads(said["view"]["private_metadata"])
    assert again[2] == (await room.now()).version
    assert await room.submit(await room.now(), pool=typed("4x L40S")) == {}
    assert (await room.now()).pool == "4x L40S"


async def test_reset_takes_only_what_the_person_saw():
    room = Room()
    await room.submit(NOTHING, pool=typed("8x H100"))
    saw = await room.now()
    await room.submit(saw, pool=typed("4x L40S"))

    await room.press(RESET, remembering("en", saw))
    assert (await room.now()).pool == "4x L40S"
    assert room.poster.texts == [("add", t("en", "team.not_reset"))]

    await room.press(RESET, remembering("en", await room.now()))
    assert await room.now() == NOTHING


@pytest.mark.parametrize("carried", ["en", "[1]", '[1,"en",7]', "", "{}"])
async def test_a_button_that_is_not_ours_resets_nothing(carried: str):
    room = Room()
    await room.submit(NOTHING, pool=typed("8x H100"))

    with pytest.raises(StateError):
        await room.press(RESET, carried)

    assert (await room.now()).pool == "8x H100"


async def test_where_the_store_is_away_it_says_so():
    room = Room(TeamSettings(Away("store"), catalog, Metrics()))

    said = await room.submit(NOTHING, pool=typed("8x H100"))
    await room.press(EDIT, "en")

    assert said["errors"] == {"pool": t("en", "team.not_saved")}
    assert room.poster.texts == [("add", t("en", "team.not_now"))]


async def test_a_file_is_changed_by_whoever_runs_the_bot():
    room = Room(TeamSettings(InMemory("file", '{"pool": "8x H100"}'), catalog, Metrics()))

    said = await room.submit(await room.now(), pool=typed("4x L40S"))

    assert said["errors"] == {"pool": t("en", "team.not_yours")}
    assert (await room.now()).pool == "8x H100"
