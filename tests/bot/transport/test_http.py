"""The layer before Bolt: what it lets through, and what it says to the rest."""

import gzip
from urllib.parse import urlencode

import pytest
from aiohttp import web

from bot.running.metrics import Metrics
from bot.transport.connections import Connections
from bot.transport.http import BODY_WITHIN, MAX_BODY, Gate
from bot.transport.signature import sign
from tests.bot.conftest import until
from tests.bot.transport.raw import Headers, answering, chunked, connected, request

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
NOW = 1_700_000_000
JSON = [(b"content-type", b"application/json")]
FORM = [(b"content-type", b"application/x-www-form-urlencoded")]
COMMAND = urlencode({"command": "/gpumem", "text": "70B & more"}).encode()


async def inside(request: web.BaseRequest, body: str) -> web.StreamResponse:
    """What stands behind the gate here: says back the body."""
    if body == "break":
        raise ValueError("broken inside")
    return web.Response(text=f"inside: {body}")


class Client:
    """Asks a gate over a connection of its own for each request."""

    def __init__(self, *, ready: bool = True, body_within: float = BODY_WITHIN) -> None:
        self.metrics = Metrics()
        self.reported: list[Exception] = []
        self.gate = Gate(
            inside,
            signing_secret=SECRET,
            metrics=self.metrics,
            is_ready=lambda: ready,
            report=self.reported.append,
            now=lambda: NOW,
            body_within=body_within,
        )

    async def __call__(
        self, method: str, path: str, headers: Headers | None = None, body: bytes = b""
    ) -> tuple[int, str]:
        return await self.says(request(method, path, headers or [], body))

    async def says(self, raw: bytes) -> tuple[int, str]:
        """What comes back for *raw*."""
        async with answering(self.gate) as port, connected(port) as wire:
            wire.send(raw)
            return await wire.answer()

    async def slack(
        self, body: bytes, headers: Headers = FORM, *, at: int | bytes = NOW
    ) -> tuple[int, str]:
        """*body* as Slack would send it at *at*."""
        timestamp = at if isinstance(at, bytes) else str(at).encode()
        return await self(
            "POST", "/slack/events", [*headers, *signed(body, timestamp=timestamp)], body
        )


def signed(body: bytes, *, timestamp: bytes = b"1700000000", secret: str = SECRET) -> Headers:
    return [
        (b"x-slack-request-timestamp", timestamp),
        (b"X-Slack-Signature", sign(secret, timestamp, body)),
    ]


@pytest.fixture
def client() -> Client:
    return Client()


def test_the_signature_is_that_of_slacks_documentation():
    """https://docs.slack.dev/authentication/verifying-requests-from-slack/ has this example."""
    body = (
        b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow"
        b"&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner"
        b"&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands"
        b"%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
        b"&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
    )

    assert sign(SECRET, b"1531420618", body) == (
        b"v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
    )


async def test_what_slack_signed_goes_through_as_it_came(client: Client):
    assert await client.slack(COMMAND) == (200, f"inside: {COMMAND.decode()}")


async def test_a_body_in_pieces_is_put_together(client: Client):
    headers = [*FORM, *signed(COMMAND), (b"transfer-encoding", b"chunked")]

    status, body = await client("POST", "/slack/events", headers, chunked(COMMAND[:7], COMMAND[7:]))

    assert (status, body) == (200, f"inside: {COMMAND.decode()}")


async def test_a_client_that_asks_first_is_told_to_go_on(client: Client):
    headers = [*FORM, *signed(COMMAND), (b"expect", b"100-continue")]
    length = (b"content-length", str(len(COMMAND)).encode())

    async with answering(client.gate) as port, connected(port) as wire:
        wire.send(request("POST", "/slack/events", [*headers, length]))
        assert await wire.answer() == (100, "")
        wire.send(COMMAND)
        assert await wire.answer() == (200, f"inside: {COMMAND.decode()}")


NOT_SIGNED = (401, "The request is not signed by Slack, or is too old.\n")


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param([], id="no headers"),
        pytest.param(signed(COMMAND)[:1], id="no signature"),
        pytest.param(signed(COMMAND)[1:], id="no timestamp"),
        pytest.param(signed(COMMAND, secret="another"), id="another secret"),
        pytest.param(signed(COMMAND + b" "), id="another body"),
        pytest.param([*signed(COMMAND), *signed(COMMAND)], id="twice"),
        pytest.param(
            [(b"x-slack-request-timestamp", b"1700000000"), (b"x-slack-signature", b"v0=\xff\xe9")],
            id="a signature that is not ASCII",
        ),
        pytest.param(signed(COMMAND, timestamp=b"soon"), id="a timestamp that is no number"),
        pytest.param(signed(COMMAND, timestamp=b"1.7e9"), id="a timestamp that is no whole number"),
        pytest.param(signed(COMMAND, timestamp=b""), id="an empty timestamp"),
        pytest.param(signed(COMMAND, timestamp=b"9" * 5000), id="a timestamp of 5,000 digits"),
        pytest.param(
            signed(COMMAND, timestamp="１７".encode()), id="a timestamp in full-width digits"
        ),
        pytest.param(signed(COMMAND, timestamp=b"1699999699"), id="301 seconds old"),
        pytest.param(signed(COMMAND, timestamp=b"1700000301"), id="301 seconds in the future"),
    ],
)
async def test_what_slack_did_not_sign_just_now_is_refused(client: Client, headers: Headers):
    assert await client("POST", "/slack/events", [*FORM, *headers], COMMAND) == NOT_SIGNED


async def test_five_minutes_is_not_too_old(client: Client):
    assert (await client.slack(COMMAND, at=NOW - 300))[0] == 200


