"""Promises of sealing: nobody reads anything without the key, and nothing stands for another."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sealing import Seal, SealedError, Sealing, SecretKey, SecretKeyError

OLD, NEW = SecretKey(b"o" * 32), SecretKey(b"n" * 32)
WORDS = "min son heter Åke 🕊"


def sealing(*keys: SecretKey) -> Sealing:
    """Return a sealing by the first of some keys."""
    return Sealing(lambda: keys, keys[0].id)


@given(st.text(max_size=200))
def test_round_trip(text: str) -> None:
    """What was sealed is opened as it was, and tells nothing but its length; never twice alike."""
    line = sealing(OLD)
    seal = line.new_seal("c1")
    sealed = seal.close(text, "line")
    read = line.seal_of("c1", seal.wrapped)

    assert read.open(sealed, "line") == text
    assert seal.close(text, "line") != sealed
    assert len(base64.urlsafe_b64decode(sealed)) == len(text.encode()) + 12 + 16


def test_each_conversation_has_its_own_key() -> None:
    """The key of one conversation opens nothing of another, and only what it was sealed as."""
    line = sealing(OLD)
    seal, other = line.new_seal("c1"), line.new_seal("c2")
    sealed = seal.close(WORDS, "line")

    for attempt in (
        lambda: other.open(sealed, "line"),
        lambda: seal.open(sealed, "conversation"),
        lambda: line.seal_of("c2", seal.wrapped),
        lambda: line.seal_of("c2", other.wrapped).open(sealed, "line"),
        lambda: line.new_seal("c1").open(sealed, "line"),  # whatever is known of it but its key
    ):
        with pytest.raises(SealedError):
            attempt()
    # With the same key, too, nothing of one is taken for something of the other.
    one, another = (Seal(which, b"k" * 32, "") for which in ("c1", "c2"))
    with pytest.raises(SealedError):
        another.open(one.close(WORDS, "line"), "line")


@pytest.mark.parametrize("broken", ["", "x", "åäö", "AAAA", "A" * 200, "{}", "\ud800"])
def test_what_is_no_seal(broken: str) -> None:
    """What was changed or is none is refused, and never half read."""
    line = sealing(OLD)
    seal = line.new_seal("c1")
    sealed = seal.close(WORDS, "line")
    changed = sealed[:-2] + ("A" if sealed[-2] != "A" else "B") + sealed[-1]

    for given_ in (broken, changed):
        with pytest.raises(SealedError):
            seal.open(given_, "line")
    for given_ in (broken, f"{OLD.id}.{broken}", f"{NEW.id}.{broken}", changed):
        with pytest.raises(SealedError):
            line.open(given_, "desk chat")
        with pytest.raises(SealedError):
            line.seal_of("c1", given_)


def test_another_secret_key() -> None:
    """With another secret key nothing is opened, also where its name is put on it, nor read."""
    old, new = sealing(OLD), sealing(NEW)
    seal = old.new_seal("c1")
    stands = seal.wrapped, old.close(WORDS, "desk chat"), seal.close(WORDS, "line")
    wrapped, chat, line = stands

    assert not [one for one in stands if WORDS.encode() in _bytes(one)]
    for name in (OLD.id, NEW.id):
        with pytest.raises(SealedError):
            new.seal_of("c1", wrapped.replace(OLD.id, name))
        with pytest.raises(SealedError):
            new.open(chat.replace(OLD.id, name), "desk chat")
    with pytest.raises(SealedError):
        new.new_seal("c1").open(line, "line")
    assert old.hidden("telegram:5") != new.hidden("telegram:5")
    with pytest.raises(SecretKeyError):
        Sealing(lambda: [OLD], NEW.id)


def _bytes(sealed: str) -> bytes:
    return base64.urlsafe_b64decode(sealed.rpartition(".")[2])


def test_hidden_addresses() -> None:
    """An address is looked up by a name that tells its door alone, and is the same each time."""
    line = sealing(OLD)

    assert line.hidden("telegram:77001") == sealing(OLD).hidden("telegram:77001")
    assert line.hidden("telegram:77001") != line.hidden("telegram:77002")
    assert line.hidden("telegram:77001").startswith("telegram:")
    assert "77001" not in line.hidden("telegram:77001")


def test_turning() -> None:
    """By another key, what was sealed before can be read, and sealed anew for that key alone."""
    keys = [OLD]
    line = Sealing(lambda: keys, OLD.id)
    seal = line.new_seal("c1")
    words, chat = seal.close(WORDS, "line"), line.close("5", "desk chat")
    keys.insert(0, NEW)
    line.turn_to(NEW.id)
    anew = line.anew("c1", seal.wrapped)

    assert line.current_id == NEW.id
    assert line.open(chat, "desk chat") == "5"
    assert line.seal_of("c1", seal.wrapped).open(words, "line") == WORDS
    assert sealing(NEW).seal_of("c1", anew).open(words, "line") == WORDS


def test_a_key_that_is_gone_from_the_file() -> None:
    """A key that was read stays known as long as the process lives."""
    keys = [OLD]
    line = Sealing(lambda: keys, OLD.id)
    chat = line.close("5", "desk chat")
    keys[:] = [NEW]

    with pytest.raises(SecretKeyError):
        line.turn_to("nobody's")
    assert line.open(chat, "desk chat") == "5"


def test_nothing_is_said_of_keys() -> None:
    """What is printed or logged of a key or a seal tells nothing of it."""
    line = sealing(OLD)
    said = f"{OLD!r} {line!r} {line.new_seal('c1')!r} {vars(OLD).keys()}"

    assert "ooo" not in said
    assert base64.b64encode(OLD.secret).decode() not in said
