"""Where tests keep their files: in memory, where there is room for them.

A database that survives a power cut waits for the disk at every commit, and tests would spend a
third of their time so; nobody pulls the plug of a test.
"""

import os
import shutil
from pathlib import Path

MEMORY = Path("/dev/shm")  # noqa: S108 -- every test makes a folder of its own in it
# Many times what the tests have there at once. A container often has but 64 MB.
ROOM = 2 * 1024**3


def quickest() -> Path | None:
    """Return a folder in memory; None where there is none with enough room."""
    if not os.access(MEMORY, os.W_OK) or shutil.disk_usage(MEMORY).free < ROOM:
        return None
    return MEMORY
