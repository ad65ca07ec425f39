"""
What is quoted before a question is the question before it: "> 70B on 2xH100, 16k" and below it "and
on one?". Where either is none by itself, both are read as one text.
"""

END_OF_QUOTE = "\ue003"  # stands between them, private use: nobody types it, and it is not shown


def parts(text: str) -> tuple[str, str] | None:
    """
    The quoted words and those below them.

    >>> parts("70B on H100\\ue003and on L40S?"), parts("70B?"), parts("70B?\\ue003")
    (('70B on H100', 'and on L40S?'), None, None)
    """
    quote, _, own = text.partition(END_OF_QUOTE)
    return (quote, own) if own.strip() else None


def as_one(text: str) -> str:
    """Both, each letter at its place."""
    return text.replace(END_OF_QUOTE, " ")
