"""Promises of the settings: all that is wrong is said at once, and a secret never."""

import traceback
from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.settings import ROOT, Listen, Settings, SettingsError, load_settings

ONION = f"http://{'a2' * 28}.onion"
STORE = "redis://:hemligt@127.0.0.1:6379/0"


def problems(**environment: str) -> tuple[str, ...]:
    """Return what is wrong with an environment; the names are those after STODCHATTEN_."""
    with pytest.raises(SettingsError) as raised:
        load_settings({f"STODCHATTEN_{name}": value for name, value in environment.items()})
    said = raised.value.problems
    assert str(raised.value) == "\n".join(said)
    return said


def test_nothing_set() -> None:
    """Nothing has to be set; what others set for themselves does not count."""
    settings = load_settings({"PATH": "/bin", "LISTEN": "0.0.0.0:80", "stodchatten_data": "x"})

    assert settings == Settings()
    assert settings.data == ROOT / "var"
    assert settings.line == ROOT / "line.toml"
    assert settings.redis_url is None
    assert settings.address == "http://127.0.0.1:8080"


def test_empty_is_not_set() -> None:
    """An empty variable, as a container's file of settings often has it, counts as not set."""
    names = ("DATA", "REDIS_URL", "LISTEN", "PUBLIC_URL", "LINE", "NOTHING")

    assert load_settings({f"STODCHATTEN_{name}": "" for name in names}) == Settings()


def test_all_set() -> None:
    """Each setting is its variable."""
    settings = load_settings(
        {
            "STODCHATTEN_DATA": "/srv/chat",
            "STODCHATTEN_REDIS_URL": STORE,
            "STODCHATTEN_LISTEN": "0.0.0.0:80",
            "STODCHATTEN_PUBLIC_URL": "https://chat.example.org/",
            "STODCHATTEN_ONION_URL": f"{ONION}/",
            "STODCHATTEN_LINE": "/srv/line.toml",
        }
    )

    assert settings.data == Path("/srv/chat")
    assert settings.redis_url
    assert settings.redis_url.get_secret_value() == STORE
    assert settings.listen == Listen("0.0.0.0", 80)  # noqa: S104 - as in a container
    assert settings.line == Path("/srv/line.toml")
    assert settings.address == "https://chat.example.org"
    assert settings.onion_url == ONION


@pytest.mark.parametrize(
    ("listen", "expected", "address"),
    [
        ("127.0.0.1:8081", Listen("127.0.0.1", 8081), "http://127.0.0.1:8081"),
        ("localhost:0", Listen("localhost", 0), "http://localhost:0"),
        ("[::1]:8080", Listen("::1", 8080), "http://[::1]:8080"),
        ("[2001:db8::1]:65535", Listen("2001:db8::1", 65535), "http://[2001:db8::1]:65535"),
    ],
)
def test_listen(listen: str, expected: Listen, address: str) -> None:
    """A host and a port, also of IPv6, become an address that a browser takes."""
    settings = load_settings({"STODCHATTEN_LISTEN": listen})

    assert settings.listen == expected
    assert settings.address == address


@pytest.mark.parametrize("url", ["redis://a", "rediss://a:1/0", "unix:///run/valkey.sock"])
def test_stores(url: str) -> None:
    """A store of one's own is reached by TCP, by TLS, or by a socket."""
    settings = load_settings({"STODCHATTEN_REDIS_URL": url})

    assert settings.redis_url
    assert settings.redis_url.get_secret_value() == url


HOST = "STODCHATTEN_LISTEN: must be host:port, such as 127.0.0.1:8080 or [::1]:8080"
URL = "STODCHATTEN_PUBLIC_URL: must be an address without a path, such as https://chat.example.org"
OWN = (
    "STODCHATTEN_REDIS_URL: must be an address without options that begins with redis://, "
    "rediss:// or unix://, and has %XX for odd characters"
)

BAD = [
    *(
        pytest.param("LISTEN", value, HOST, id=f"listen {value[:12]}")
        for value in ("8080", ":8080", "127.0.0.1", "127.0.0.1:", "a:65536", "a:-1", "a:8²")
    ),
    pytest.param("LISTEN", "a:" + "9" * 5000, HOST, id="a port without end"),
    *(
        pytest.param("PUBLIC_URL", value, URL, id=f"public {value}")
        for value in (
            "chat.example.org", "https://", "https://:443", "ftp://chat.example.org",
            "https://chat.example.org/chat", "https://chat.example.org?a=1",
            "https://chat.example.org#a", "https://chat.example.org:http", "https://[::1",
        )
    ),
    *(
        pytest.param("REDIS_URL", value, OWN, id=f"store {value}")
        for value in ("127.0.0.1:6379", "http://127.0.0.1", "redis")
    ),
    pytest.param("LISTENS", "a:1", "STODCHATTEN_LISTENS: there is no such setting", id="misspelt"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "value", "problem"), BAD)
