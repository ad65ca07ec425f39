"""What the store says where it cannot do what it is asked."""


class StoreAwayError(Exception):
    """It cannot be reached in time: what was asked did not happen, as far as we know."""


class StoreOutdatedError(Exception):
    """Its schema is another than the one that we work with, or its keys are."""
