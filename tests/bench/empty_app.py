"""The least that Bolt can do over HTTP, with its own server: `python -m tests.bench.empty_app`."""

import os
import sys
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient


async def answer(ack: Any) -> None:
    await ack("here")


def main(port: int) -> None:
    """Serve on *port*, with the tokens and addresses that the bot takes."""
    client = AsyncWebClient(os.environ["SLACK_BOT_TOKEN"], base_url=os.environ["SLACK_API_URL"])
    app = AsyncApp(client=client, signing_secret=os.environ["SLACK_SIGNING_SECRET"])
    app.command("/gpumem")(answer)
    app.start(port, host="127.0.0.1")


if __name__ == "__main__":
    main(int(sys.argv[1]))