def test_bad(name: str, value: str, problem: str) -> None:
    """What cannot be is refused by its name, with what it must be."""
    assert problems(**{name: value}) == (problem,)


def test_two_bots() -> None:
    """One bot cannot be both doors: who writes would be taken for a stranger to the desk."""
    told = problems(TELEGRAM_TOKEN="1:abc", DESK_TELEGRAM_TOKEN="1:abc")
    other = load_settings(
        {"STODCHATTEN_TELEGRAM_TOKEN": "1:abc", "STODCHATTEN_DESK_TELEGRAM_TOKEN": "2:abc"}
    )

    another = "must be another bot than the one that relatives write to"
    assert told == (f"STODCHATTEN_DESK_TELEGRAM_TOKEN: {another}",)
    assert other.desk_telegram_token


def test_all_at_once() -> None:
    """Whoever sets several things wrongly is told of all of them."""
    assert problems(LISTEN="x", PUBLIC_URL="x", REDIS_URL="x", TOKEN="x") == (
        OWN, HOST, URL, "STODCHATTEN_TOKEN: there is no such setting",
    )  # fmt: skip


def test_secret_is_never_shown() -> None:
    """The store's password does not show where settings are printed."""
    settings = load_settings({"STODCHATTEN_REDIS_URL": STORE})

    shown = (str(settings), repr(settings), settings.model_dump_json(), f"{settings.redis_url}")
    assert "hemligt" not in " ".join(shown)


@pytest.mark.parametrize(
    "url",
    [
        "http://:hemligt@127.0.0.1",
        "redis://:hemligt/pa@127.0.0.1",
        "redis://:[hemligt]@127.0.0.1",
        "redis://:hemligt\u2100@127.0.0.1",
    ],
)
def test_bad_secret_is_never_said(url: str) -> None:
    """A password in an address that cannot be does not show in what is said of it."""
    with pytest.raises(SettingsError) as raised:
        load_settings({"STODCHATTEN_REDIS_URL": url, "STODCHATTEN_TOKEN": url})

    said = "".join(traceback.format_exception(raised.value)) + repr(raised.value)
    assert "STODCHATTEN_REDIS_URL: must" in said
    assert "hemligt" not in said
    with pytest.raises(ValidationError) as invalid:
        Settings.model_validate({"redis_url": url})
    assert "hemligt" not in str(invalid.value)


@pytest.mark.parametrize(
    "url", ["https" + ONION[4:], ONION[:-7] + ".onion", ONION + "/chat", "http://a.onion", "a"]
)
def test_no_onion_address(url: str) -> None:
    """An onion address that Tor Browser could not go to is refused."""
    told = problems(ONION_URL=url, PUBLIC_URL="https://chat.example.org")

    must_be = "must be http:// and an onion address, 56 letters and digits and .onion"
    assert told == (f"STODCHATTEN_ONION_URL: {must_be}",)


@pytest.mark.parametrize("public", ["", "http://chat.example.org"])
def test_onion_address_that_nobody_is_told(public: str) -> None:
    """An onion address beside pages that could not name it is refused."""
    (told,) = problems(ONION_URL=ONION, PUBLIC_URL=public)

    assert told.startswith("STODCHATTEN_ONION_URL: needs STODCHATTEN_PUBLIC_URL with https://")


def test_telegram_sends_by_https() -> None:
    """An address that Telegram would not send to is refused, unless a server of one's own does."""
    given = {"TELEGRAM_TOKEN": "1:abcdef", "PUBLIC_URL": "http://chat.example.org"}

    (said,) = problems(**given)
    assert said.startswith("STODCHATTEN_PUBLIC_URL: must begin with https://")
    given["TELEGRAM_API"] = "http://127.0.0.1:8081"
    settings = load_settings({f"STODCHATTEN_{name}": value for name, value in given.items()})
    assert settings.public_url == "http://chat.example.org"
    without = load_settings({"STODCHATTEN_PUBLIC_URL": "http://chat.example.org"})
    assert without.public_url == "http://chat.example.org"
