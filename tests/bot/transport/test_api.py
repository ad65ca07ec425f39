"""`GET /v1/estimate`: the object of --json, and a clear refusal of everything else."""

import asyncio
import json
import logging
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp
import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.app import open_bot, the_core
from bot.hub.lookups import Lookups
from bot.running.metrics import Metrics
from bot.running.settings import Settings, SettingsError
from bot.transport import api
from bot.transport.beside import beside
from bot.transport.server import listen
from bot.workspace import Workspace
from core.answer import answer
from core.as_json import answer_as_json
from tests.bot.conftest import settings_for
from tests.bot.transport.beside import served_on

QUESTION = "llama 3.1 70b fp8 32k context 16 users on H100?"


@dataclass
class Served:
    port: int
    session: aiohttp.ClientSession
    metrics: Metrics

    async def get(self, path: str, **headers: str) -> tuple[int, Mapping[str, str], Any]:
        url = f"http://127.0.0.1:{self.port}{path}"
        async with self.session.get(url, headers=headers) as said:
            body = await said.read()
            return said.status, said.headers, json.loads(body) if body else None

    async def ask(self, question: str, **headers: str) -> tuple[int, Mapping[str, str], Any]:
        url = f"http://127.0.0.1:{self.port}{api.ESTIMATE}"
        async with self.session.get(url, params={"q": question}, headers=headers) as said:
            body = await said.read()
            return said.status, said.headers, json.loads(body) if body else None


@asynccontextmanager
async def served(
    *, person: int = 0, token: str | None = None, on_loopback: bool = True
) -> AsyncIterator[Served]:
    bound, metrics, core = listen("127.0.0.1", 0), Metrics(), the_core()
    what = (core, Lookups(None, core.catalog, {}, metrics))
    who: dict[str, Any] = {"person": person, "token": token, "on_loopback": on_loopback}
    async with (
        served_on(bound, api.serve, *what, metrics=metrics, **who) as reported,
        aiohttp.ClientSession() as session,
    ):
        yield Served(bound.getsockname()[1], session, metrics)
    assert reported == []


async def test_the_answer_is_the_object_of_json():
    async with served() as one:
        status, headers, said = await one.ask(QUESTION)

    assert status == 200
    assert headers["Content-Type"].startswith("application/json")
    assert said == json.loads(json.dumps(answer_as_json(answer(QUESTION))))


async def test_who_has_the_answer_is_told_so():
    async with served() as one:
        _, headers, _ = await one.ask(QUESTION)
        tag = headers["ETag"]
        again = await one.ask(QUESTION, **{"If-None-Match": f'"other", W/{tag}'})
        other = await one.ask(QUESTION.replace("16", "17"), **{"If-None-Match": tag})

    assert (again[0], again[2], again[1]["ETag"]) == (304, None, tag)
    assert other[0] == 200
    assert other[1]["ETag"] != tag


async def test_what_comes_is_what_the_description_promises():
    async with served() as one:
        _, _, described = await one.get("/v1/openapi.json")
        answers = {status: (await one.ask(q))[2] for status, q in (("200", QUESTION), ("422", "?"))}

    responses = described["paths"][api.ESTIMATE]["get"]["responses"]
    for status, said in answers.items():
        schema = responses[status]["content"]["application/json"]["schema"]
        whole = described | schema
        jsonschema.Draft202012Validator(whole).validate(said)
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.Draft202012Validator(whole).validate({})


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/v1/estimate", 400, "query"),
        ("/v1/estimate?q=8B&q=70B", 400, "query"),
        ("/v1/estimate?q=8B&format=xml", 400, "query"),
        ("/v1/estimate?q=", 422, None),
        ("/v1/estimate/../x", 404, "not_found"),
        ("/", 404, "not_found"),
    ],
)
async def test_what_is_no_question_is_refused(path, status, code):
    async with served() as one:
        got, _, said = await one.get(path)

    assert got == status
    assert said["error"]["message"]
    assert code is None or said["error"]["code"] == code


