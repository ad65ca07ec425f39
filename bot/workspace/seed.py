"""What is in the workspace when it opens: two people, three channels, examples to click."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SeedUser:
    id: str
    name: str
    real_name: str
    locale: str
    color: str
    is_admin: bool = False


@dataclass(frozen=True, slots=True)
class SeedChannel:
    """A channel. All people are members, and the app unless *app_is_member* says otherwise."""

    id: str
    name: str
    topic: str = ""
    app_is_member: bool = True
    is_archived: bool = False
    is_private: bool = False


@dataclass(frozen=True, slots=True)
class Seed:
    """
    The workspace as it begins, and as a reset leaves it.

    *examples* are texts for the composer; `@app` stands for the app's name.
    """

    team_name: str
    team_domain: str
    users: tuple[SeedUser, ...]
    channels: tuple[SeedChannel, ...]
    examples: tuple[str, ...]


DEFAULT_SEED = Seed(
    team_name="Local workspace",
    team_domain="local",
    users=(
        SeedUser("U0ALICE001", "alice", "Alice Moreau", "en-US", "4bbe2e", is_admin=True),
        SeedUser("U0BRUNO002", "bruno", "Bruno Carvalho", "pt-BR", "9f69e7"),
    ),
    channels=(
        SeedChannel("C0GENERAL1", "general", "Everybody"),
        SeedChannel("C0ML000002", "ml", "Models, cards and what fits on them"),
        SeedChannel(
            "C0RANDOM03", "random", "The app is not in here: /invite it", app_is_member=False
        ),
    ),
    examples=(
        "/gpumem 70B at 16 bits?",
        "@app llama 3.1 70b fp8 32k context 16 users on H100?",
        "/gpumem cabe um 13B em 8 bits numa 4090?",
    ),
)
