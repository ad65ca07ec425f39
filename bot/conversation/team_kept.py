"""Team settings where there is no store: in a file, in memory as long as we run, or nowhere."""

import secrets
import tomllib
from pathlib import Path

from bot.conversation.form import FormError
from bot.conversation.team_form import FIELDS, TeamSet, team_of, written
from bot.conversation.team_settings import Kept, Kind
from bot.i18n import t
from bot.running.saved import Saved
from bot.running.settings_error import SettingsError
from core.catalog.catalog import Catalog

VARIABLE = "GPUMEM_TEAM_SETTINGS"
MEMORY = "memory"


def kept_without_a_store(where: str | None, catalog: Catalog) -> Kept:
    """What GPUMEM_TEAM_SETTINGS says. SettingsError for a file that is none."""
    if where is None:
        return InMemory("nowhere")
    if where == MEMORY:
        return InMemory("memory")
    return InMemory("file", written(_from_file(Path(where), catalog)))


class InMemory:
    """Of every team *text*, until it saves its own."""

    def __init__(self, kind: Kind, text: str | None = None) -> None:
        self.kind: Kind = kind
        self._usual = None if text is None else Saved(text, b"")
        self._saved: dict[str, Saved] = {}

    async def find(self, team_id: str) -> Saved | None:
        return self._saved.get(team_id, self._usual)

    async def save(
        self, team_id: str, enterprise_id: str | None, text: str, *, instead_of: Saved | None
    ) -> bool:
        if self._saved.get(team_id, self._usual) != instead_of:
            return False
        self._saved[team_id] = Saved(text, secrets.token_bytes(8))
        return True

    async def delete(self, team_id: str, *, only: Saved | None = None) -> bool:
        if only and self._saved.get(team_id) != only:
            return False
        return self._saved.pop(team_id, None) is not None

    async def forget(self, enterprise_id: str | None, team_id: str | None, before: float) -> int:
        """Installations are many only where there is a store."""
        return 0


def _from_file(path: Path, catalog: Catalog) -> TeamSet:
    """A TOML file with some of FIELDS: pool = "8 x H100 80GB"."""
    try:
        said = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise SettingsError(VARIABLE, f"is {str(path)!r}: {error.strerror}.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(VARIABLE, f"is {str(path)!r}, which is no TOML: {error}.") from None
    for name, value in said.items():
        wanted = int if name == "context" else str
        if name not in FIELDS[:-1] or type(value) is not wanted:
            why = f"where {name} is no setting, or has no such value"
            raise SettingsError(VARIABLE, f"is {str(path)!r}, {why}.")
    chosen = TeamSet(**said)
    try:
        team_of(chosen, catalog)
    except FormError as error:
        why = t("en", error.message) if error.message.startswith("form.") else error.message
        raise SettingsError(VARIABLE, f"is {str(path)!r}, where {error.field}: {why}") from None
    return chosen
