"""What people see when we failed: one sentence, and an id that finds the log entry."""

from bot.i18n import t
from bot.slack.block_kit.blocks import one_sentence
from bot.slack.block_kit.reply import Reply


def apology_view(incident_id: str, language: str) -> Reply:
    """No cause and no details: those are in the log under *incident_id*."""
    return one_sentence(t(language, "apology.text", id=incident_id))
