"""Lets this process, and what it starts, leave no image of its memory when it crashes."""

import ctypes
import resource
import sys
from typing import Final

_SET_DUMPABLE: Final = 4  # PR_SET_DUMPABLE, prctl(2)


def leave_none() -> None:
    """Write no core file; the words and keys in memory would stand in it.

    Where the kernel hands such images to a program, the limit alone does not keep them back
    (core(5)), but that a process cannot be dumped does. It is not handed on to the store: see to
    it that the machine keeps no images.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":  # pragma: no branch - elsewhere it is only tried
        ctypes.CDLL(None).prctl(_SET_DUMPABLE, 0, 0, 0, 0)
