"""Promises of the secret key's file: made once, whole, and for its owner's eyes alone."""

import base64
import os
import stat
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.sealing import SecretKey, SecretKeyError
from bot.secret_key import changing_keys, make_keys, new_key, read_keys


def put(path: Path, keys: Iterable[SecretKey]) -> None:
    """Put keys in the place of those that are in a file."""
    with changing_keys(path) as write:
        write(keys)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Give where a key is to be, in a folder that is not there yet."""
    return tmp_path / "keys" / "secret.key"


def test_made_once(path: Path) -> None:
    """The first to come makes it; whoever comes then, also at the same moment, finds that one."""
    with ThreadPoolExecutor(20) as pool:
        made = list(pool.map(make_keys, [path] * 100))

    assert {key.id for keys in made for key in keys} == {read_keys(path)[0].id}
    assert [file.name for file in path.parent.iterdir()] == ["secret.key"]


def test_for_its_owner_alone(path: Path) -> None:
    """Nobody else can read the file, or look into a folder that was made for it."""
    old_mask = os.umask(0)
    try:
        make_keys(path)
    finally:
        os.umask(old_mask)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644, 0o610])
def test_readable_by_others(path: Path, mode: int) -> None:
    """A key that others can read is refused, and what to do is said."""
    make_keys(path)
    path.chmod(mode)

    with pytest.raises(SecretKeyError, match="chmod 600"):
        read_keys(path)


def test_a_credential(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As systemd shows a credential, only its service can read it; anywhere else the group can."""
    make_keys(path)
    path.chmod(0o440)
    with pytest.raises(SecretKeyError):
        read_keys(path)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(path.parent))
    assert len(read_keys(path)) == 1
    path.chmod(0o444)
    with pytest.raises(SecretKeyError):
        read_keys(path)


def test_none_yet(path: Path) -> None:
    """Where there is no file there is no key; that is no mistake."""
    assert read_keys(path) == ()


@pytest.mark.parametrize(
    "written",
    [b"", b"\n", b"qwertz", b"\xff\xfe", *(base64.b64encode(b"k" * size) for size in (31, 33))],
    ids=len,
)
def test_no_key(path: Path, written: bytes) -> None:
    """What is no key is refused, and not a character of it is repeated."""
    make_keys(path)
    path.write_bytes(written)

    with pytest.raises(SecretKeyError, match=r"secret\.key") as refused:
        read_keys(path)
    assert "qwertz" not in str(refused.value)


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/null"])
def test_a_device(path: Path, device: str) -> None:
    """What is no file is refused, and not read without end."""
    path.parent.mkdir()
    path.symlink_to(device)

    with pytest.raises(SecretKeyError, match="no regular file"):
        read_keys(path)


def test_a_pipe(path: Path) -> None:
    """Nobody waits for what may come out of a pipe."""
    path.parent.mkdir()
    os.mkfifo(path, 0o600)

    with pytest.raises(SecretKeyError, match="no regular file"):
        read_keys(path)


def test_too_long(path: Path) -> None:
    """A file that is far too long for keys is not read to its end."""
    (key,) = make_keys(path)
    path.write_bytes((base64.b64encode(key.secret) + b"\n") * 1_000_000)

    with pytest.raises(SecretKeyError, match="holds no secret key"):
        read_keys(path)


@pytest.mark.parametrize("there", [True, False])
def test_a_link(path: Path, tmp_path: Path, *, there: bool) -> None:
    """Where the file is a link, the keys are where it leads to, before a change and after."""
    target = tmp_path / "another disk" / "secret.key"
    if there:
        make_keys(target)
    path.parent.mkdir()
    path.symlink_to(target)
    make_keys(path)
    keys = [new_key()]
    put(path, keys)

    assert path.is_symlink()
    assert [key.id for key in read_keys(target)] == [key.id for key in keys]
    assert [file.name for file in path.parent.iterdir()] == ["secret.key"]
    assert [file.name for file in target.parent.iterdir()] == ["secret.key"]


def test_a_link_beside(path: Path, tmp_path: Path) -> None:
    """A link where keys are to be written first leads nothing astray."""
    other = tmp_path / "other"
    other.write_text("theirs")
    make_keys(path)
    path.with_name("secret.key.new").symlink_to(other)
    keys = [new_key()]
    put(path, keys)

    assert other.read_text() == "theirs"
    assert not path.is_symlink()
    assert [key.id for key in read_keys(path)] == [key.id for key in keys]


def test_a_pipe_beside(path: Path) -> None:
    """Nor does anything else there, and nobody waits for it."""
    make_keys(path)
    os.mkfifo(path.with_name("secret.key.new"), 0o600)
    keys = [new_key()]
    put(path, keys)

    assert [key.id for key in read_keys(path)] == [key.id for key in keys]


def test_replaced_at_once(path: Path) -> None:
    """Keys are replaced as a whole; what a kill has left beside them harms nobody."""
    make_keys(path)
    path.with_name("secret.key.new").write_text("half a ke")
    keys = [new_key(), new_key()]
    put(path, keys)

    assert [key.id for key in read_keys(path)] == [key.id for key in keys]
    assert [file.name for file in path.parent.iterdir()] == ["secret.key"]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_nowhere_to_write(tmp_path: Path) -> None:
    """Where no file can be made, the file is named."""
    (tmp_path / "file").touch()
    there = tmp_path / "file" / "secret.key"

    for attempt in (make_keys, lambda path: put(path, [new_key()]), read_keys):
        with pytest.raises(SecretKeyError, match=r"secret\.key"):
            attempt(there)
