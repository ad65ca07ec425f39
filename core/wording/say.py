"""
Turn a `Note` into a sentence, in the asker's language.

    >>> say("en", "assumed.context", tokens=8192)
    '8,192 tokens of context'
    >>> say("pt", "assumed.context", tokens=8192)
    '8.192 tokens de contexto'
"""

from core.wording.sentences import Sentences, format_name

_ours = Sentences("core.wording")
say, say_note, say_formula = _ours.say, _ours.say_note, _ours.say_formula
say_format = format_name
