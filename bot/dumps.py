"""Lets this process, and what it starts, leave no image of its memory when it crashes."""

import resource


def leave_none() -> None:
    """Write no core file; the words and keys in memory would stand in it.

    A limit of one byte rather than none: only that also keeps an image from a program to which the
    kernel hands them, and no file has room in it (core(5); `do_coredump` in Linux). Where none is
    all that we were given, it stays at that.
    """
    _, most = resource.getrlimit(resource.RLIMIT_CORE)
    limit = 1 if most == resource.RLIM_INFINITY else min(1, most)
    resource.setrlimit(resource.RLIMIT_CORE, (limit, limit))
