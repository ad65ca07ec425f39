"""
How long things take, on this machine and in one run: `make bench`.

Medians, and processor time where that is possible: the machine may be shared. Compare ratios of
one run, not figures of two.
"""

import asyncio

from tests.bench import core, http

if __name__ == "__main__":
    core.measure()
    asyncio.run(http.measure())
