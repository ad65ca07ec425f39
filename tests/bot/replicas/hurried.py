"""
A bot in a process of its own, with the core that stands in: `python -m tests.bot.replicas.hurried`.

What a killed process had is taken over after six seconds instead of fifteen, and one person may ask
as much as others do together.
"""

import sys

import bot.app
from bot.__main__ import main
from bot.slack import pacing, requests
from bot.store import outbox
from tests.bot.stand_in import core

LEASE = 6.0  # seconds


def hurried() -> int:
    requests.TICK = LEASE / 20
    outbox.LEASE = LEASE
    pacing.EVERY = pacing.TEAM_EVERY = 0.0
    pacing.MOST_IN_CHANNEL = pacing.MOST_OF_A_PERSON = pacing.MANY
    bot.app.the_core = lambda found: core()
    return main([])


if __name__ == "__main__":
    sys.exit(hurried())
