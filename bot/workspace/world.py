"""The parts of a workspace, put together: what every module of it works on."""

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

from .clock import Clock
from .delivery import Delivery
from .faults import Faults
from .feed import Change, Feed
from .ids import Ids
from .installations import Installations
from .manifest import App
from .messages import Messages
from .modals import Views
from .rate_limits import DeliveryLimit, RateLimits
from .response_url import ResponseUrls
from .seed import Seed
from .socket_mode import SocketMode
from .state import State
from .tokens import Tokens
from .transcript import Transcript
from .triggers import Triggers
from .values import Json

logger = logging.getLogger(__name__)


class World:
    """Everything there is, without the server around it."""

    def __init__(
        self, app: App, seed: Seed, *, rate_limits: bool, beside: "World | None" = None
    ) -> None:
        """*beside*: a further team of the same Slack, in which the same app can be installed."""
        number = len(beside.teams) + 1 if beside else 1
        self.team_id = f"T0LOCAL{number:03d}"
        self.app = app
        self.seed = seed
        self.url = ""
        self.app_id = "A0LOCAL001"
        self.organisation = ""  # of an installation for all its teams
        self.bot_id = f"B0LOCAL{number:03d}"
        self.bot_user_id = f"U0APPBOT{number:02d}"
        self.clock = Clock()
        self.ids = Ids(self.clock)
        self.feed = Feed()
        self.faults = Faults()
        self.faults.on_change = lambda: self.feed.publish(
            Change("faults", {"faults": self.faults.shown()})
        )
        self.transcript = Transcript(self.clock)
        self.transcript.on_change = lambda entry: self.feed.publish(
            Change("log", {"entry": entry.shown()})
        )
        self.state = self._fresh_state()
        self.steps: dict[str, Any] = {}  # runs of steps of workflows, by id (steps.py)
        self.tokens = beside.tokens if beside else Tokens(app.scopes, self.clock.now)
        self.teams = beside.teams if beside else {}
        self.teams[self.team_id] = self
        self.messages = Messages(self.feed, self.ids)
        self.views = Views(
            self.feed,
            self.ids,
            {"team_id": self.state.team_id, "app_id": self.app_id, "bot_id": self.bot_id},
        )
        self.installations = beside.installations if beside else Installations(self.clock, self.ids)
        self.triggers = Triggers(self.clock, self.ids)
        self.response_urls = ResponseUrls(self.clock, self.ids, self.team_id)
        self.limits = RateLimits(self.clock, on=rate_limits)
        self.deliveries = DeliveryLimit(self.clock)
        self.sockets = SocketMode(
            self.clock, self.ids, self.transcript, self.faults, app_id=self.app_id
        )
        self.sockets.on_change = lambda: self.feed.publish(
            Change("connections", {"connections": len(self.sockets.connections)})
        )
        self.delivery = Delivery(self.clock, self.transcript, self.faults, self.sockets)
        self._tasks: set[asyncio.Task[Any]] = set()

    def reset(self) -> None:
        """Everything as in the seed; connections, tokens and the clock stay."""
        self.state = self._fresh_state()
        self.messages.clear()
        self.views.clear()
        self.triggers.clear()
        self.steps.clear()
        self.response_urls.clear()
        self.limits.clear()
        self.faults.clear()
        self.transcript.clear()
        self.feed.publish(Change("reset"))

    def spawn(self, work: Coroutine[Any, Any, Any]) -> "asyncio.Task[Any]":
        """Let *work* go on by itself; a failure of it is logged, and `stop` ends it."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._finished)
        return task

    async def stop(self) -> None:
        """End what still goes on."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def of_team(self, team_id: str) -> "World":
        """The team of this id; an empty one is this."""
        return self.teams.get(team_id, self)

    def channels_changed(self) -> None:
        """Let the page draw the list of channels anew."""
        self.feed.publish(Change("channels"))

    @property
    def team(self) -> Json:
        return {"id": self.state.team_id, "domain": self.seed.team_domain}

    def _fresh_state(self) -> State:
        state = State(
            self.seed,
            team_id=self.team_id,
            app_name=self.app.display_name,
            bot_user_id=self.bot_user_id,
            bot_id=self.bot_id,
        )
        for person in state.people:
            state.open_im(person.id, self.ids)
        return state

    def _finished(self, task: "asyncio.Task[Any]") -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            logger.error("a task of the workspace failed", exc_info=error)
