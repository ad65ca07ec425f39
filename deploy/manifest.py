"""
Print the app's manifest, to be pasted at https://api.slack.com/apps ("From a manifest").

    python -m deploy.manifest socket
    python -m deploy.manifest http --url https://gpumem.example.com
    python -m deploy.manifest socket --suffix=-dev
    python -m deploy.manifest http --url https://gpumem.example.com --many --rotation --organisation
    python -m deploy.manifest http --url https://gpumem.example.com --mcp https://gpumem.example.com/mcp
    python -m deploy.manifest socket --with links workflows
"""

import argparse
import json
import sys
from urllib.parse import urlsplit

from bot.slack.manifest import manifest
from bot.slack.manifest_extras import EXTRAS


def main(arguments: list[str]) -> None:
    """Writes JSON to standard output; leaves with status 2 and a sentence where it cannot."""
    parser = argparse.ArgumentParser(prog="python -m deploy.manifest", description=__doc__)
    parser.add_argument("transport", choices=["socket", "http"])
    parser.add_argument("--url", default="", help="the bot's public https address, for http")
    parser.add_argument("--suffix", default="", help="for a second app beside it, such as -dev")
    parser.add_argument("--many", action="store_true", help="many workspaces install it by OAuth")
    parser.add_argument("--rotation", action="store_true", help="tokens last twelve hours; --many")
    parser.add_argument(
        "--organisation", action="store_true", help="or whole organisations; --many"
    )
    parser.add_argument("--mcp", default="", help="the https address of /mcp, for Slackbot to ask")
    parser.add_argument(
        "--with",
        nargs="+",
        default=[],
        choices=EXTRAS,
        metavar="EXTRA",
        dest="extras",
        help="agent: among the workspace's agents; links: a card below links to models;"
        " threads: follow-ups in channels outlive a restart; workflows: a step for them",
    )
    given = parser.parse_args(arguments)
    parts = urlsplit(given.url)
    if given.transport == "http" and (parts.scheme != "https" or not parts.netloc):
        parser.error("http needs --url with the bot's public address, beginning with https://")
    if (given.rotation or given.organisation) and not given.many:
        parser.error("--rotation and --organisation need --many")
    if given.many and given.transport != "http":
        parser.error("--many needs http")
    if given.mcp and not given.mcp.startswith("https://"):
        parser.error("--mcp needs an address that begins with https://")
    made = manifest(
        given.transport,
        url=given.url,
        suffix=given.suffix,
        many=given.many,
        rotation=given.rotation,
        organisation=given.organisation,
        mcp=given.mcp,
        extras=given.extras,
    )
    sys.stdout.write(json.dumps(made, indent=2, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
