"""What the tests of the store begin with."""

import pytest

from bot.store.cipher import Cipher, new_key

# pyright: reportUnusedImport=false
from tests.bot.databases import (
    database,
    empty_database,
    kind,
    postgres,
    redis_server,
    store_url,
)

__all__ = ["database", "empty_database", "kind", "postgres", "redis_server", "store_url"]


@pytest.fixture
def cipher() -> Cipher:
    return Cipher([new_key()])
