"""Something between the app and Slack that answers in Slack's place."""

from aiohttp import web

from .faults import Faults


def answered_by_a_proxy(faults: Faults, method: str) -> web.Response | None:
    """What the app gets instead of Slack's answer to *method*, where the fault strikes now."""
    answer = faults.take("proxy_answer", method=method)
    if answer is None:
        return None
    # Bytes that are no text come as lone surrogates, as Python reads them from a command line.
    body = answer["body"].encode("utf-8", "surrogateescape")
    return web.Response(
        status=answer["status"], body=body, headers={"Content-Type": answer["content_type"]}
    )
