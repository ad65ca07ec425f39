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
KEY = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="
CLIENT = {"SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": "s"}
MANY = (
    CLIENT | SECRET | mode("http")
    | {"GPUMEM_PUBLIC_URL": "https://gpumem.example.com/", "GPUMEM_SECRET_KEYS": KEY}
)  # fmt: skip
NO_KEY = "GPUMEM_SECRET_KEYS is missing, and what is stored is encrypted:"
BOTH = (
    "SLACK_BOT_TOKEN is set together with SLACK_CLIENT_ID: with a bot token this bot serves the one"
    " workspace of that token, with a client id every workspace that installs it by OAuth. Unset"
    " the one that you do not want."
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
        pytest.param(MANY | BOT, BOTH, id="one workspace and many"),
        pytest.param(
            MANY | {"GPUMEM_TEAM_SETTINGS": "team.toml"},
            "GPUMEM_TEAM_SETTINGS is set together with SLACK_CLIENT_ID: each of many workspaces"
            " would be answered with the same cards and prices. Unset it; teams set their own in"
            " the home tab.",
            id="one team's cards for many workspaces",
        ),
        pytest.param(
            {"SLACK_CLIENT_ID": "1.2"},
            "SLACK_CLIENT_SECRET is missing: set it as shown under Basic Information, App"
            " Credentials, on the app's page.",
            id="half of what OAuth needs",
        ),
        pytest.param(
            MANY | mode("socket"),
            "GPUMEM_MODE has to be http where SLACK_CLIENT_ID is set: installing by OAuth needs a"
            " web server.",
            id="many workspaces over a socket",
        ),
        pytest.param(
            MANY | {"GPUMEM_PUBLIC_URL": "gpumem.example.com"},
            "GPUMEM_PUBLIC_URL is 'gpumem.example.com': set it to the address at which browsers"
            " reach this bot, such as https://gpumem.example.com.",
            id="no address to come back to",
        ),
        pytest.param(
            MANY | {"SLACK_SIGNING_SECRET": ""},
            "SLACK_SIGNING_SECRET is missing, and GPUMEM_MODE=http needs it: set it to the signing"
            " secret shown under Basic Information on the app's page.",
            id="many workspaces without a signing secret",
        ),
        pytest.param(
            MANY | {"GPUMEM_SECRET_KEYS": ""},
            f"{NO_KEY} `python -m bot new-key` prints a key to set.",
            id="many workspaces without a key",
        ),
        pytest.param(
            BOT | APP | {"GPUMEM_DATABASE_URL": "sqlite:///x"},
            f"{NO_KEY} `python -m bot new-key` prints a key to set.",
            id="a database without a key",
        ),
        pytest.param(
            MANY | {"GPUMEM_SECRET_KEYS": f"{KEY},short"},
            "GPUMEM_SECRET_KEYS holds something that is no key: set it to keys that `python -m bot"
            " new-key` printed, with commas between them and the newest first.",
            id="no key",
        ),
        pytest.param(
            BOT | APP | {"GPUMEM_DATABASE_URL": "mysql://x/y"},
            "GPUMEM_DATABASE_URL has to be an address like postgresql://user:password@host/database"
            " or sqlite:///path/to/a/file.",
            id="another database",
        ),
        pytest.param(
            BOT | APP | {"GPUMEM_REDIS_URL": "127.0.0.1:6379"},
            "GPUMEM_REDIS_URL has to be an address like redis://host:6379/0 or rediss://...",
            id="no address of a Redis",
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
    url = {"GPUMEM_DATABASE_URL": "postgresql://me:hunter2@db/x"}
    shown = repr(Settings.from_env(MANY | url | {"GPUMEM_REDIS_URL": "redis://:hunter2@r"}))
    assert not any(secret in shown for secret in ("hunter2", KEY))


@pytest.mark.parametrize(
    ("env", "url"),
    [
        pytest.param(BOT | APP, None, id="one workspace"),
        pytest.param(MANY, "sqlite+aiosqlite:///gpumem.sqlite3", id="many"),
        pytest.param(
            MANY | {"GPUMEM_DATABASE_URL": "postgres://me@db/x"},
            "postgresql+asyncpg://me@db/x",
            id="PostgreSQL",
        ),
        pytest.param(
            BOT | APP | {"GPUMEM_DATABASE_URL": "sqlite:////a/file", "GPUMEM_SECRET_KEYS": KEY},
            "sqlite+aiosqlite:////a/file",
            id="one workspace with a store",
        ),
    ],
)
def test_where_things_are_kept(env: dict[str, str], url: str | None):
    settings = Settings.from_env(env)

    assert (settings.database_url.get_secret_value() if settings.database_url else None) == url
    assert settings.is_for_many == ("SLACK_CLIENT_ID" in env)


def test_the_reason_says_that_it_is_for_many_workspaces():
    assert Settings.from_env(MANY).reason == "GPUMEM_MODE is http, for many workspaces"


def test_the_example_names_every_setting_and_no_other_and_sets_none():
    example = dotenv_values(EXAMPLE)

    assert set(example) == set(variables())
    assert not any(example.values())
