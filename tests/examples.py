"""How many examples hypothesis tries of a law: few at each push, many by `make laws`."""

import os

TIMES = int(os.environ.get("GPUMEM_EXAMPLES", "1"))


def examples(number: int) -> int:
    """So many, or GPUMEM_EXAMPLES times as many."""
    return number * TIMES
