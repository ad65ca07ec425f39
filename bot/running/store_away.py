"""The store cannot be reached, or not in time."""


class StoreAwayError(Exception):
    """What was asked of the store did not happen, as far as we know."""
