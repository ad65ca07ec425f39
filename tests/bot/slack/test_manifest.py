"""The app manifest: what Slack takes, and what the listeners listen to."""

import json
import re
from typing import Any

import pytest

from bot.listeners.shortcut import ESTIMATE, SIZE_THIS
from bot.slack.manifest import COMMAND, manifest
from bot.slack.manifest_extras import EXTRAS, STEP
from bot.slack.oauth import REDIRECT
from bot.workspace.manifest import DEFAULT_MANIFEST, read_manifest
from core.answer import answer
from deploy.manifest import main

URL = "https://gpumem.example.com"
SOCKET, HTTP = manifest("socket"), manifest("http", url=URL)
DEV = manifest("socket", suffix="-dev")
MANY = manifest("http", url=URL, many=True)
ALL = manifest("http", url=URL, extras=EXTRAS)
EVERY = pytest.mark.parametrize(
    "made", [SOCKET, HTTP, DEV, MANY, ALL], ids=["socket", "http", "dev", "many", "all"]
)

# From https://github.com/slackapi/manifest-schema, schemas/manifest.schema.1.0.0.json: least, most
LIMITS = {
    "display_information.name": (1, 35),
    "display_information.description": (1, 140),
    "display_information.long_description": (175, 4000),
    "features.bot_user.display_name": (1, 80),
    "features.slash_commands.command": (2, 32),
    "features.slash_commands.description": (1, 2000),
    "features.slash_commands.usage_hint": (1, 1000),
    "features.shortcuts.name": (1, 24),
    "features.shortcuts.callback_id": (1, 255),
    "features.shortcuts.description": (1, 150),
}
# The keys that the schema knows; others are refused.
KNOWN = {
    "": {"display_information", "features", "oauth_config", "settings", "functions"},
    "display_information": {"name", "description", "long_description", "background_color"},
    "features": {
        "app_home",
        "bot_user",
        "slash_commands",
        "shortcuts",
        "agent_view",
        "unfurl_domains",
    },
    "features.agent_view": {"agent_description", "suggested_prompts"},
    "features.agent_view.suggested_prompts": {"title", "message"},
    "functions": {STEP},
    f"functions.{STEP}": {"title", "description", "input_parameters", "output_parameters"},
    "features.app_home": {
        "home_tab_enabled",
        "messages_tab_enabled",
        "messages_tab_read_only_enabled",
    },
    "features.bot_user": {"display_name", "always_online"},
    "features.slash_commands": {"command", "url", "description", "usage_hint", "should_escape"},
    "features.shortcuts": {"name", "type", "callback_id", "description"},
    "oauth_config": {"scopes", "redirect_urls"},
    "oauth_config.scopes": {"bot", "bot_optional"},
    "settings": {
        "event_subscriptions",
        "interactivity",
        "org_deploy_enabled",
        "socket_mode_enabled",
        "token_rotation_enabled",
        "function_runtime",
    },
    "settings.event_subscriptions": {"request_url", "bot_events"},
    "settings.interactivity": {"is_enabled", "request_url"},
}


def walk(value: Any, path: str = ""):
    """Every value below *value* with its path; the items of a list share their list's."""
    yield path, value
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from walk(inner, f"{path}.{key}".lstrip("."))
    elif isinstance(value, list):
        for inner in value:
            yield from walk(inner, path)


@EVERY
def test_every_text_has_the_length_that_slack_takes(made: dict[str, Any]):
    texts = [(path, value) for path, value in walk(made) if path in LIMITS and value]

    lengths = {path: len(value) for path, value in texts if not isinstance(value, list | dict)}

    assert set(lengths) == set(LIMITS)
    assert all(LIMITS[path][0] <= length <= LIMITS[path][1] for path, length in lengths.items())


@EVERY
def test_no_key_is_unknown_to_slack(made: dict[str, Any]):
    for path, value in walk(made):
        if isinstance(value, dict) and not path.startswith(f"functions.{STEP}."):
            assert set(value) <= KNOWN[path]


def test_the_step_is_as_the_schema_has_it():
    """app-manifests.v1.hermes.functions, and slack-functions.parameter for each field."""
    (step,) = ALL["functions"].values()
    fields = step["input_parameters"] | step["output_parameters"]

    assert step["title"]
    assert step["description"]
    for name, field in fields.items():
        assert field["name"] == name
        assert set(field) <= {"type", "name", "title", "description", "is_required"}
        assert field["type"] in {"string", "number", "integer", "boolean"}
    assert ALL["settings"]["function_runtime"] == "remote"
    assert ALL["settings"]["org_deploy_enabled"]


def test_agents_and_links_keep_the_limits_of_the_schema():
    """features.agent_view and features.unfurl_domains of the same schema."""
    view = ALL["features"]["agent_view"]

    assert len(view["agent_description"]) <= 300
    assert "No language model answers" in view["agent_description"]
    assert len(view["suggested_prompts"]) <= 4
    for prompt in view["suggested_prompts"]:
        assert answer(prompt["message"]).verdict.summary
    assert ALL["features"]["unfurl_domains"] == ["huggingface.co"]


