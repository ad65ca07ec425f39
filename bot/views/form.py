"""The calculator: the question as fields. Which fields there are depends on the task."""

from bot.conversation import form
from bot.conversation.form import NUMBERS, TASKS, Filled
from bot.conversation.origin import Origin, encode_origin
from bot.i18n import t
from bot.slack.block_kit.blocks import context, option, plain, select
from bot.slack.block_kit.limits_elements import PLACEHOLDER
from bot.slack.block_kit.reply import Block
from bot.views.refine import PRECISIONS

CALLBACK = "calculator"
TASK_ACTION = "task"  # choosing it changes the fields

# Formats of a KV cache that engines offer, by id of core/data; a test compares the names.
KV_PRECISIONS = {
    "bf16": "BF16",
    "fp8": "FP8",
    "int8": "INT8",
    "nvfp4": "NVFP4",
    "q8_0": "Q8_0",
    "q4_0": "Q4_0",
}


def form_view(filled: Filled, origin: Origin) -> Block:
    """The modal with *filled* in its fields; it remembers *origin*."""
    language = origin.place.language
    fields = [
        _text(form.MODEL, filled.model, language, required=True),
        _task(filled, language),
        _select(form.PRECISION, PRECISIONS, filled.precision, language),
    ]
    if filled.task == "serve":
        fields += [
            _select(form.KV, KV_PRECISIONS, filled.kv, language),
            _number(form.CONTEXT, filled.context, language),
            _number(form.USERS, filled.users, language),
        ]
    else:
        fields += [
            _number(form.LENGTH, filled.length, language),
            _number(form.BATCH, filled.batch, language),
            *([_number(form.RANK, filled.rank, language)] if filled.task != "full" else []),
            _checkpointing(filled, language),
        ]
    fields.append(_text(form.GPUS, filled.gpus, language))
    return {
        "type": "modal",
        "callback_id": CALLBACK,
        "private_metadata": encode_origin(origin),
        "title": plain(t(language, "form.title")),
        "submit": plain(t(language, "form.submit")),
        "close": plain(t(language, "form.close")),
        "blocks": [*fields, context(t(language, "form.empty"))],
    }


def done_view(said: str, language: str) -> Block:
    """Where the answer went, when it is not where the person looks."""
    return {
        "type": "modal",
        "callback_id": "done",
        "title": plain(t(language, "form.title")),
        "close": plain(t(language, "notice.close")),
        "blocks": [
            {"type": "section", "text": plain(said)},
            context(t(language, "form.in_messages")),
        ],
    }


def _input(field: str, element: Block, language: str, *, required: bool = False) -> Block:
    return {
        "type": "input",
        "block_id": field,
        "optional": not required,
        "label": plain(t(language, f"form.{field}")),
        "element": element,
    }


def _text(field: str, value: str, language: str, *, required: bool = False) -> Block:
    element: Block = {
        "type": "plain_text_input",
        "action_id": field,
        "max_length": form.MAX_TEXT,
        "placeholder": plain(t(language, f"form.{field}_example")[:PLACEHOLDER]),
    }
    if value:
        element["initial_value"] = value
    return _input(field, element, language, required=required)


def _number(field: str, value: int | None, language: str) -> Block:
    element: Block = {
        "type": "number_input",
        "action_id": field,
        "is_decimal_allowed": False,
        "min_value": "1",
        "max_value": str(NUMBERS[field]),
    }
    if value is not None:
        element["initial_value"] = str(value)
    return _input(field, element, language)


def _select(field: str, choices: dict[str, str], chosen: str | None, language: str) -> Block:
    offered = choices if chosen is None or chosen in choices else {**choices, chosen: chosen}
    options = [option(name, id) for id, name in offered.items()]
    menu = select(t(language, f"form.{field}_placeholder"), field, options, chosen)
    return _input(field, menu, language)


def _task(filled: Filled, language: str) -> Block:
    options = [option(t(language, f"form.task_{task}"), task) for task in TASKS]
    chosen = next(one for one in options if one["value"] == filled.task)
    element = {
        "type": "radio_buttons",
        "action_id": TASK_ACTION,
        "options": options,
        "initial_option": chosen,
    }
    return _input(form.TASK, element, language, required=True) | {"dispatch_action": True}


def _checkpointing(filled: Filled, language: str) -> Block:
    only = option(t(language, "form.checkpointing_yes"), "yes")
    element: Block = {"type": "checkboxes", "action_id": form.CHECKPOINTING, "options": [only]}
    if filled.checkpointing:
        element["initial_options"] = [only]
    return _input(form.CHECKPOINTING, element, language)
