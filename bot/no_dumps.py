"""Keeps what people say out of core dumps: a process that crashes leaves no copy of its memory on a disk."""

import ctypes
import resource
import sys

PR_SET_DUMPABLE = 4  # <linux/prctl.h>


def install() -> None:
    """Call it first in every process. On Linux other programs of the same user cannot read its memory either."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        # a limit of 0 does not hold where the kernel pipes dumps into a program (core(5)); this does
        ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
