"""Acting as a person, and waiting for what the app shows them: how tests drive the workspace."""

import asyncio
from typing import Any

from . import acting, interactions, steps, submitting
from .composer import unescape
from .inputs import value_key
from .presence import Presence
from .shown import Message, Shown, View, find, find_button
from .values import Json
from .watch import Expect

WAIT = 5.0  # seconds


class Person(Presence):
    """
    One of the people in the workspace.

    Each act waits for what the app shows this person in answer (a message, an
    edit, a modal, ...) and returns it. *expect* narrows what is waited for:
    "message", "view", "anything" (the first of either), or "nothing" (returns
    None as soon as the app has acknowledged). NothingCameError after *timeout*
    seconds. What is written is what one types; with *raw*, what Slack makes of it
    (`<@U...>`, `&amp;`).
    """

    # What a person writes

    async def slash(
        self,
        line: str,
        *,
        channel: str = "general",
        raw: bool = False,
        expect: Expect = "anything",
        timeout: float = WAIT,  # noqa: ASYNC109
    ) -> Any:
        """Send a slash command: `alice.slash("/gpumem 70B?", channel="ml")`."""
        place, cause = self._channel(channel), interactions.new_cause(self._world)
        with self._watch(f"an answer to {line!r}", cause=cause, channel=place.id) as watch:
            await interactions.slash(self._world, self.id, place, line, raw=raw, cause=cause)
            return await watch.wait(expect, timeout)

    async def say(
        self,
        text: str,
        *,
        channel: str = "general",
        thread: Message | str | None = None,
        raw: bool = False,
    ) -> Message:
        """Write a message and return it, without waiting for anything."""
        thread_ts = _root(thread)
        place = self._channel(channel)
        said = interactions.say(self._world, self.id, place, text, thread_ts=thread_ts, raw=raw)
        return self._message(place, said["ts"])

    async def mention(
        self,
        text: str,
        *,
        channel: str = "general",
        thread: Message | str | None = None,
        raw: bool = False,
        expect: Expect = "message",
        timeout: float = WAIT,  # noqa: ASYNC109
    ) -> Any:
        """Write `@app text`, in the channel or in a thread, and wait for the answer to it."""
        bot = f"<@{self._world.bot_user_id}>" if raw else f"@{self._world.app.display_name}"
        return await self._write(f"{bot} {text}", channel, thread, raw, expect, timeout)

    async def dm(
        self,
        text: str,
        *,
        thread: Message | str | None = None,
        raw: bool = False,
        expect: Expect = "message",
        timeout: float = WAIT,  # noqa: ASYNC109
    ) -> Any:
        """Write to the app directly, and wait for the answer."""
        im = self._world.state.open_im(self.id, self._world.ids)
        return await self._write(text, im.id, thread, raw, expect, timeout)

    # What a person does with what is shown

    async def click(
        self,
        shown: Shown,
        action_id: str | None = None,
        *,
        value: str | None = None,
        text: str | None = None,
        expect: Expect = "anything",
        timeout: float = WAIT,  # noqa: ASYNC109
    ) -> Any:
        """Click the button of this action_id, value or label in a message, modal or home tab."""
        block, element = find_button(shown, action_id, value, text)
        action = {"block_id": block["block_id"], "action_id": element["action_id"]}
        if element["type"] == "feedback_buttons":
            action["value"] = value
        return await self._act(shown, action, expect, timeout)

    async def choose(
        self,
        shown: Shown,
        action_id: str,
        choice: Any,
        *,
        expect: Expect = "anything",
        timeout: float = WAIT,  # noqa: ASYNC109
    ) -> Any:
        """
        Choose in a menu, check boxes, pick a date, enter a text.

        *choice* is an option's value or label (a list of them where several can be chosen).
        """
        block, element = find(shown, action_id)
        action = {"block_id": block["block_id"], "action_id": action_id}
        key = value_key(element["type"]) or "selected_option"
        action[key] = _choice(element, choice)
        return await self._act(shown, action, expect, timeout)

    async def options(self, shown: Shown, action_id: str, typed: str) -> list[Json]:
        """What the app offers in an external select for what was typed so far."""
        block, _ = find(shown, action_id)
        answer = await acting.options(
            self._world,
            self.id,
            self._place(shown),
            block_id=block["block_id"],
            action_id=action_id,
            value=typed,
        )
        groups = answer.get("option_groups", [])
        return answer.get("options") or [each for group in groups for each in group["options"]]

    async def submit(
        self,
        view: View,
        values: dict[str, Any] | None = None,
        *,
        expect: Expect = "anything",
        timeout: float = WAIT,  # noqa: ASYNC109
    ) -> Any:
        """
        Submit a modal with these values (by action_id or block_id).

        With errors, returns the same view with `errors` set; otherwise what the app shows next.
        """
        state: Json = {}
        for name, choice in (values or {}).items():
            block, element = find(view, name)
            entered = {
                "type": element["type"],
                value_key(element["type"]) or "value": _choice(element, choice),
            }
            state.setdefault(block["block_id"], {})[element["action_id"]] = entered
        opened = self._world.views.find(view_id=view.id)
        if opened is None:
            raise AssertionError(f"the {view} is no longer open")
        cause = interactions.new_cause(self._world)
        with self._watch(f"an answer to submitting the {view}", cause=cause) as watch:
            errors = await submitting.submit(self._world, self.id, opened, state, cause=cause)
            if errors:
                return View(opened.shown(), errors)
            return await watch.wait(expect, timeout)

    async def close(self, view: View, *, everything: bool = False) -> None:
        """Close a modal (or the whole stack)."""
        opened = self._world.views.find(view_id=view.id)
        if opened is None:
            raise AssertionError(f"the {view} is no longer open")
        await submitting.close(self._world, self.id, opened, everything=everything)

    async def open_home(
        self,
        *,
        expect: Expect = "view",
        timeout: float = WAIT,  # noqa: ASYNC109
    ) -> Any:
        """Open the app's home tab."""
        cause = interactions.new_cause(self._world)
        with self._watch("the home tab", cause=cause) as watch:
            interactions.open_home(self._world, self.id)
            return await watch.wait(expect, timeout)

    async def shortcut(
        self,
        callback_id: str,
        *,
        expect: Expect = "anything",
        timeout: float = WAIT,  # noqa: ASYNC109
    ) -> Any:
        """Use a global shortcut."""
        cause = interactions.new_cause(self._world)
        with self._watch(f"an answer to the shortcut {callback_id!r}", cause=cause) as watch:
            await interactions.use_shortcut(self._world, self.id, callback_id, cause=cause)
            return await watch.wait(expect, timeout)

    async def message_shortcut(
        self,
        message: Message,
        callback_id: str,
        *,
        expect: Expect = "anything",
        timeout: float = WAIT,  # noqa: ASYNC109
    ) -> Any:
        """Use a shortcut from a message's menu."""
        found = self._world.messages.find(message.channel, message.ts)
        if found is None:
            raise AssertionError(f"the {message} is no longer there")
        cause = interactions.new_cause(self._world)
        with self._watch(f"an answer to the shortcut {callback_id!r}", cause=cause) as watch:
            await interactions.use_shortcut(
                self._world, self.id, callback_id, message=found, cause=cause
            )
            return await watch.wait(expect, timeout)

    async def run_step(
        self,
        callback_id: str,
        *,
        timeout: float = WAIT,  # noqa: ASYNC109
        **inputs: str | float | bool,
    ) -> steps.Run:
        """A workflow of theirs comes to a step of the app; returns once the app has ended it."""
        run = steps.run(self._world, self.id, callback_id, dict(inputs))
        async with asyncio.timeout(timeout):
            await run.done.wait()
        return run

    def edit(self, message: Message, text: str) -> None:
        """Change an own message."""
        interactions.edit(self._world, self._own(message), text)

    def delete(self, message: Message) -> None:
        """Delete an own message."""
        interactions.delete(self._world, self._own(message))

    def react(self, message: Message, name: str) -> None:
        """Add a reaction to a message, or take it away."""
        found = self._world.messages.find(message.channel, message.ts)
        if found is None:
            raise AssertionError(f"the {message} is no longer there")
        interactions.react(self._world, self.id, found, name)

    def invite_app(self, channel: str) -> None:
        """Bring the app into a channel."""
        interactions.invite(self._world, self.id, self._channel(channel))

    # Helpers

    async def _write(
        self,
        text: str,
        channel: str,
        thread: Message | str | None,
        raw: bool,
        expect: Expect,
        timeout: float,  # noqa: ASYNC109
    ) -> Any:
        place = self._channel(channel)
        thread_ts = _root(thread)
        cause = interactions.new_cause(
            self._world
        )  # nothing carries it: others' answers do not count
        what = f"an answer to {unescape(text)!r}"
        with self._watch(what, cause=cause, channel=place.id) as watch:
            said = interactions.say(self._world, self.id, place, text, thread_ts=thread_ts, raw=raw)
            watch.threads = {thread_ts or said["ts"], None}
            return await watch.wait(expect, timeout)

    async def _act(self, shown: Shown, action: Json, expect: Expect, timeout: float) -> Any:  # noqa: ASYNC109
        cause = interactions.new_cause(self._world)
        channel = shown.channel if isinstance(shown, Message) else None
        what = f"an answer to {action['action_id']!r} in the {shown}"
        with self._watch(what, cause=cause, channel=channel) as watch:
            await acting.act(self._world, self.id, self._place(shown), action, cause=cause)
            return await watch.wait(expect, timeout)


def _root(thread: Message | str | None) -> str | None:
    """The thread a message stands in, or would begin."""
    if isinstance(thread, Message):
        return thread.thread_ts or thread.ts
    return thread


def _choice(element: Json, choice: Any) -> Any:
    """The element's value for this choice: options by value or label, the rest as it is."""
    several = isinstance(choice, list)
    known = element.get("options") or [
        each for group in element.get("option_groups", []) for each in group["options"]
    ]
    if not known:
        return choice
    picked = [_option(known, each) for each in (choice if several else [choice])]
    return picked if several else picked[0]


def _option(known: list[Json], wanted: Any) -> Any:
    if wanted is None or isinstance(wanted, dict):
        return wanted
    for each in known:
        if wanted in (each.get("value"), each["text"]["text"]):
            return each
    raise KeyError(f"no option {wanted!r}; there are {[each.get('value') for each in known]}")
