"""Old buttons, forged values, addresses that are used up, triggers that are too late."""

import json

import pytest

from bot.app import Bot
from bot.conversation.origin import decode_origin
from bot.slack.block_kit.blocks import actions, button, option, select
from bot.slack.response_url import respond
from bot.workspace import Message, View, Workspace
from tests.bot.interaction.conftest import settled

OLD = (
    "This message is from another version of me, and I cannot read its buttons any more. "
    "Ask again: the new answer has buttons that work."
)
BROKEN = "I cannot read what this button carries. Ask again: the new answer has buttons that work."
LATE = "Slack waited too long to open a form. Click again."
QUESTION = "/gpumem llama 3.1 70b fp8 on 2x H100"


async def _posted(bot: Bot, workspace: Workspace, *elements, block_id="") -> Message:
    """A message of ours in a channel, with these elements."""
    channel = (await workspace.person("alice").say("hello", channel="ml")).channel
    await bot.client.chat_postMessage(
        channel=channel, text="old", blocks=[actions(*elements, block_id=block_id)]
    )
    return workspace.person("alice").sees("ml")[-1]


@pytest.mark.parametrize(
    "action", ["ask:0", "example:0", "kv_fp8", "chart", "share", "explain", "copy", "change"]
)
@pytest.mark.parametrize(
    ("value", "said"),
    [
        ('[9,"en","70b"]', OLD),
        ("70b", BROKEN),
        ('[1,"en",{"q":"70b"}]', BROKEN),
        ("[" * 1000, BROKEN),
    ],
    ids=["of another version", "no state", "another shape", "nested"],
)
async def test_a_button_that_cannot_be_read_says_so(bot, workspace, action, value, said):
    message = await _posted(bot, workspace, button("Go", action, value))

    told = await workspace.person("alice").click(message, action)

    assert told.text == said
    assert told.ephemeral


async def test_an_old_button_speaks_the_language_it_was_made_in(bot, workspace):
    message = await _posted(bot, workspace, button("Go", "ask:0", '[9,"pt","70b"]'))

    told = await workspace.person("alice").click(message, "ask:0")

    assert told.text.startswith("Esta mensagem é de outra versão minha")


@pytest.mark.parametrize(
    ("block_id", "value"),
    [
        ('refine[1,"en","70b 16 bits"]', "fp7"),
        ('refine[1,"en","70b 16 bits"', "fp8"),
        ("refine", "fp8"),
        ("something else", "fp8"),
    ],
)
async def test_a_menu_that_cannot_be_read_says_so(bot, workspace, block_id, value):
    menu = select("Precision", "precision", [option("X", value)])
    message = await _posted(bot, workspace, menu, block_id=block_id)

    told = await workspace.person("alice").choose(message, "precision", value)

    assert told.text == BROKEN


async def test_a_question_that_is_no_longer_understood_says_why(bot, workspace):
    message = await _posted(bot, workspace, button("Go", "ask:0", '[1,"en","nosuchmodel fp8"]'))

    told = await workspace.person("alice").click(message, "ask:0")

    assert told.ephemeral
    assert "nosuchmodel" in told.text


async def test_what_a_button_carries_never_notifies_anyone(bot, workspace):
    value = json.dumps([1, "en", "<!channel> nosuchmodel <@U0BRUNO002>"], separators=(",", ":"))
    message = await _posted(bot, workspace, button("Go", "ask:0", value))

    told = await workspace.person("alice").click(message, "ask:0")

    assert "<!channel>" not in told.text
    assert "<@" not in told.text


async def test_a_trigger_that_is_too_late_asks_to_click_again(bot, workspace):
    alice = workspace.person("alice")
    answer = await alice.slash(QUESTION, channel="ml")
    workspace.faults.on("failing_api", method="views.open", error="expired_trigger_id")

    told = await alice.click(await alice.click(answer, "details"), "explain")

    assert told.text == LATE


async def test_a_trigger_that_ran_out_on_the_way_asks_to_click_again(bot, workspace, monkeypatch):
    alice = workspace.person("alice")
    ask = bot.client.users_info

    async def slow(**arguments):
        await workspace.settled()  # the shortcut is acknowledged
        workspace.clock.advance(3.5)  # a trigger lasts three seconds
        return await ask(**arguments)

    monkeypatch.setattr(bot.client, "users_info", slow)

    with alice.watch("a direct message", channel="dm") as watch:
        await alice.shortcut("estimate", expect="nothing")
        told = await watch.wait("message")

    assert told.text == LATE
    assert alice.modals == []


async def test_a_form_that_slack_does_not_open_is_an_apology(bot, workspace, caplog):
    alice = workspace.person("alice")
    workspace.faults.on("failing_api", method="views.open", error="fatal_error")

    with alice.watch("a direct message", channel="dm") as watch:
        await alice.shortcut("estimate", expect="nothing")
        told = await watch.wait("message")

    assert told.text.startswith("Something went wrong on my side, and it is logged.")
    assert "fatal_error" not in told.text
    assert "fatal_error" in caplog.text


