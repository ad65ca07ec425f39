"""One listener a file, named after the Slack feature; `register` is where they meet the app."""

from slack_bolt.async_app import AsyncApp

from bot.conversation.replies import Replies
from bot.listeners import command, errors, interaction, mention, message
from bot.listeners.conversation import Conversation
from bot.listeners.tools import Tools
from bot.slack.delivery import Delivery


def register(app: AsyncApp, replies: Replies, delivery: Delivery, tools: Tools) -> None:
    """Everything that Slack may send us, and who takes it."""
    command.register(app, replies, delivery, tools.locale)
    conversation = Conversation(replies, delivery, tools.threads, tools.locale)
    mention.register(app, conversation)
    message.register(app, conversation)
    interaction.register(app, tools)
    errors.register(app, replies, delivery, tools)
