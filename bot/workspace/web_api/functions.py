"""`functions.*`: the app ends a step of a workflow."""

from bot.workspace import steps
from bot.workspace.values import Json

from .call import Call, Method, Methods


async def complete_success(call: Call) -> Json:
    given = call.arguments.get("outputs")
    outputs: Json = given if isinstance(given, dict) else {}
    steps.complete(call.world, call.required("function_execution_id"), outputs)
    return {}


async def complete_error(call: Call) -> Json:
    steps.fail(call.world, call.required("function_execution_id"), call.required("error"))
    return {}


METHODS: Methods = {
    "functions.completeSuccess": Method(complete_success),
    "functions.completeError": Method(complete_error),
}