async def test_a_message_for_all_is_edited_when_its_address_is_used_up(bot, workspace):
    alice = workspace.person("alice")
    answer = await alice.mention("llama 3.1 8b bf16 on one L40S", channel="ml")
    workspace.faults.on("failing_response_url")

    await alice.choose(answer, "users", "8", expect="nothing")
    await settled(bot, workspace)

    assert alice.now(answer).edited
    assert alice.now(answer).text.splitlines()[1] == "Users: 1 → 8"


async def test_a_message_for_one_says_that_it_takes_no_more_changes(bot, workspace):
    alice = workspace.person("alice")
    answer = await alice.slash(QUESTION, channel="ml")
    workspace.faults.on("failing_response_url")

    await alice.choose(answer, "users", "8", expect="nothing")
    await settled(bot, workspace)

    told = alice.sees("ml")[-1]
    assert told.ephemeral
    assert told.text == "Slack takes no more changes to that message. Ask again with /gpumem."


async def test_a_form_whose_message_is_gone_says_so(bot, workspace):
    alice = workspace.person("alice")
    answer = await alice.slash(QUESTION, channel="ml")
    form = await alice.click(await alice.click(answer, "details"), "change")
    workspace.clock.advance(31 * 60)

    await alice.submit(form, {"users": "8"}, expect="nothing")
    await settled(bot, workspace)

    assert alice.sees("ml")[-1].text == (
        "Slack takes no more changes to that message. Ask again with /gpumem."
    )


async def _used(form: View, bot: Bot, times: int) -> None:
    """Post *times* to the address that the form answers to, as other replies of ours would."""
    url = decode_origin(form.shown["private_metadata"], user="U0ALICE001").place.response_url
    for _ in range(times):
        meanwhile = {"text": "meanwhile", "response_type": "ephemeral"}
        assert await respond(bot.client, url, meanwhile) == ""


async def test_the_fifth_use_of_an_address_still_changes_the_message(bot, workspace):
    alice = workspace.person("alice")
    answer = await alice.slash(QUESTION, channel="ml")
    form = await alice.click(await alice.click(answer, "details"), "change")
    await _used(form, bot, 4)

    await alice.submit(form, {"users": "8"}, expect="nothing")
    await settled(bot, workspace)

    assert alice.now(answer).text.splitlines()[1].startswith("Users: 1 → 8")


async def test_a_sixth_use_of_an_address_is_refused_and_the_person_is_told(bot, workspace):
    alice = workspace.person("alice")
    answer = await alice.slash(QUESTION, channel="ml")
    details = await alice.click(answer, "details")
    form = await alice.click(details, "change")
    await _used(form, bot, 5)

    await alice.submit(form, {"users": "8"}, expect="nothing")
    await settled(bot, workspace)

    assert alice.now(answer).text == details.text
    assert alice.sees("ml")[-1].text == (
        "Slack takes no more changes to that message. Ask again with /gpumem."
    )


async def test_a_message_for_all_is_edited_after_five_uses_of_its_address(bot, workspace):
    alice = workspace.person("alice")
    answer = await alice.mention("llama 3.1 8b bf16 on one L40S", channel="ml")
    form = await alice.click(await alice.click(answer, "details"), "change")
    await _used(form, bot, 5)

    await alice.submit(form, {"users": "8"}, expect="nothing")
    await settled(bot, workspace)

    assert alice.now(answer).edited
    assert alice.now(answer).text.splitlines()[1] == "Users: 1 → 8"


async def test_a_form_that_cannot_be_read_says_so_inside(bot, workspace):
    alice = workspace.person("alice")
    form = await alice.shortcut("estimate")
    await bot.client.views_update(
        view_id=form.id,
        view={key: form.shown[key] for key in ("type", "title", "submit", "blocks", "callback_id")}
        | {"private_metadata": '[9,"en"]'},
    )

    told = await alice.submit(alice.modals[-1], {"model": "llama 3.1 8b"}, expect="view")

    assert told.blocks[0]["elements"][0]["elements"][0]["text"] == OLD


async def test_a_workspace_without_the_newest_blocks_loses_no_numbers(bot, workspace):
    alice = workspace.person("alice")
    workspace.faults.on("failing_api", method="chat.postMessage", error="invalid_blocks", times=2)

    first = await alice.mention("llama 3.1 8b bf16 on one L40S", channel="ml")

    kinds = {block["type"] for block in first.blocks}
    assert not kinds & {"table", "data_visualization", "context_actions"}
    assert "1 × L40S" in first.text


async def test_a_channel_that_takes_no_posts_is_said(bot, workspace):
    alice = workspace.person("alice")
    answer = await alice.slash(QUESTION, channel="random")
    workspace.faults.on("failing_response_url")

    await alice.click(answer, "share", expect="nothing")
    await settled(bot, workspace)

    assert any(
        message.text == "I cannot post to this channel. Invite me with /invite, then share again."
        for message in [*alice.sees("random"), *alice.sees("dm")]
    )
