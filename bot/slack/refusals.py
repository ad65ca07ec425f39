"""
Why Slack refused a message, for the person who waits for it.

The codes are those of https://docs.slack.dev/reference/methods/chat.postMessage/#errors
"""

from collections.abc import Mapping

from bot.i18n import t
from bot.slack.errors import is_slacks

# code -> key of the sentence, in the section `post` of bot/i18n
_SENTENCES: Mapping[str, str] = {
    "not_in_channel": "not_in_channel",
    "channel_not_found": "not_in_channel",
    "is_archived": "archived",
    "restricted_action": "restricted",
    "restricted_action_read_only_channel": "restricted",
    "restricted_action_thread_only_channel": "restricted",
    "restricted_action_non_threadable_channel": "restricted",
    "restricted_action_thread_locked": "restricted",
    "ratelimited": "too_often",
    "msg_blocks_too_long": "too_long",
    "msg_too_long": "too_long",
}

# Nothing that we could send would arrive: only who runs the bot can mend these, so they are logged.
FOR_THE_OPERATOR: Mapping[str, str] = {
    "missing_scope": "the app lacks a scope: add it on the app's page and install the app again",
    "token_revoked": "the token was revoked: install the app again and set the new SLACK_BOT_TOKEN",
    "token_expired": "the token has expired: install the app again and set the new SLACK_BOT_TOKEN",
    "invalid_auth": "the token is not accepted: set SLACK_BOT_TOKEN anew",
    "not_authed": "no token was sent: set SLACK_BOT_TOKEN",
    "account_inactive": "the app was removed from the workspace: install it again",
    "messages_tab_disabled": "the app's messages tab is off: switch it on under App Home",
}

# With such a token nothing works any more.
OF_THE_TOKEN = frozenset(
    {"token_revoked", "token_expired", "invalid_auth", "not_authed", "account_inactive"}
)

# Blocks that this Slack does not know or does not like: the same reply goes in a plainer form.
BLOCKS_REFUSED = frozenset(
    {
        "invalid_blocks",
        "invalid_blocks_format",
        "invalid_attachments",  # a second table: "only_one_table_allowed"
        "msg_blocks_too_long",
        "block_mismatch",
    }
)


def sentence(code: str, channel: str, language: str) -> str:
    """
    What to tell the person about *channel*.

    >>> sentence("is_archived", "C1", "en")
    '<#C1> is archived, so nobody can post there any more. Ask me here instead.'
    """
    direct = channel.startswith("D")
    place = t(language, "post.conversation") if direct else f"<#{channel}>"
    key = _SENTENCES.get(code, "unknown" if is_slacks(code) else "unreachable")
    said = t(language, f"post.{key}", channel=place, code=code)
    return said[0].upper() + said[1:]
