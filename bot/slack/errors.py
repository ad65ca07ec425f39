"""
Why a call of Slack failed, in one word.

Slack says so as JSON. A proxy in between, or Slack on a bad day, answers with a page, a bare text,
half a document or nothing; what the library then holds is a dict, a list, text, bytes or the raw
response, and asking that for its "error" may raise. So nobody asks but `error_of`.
"""

import json
import re
from http import HTTPStatus

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

# What a call of `bot.slack.client.Client` raises. A timeout is an OSError.
CALL_FAILED = (SlackApiError, aiohttp.ClientError, OSError)

TIMEOUT = "timeout"
CONNECTION = "connection_failed"
NOT_SLACK = "not_slack"  # an answer, but none that Slack gives

_CODE = re.compile(r"[a-z][a-z0-9_]{0,79}")  # short and plain: it is logged and counted


def error_of(failed: object) -> str:
    """
    The code that Slack gives, or what came in place of its answer; empty where all is well.

    *failed* is an exception of a call, the response of one, or the body of a response.

    >>> error_of({"ok": False, "error": "not_in_channel"}), error_of('{"error":"used_url"}')
    ('not_in_channel', 'used_url')
    >>> error_of("invalid_blocks"), error_of("<html>"), error_of(b"ok"), error_of(TimeoutError())
    ('invalid_blocks', 'not_slack', '', 'timeout')
    """
    match failed:
        case SlackApiError():
            return error_of(failed.response) or NOT_SLACK
        case AsyncSlackResponse():
            return of_body(failed.data, failed.status_code)
        case aiohttp.ClientResponse():  # the library could not read its body
            return of_body(None, failed.status)
        case TimeoutError():
            return TIMEOUT
        case aiohttp.ClientError() | OSError():
            return CONNECTION
        case _:
            return of_body(failed, HTTPStatus.OK)


def cause_of(error: BaseException) -> str:
    """
    The same for who runs the bot: what the machine says of a connection that failed stands with it.

    >>> cause_of(ConnectionRefusedError(111, "Connection refused"))
    'connection_failed: [Errno 111] Connection refused'
    """
    code = error_of(error)
    return f"{code}: {error}" if code == CONNECTION else code


def is_slacks(code: str) -> bool:
    """Whether Slack said *code*, and nobody in between."""
    return code not in {TIMEOUT, CONNECTION, NOT_SLACK} and not code.startswith("http_")


def of_body(body: object, status: int) -> str:
    """The same of a body that came with *status*: `http_502` where it says nothing by itself."""
    said = _read(body)
    if said == "ok":
        return "" if status == HTTPStatus.OK else f"http_{status}"
    if said and _CODE.fullmatch(said):
        return said
    return NOT_SLACK if status == HTTPStatus.OK else f"http_{status}"


def _read(body: object) -> str:
    """The word that *body* says: `ok`, a code, or nothing."""
    if isinstance(body, bytes):
        body = body.decode("utf-8", "replace")
    if isinstance(body, str):
        try:
            body = json.loads(body)
        except (ValueError, RecursionError):  # a response_url answers in bare words, too
            return str(body).strip()
    if not isinstance(body, dict):
        return ""
    if body.get("ok") is True:
        return "ok"
    error = body.get("error")
    return error if isinstance(error, str) else ""
