"""Lets this process, and what it starts, leave no image of its memory when it crashes."""

import resource


def leave_none() -> None:
    """Write no core file; the words and keys in memory would stand in it.

    A limit of one byte rather than none: only that also keeps an image from a program to which the
    kernel hands them, and no file has room in it (core(5); `do_coredump` in Linux).
    """
    resource.setrlimit(resource.RLIMIT_CORE, (1, 1))
