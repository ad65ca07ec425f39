"""What is said where the settings do not go together."""


class SettingsError(Exception):
    """A setting is missing or contradicts another: which one, and how to mend it."""

    def __init__(self, variable: str, sentence: str) -> None:
        super().__init__(f"{variable} {sentence}")
        self.variable = variable
