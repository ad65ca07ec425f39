"""Who and where: the people and the channels of the workspace."""

from dataclasses import dataclass, field

from .ids import Ids
from .seed import Seed
from .values import SLACKBOT, Json, SlackError


@dataclass(slots=True)
class User:
    id: str
    name: str
    real_name: str
    locale: str
    color: str
    is_bot: bool = False
    is_admin: bool = False
    bot_id: str | None = None


@dataclass(slots=True)
class Channel:
    """A channel, or with *is_im* the direct messages between the app and *user*."""

    id: str
    name: str
    topic: str
    members: set[str] = field(default_factory=set)
    is_im: bool = False
    is_archived: bool = False
    is_private: bool = False
    user: str | None = None
    created: int = 0

    @property
    def kind(self) -> str:
        """The event's `channel_type`, and the middle of the scope that reads it."""
        return "im" if self.is_im else "group" if self.is_private else "channel"


class State:
    """People and channels, as they are now."""

    def __init__(
        self, seed: Seed, *, team_id: str, app_name: str, bot_user_id: str, bot_id: str
    ) -> None:
        self.seed = seed
        self.team_id = team_id
        self.bot_user_id = bot_user_id
        self.bot_id = bot_id
        self.users: dict[str, User] = {
            each.id: User(
                each.id,
                each.name,
                each.real_name,
                each.locale,
                each.color,
                is_admin=each.is_admin,
            )
            for each in seed.users
        }
        self.users[bot_user_id] = User(
            bot_user_id, app_name, app_name, "en-US", "e7392d", is_bot=True, bot_id=bot_id
        )
        self.users[SLACKBOT] = User(
            SLACKBOT, "slackbot", "Slackbot", "en-US", "757575", is_bot=True
        )
        self.channels: dict[str, Channel] = {}
        everybody = {each.id for each in seed.users}
        for each in seed.channels:
            members = everybody | ({bot_user_id} if each.app_is_member else set())
            self.channels[each.id] = Channel(
                each.id,
                each.name,
                each.topic,
                members,
                is_archived=each.is_archived,
                is_private=each.is_private,
            )

    @property
    def people(self) -> list[User]:
        return [user for user in self.users.values() if not user.is_bot]

    def person(self, name_or_id: str) -> User:
        """A user by id or by name, with or without the @; KeyError when there is none."""
        wanted = name_or_id.removeprefix("@")
        for user in self.users.values():
            if wanted in (user.id, user.name):
                return user
        raise KeyError(f"nobody here is called {name_or_id!r}")

    def find_channel(self, name_or_id: str) -> Channel | None:
        """A channel by id or by name, with or without the #."""
        if name_or_id in self.channels:
            return self.channels[name_or_id]
        wanted = name_or_id.removeprefix("#")
        return next(
            (each for each in self.channels.values() if not each.is_im and each.name == wanted),
            None,
        )

    def im_of(self, user_id: str) -> Channel | None:
        """The direct messages between this person and the app, once opened."""
        return next(
            (each for each in self.channels.values() if each.is_im and each.user == user_id), None
        )

    def open_im(self, user_id: str, ids: Ids) -> Channel:
        """The same, opened if need be."""
        found = self.im_of(user_id)
        if found is None:
            members = {user_id, self.bot_user_id}
            found = Channel(ids.new("D"), f"im-{user_id}", "", members, is_im=True, user=user_id)
            self.channels[found.id] = found
        return found

    def visible_to(self, user_id: str) -> list[Channel]:
        """The channels this person can see: public ones, and those they are a member of."""
        return [
            each
            for each in self.channels.values()
            if user_id in each.members or not (each.is_im or each.is_private)
        ]

    def channel_for_app(self, name_or_id: str) -> Channel:
        """The channel the app means; what it cannot see does not exist: `channel_not_found`."""
        channel = self.find_channel(name_or_id)
        hidden = channel is not None and (channel.is_im or channel.is_private)
        if channel is None or (hidden and self.bot_user_id not in channel.members):
            raise SlackError("channel_not_found")
        return channel

    def channel_as_seen_by(self, channel: Channel, user_id: str) -> Json:
        """A channel as PAGE.md has it."""
        shown: Json = {
            "id": channel.id,
            "name": channel.name,
            "is_im": channel.is_im,
            "topic": channel.topic,
            "is_archived": channel.is_archived,
            "members": sorted(channel.members),
        }
        if channel.is_im:
            other = next((each for each in sorted(channel.members) if each != user_id), user_id)
            shown |= {"user": other, "name": self.users[other].name}
        return shown
