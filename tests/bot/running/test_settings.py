"""Which mode runs, why, and what is said about settings that do not go together."""

from pathlib import Path

import pytest
from dotenv import dotenv_values

from bot.running.settings import Settings, SettingsError, variables

EXAMPLE = Path(__file__).parents[3] / ".env.example"
BOT = {"SLACK_BOT_TOKEN": "xoxb-1-abc"}
APP = {"SLACK_APP_TOKEN": "xapp-1-abc"}
SECRET = {"SLACK_SIGNING_SECRET": "8f742231b10e8888abcd99yyyzzz85a5"}


def mode(name: str) -> dict[str, str]:
    return {"GPUMEM_MODE": name}


@pytest.mark.parametrize(
    ("env", "runs", "reason"),
    [
        ({}, "local", "no Slack token is set"),
        (BOT | APP, "socket", "SLACK_BOT_TOKEN and SLACK_APP_TOKEN are set"),
        (BOT | APP | SECRET, "socket", "SLACK_BOT_TOKEN and SLACK_APP_TOKEN are set"),
        (BOT | SECRET | mode("http"), "http", "GPUMEM_MODE is http"),
        (BOT | APP | SECRET | mode("http"), "http", "GPUMEM_MODE is http"),
        (BOT | APP | mode("local"), "local", "GPUMEM_MODE is local"),
        (mode(" Local "), "local", "GPUMEM_MODE is local"),
        ({"SLACK_BOT_TOKEN": "", "SLACK_APP_TOKEN": "  "}, "local", "no Slack token is set"),
    ],
)
def test_the_mode_and_the_reason(env: dict[str, str], runs: str, reason: str):
    settings = Settings.from_env(env)

    assert (settings.mode, settings.reason) == (runs, reason)


def test_the_defaults():
    local, http = Settings.from_env({}), Settings.from_env(BOT | SECRET | mode("http"))

    assert (local.host, local.port) == ("127.0.0.1", 8765)
    assert (http.host, http.port) == ("127.0.0.1", 3000)
    assert http.finish == 5.0
    assert http.api_url == "https://slack.com/api/"
    assert http.log_level == "INFO"


def test_an_address_of_another_slack_gets_its_final_slash():
    settings = Settings.from_env(BOT | APP | {"SLACK_API_URL": "http://127.0.0.1:8765/api"})

    assert settings.api_url == "http://127.0.0.1:8765/api/"


BOT_TOKEN = "the bot token (xoxb-...) shown under OAuth & Permissions on the app's page"
APP_TOKEN = (
    "the app-level token (xapp-...) with the scope connections:write, made under Basic Information"
    " on the app's page"
)
OAUTH = (
    "is set, which would make the Slack library install the app by OAuth and ignore"
    " SLACK_BOT_TOKEN. This bot serves one workspace with one bot token: unset SLACK_CLIENT_ID and"
    " SLACK_CLIENT_SECRET."
)


@pytest.mark.parametrize(
    ("env", "message"),
    [
        pytest.param(
            BOT,
            f"SLACK_APP_TOKEN is missing: set it to {APP_TOKEN}; or unset the other token to start"
            " the local workspace.",
            id="only the bot token",
        ),
        pytest.param(
            APP,
            f"SLACK_BOT_TOKEN is missing: set it to {BOT_TOKEN}; or unset the other token to start"
            " the local workspace.",
            id="only the app token",
        ),
        pytest.param(
            BOT | SECRET,
            "GPUMEM_MODE is missing: SLACK_SIGNING_SECRET is set, which only HTTP needs. Set"
            " GPUMEM_MODE=http to serve HTTP; or set SLACK_BOT_TOKEN and SLACK_APP_TOKEN to use"
            " Socket Mode.",
            id="a signing secret without a mode",
        ),
        pytest.param(
            BOT | mode("http"),
            "SLACK_SIGNING_SECRET is missing, and GPUMEM_MODE=http needs it: set it to the signing"
            " secret shown under Basic Information on the app's page.",
            id="http without a secret",
        ),
        pytest.param(
            mode("socket"),
            f"SLACK_BOT_TOKEN is missing, and GPUMEM_MODE=socket needs it: set it to {BOT_TOKEN}.",
            id="socket without tokens",
        ),
        pytest.param(
            mode("production"),
            "GPUMEM_MODE is 'production': set it to local, socket or http, or leave it out to let"
            " the tokens decide.",
            id="a mode that does not exist",
        ),
        pytest.param(
            {"SLACK_BOT_TOKEN": "xapp-1", "SLACK_APP_TOKEN": "xoxb-1"},
            f"SLACK_BOT_TOKEN is not what it should be: set it to {BOT_TOKEN}.",
            id="tokens exchanged",
        ),
        pytest.param(
            {"SLACK_BOT_TOKEN": "xoxb-1 abc", "SLACK_APP_TOKEN": "xapp-1"},
            f"SLACK_BOT_TOKEN holds a character that no token has: set it to {BOT_TOKEN}.",
            id="a token with a space",
        ),
        pytest.param(
            BOT | APP | {"SLACK_CLIENT_ID": "1.2"}, f"SLACK_CLIENT_ID {OAUTH}", id="client id"
        ),
        pytest.param(
            {"SLACK_CLIENT_SECRET": "s"}, f"SLACK_CLIENT_SECRET {OAUTH}", id="client secret"
        ),
        pytest.param(
            {"SLACK_API_URL": "http://127.0.0.1:1/api/"},
            "SLACK_API_URL is set, but the local workspace has an address of its own: unset it, or"
            " set SLACK_BOT_TOKEN and SLACK_APP_TOKEN to connect to that address.",
            id="another Slack and a local workspace",
        ),
        pytest.param(
            BOT | APP | {"SLACK_API_URL": "slack.com"},
            "SLACK_API_URL is 'slack.com': set it to an address like https://slack.com/api/",
            id="an address that is none",
        ),
        pytest.param(
            {"GPUMEM_PORT": "80a"},
            "GPUMEM_PORT is '80a': set it to a number from 0 to 65535.",
            id="a port that is no number",
        ),
        pytest.param(
            {"GPUMEM_PORT": "65536"},
            "GPUMEM_PORT is '65536': set it to a number from 0 to 65535.",
            id="a port too high",
        ),
        pytest.param(
            {"GPUMEM_FINISH_SECONDS": "for ever"},
            "GPUMEM_FINISH_SECONDS is 'for ever': set it to a number from 0 to 600.",
            id="no time",
        ),
        pytest.param(
            {"GPUMEM_FINISH_SECONDS": "601"},
            "GPUMEM_FINISH_SECONDS is '601': set it to a number from 0 to 600.",
            id="too long a time",
        ),
        pytest.param(
            {"GPUMEM_LOG_LEVEL": "loud"},
            "GPUMEM_LOG_LEVEL is 'loud': set it to DEBUG, INFO, WARNING or ERROR.",
            id="a level that does not exist",
        ),
    ],
)
def test_settings_that_do_not_go_together_stop_the_start(env: dict[str, str], message: str):
    with pytest.raises(SettingsError) as caught:
        Settings.from_env(env)

    assert str(caught.value) == message
    assert caught.value.variable == message.split()[0]


def test_tokens_are_not_shown():
    assert "abc" not in repr(Settings.from_env(BOT | APP))


def test_the_example_names_every_setting_and_no_other_and_sets_none():
    example = dotenv_values(EXAMPLE)

    assert set(example) == set(variables())
    assert not any(example.values())