async def test_only_get():
    async with served() as one:
        async with one.session.post(f"http://127.0.0.1:{one.port}{api.ESTIMATE}") as said:
            assert (said.status, said.headers["Allow"]) == (405, "GET, HEAD")
        async with one.session.head(f"http://127.0.0.1:{one.port}{api.ESTIMATE}?q=8B") as said:
            assert (said.status, await said.read()) == (200, b"")


async def test_too_much_at_once_waits():
    async with served(person=2) as one:
        found = [await one.ask("8B") for _ in range(3)]

    assert [status for status, _, _ in found] == [200, 200, 429]
    assert found[2][1]["Retry-After"] == "60"
    assert one.metrics.value("gpumem_requests_total", kind="api", status="429") == 1


async def test_beyond_this_machine_only_the_token_is_let_in():
    async with served(token="a-long-one", on_loopback=False) as one:
        codes = [
            (await one.ask("8B", **headers))[0]
            for headers in (
                {},
                {"Authorization": "Bearer another"},
                {"Authorization": "Bearer a-long-one"},
            )
        ]

    assert codes == [401, 401, 200]


async def test_without_a_token_nobody_beyond_this_machine_is_let_in():
    async with served(on_loopback=False) as one:
        assert (await one.ask("8B", Authorization="Bearer None"))[0] == 401


async def test_a_page_of_somebody_else_cannot_ask_through_a_browser():
    async with served() as one:
        assert (await one.ask("8B", Host="evil.example"))[0] == 421


@pytest.mark.parametrize("token", ["", "a-long-one"])
def test_beyond_this_machine_a_token_has_to_be_set(token: str):
    given = {"GPUMEM_API_PORT": "8080", "GPUMEM_HOST": "10.0.0.1", "GPUMEM_API_TOKEN": token}
    if token:
        assert Settings.from_env(given).api_port == 8080
    else:
        with pytest.raises(SettingsError, match="GPUMEM_API_TOKEN"):
            Settings.from_env(given)
    assert Settings.from_env({}).api_port is None


async def test_it_is_asked_beside_the_bot(workspace: Workspace, caplog: pytest.LogCaptureFixture):
    chosen, core, stop = settings_for(workspace, GPUMEM_API_PORT="0"), the_core(), asyncio.Event()
    caplog.set_level(logging.INFO)
    async with open_bot(chosen, core=core) as bot, beside(bot, core, chosen, stop):
        [url] = re.findall(r"Estimates on (http://\S+)", caplog.text)
        async with aiohttp.ClientSession() as session, session.get(url, params={"q": "8B"}) as said:
            assert said.status == 200


@settings(max_examples=5)
@given(st.lists(st.binary(max_size=60), min_size=8, max_size=8))
def test_any_bytes_are_answered_or_refused(questions: list[bytes]):
    """Whatever stands after `q=`, percent-encoded or raw: an object and no crash."""

    async def ask() -> None:
        async with served() as one:
            for typed in questions:
                encoded = "".join(f"%{byte:02X}" for byte in typed)
                raw = typed.replace(b"\r", b"").replace(b"\n", b"").replace(b" ", b"+")
                for target in (encoded.encode(), raw):
                    status = await _raw(one.port, target)
                    assert status in {200, 400, 422}

    asyncio.run(ask())


async def _raw(port: int, target: bytes) -> int:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    host = f"127.0.0.1:{port}".encode()
    head = b"GET /v1/estimate?q=" + target + b" HTTP/1.1\r\nHost: " + host
    writer.write(head + b"\r\nConnection: close\r\n\r\n")
    said = await asyncio.wait_for(reader.read(), 20)
    writer.close()
    head, _, body = said.partition(b"\r\n\r\n")
    status = int(head.split(b" ")[1])
    assert status == 400 or json.loads(body)
    return status
