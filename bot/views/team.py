"""A team's settings: what stands of them in the home tab, and the form to change them."""

import json

from bot.conversation import team_form as form
from bot.conversation.form import NUMBERS
from bot.conversation.team_form import LONGEST, MOST_EDITORS, NO_CHOICE, Known, TeamSet
from bot.conversation.team_settings import Kind
from bot.i18n import t
from bot.slack.block_kit.blocks import (
    actions,
    bullets,
    button,
    context,
    header,
    line,
    option,
    paragraph,
    plain,
    rich_text,
    select,
    user,
    words,
)
from bot.slack.block_kit.limits_elements import PLACEHOLDER
from bot.slack.block_kit.reply import Block
from bot.views.refine import PRECISIONS
from core.asked.scenario import ENGINE_NAMES
from core.asked.team import cards_in_words
from core.wording.amounts import number
from core.wording.say import say_format

CALLBACK = "team"
EDIT, RESET = "team_edit", "team_reset"
VERSION = 1
LANGUAGES = {"en": "English", "pt": "Português"}


def team_section(found: Known, language: str, kind: Kind, *, may_change: bool) -> list[Block]:
    """The part of the home tab."""
    top = [header(t(language, "team.title")), paragraph(words(t(language, "team.what")))]
    if kind == "nowhere":
        return [*top, context(t(language, "team.nowhere"))]
    if found.team.is_away:
        return [*top, context(t(language, "team.away"))]
    lines = _lines(found, language)
    shown = rich_text(bullets(lines)) if lines else paragraph(words(t(language, "team.nothing")))
    return [*top, shown, *_who(found, language, kind), *_buttons(found, language, may_change)]


def team_modal(now: Known, language: str, *, typed: TeamSet | None = None) -> Block:
    """
    The form with what is set *now* in its fields; it remembers which version that is.

    With *typed* in its fields where somebody else was faster: sent again it takes the place of
    *now*, which is shown above.
    """
    chosen = now.chosen if typed is None else typed
    return {
        "type": "modal",
        "callback_id": CALLBACK,
        "private_metadata": remembering(language, now.chosen),
        "title": plain(t(language, "team.title")),
        "submit": plain(t(language, "team.save")),
        "close": plain(t(language, "form.close")),
        "blocks": [
            *(_meanwhile(now, language) if typed else ()),
            _lines_of_text(form.POOL, chosen.pool, language),
            _lines_of_text(form.PRICES, chosen.prices, language),
            _menu(form.FORMAT, PRECISIONS, chosen.format, language),
            _menu(form.ENGINE, dict(ENGINE_NAMES), chosen.engine, language),
            _number(form.CONTEXT, chosen.context, language),
            _menu(form.LANGUAGE, LANGUAGES, chosen.language, language),
            _people(form.EDITORS, chosen.editors, language),
            context(t(language, "team.said_wins")),
        ],
    }


def remembering(language: str, chosen: TeamSet) -> str:
    """What the form and the button carry: which version of the settings the person saw."""
    return json.dumps([VERSION, language, chosen.version])


def _meanwhile(now: Known, language: str) -> list[Block]:
    said = [paragraph(words(t(language, "team.changed_meanwhile")))]
    lines = _lines(now, language)
    return [*said, rich_text(bullets(lines)) if lines else context(t(language, "team.nothing"))]


def _lines(found: Known, language: str) -> list[str]:
    """One for each thing that is set."""
    team, chosen = found.team, found.chosen
    values = {
        form.POOL: cards_in_words(team.pool),
        form.PRICES: " ".join(chosen.prices.split()) if team.prices else "",
        form.FORMAT: say_format(language, team.precision.name) if team.precision else "",
        form.ENGINE: ENGINE_NAMES[team.engine] if team.engine else "",
        form.CONTEXT: number(language, chosen.context or 0) if team.context_length else "",
        form.LANGUAGE: LANGUAGES[team.language] if team.language else "",
    }
    said = [
        t(language, f"team.{name}_line", value=value) for name, value in values.items() if value
    ]
    return said + [
        t(language, "team.broken", name=t(language, f"team.{name}"), value=getattr(chosen, name))
        for name in found.broken
    ]


def _who(found: Known, language: str, kind: Kind) -> list[Block]:
    """Where they are kept, and who may change them."""
    if kind == "file":
        return [context(t(language, "team.in_file"))]
    kept = [context(t(language, "team.in_memory"))] if kind == "memory" else []
    editors = found.chosen.editors
    runs = [words(t(language, "team.who_also" if editors else "team.who"))]
    for each in editors:
        runs += [words(" "), user(each)]
    return [rich_text(line(*runs)), *kept]


def _buttons(found: Known, language: str, may_change: bool) -> list[Block]:
    if not may_change:
        return []
    edit = button(t(language, "team.edit"), EDIT, language, style="primary")
    if found.chosen == TeamSet():
        return [actions(edit)]
    carried = remembering(language, found.chosen)
    reset = button(t(language, "team.reset"), RESET, carried, style="danger")
    reset["confirm"] = {
        "title": plain(t(language, "team.reset_title")),
        "text": plain(t(language, "team.reset_what")),
        "confirm": plain(t(language, "team.reset")),
        "deny": plain(t(language, "form.close")),
        "style": "danger",
    }
    return [actions(edit, reset)]


def _field(name: str, element: Block, language: str) -> Block:
    made: Block = {
        "type": "input",
        "block_id": name,
        "optional": True,
        "label": plain(t(language, f"team.{name}")),
        "element": element,
    }
    return made


def _lines_of_text(name: str, value: str, language: str) -> Block:
    element: Block = {
        "type": "plain_text_input",
        "action_id": name,
        "multiline": True,
        "max_length": LONGEST,
        "placeholder": plain(t(language, f"team.{name}_example")[:PLACEHOLDER]),
    }
    if value:
        element["initial_value"] = value
    return _field(name, element, language)


def _number(name: str, value: int | None, language: str) -> Block:
    element: Block = {
        "type": "number_input",
        "action_id": name,
        "is_decimal_allowed": False,
        "min_value": "1",
        "max_value": str(NUMBERS["context"]),
    }
    if value is not None:
        element["initial_value"] = str(value)
    return _field(name, element, language)


def _menu(name: str, choices: dict[str, str], chosen: str | None, language: str) -> Block:
    offered = choices if chosen is None or chosen in choices else {**choices, chosen: chosen}
    none = option(t(language, "team.no_choice"), NO_CHOICE)
    options = [none, *(option(shown, id) for id, shown in offered.items())]
    return _field(
        name, select(t(language, "team.no_choice"), name, options, chosen or NO_CHOICE), language
    )


def _people(name: str, chosen: tuple[str, ...], language: str) -> Block:
    element: Block = {
        "type": "multi_users_select",
        "action_id": name,
        "placeholder": plain(t(language, "team.editors_example")),
        "max_selected_items": MOST_EDITORS,
    }
    if chosen:
        element["initial_users"] = list(chosen)
    return _field(name, element, language)
