"""Promises of every file that we write: no word of anybody, as `make privacy` looks at length."""

from pathlib import Path

import pytest
from privacy.inventory import FILES, left_beside, strange_files, strange_words


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Give a folder with all that lies in the data folder."""
    data = tmp_path / "var"
    (data / "appendonlydir").mkdir(parents=True, mode=0o700)
    data.chmod(0o700)
    for pattern in FILES:
        path = data / pattern.replace("[0-9]+", "12").replace("\\", "")
        if not path.exists():
            path.touch(mode=0o600)
    return data


def test_files(data: Path) -> None:
    """What lies there is as named."""
    assert strange_files(data) == []


@pytest.mark.parametrize(
    "name", ["core", "dump.rdb", "appendonlydir/temp-rewriteaof-9.aof", "appendonlydir/valkey.log"]
)
def test_surplus(data: Path, name: str) -> None:
    """A file more is noticed, in whichever folder."""
    (data / name).touch(mode=0o600)

    assert strange_files(data) == [f"{name} is surplus"]


def test_missing(data: Path) -> None:
    """A file less is noticed, and one of a kind of which there is to be one."""
    (data / "lock").unlink()
    (data / "appendonlydir" / "appendonly.aof.13.incr.aof").touch(mode=0o600)

    assert strange_files(data) == [
        "2 of appendonlydir/appendonly\\.aof\\.[0-9]+\\.incr\\.aof",
        "0 of lock",
    ]


@pytest.mark.parametrize("name", ["valkey.log", "appendonlydir", "."])
def test_too_open(data: Path, name: str) -> None:
    """What others on the machine may read is noticed."""
    (data / name).chmod(0o755)

    assert len(strange_files(data)) == 1


def test_words(tmp_path: Path) -> None:
    """What a process says is an event that we named, on standard error, and nothing else."""
    event = "timestamp='2026-11-26T17:14:01.360002Z' level='warning' event='foreign' "
    place = "logger='aiohttp.server' at='_http_parser.pyx:723' error='BadHttpMessage'"
    (tmp_path / "a.err").write_text(f"{event}{place}\n", encoding="utf-8")
    assert strange_words(tmp_path) == []

    (tmp_path / "b.err").write_text(f"{event}{place} text='hej'\n{event}\nhej\n", encoding="utf-8")
    (tmp_path / "b.out").write_text(f"{event}{place}\n", encoding="utf-8")
    assert len(strange_words(tmp_path)) == 4


def test_beside(tmp_path: Path) -> None:
    """A file in a folder that is to be empty is noticed."""
    assert left_beside([tmp_path]) == []

    (tmp_path / "core").touch()
    assert left_beside([tmp_path]) == [str(tmp_path / "core")]