def test_nothing_of_it_is_there_unless_it_is_asked_for():
    assert not {"functions"} & SOCKET.keys()
    assert not {"agent_view", "unfurl_domains"} & SOCKET["features"].keys()
    assert "bot_optional" not in SOCKET["oauth_config"]["scopes"]
    least = SOCKET["oauth_config"]["scopes"]["bot"]
    one = manifest("socket", extras=["links"])
    assert set(one["oauth_config"]["scopes"]["bot"]) - set(least) == {"links:read", "links:write"}
    assert "link_shared" in one["settings"]["event_subscriptions"]["bot_events"]
    threads = manifest("socket", extras=["threads"])
    assert threads["oauth_config"]["scopes"]["bot"] == least
    assert threads["oauth_config"]["scopes"]["bot_optional"] == [
        "channels:history",
        "groups:history",
    ]


@EVERY
def test_names_are_as_slack_wants_them(made: dict[str, Any]):
    command = made["features"]["slash_commands"][0]["command"]

    assert re.fullmatch(r"/[a-z0-9_-]{1,31}", command)
    assert re.fullmatch("#[0-9a-f]{6}", made["display_information"]["background_color"])


def test_over_a_socket_no_address_is_needed():
    assert "url" not in json.dumps(SOCKET)
    assert SOCKET["settings"]["socket_mode_enabled"]


def test_over_http_everything_comes_to_one_address():
    address = f"{URL}/slack/events"

    assert not HTTP["settings"]["socket_mode_enabled"]
    assert HTTP["settings"]["event_subscriptions"]["request_url"] == address
    assert HTTP["settings"]["interactivity"]["request_url"] == address
    assert HTTP["features"]["slash_commands"][0]["url"] == address


def test_the_development_app_can_stand_beside_the_other():
    assert DEV["display_information"]["name"] == "gpumem-dev"
    assert DEV["features"]["bot_user"]["display_name"] == "gpumem-dev"
    assert DEV["features"]["slash_commands"][0]["command"] == "/gpumem-dev"


def test_what_is_declared_is_what_the_listeners_listen_to():
    features = SOCKET["features"]

    assert [command["command"] for command in features["slash_commands"]] == [COMMAND]
    assert [(each["callback_id"], each["type"]) for each in features["shortcuts"]] == [
        (ESTIMATE, "global"),
        (SIZE_THIS, "message"),
    ]


def test_the_scopes_are_those_and_no_others():
    assert SOCKET["oauth_config"]["scopes"]["bot"] == [
        "app_mentions:read",
        "chat:write",
        "commands",
        "im:history",
        "users:read",
    ]


def test_the_local_workspace_declares_the_same_by_itself():
    ours, theirs = read_manifest(SOCKET), read_manifest(DEFAULT_MANIFEST)

    assert set(ours.scopes) == set(theirs.scopes)
    assert set(ours.events) == set(theirs.events)
    assert [each.callback_id for each in ours.shortcuts] == [
        each.callback_id for each in theirs.shortcuts
    ]


@pytest.mark.parametrize(
    ("arguments", "made"),
    [
        (["socket"], SOCKET),
        (["http", "--url", f"{URL}/"], HTTP),
        (["socket", "--suffix=-dev"], DEV),
        (["http", "--url", URL, "--with", *EXTRAS], ALL),
    ],
)
def test_it_is_printed_as_json(
    capsys: pytest.CaptureFixture[str], arguments: list[str], made: dict[str, Any]
):
    main(arguments)

    assert json.loads(capsys.readouterr().out) == made


@pytest.mark.parametrize("url", [[], ["--url", "http://a.example"], ["--url", "a.example"]])
def test_http_without_a_public_address_is_refused(
    capsys: pytest.CaptureFixture[str], url: list[str]
):
    with pytest.raises(SystemExit) as caught:
        main(["http", *url])

    assert caught.value.code == 2
    assert capsys.readouterr().err.endswith(
        "error: http needs --url with the bot's public address, beginning with https://\n"
    )


def test_an_app_for_many_workspaces_says_where_to_come_back_and_hears_of_its_end():
    made = manifest("http", url=URL, many=True, rotation=True, organisation=True)

    assert made["oauth_config"]["redirect_urls"] == [f"{URL}{REDIRECT}"]
    events = made["settings"]["event_subscriptions"]["bot_events"]
    assert {"app_uninstalled", "tokens_revoked"} <= set(events)
    assert made["settings"]["token_rotation_enabled"]
    assert made["settings"]["org_deploy_enabled"]
    assert "redirect_urls" not in HTTP["oauth_config"]
    assert not HTTP["settings"]["token_rotation_enabled"]


def test_slackbot_may_ask_where_there_is_an_mcp_server():
    address = "https://gpumem.example.com/mcp"
    made = manifest("http", url=URL, mcp=address)
    assert made["mcp_servers"] == {"gpumem": {"url": address, "auth_type": "slack_identity_auth"}}
    assert "mcp:connect" in made["oauth_config"]["scopes"]["bot"]
    assert "mcp_servers" not in HTTP
    assert "mcp:connect" not in HTTP["oauth_config"]["scopes"]["bot"]
