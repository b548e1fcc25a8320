"""Reads the time. The only module that does; everybody else is told `now`."""

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from http.client import HTTPException
from time import monotonic
from urllib.request import urlopen

Now = Callable[[], datetime]

# How old a followed calendar may be, and how long to wait for it: real seconds, all of them. It
# is asked on the loop, which only a bot beside a sandbox on the same machine can afford. The first
# time nothing else waits for it, and there is no earlier moment that holds.
FRESH_SECONDS = 0.2
PATIENCE_SECONDS = 1.0
FIRST_SECONDS = 20.0

# Linux has a clock that counts the time of sleep; elsewhere the usual one may do.
_BOOT: int | None = getattr(time, "CLOCK_BOOTTIME", None)


def wall() -> datetime:
    """Return the time of this machine, in UTC."""
    return datetime.now(UTC)  # noqa: TID251 -- the one place


def elapsed() -> float:
    """Return the seconds since some moment; it runs on while the machine sleeps, and never back.

    Python's own clock for this stands still on Linux while a machine is suspended, and a claim
    goes on getting old meanwhile.
    """
    if _BOOT is None:
        return time.monotonic()
    return time.clock_gettime(_BOOT)


class Followed:
    """The calendar of a sandbox in another process, which may jump.

    When it does not answer, the last moment it named still holds.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._read_at = monotonic()
        self._moment = self._ask(FIRST_SECONDS)

    def __call__(self) -> datetime:
        """Return the sandbox's moment, in UTC."""
        if monotonic() - self._read_at > FRESH_SECONDS:
            self._read_at = monotonic()
            try:
                self._moment = self._ask(PATIENCE_SECONDS)
            except (OSError, HTTPException, ValueError, LookupError, TypeError):
                # Gone, or something else answers there.
                return self._moment
        return self._moment

    def _ask(self, patience: float) -> datetime:
        with urlopen(self._url, timeout=patience) as answer:  # noqa: S310 -- loopback only
            return datetime.fromisoformat(json.load(answer)["now"]).astimezone(UTC)
