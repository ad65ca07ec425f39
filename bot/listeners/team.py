"""
A team's settings, changed in a form from the home tab by those who may: whoever administers the
workspace, and the people they chose.

Who may is asked at every step, because a form or a tab may have been open for days.
"""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext

from bot.conversation.form import FormError
from bot.conversation.state import StateError, read_fields
from bot.conversation.team_form import POOL, set_by
from bot.conversation.team_settings import ChangedMeanwhileError, TeamSettings
from bot.i18n import t
from bot.listeners.home import HomeTab
from bot.listeners.payload import Body, language_of, only_action
from bot.running.store_away import StoreAwayError
from bot.running.work import Work
from bot.slack.block_kit.blocks import one_sentence
from bot.slack.modal import Modals, checked
from bot.slack.place import Place, place_of
from bot.slack.post import Poster
from bot.views.notice import notice_modal
from bot.views.team import CALLBACK, EDIT, RESET, VERSION, team_modal
from core.asked.question import Language

METADATA = 100  # characters of ours


def register(
    app: AsyncApp,
    *,
    settings: TeamSettings,
    home: HomeTab,
    modals: Modals,
    poster: Poster,
    work: Work,
) -> None:
    """The buttons, the form, and who takes them."""
    app.action(EDIT)(
        partial(edit, settings=settings, home=home, modals=modals, poster=poster, work=work)
    )
    app.action(RESET)(partial(reset, settings=settings, home=home, poster=poster, work=work))
    app.view(CALLBACK)(partial(submit, settings=settings, home=home, work=work))


async def edit(
    ack: AsyncAck,
    body: Body,
    context: AsyncBoltContext,
    *,
    settings: TeamSettings,
    home: HomeTab,
    modals: Modals,
    poster: Poster,
    work: Work,
) -> None:
    """The form, with what is set now."""
    await ack()
    place, team = place_of(body, language_of(body)), context.team_id or ""

    async def opened() -> None:
        found = await settings.look(team)
        await modals.open(place, body["trigger_id"], team_modal(found, place.language))

    work.start(_if_one_may(opened, team, place, home, poster))


async def reset(
    ack: AsyncAck,
    body: Body,
    context: AsyncBoltContext,
    *,
    settings: TeamSettings,
    home: HomeTab,
    poster: Poster,
    work: Work,
) -> None:
    """Nothing is set any more; Slack has asked whether that is meant."""
    await ack()
    language, version = _remembered(only_action(body).get("value"))
    place, team = place_of(body, language), context.team_id or ""

    async def done() -> None:
        try:
            await settings.reset(team, instead_of=version)
        except ChangedMeanwhileError:
            await poster.add(place, one_sentence(t(language, "team.not_reset")))
        await home.draw(place.user, team)

    work.start(_if_one_may(done, team, place, home, poster))


async def submit(
    ack: AsyncAck,
    body: Body,
    context: AsyncBoltContext,
    *,
    settings: TeamSettings,
    home: HomeTab,
    work: Work,
) -> None:
    """Saved, or what to mend in which field."""
    try:
        language, version = _remembered(body["view"]["private_metadata"])
    except StateError as error:
        said = t(error.language, "notice.old" if error.old else "notice.broken")
        await ack(response_action="update", view=notice_modal(said, error.language))
        return
    who, team = place_of(body).user, context.team_id or ""
    try:
        chosen = set_by(body["view"]["state"]["values"])
    except FormError as error:
        await ack(**_wrong(language, error))
        return
    try:
        if not await home.may_change(who, team):
            raise FormError(POOL, "team.not_yours")
        await settings.save(
            team, context.enterprise_id, chosen, instead_of=version, language=language
        )
    except FormError as error:
        await ack(**_wrong(language, error))
    except ChangedMeanwhileError as error:
        view = checked(team_modal(error.now, language, typed=chosen))
        await ack(response_action="update", view=view)
    except StoreAwayError:
        await ack(**_wrong(language, FormError(POOL, "team.not_saved")))
    else:
        await ack()
        work.start(home.draw(who, team))


async def _if_one_may(
    act: Callable[[], Awaitable[None]], team: str, place: Place, home: HomeTab, poster: Poster
) -> None:
    """What is done where the person may; otherwise, and where the store is away, a sentence."""
    try:
        if await home.may_change(place.user, team):
            await act()
            return
        said = "team.not_yours"
    except StoreAwayError:
        said = "team.not_now"
    await poster.add(place, one_sentence(t(place.language, said)))


def _remembered(carried: Any) -> tuple[Language, str]:
    """The language, and the version of the settings that the person saw, or StateError."""
    fields = read_fields(carried if isinstance(carried, str) else None, most=METADATA)
    if fields[0] != VERSION:
        raise StateError(f"version {fields[0]}", old=True)
    if [type(one) for one in fields] != [int, str, str]:
        raise StateError("not the fields of this version")
    return ("pt" if fields[1] == "pt" else "en"), fields[2]


def _wrong(language: Language, error: FormError) -> dict[str, Any]:
    """What to mend, under its field."""
    said = error.message
    if said.startswith(("form.", "team.")):
        said = t(language, said)
    return {"response_action": "errors", "errors": {error.field: said}}
