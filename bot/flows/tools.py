"""What every flow works with."""

import asyncio
import logging
import traceback
from collections.abc import Callable, Coroutine, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from secrets import token_hex
from time import monotonic
from typing import Any, TypeVar

from bot.flows.meters import Meters
from bot.rules.leases import Watch
from bot.rules.privacy import LIMITS, Limits
from bot.rules.roles import Speaker
from bot.slack import Slack
from content.model import Library, Site
from storage import people
from storage.database import Database, DatabaseUnavailableError
from storage.people import Known
from storage.seal import Ring
from storage.transactions import Transaction
from storage.unsettled import Unsettled

__all__ = [
    "DatabaseUnavailableError",
    "Now",
    "Tasks",
    "Tools",
    "failure",
    "new_id",
]

log = logging.getLogger(__name__)

T = TypeVar("T")
# Reads the calendar, which in a sandbox may jump.
Now = Callable[[], datetime]
# What is to be done, once it is called.
Work = Callable[[], Coroutine[Any, Any, Any]]

# A rolling restart gives a process ten seconds to end, of which it needs one for itself. What a
# slower call leaves behind, another process finds and looks up.
DRAIN_SECONDS = 9.0
# Long enough to read one's own answers, short enough for a phone that was put down.
HIDES_AFTER_SECONDS = 90.0
# Slack waits three seconds for an ack; one is left for the way.
ANSWER_SECONDS = 2.0


class Tasks:
    """Work that goes on after its listener has answered: tracked, drained, its errors told."""

    def __init__(self) -> None:
        self.closing = False
        self._running: set[asyncio.Task[Any]] = set()
        self._waiting: dict[str, tuple[asyncio.TimerHandle, Work]] = {}

    def start(self, work: Coroutine[Any, Any, Any]) -> None:
        """Start `work`; it ends before the process does, unless it takes too long."""
        self.adopt(asyncio.create_task(work))

    def start_after(self, seconds: float, about: str, work: Work) -> None:
        """Start `work` when so much real time has gone by, or sooner if the process ends.

        Nothing waits for it meanwhile: until it starts, it is nothing that was begun. It takes the
        place of what waited `about` the same thing.
        """
        if self.closing:
            self.start(work())
            return
        self.forget(about)
        timer = asyncio.get_running_loop().call_later(seconds, self._start_waiting, about)
        self._waiting[about] = timer, work

    def forget(self, about: str) -> None:
        """Nothing waits `about` this any more."""
        if waiting := self._waiting.pop(about, None):
            timer, _ = waiting
            timer.cancel()

    def hurry(self) -> None:
        """Start at once whatever waits for its time."""
        for about in list(self._waiting):
            self._start_waiting(about)

    def close(self) -> None:
        """Begin nothing long from here on, and start whatever waits for its time."""
        self.closing = True
        self.hurry()

    def adopt(self, task: asyncio.Task[Any]) -> None:
        """Track a task that was started elsewhere."""
        self._running.add(task)
        task.add_done_callback(self._ended)

    async def attend(self, work: Coroutine[Any, Any, None], seconds: float) -> None:
        """Start `work` and wait for it, but not for longer than so many seconds: it goes on then.

        So a Slack that does not answer holds up nothing else.
        """
        task = asyncio.create_task(work)
        try:
            await asyncio.wait({task}, timeout=seconds)
        except asyncio.CancelledError:
            task.cancel()
            raise
        if task.done():
            task.result()
        else:
            self.adopt(task)

    async def soon(self, work: Coroutine[Any, Any, T], seconds: float, otherwise: T) -> T:
        """Return what `work` returns; `otherwise` where that takes too long, or fails.

        What takes too long goes on.
        """
        task = asyncio.create_task(work)
        await asyncio.wait({task}, timeout=seconds)
        if not task.done():
            self.adopt(task)
            return otherwise
        self._ended(task)
        return otherwise if task.exception() else task.result()

    async def drained(self, within: float = DRAIN_SECONDS) -> None:
        """Return when nothing runs any more, or `within` seconds later."""
        with suppress(TimeoutError):
            async with asyncio.timeout(within):
                while self._running:
                    await asyncio.wait(set(self._running))

    def _start_waiting(self, about: str) -> None:
        timer, work = self._waiting.pop(about)
        timer.cancel()
        self.start(work())

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._running.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.error("a follow-up failed: %s", failure(error))


@dataclass(frozen=True, slots=True)
class Tools:
    """What every flow works with."""

    database: Database
    # What may be sent: what clinicians have signed.
    library: Library
    # All there is, signed or not: what was asked once is read with it.
    written: Library
    sites: Mapping[str, Site]
    slack: Slack
    ring: Ring
    tasks: Tasks
    key_keeper: str
    owner: str
    # Real time, for what must not jump with the calendar.
    real_now: Now
    # From how many people on something is shown of a group.
    limits: Limits = LIMITS
    # How many seconds a window shows somebody's own answers when nobody taps.
    hides_after: float = HIDES_AFTER_SECONDS
    # Within how many seconds somebody hears something.
    answers_within: float = ANSWER_SECONDS
    # What is counted of sending, for whoever keeps the bot running.
    meters: Meters = field(default_factory=Meters)
    # Whether Slack's limits are kept to before Slack says so; benches and tests do without.
    paced: bool = True
    # Seconds since some moment, which only ever run forward.
    elapsed: Callable[[], float] = monotonic
    # Since when this process has seen each claim that has not ended.
    watch: Watch[Unsettled] = field(default_factory=Watch)
    # Which messages this process is saying "Closed" of.
    closing: set[str] = field(default_factory=set)

    def speaker(self, tx: Transaction, slack_id: str) -> tuple[Speaker, Known | None]:
        """Return who speaks and what they are, and what is known of them."""
        coordinates = frozenset(
            site.id for site in self.sites.values() if slack_id in site.coordinators
        )
        known = people.find(tx, slack_id)
        if known is None:
            return Speaker(slack_id, coordinates=coordinates), None
        speaker = Speaker(
            slack_id,
            person_id=known.id,
            trains=people.trains_at(tx, known.id),
            coordinates=coordinates,
            on_roster=people.on_roster(tx, known.id),
        )
        return speaker, known


def new_id() -> str:
    """Return a new random key of 128 bits."""
    return token_hex(16)


def failure(error: BaseException) -> str:
    """Return what a log may say of an unexpected error: an id, its type, and where it came from.

    Never its words: they may quote what somebody typed.
    """
    frames = traceback.extract_tb(error.__traceback__)[-5:]
    where = " < ".join(
        f"{Path(frame.filename).stem}.{frame.name}:{frame.lineno}" for frame in reversed(frames)
    )
    return f"{_new_reference()} {type(error).__name__} at {where}"


def _new_reference() -> str:
    """Return a short random id that a person can quote from a screen to an operator."""
    return token_hex(3).upper()
