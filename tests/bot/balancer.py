"""A load balancer in front of several replicas: each request of Slack goes to one of them."""

import random
from collections.abc import Sequence

from bot.workspace import Workspace
from bot.workspace.delivery import Ack, Envelope
from bot.workspace.http_delivery import HttpDelivery


class Balancer:
    """Picks by chance, and the next one where the first takes no connection, as a proxy does."""

    via = "http"

    def __init__(self, workspace: Workspace, urls: Sequence[str], seed: int = 1) -> None:
        self._random = random.Random(seed)  # noqa: S311 (tests are to be repeatable)
        self._carriers = {url: _carrier(workspace, url) for url in urls}
        workspace.world.delivery.carrier = self

    async def carry(self, envelope: Envelope) -> Ack:
        return await self._any().carry(envelope)

    async def repeat(self) -> Ack:
        return await self._any().repeat()

    def take_out(self, url: str) -> None:
        """What a health check does."""
        self._carriers.pop(url)

    async def close(self) -> None:
        for carrier in self._carriers.values():
            await carrier.close()

    def _any(self) -> HttpDelivery:
        return self._random.choice(list(self._carriers.values()))


def _carrier(workspace: Workspace, url: str) -> HttpDelivery:
    return HttpDelivery(
        workspace.world.clock,
        workspace.world.faults,
        request_url=f"{url}/slack/events",
        signing_secret=workspace.signing_secret,
    )