async def test_an_unsigned_ssl_check_is_refused(client: Client):
    assert await client("POST", "/slack/events", FORM, b"ssl_check=1") == NOT_SIGNED


TOO_LARGE = (413, "The body is larger than 1048576 bytes.\n")


async def test_a_body_that_says_it_is_too_large_is_refused_unread(client: Client):
    headers = [(b"content-length", str(MAX_BODY + 1).encode())]

    assert await client("POST", "/slack/events", headers) == TOO_LARGE


async def test_a_body_that_turns_out_too_large_is_refused(client: Client):
    half = b"x" * (MAX_BODY // 2)
    headers = [(b"transfer-encoding", b"chunked")]

    assert await client("POST", "/slack/events", headers, chunked(half, half, b"x")) == TOO_LARGE


async def test_a_body_that_does_not_arrive_is_not_waited_for():
    started = request("POST", "/slack/events", [(b"content-length", b"9")]) + b"half"

    assert await Client(body_within=0.01).says(started) == (
        408,
        "The body took too long to arrive.\n",
    )


async def test_a_body_that_is_no_sequence_of_chunks_is_refused(client: Client):
    status, _ = await client(
        "POST", "/slack/events", [(b"transfer-encoding", b"chunked")], b"seven\r\n"
    )

    assert status == 400


async def test_a_compressed_body_is_not_unpacked(client: Client):
    """What Slack signs is what it sends."""
    packed = gzip.compress(COMMAND)

    answer = await client.slack(packed, [*FORM, (b"content-encoding", b"gzip")])

    assert answer == (400, "The body is not UTF-8.\n")


async def test_what_breaks_inside_is_reported_and_is_the_clients_fault(client: Client):
    assert await client.slack(b"break") == (400, "The body is not what Slack sends.\n")
    assert [str(error) for error in client.reported] == ["broken inside"]


async def test_the_largest_body_is_read(client: Client):
    body = b"text=" + b"x" * (MAX_BODY - 5)

    assert (await client.slack(body))[0] == 200


@pytest.mark.parametrize(
    ("body", "headers", "sentence"),
    [
        pytest.param(b'{"a": ', JSON, "The body is not JSON.", id="malformed"),
        pytest.param(b'{"a": ', FORM, "The body is not JSON.", id="malformed, said to be a form"),
        pytest.param(b"[]", JSON, "The body is not a JSON object.", id="an array"),
        pytest.param(b"7", JSON, "The body is not a JSON object.", id="a number"),
        pytest.param(b"payload=%5B%5D", FORM, "The body is not a JSON object.", id="payload=[]"),
        pytest.param(b"payload=%7B", FORM, "The body is not JSON.", id="payload={"),
        pytest.param(b"payload=", FORM, "The body is not JSON.", id="payload="),
        pytest.param(b'{"a": "\xff"}', JSON, "The body is not UTF-8.", id="invalid UTF-8"),
        pytest.param(
            b'{"a":' * 5000 + b"1" + b"}" * 5000,
            JSON,
            "The body is nested too deeply.",
            id="nested",
        ),
        pytest.param(
            b'{"a": ' + b"9" * 5000 + b"}", JSON, "The body is not JSON.", id="a number too long"
        ),
        pytest.param(
            b'{"event": []}', JSON, "The body's event is not what Slack sends.", id="event=[]"
        ),
        pytest.param(
            b'{"authorizations": [1]}',
            JSON,
            "The body's lists are not what Slack sends.",
            id="authorizations=[1]",
        ),
    ],
)
async def test_what_bolt_would_stumble_over_is_refused_with_a_sentence(
    client: Client, body: bytes, headers: Headers, sentence: str
):
    assert await client.slack(body, headers) == (400, f"{sentence}\n")


async def test_health_is_told_on_its_own_routes():
    assert await Client()("GET", "/livez") == (200, "alive\n")
    assert await Client()("GET", "/readyz") == (200, "ready\n")
    assert await Client(ready=False)("GET", "/livez") == (200, "alive\n")
    assert await Client(ready=False)("GET", "/readyz") == (503, "not ready\n")


async def test_metrics_count_what_was_let_through_and_what_was_not(client: Client):
    await client.slack(COMMAND)
    await client("POST", "/slack/events", FORM, COMMAND)

    _, text = await client("GET", "/metrics")

    assert [line for line in text.splitlines() if line.startswith("gpumem_requests_total")] == [
        'gpumem_requests_total{kind="http",status="200"} 1.0',
        'gpumem_requests_total{kind="http",status="401"} 1.0',
    ]


async def test_other_routes_and_methods_have_nothing(client: Client):
    assert await client("GET", "/") == (404, "There is nothing here.\n")
    assert await client("GET", "/slack/events") == (405, "Only POST is answered here.\n")
    assert await client("POST", "/livez") == (405, "Only GET is answered here.\n")


async def test_a_head_is_answered_without_a_body(client: Client):
    async with answering(client.gate) as port, connected(port) as wire:
        wire.send(request("HEAD", "/livez", [(b"connection", b"close")]))
        head, _, body = (await wire.rest()).partition(b"\r\n\r\n")

    assert head.startswith(b"HTTP/1.1 200 ")
    assert body == b""


async def test_whoever_goes_away_is_not_waited_for(client: Client):
    connections = Connections(100)
    async with answering(client.gate, connections) as port, connected(port) as wire:
        wire.send(request("POST", "/slack/events", [(b"content-length", b"9")]) + b"half")
        await until(lambda: connections.count == 1)
        await wire.close()
        await until(lambda: connections.count == 0)

    assert client.reported == []
