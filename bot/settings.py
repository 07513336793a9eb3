"""Settings from the environment; all that is wrong with them is said at once."""

import contextlib
import re
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final, NamedTuple
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
)

from handlers.errors import SupportLineError

PREFIX: Final = "STODCHATTEN_"
TELEGRAM: Final = "https://api.telegram.org"
ROOT: Final = Path(__file__).resolve().parent.parent

_PORT: Final = re.compile("[0-9]{1,5}")
_LAST_PORT: Final = 65535
_TOKEN: Final = re.compile("[0-9]{1,20}:[A-Za-z0-9_-]{3,100}")
_ONION: Final = re.compile(r"http://[a-z2-7]{56}\.onion/?")
_PLAIN_URL: Final = re.compile(r"[^\s@?#]+")


class DoorName(StrEnum):
    """A door that can have a process of its own; the pages are one."""

    WEB = "web"
    TELEGRAM = "telegram"
    DESK_TELEGRAM = "desk-telegram"

    @property
    def needs(self) -> str:
        """The setting without which it stays shut, or ""."""
        return "" if self is DoorName.WEB else f"{self.value.replace('-', '_')}_token"

    @property
    def setting(self) -> str:
        """The variable of the environment that it needs, or ""."""
        return self.needs and f"{PREFIX}{self.needs.upper()}"


class Listen(NamedTuple):
    """Where the pages are served."""

    host: str
    port: int


def _listen(value: object) -> object:
    if not isinstance(value, str):
        return value
    host, _, port = value.rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    if not host or "/" in host or not _PORT.fullmatch(port) or int(port) > _LAST_PORT:
        raise ValueError("must be host:port, such as 127.0.0.1:8080 or [::1]:8080")
    return Listen(host, int(port))


def _store_url(value: SecretStr) -> SecretStr:
    # What is said of an address that cannot be read would quote the password in it.
    with contextlib.suppress(ValueError):
        parts = urlsplit(value.get_secret_value())
        if parts.scheme in {"redis", "rediss", "unix"} and parts.port != 0 and not parts.query:
            return value
    raise ValueError(
        "must be an address without options that begins with redis://, rediss:// or unix://, "
        "and has %XX for odd characters"
    )


def _public_url(value: str) -> str:
    with contextlib.suppress(ValueError):
        parts = urlsplit(value)
        bare = parts.path in {"", "/"} and parts.port != 0 and _PLAIN_URL.fullmatch(value)
        if parts.scheme in {"http", "https"} and parts.hostname and bare:
            return value.rstrip("/")
    raise ValueError("must be an address without a path, such as https://chat.example.org")


def _onion_url(value: str) -> str:
    if not _ONION.fullmatch(value):
        raise ValueError("must be http:// and an onion address, 56 letters and digits and .onion")
    return value.rstrip("/")


def _token(value: SecretStr) -> SecretStr:
    if not _TOKEN.fullmatch(value.get_secret_value()):
        raise ValueError("must be a token as BotFather gives it, such as 123456:ABC-DEF")
    return value


Token = Annotated[SecretStr, AfterValidator(_token)]


class Settings(BaseModel):
    """What an operator can set; each is the variable STODCHATTEN_<NAME>.

    `data` is the folder of the embedded store. `redis_url` names a server of one's own instead.
    `secret_key_file` holds the key by which the store is sealed, in `data` if it is not given.
    `public_url` is the address that browsers use, for links to counsellors; behind https, cookies
    are sent by https only. `onion_url` is where the same pages are reached by Tor. The two tokens
    each turn a door of Telegram on, and `telegram_api` is the server that they ask.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    data: Path = ROOT / "var"
    secret_key_file: Path | None = None
    redis_url: Annotated[SecretStr, AfterValidator(_store_url)] | None = None
    listen: Annotated[Listen, BeforeValidator(_listen)] = Listen("127.0.0.1", 8080)
    line: Path = ROOT / "line.toml"
    telegram_token: Token | None = None
    desk_telegram_token: Token | None = None
    telegram_api: Annotated[str, AfterValidator(_public_url)] = TELEGRAM
    # The last, since what they may be depends on the others.
    public_url: Annotated[str, AfterValidator(_public_url)] | None = None
    onion_url: Annotated[str, AfterValidator(_onion_url)] | None = None

    @field_validator("desk_telegram_token")
    @classmethod
    def _another_bot(cls, value: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        if value and value == info.data.get("telegram_token"):
            raise ValueError("must be another bot than the one that relatives write to")
        return value

    @field_validator("public_url")
    @classmethod
    def _telegram_sends_by_https(cls, value: str | None, info: ValidationInfo) -> str | None:
        given = info.data
        sends = given.get("telegram_token") or given.get("desk_telegram_token")
        itself = given.get("telegram_api") == TELEGRAM
        if value and value.startswith("http:") and sends and itself:
            raise ValueError("must begin with https://, for Telegram sends to nothing else")
        return value

    @field_validator("onion_url")
    @classmethod
    def _told_by_https(cls, value: str | None, info: ValidationInfo) -> str | None:
        if value and not (info.data.get("public_url") or "").startswith("https:"):
            raise ValueError(
                f"needs {PREFIX}PUBLIC_URL with https://, for browsers take it from no other page"
            )
        return value

    def opens(self, door: DoorName) -> bool:
        """Whether a door has what it needs."""
        return not door.needs or getattr(self, door.needs) is not None

    @property
    def key_file(self) -> Path:
        """The file of the secret key."""
        return self.secret_key_file or self.data / "secret.key"

    @property
    def address(self) -> str:
        """The address that browsers use."""
        host = f"[{self.listen.host}]" if ":" in self.listen.host else self.listen.host
        return self.public_url or f"http://{host}:{self.listen.port}"


class SettingsError(SupportLineError):
    """The environment says something that cannot be; `rest` is what it says beside that."""

    def __init__(self, problems: tuple[str, ...], rest: Settings) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems
        self.rest = rest


def load_settings(environment: Mapping[str, str]) -> Settings:
    """Return the settings; an empty variable counts as not set. Raises SettingsError."""
    given = {
        name.removeprefix(PREFIX).lower(): value
        for name, value in environment.items()
        if name.startswith(PREFIX) and value
    }
    try:
        return Settings.model_validate(given)
    except ValidationError as error:
        wrong = error.errors()
        bad = {problem["loc"][0] for problem in wrong}
        rest = {name: value for name, value in given.items() if name not in bad}
        problems = tuple(_problem(problem) for problem in wrong)
        raise SettingsError(problems, Settings.model_validate(rest)) from None


def _problem(problem: Mapping[str, object]) -> str:
    place = problem["loc"]
    name = f"{PREFIX}{str(place[0]).upper()}" if isinstance(place, tuple) else PREFIX
    if problem["type"] == "extra_forbidden":
        return f"{name}: there is no such setting"
    return f"{name}: {str(problem['msg']).removeprefix('Value error, ')}"
