"""Which files there are, who may read them, what is said in them, and what a crash would leave."""

import re
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from builders import ROOT

from bot.store.client import Valkey

# All that may lie in the data folder, and in which number.
FILES: Final[Mapping[str, int]] = {
    r"appendonlydir": 1,
    r"appendonlydir/appendonly\.aof\.[0-9]+\.base\.rdb": 1,
    r"appendonlydir/appendonly\.aof\.[0-9]+\.incr\.aof": 1,
    r"appendonlydir/appendonly\.aof\.manifest": 1,
    r"lock": 1,
    r"secret\.key": 1,
    r"valkey\.log": 1,
    r"valkey\.sock": 1,
}


def explained_events() -> set[str]:
    """Return the events that the operators' page explains; tests hold it to those of the code."""
    page = (ROOT / "docs" / "operators.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (`\w+`(?:, `\w+`)*) \|", page, re.MULTILINE)
    return {name for names in rows for name in re.findall(r"`([a-z_]+)`", names)}


# All that a process of ours may say: those events, and of each what we chose ourselves.
_SAID: Final = re.compile(
    rf"timestamp='[-0-9T:.]+Z' level='[a-z]+' event='({'|'.join(sorted(explained_events()))})'"
    r"( (logger='[A-Za-z_.]+'|error='[A-Za-z_]+'|at='[A-Za-z_0-9.]+:[0-9]+'|at='unknown'"
    r"|listen='http://[0-9.:]+/'|setting='[A-Z_]+'))*"
)

_MODES: Final = ((stat.S_ISDIR, 0o700), (stat.S_ISSOCK, 0o700), (stat.S_ISREG, 0o600))


def strange_files(data: Path) -> list[str]:
    """Return what is not as it should be in the data folder: surplus, missing, or too open."""
    names = {str(path.relative_to(data)): path for path in data.rglob("*")}
    wrong = [f"{name} is surplus" for name in names if not _is_known(name)]
    for pattern, count in FILES.items():
        found = sum(bool(re.fullmatch(pattern, name)) for name in names)
        if found != count:
            wrong.append(f"{found} of {pattern}")
    for path in (data, *names.values()):
        mode = path.lstat().st_mode
        if not any(kind(mode) and stat.S_IMODE(mode) == wanted for kind, wanted in _MODES):
            wrong.append(f"{path.name} is {stat.filemode(mode)}")
    return wrong


def strange_words(said: Path) -> list[str]:
    """Return what was said that nobody may say: anything on standard output, or no known event."""
    return [
        f"{file.name}: {line[:80]}"
        for file in sorted(said.iterdir())
        for line in file.read_text(encoding="utf-8", errors="replace").splitlines()
        if file.suffix == ".out" or not _SAID.fullmatch(line)
    ]


def left_beside(folders: list[Path]) -> list[str]:
    """Return all that lies in folders in which nothing should."""
    return [str(path) for folder in folders for path in folder.rglob("*")]


async def left_by_a_crash(valkey: Valkey, processes: Mapping[str, int]) -> list[str]:
    """Return what a crash would write down of what is in memory."""
    dumps = [f"the {name} may dump {limits}" for name, limits in _dumps(processes)]
    reports = await valkey.config_get("crash-*-enabled")
    return dumps + [f"{name} is on" for name, value in reports.items() if value != "no"]


def _dumps(processes: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    for name, process in processes.items():
        limits = Path(f"/proc/{process}/limits").read_text(encoding="ascii")
        found = re.search(r"Max core file size +(\S+) +(\S+)", limits)
        # With one byte, a program that the system hands dumps to gets none either (core(5)).
        if found and not set(found.groups()) <= {"0", "1"}:
            yield name, " to ".join(found.groups())


def _is_known(name: str) -> bool:
    return any(re.fullmatch(pattern, name) for pattern in FILES)
