"""Where the databases lie, and how long that disk lets a commit wait."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter

from tests.bench.lines import remark

FSYNCS = 50
# As much as a small commit appends to a write-ahead log.
APPENDED = bytes(4096)


@contextmanager
def folder() -> Iterator[Path]:
    """Yield an empty folder, which is gone afterwards; `TMPDIR` says on which disk."""
    with tempfile.TemporaryDirectory(prefix="resiliency-bench-") as name:
        yield Path(name)


def describe(place: Path) -> None:
    """Say on what kind of disk a folder is, and how long it takes to be sure of a write."""
    cost = median(_fsync_costs(place)) * 1000
    remark(f"{place} is on {_file_system(place)}; an fsync takes {cost:.2f} ms (median)")


def _file_system(place: Path) -> str:
    """Return the type of the file system that holds `place`."""
    mounts = [line.split() for line in Path("/proc/mounts").read_text().splitlines()]
    holding = [mount for mount in mounts if place.resolve().is_relative_to(mount[1])]
    # Of mounts on top of each other the innermost counts, and of the same place the last.
    return max(enumerate(holding), key=lambda found: (len(found[1][1]), found[0]))[1][2]


def _fsync_costs(place: Path) -> Iterator[float]:
    with (place / "fsync").open("wb", buffering=0) as file:
        for _ in range(FSYNCS):
            began = perf_counter()
            file.write(APPENDED)
            os.fsync(file.fileno())
            yield perf_counter() - began
