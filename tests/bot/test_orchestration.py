"""What runs the bot: Kubernetes by its own schemas, the rest by what the bot needs of it."""

import asyncio
import configparser
import copy
import json
import re
import sys
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml

from bot.__main__ import COMMANDS, WRONG_SETTINGS
from bot.app import open_bot
from bot.running.settings import FINISH, Settings, variables
from bot.slack.oauth import INSTALL, REDIRECT
from bot.transport.http import PATH
from bot.transport.server import FINISH as LAST
from bot.transport.server import IDLE
from bot.transport.watching import listen, watched_on
from bot.workspace import Workspace
from tests.bot.conftest import settings_for
from tests.bot.stand_in import core

DEPLOY = Path(__file__).parents[2] / "deploy"
KUBERNETES = "1.33.0"  # the version whose schemas are asked
DOCKERFILE = (DEPLOY / "Dockerfile").read_text("utf-8")


def read(name: str) -> Any:
    return yaml.safe_load((DEPLOY / name).read_text("utf-8"))


KUSTOMIZATION = read("kubernetes/kustomization.yaml")
RESOURCES = {name: read(f"kubernetes/{name}") for name in KUSTOMIZATION["resources"]}
BOT = RESOURCES["deployment.yaml"]["spec"]["template"]
CONTAINER = BOT["spec"]["containers"][0]
SETTINGS = dict(line.split("=", 1) for line in KUSTOMIZATION["configMapGenerator"][0]["literals"])


@pytest.mark.parametrize("name", RESOURCES)
def test_kubernetes_takes_it(name: str):
    kubernetes_validate.validate(RESOURCES[name], KUBERNETES, strict=True)


def test_what_kubernetes_does_not_know_is_refused():
    wrong = copy.deepcopy(RESOURCES["deployment.yaml"])
    wrong["spec"]["template"]["spec"]["containers"][0]["livenessProbe"]["httpget"] = {}

    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(wrong, KUBERNETES, strict=True)


def test_every_resource_is_one_of_the_kustomization():
    files = {path.name for path in (DEPLOY / "kubernetes").glob("*.yaml")}

    assert files == {*RESOURCES, "kustomization.yaml"}


def test_all_select_the_pods_of_the_bot():
    labels = BOT["metadata"]["labels"].items()
    spec = {name: resource.get("spec", {}) for name, resource in RESOURCES.items()}

    assert spec["deployment.yaml"]["selector"]["matchLabels"].items() <= labels
    assert spec["disruption.yaml"]["selector"]["matchLabels"].items() <= labels
    assert spec["service.yaml"]["selector"].items() <= labels
    assert spec["network.yaml"]["podSelector"]["matchLabels"].items() <= labels
    migrate = RESOURCES["migrate.yaml"]["spec"]["template"]["metadata"]["labels"].items()
    assert not spec["service.yaml"]["selector"].items() <= migrate
    target = spec["autoscaler.yaml"]["scaleTargetRef"]
    assert target["name"] == RESOURCES["deployment.yaml"]["metadata"]["name"]


def test_ports_are_those_of_the_image():
    ports = {port["name"]: port["containerPort"] for port in CONTAINER["ports"]}
    probes = [CONTAINER[f"{kind}Probe"]["httpGet"] for kind in ("startup", "liveness", "readiness")]

    assert f"GPUMEM_PORT={ports['http']} " in DOCKERFILE
    assert f"GPUMEM_METRICS_PORT={ports['metrics']}\n" in DOCKERFILE
    assert RESOURCES["service.yaml"]["spec"]["ports"][0]["targetPort"] == "http"
    assert {probe["port"] for probe in probes} == {"metrics"}
    assert [probe["path"] for probe in probes] == ["/livez", "/livez", "/readyz"]
    rules = RESOURCES["network.yaml"]["spec"]["ingress"]
    assert {rule["ports"][0]["port"] for rule in rules} == set(ports.values())


