"""Keep tokens out of what is written down."""

import re

_SECRETS = re.compile(
    r"""
    (?<![A-Za-z0-9]) xox[a-z](?:\.xox[a-z])? -[A-Za-z0-9-]+     # xoxb-..., xoxe.xoxp-...
    | (?<![A-Za-z0-9]) xapp-[A-Za-z0-9-]+
    | (?<![A-Za-z0-9]) xwfp-[A-Za-z0-9-]+                       # of a step of a workflow
    | (?<=ticket=) [^&\s"'<>)]+                                 # of a Socket Mode address
    | (?<=hooks\.slack\.com/) [^\s"'<>)]+                       # of a response_url
    | (?<=Bearer\ ) [^\s"'<>)]+
    """,
    re.VERBOSE,
)


def redact(text: str) -> str:
    """
    *text* without tokens, tickets and response addresses.

    >>> redact("token xoxb-1-abc refused, wss://x/link/?ticket=s3cret&app_id=A1")
    'token (secret) refused, wss://x/link/?ticket=(secret)&app_id=A1'
    """
    return _SECRETS.sub("(secret)", text)
