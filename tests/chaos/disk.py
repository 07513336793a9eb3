"""A disk that can lose power or be full, as the embedded server meets it."""

import contextlib
import os
import shutil
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_SOURCE: Final = Path(__file__).with_name("disk.c")

# Why no disk can be made to fail here, or "".
MISSING: Final = "" if shutil.which("cc") else "no C compiler (cc) is here to make a disk fail"


@dataclass(frozen=True, slots=True)
class Disk:
    """What a server writes to; `folder` is for the disk's own notes, and not the server's."""

    folder: Path

    @property
    def _synced(self) -> Path:
        return self.folder / "synced"

    @property
    def _full(self) -> Path:
        return self.folder / "full"

    @contextmanager
    def beneath(self) -> Iterator[None]:
        """Let every server that is started while this is open write to this disk."""
        made = self.folder / "disk.so"
        if not made.exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            options = ["-shared", "-fPIC", "-O1", "-o", str(made)]
            subprocess.run(["cc", *options, str(_SOURCE), "-ldl"], check=True)  # noqa: S603, S607
        # A process that is started inherits the environment, with all else that it begins with.
        given = {
            "LD_PRELOAD": str(made),
            "CHAOS_SYNCED": str(self._synced),
            "CHAOS_FULL": str(self._full),
        }
        before = {name: os.environ.get(name) for name in given}
        os.environ.update(given)
        try:
            yield
        finally:
            for name, value in before.items():
                os.environ.pop(name)
                if value is not None:
                    os.environ[name] = value

    def lose_power(self, data: Path) -> int:
        """Leave of each file what was surely written; return how many bytes went with the rest.

        No process may be writing there any more.
        """
        surely: dict[int, int] = {}
        for line in self._synced.read_text(encoding="ascii").splitlines():
            inode, length = map(int, line.split())
            surely[inode] = length
        gone = 0
        for file in data.rglob("*"):
            if not file.is_file():
                continue
            found = file.stat()
            length = min(found.st_size, surely.get(found.st_ino, 0))
            gone += found.st_size - length
            os.truncate(file, length)
        return gone

    @asynccontextmanager
    async def full(self) -> AsyncIterator[None]:
        """Let there be no room while this is open."""
        self._full.touch()
        try:
            yield
        finally:
            with contextlib.suppress(FileNotFoundError):
                self._full.unlink()
