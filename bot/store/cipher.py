"""What is at rest is encrypted, with keys that can be changed while it is in use."""

from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from sqlalchemy import LargeBinary
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from bot.running.settings_error import SettingsError
from bot.running.store_away import StoreAwayError

KEYS = "GPUMEM_SECRET_KEYS"


class UnreadableError(StoreAwayError):
    """Something at rest was encrypted with a key that is not there any more."""


class Cipher:
    """
    The first of *keys* encrypts, each of them decrypts.

    >>> old, new = new_key(), new_key()
    >>> kept = Cipher([old]).encrypt("xoxb-1")
    >>> Cipher([new, old]).decrypt(kept)
    'xoxb-1'
    """

    def __init__(self, keys: Sequence[str]) -> None:
        if not keys:
            raise SettingsError(KEYS, "is missing: `python -m bot new-key` prints a key to set.")
        self._fernet = MultiFernet([Fernet(key) for key in keys])

    def encrypt(self, text: str) -> bytes:
        return self._fernet.encrypt(text.encode())

    def decrypt(self, kept: bytes) -> str:
        """UnreadableError where none of the keys fits."""
        try:
            return self._fernet.decrypt(kept).decode()
        except InvalidToken:
            raise UnreadableError(f"no key of {KEYS} fits what is stored") from None

    def renew(self, kept: bytes) -> bytes:
        """The same, encrypted with the first key. UnreadableError where none fits."""
        try:
            return self._fernet.rotate(kept)
        except InvalidToken:
            raise UnreadableError(f"no key of {KEYS} fits what is stored") from None


def new_key() -> str:
    """A key nobody has: 32 random bytes, as Fernet writes them."""
    return Fernet.generate_key().decode()


class Encrypted(TypeDecorator[str]):
    """A column of text that the database sees encrypted, of any length."""

    impl = LargeBinary
    cache_ok = False  # the keys are no part of a statement

    def __init__(self, cipher: Cipher) -> None:
        super().__init__()
        self._cipher = cipher

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        return None if value is None else self._cipher.encrypt(value)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> str | None:
        return None if value is None else self._cipher.decrypt(bytes(value))
