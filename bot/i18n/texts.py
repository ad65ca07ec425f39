"""
Look a sentence up in the bot's own tables: `t("en", "button.share")`.

    >>> t("en", "options.users", count=1200), t("pt", "options.users", count=1200)
    ('1,200 users', '1.200 usuários')
"""

from core.asked.question import Language
from core.wording.sentences import Sentences

LANGUAGES: tuple[Language, ...] = ("en", "pt")

t = Sentences("bot.i18n").say