def test_only_what_slack_and_browsers_call_is_let_through():
    rule = RESOURCES["ingress.yaml"]["spec"]["rules"][0]
    paths = [path["path"] for path in rule["http"]["paths"]]
    let_through = re.search(r"@slack path (.*)", (DEPLOY / "Caddyfile").read_text("utf-8"))

    assert paths == [PATH, INSTALL, REDIRECT]
    assert let_through
    assert let_through[1].split() == paths


def test_the_settings_go_together():
    secrets = (DEPLOY / "kubernetes" / "secret.env.example").read_text("utf-8").splitlines()
    names = [line.partition("=")[0] for line in secrets]
    filled = dict.fromkeys(names, "x") | {
        "GPUMEM_SECRET_KEYS": "A" * 43 + "=",
        "GPUMEM_DATABASE_URL": secrets[names.index("GPUMEM_DATABASE_URL")].partition("=")[2],
    }

    settings = Settings.from_env(SETTINGS | filled)

    assert set(SETTINGS) | set(names) <= set(variables())
    assert (settings.is_for_many, settings.log_format) == (True, "json")
    assert settings.database_url


def test_there_is_time_to_finish_before_it_is_killed():
    grace = BOT["spec"]["terminationGracePeriodSeconds"]
    before = CONTAINER["lifecycle"]["preStop"]["sleep"]["seconds"]
    stop = re.search(r"TimeoutStopSec=(\d+)", (DEPLOY / "gpumem.service").read_text("utf-8"))

    assert before + float(SETTINGS["GPUMEM_FINISH_SECONDS"]) + LAST < grace
    assert stop
    assert float(stop[1]) > FINISH + LAST
    assert read("compose.yaml")["services"]["bot"]["stop_grace_period"] == "10s"
    assert FINISH + LAST < 10


def test_compose_publishes_the_proxy_alone_and_sets_what_the_bot_knows():
    services = read("compose.yaml")["services"]
    bot = services["bot"]

    assert [name for name, service in services.items() if "ports" in service] == ["caddy"]
    assert set(bot["environment"]) <= set(variables())
    assert services["migrate"]["command"] == ["migrate"]
    assert "migrate" in COMMANDS
    for service in services.values():
        assert set(service.get("depends_on", ())) <= set(services)
    volumes = [volume for service in services.values() for volume in service.get("volumes", ())]
    named = {volume.partition(":")[0] for volume in volumes if not volume.startswith(".")}
    assert named == set(read("compose.yaml")["volumes"])
    keepalive = re.search(r"keepalive (\d+)s", (DEPLOY / "Caddyfile").read_text("utf-8"))
    assert keepalive
    assert float(keepalive[1]) < IDLE  # the proxy closes first


def test_systemd_does_not_start_again_what_settings_prevent():
    unit = configparser.RawConfigParser(strict=False)
    unit.read_string((DEPLOY / "gpumem.service").read_text("utf-8"))

    assert unit["Service"]["RestartPreventExitStatus"] == str(WRONG_SETTINGS)
    assert unit["Service"]["ExecStart"].endswith("python -m bot")


def health_check(port: int) -> list[str]:
    """The command of the image, on another port."""
    (command,) = re.findall(r"^HEALTHCHECK .* CMD (\[.*\])$", DOCKERFILE, re.MULTILINE)
    _, flag, code = json.loads(command)
    return [sys.executable, flag, code.replace("9090", str(port))]


async def test_the_health_check_of_the_image_asks_whether_it_is_alive(workspace: Workspace):
    async with open_bot(settings_for(workspace), core=core()) as bot:
        bound = listen("127.0.0.1", 0)
        command = health_check(bound.getsockname()[1])
        async with watched_on(bot, bound, asyncio.Event()):
            asked = await asyncio.create_subprocess_exec(*command)
            assert await asked.wait() == 0

    quiet = asyncio.subprocess.DEVNULL
    asked = await asyncio.create_subprocess_exec(*health_check(1), stderr=quiet)
    assert await asked.wait() == 1
