"""What a listener works with, noting what it is told."""

from typing import Any

from bot.conversation.asking import Asking
from bot.conversation.state import State, encode
from bot.hub.lookups import Lookups
from bot.running.metrics import Metrics
from bot.running.work import Work
from bot.slack.block_kit.reply import Block, Reply
from bot.slack.place import Place
from core.catalog.load import load_catalog
from tests.bot.stand_in import core

asking = Asking(core())
no_lookups = Lookups(None, load_catalog(), {}, Metrics())  # there is no hub


class Ack:
    """Counts, and keeps what the acknowledgement says."""

    def __init__(self) -> None:
        self.said: list[Any] = []

    async def __call__(self, body: Any = None, **more: Any) -> None:
        self.said.append(body if body is not None else more)


class FakePoster:
    """Keeps what would be posted: the way, the place, the text."""

    def __init__(self) -> None:
        self.posted: list[tuple[str, Place, Reply]] = []

    async def answer(self, place: Place, reply: Reply) -> None:
        self.posted.append(("answer", place, reply))

    async def edit(self, place: Place, reply: Reply) -> None:
        self.posted.append(("edit", place, reply))

    async def add(self, place: Place, reply: Reply) -> None:
        self.posted.append(("add", place, reply))

    async def share(self, place: Place, reply: Reply) -> None:
        self.posted.append(("share", place, reply))

    def acknowledgement(self, place: Place, reply: Reply) -> dict[str, Any]:
        return {"text": reply.text}

    @property
    def texts(self) -> list[tuple[str, str]]:
        return [(way, reply.text) for way, _, reply in self.posted]


class FakeModals:
    """Keeps what would be opened, changed and drawn."""

    def __init__(self) -> None:
        self.opened: list[tuple[Place, str, Block]] = []
        self.updated: list[tuple[str, str, Block]] = []
        self.published: list[tuple[str, Block]] = []

    async def open(self, place: Place, trigger_id: str, view: Block) -> None:
        self.opened.append((place, trigger_id, view))

    async def update(self, view_id: str, hash: str, view: Block) -> None:
        self.updated.append((view_id, hash, view))

    async def publish(self, user: str, view: Block) -> None:
        self.published.append((user, view))


class FakeLocale:
    """Everybody's Slack is in Portuguese."""

    async def of(self, user: str) -> str:
        return "pt"


class Soon(Work):
    """The real one; what broke in it breaks the test."""

    def __init__(self) -> None:
        self.broke: list[Exception] = []
        super().__init__(self.broke.append)

    async def done(self) -> None:
        assert await self.drain(1) == 0
        assert self.broke == []


def click(
    action_id: str, value: str | None = None, *, channel: str = "C1", **more: Any
) -> dict[str, Any]:
    """The payload of a button in a message that all see."""
    element = {"action_id": action_id} | ({} if value is None else {"value": value})
    return {
        "type": "block_actions",
        "user": {"id": "U1"},
        "team": {"id": "T1"},
        "container": {"channel_id": channel, "message_ts": "2.0", "thread_ts": "1.0"},
        "response_url": "https://hooks.slack.com/actions/T1/1/x",
        "trigger_id": "1.2.x",
        "actions": [element | more],
    }


def carrying(question: str, language: str = "en") -> str:
    """The value of a button under the answer to *question*."""
    text = encode(State(question, "pt" if language == "pt" else "en"))
    assert text is not None
    return text
