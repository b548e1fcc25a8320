"""What is due is claimed ahead, a little at a time, and a few messages are on their way at once."""

import asyncio
from collections import deque
from contextlib import suppress
from dataclasses import dataclass

from bot.flows import claims, posts
from bot.flows.claims import Ready
from bot.flows.noting import Notebook
from bot.flows.tools import Now, Tools, new_id
from bot.rules import leases
from storage import claims as stored
from storage import sendings
from storage.claims import Holder

# On their way at once: a fraction of what Slack takes in a burst.
AT_ONCE = 8
# Claimed meanwhile, so that the next are ready when these have ended; not where Slack's limits
# are kept to, which let through fewer at once than are on their way.
AHEAD = 376
# Claimed in one transaction: enough that each costs little, and few enough that nobody who waits
# for an answer waits for it.
CLAIMED_TOGETHER = 128
# For so long it claims what is due before others have their turn: those who look after what a
# process that died has left, and all else that a tick does. A wave may last many minutes.
TURN_SECONDS = 5.0
# Something may fall due, or Slack may take messages again, while one hangs.
LOOKS_EVERY_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class _Claimed:
    """A message that is ready, by whose claim, and until when it may be begun."""

    ready: Ready
    by: Holder
    until: float


class Sender:
    """Keeps a few messages on their way; one that hangs holds up no other."""

    def __init__(self, tools: Tools, now: Now, together: int = CLAIMED_TOGETHER) -> None:
        self._tools = tools
        self._now = now
        self._notes = Notebook(tools)
        self._together = together
        self._most = AT_ONCE if tools.paced else AT_ONCE + AHEAD
        self._claimed: deque[_Claimed] = deque()
        self._flying = 0
        self._workers: set[asyncio.Task[None]] = set()
        self._few = asyncio.Event()
        self._waits = False
        self._error: Exception | None = None

    async def send(self) -> None:
        """Return when nothing is due any more, Slack asks to wait, or its turn is over.

        Nothing is on its way then.
        """
        tools, now = self._tools, self._now
        if not await tools.database.read(lambda tx: stored.is_due(tx, now())):
            return
        try:
            await self._send()
        finally:
            for task in self._workers:
                task.cancel()
            self._notes.close()
        if error := self._error or self._notes.error:
            raise error

    async def _send(self) -> None:
        over_at = self._tools.elapsed() + TURN_SECONDS
        while self._goes_on() and await self._has_more():
            if self._tools.elapsed() > over_at:
                break
        if self._workers:
            await asyncio.wait(self._workers)
        await self._notes.written()
        if self._claimed:
            untried = [(one.ready.message, one.by) for one in self._claimed]
            await self._tools.database.run_locking(lambda tx: sendings.give_all_back(tx, untried))

    async def _has_more(self) -> bool:
        """Begin with more of what is due; return whether there was any, or some is on its way."""
        claimed = await self._claim_more()
        self._start()
        if claimed:
            await self._until_few_are_left()
            return True
        return await self._some_flew()

    def _goes_on(self) -> bool:
        over = self._waits or self._error or self._notes.error
        return not over and not self._tools.tasks.closing

    async def _claim_more(self) -> bool:
        """Claim what there is room for; return whether any was due."""
        tools, now = self._tools, self._now
        # Counted from before the claim: whoever takes it over counts from after it.
        until = leases.sends_until(tools.elapsed())
        by = Holder(tools.owner, new_id())
        room = min(self._most - self._in_hand(), self._together)
        # Who claims holds the pace of posting meanwhile, so that claims come one after the other.
        try:
            claimed = await tools.database.run_locking(
                lambda tx: claims.claim(tools, tx, by=by, now=now(), limit=room)
            )
        except Exception as error:  # noqa: BLE001 -- what is on its way may end first
            self._error = error
            return False
        self._claimed += [_Claimed(ready, by, until) for ready in claimed if ready]
        return bool(claimed)

    def _in_hand(self) -> int:
        return len(self._claimed) + self._flying

    def _are_few(self) -> bool:
        """Whether there is room for enough that a claim is worth its transaction."""
        return self._in_hand() <= max(self._most // 2, self._most - self._together)

    def _start(self) -> None:
        """Have as many at work as there is work for."""
        # One may have found nothing more a moment ago.
        self._workers = {task for task in self._workers if not task.done()}
        wanted = min(AT_ONCE - len(self._workers), len(self._claimed))
        self._workers |= {asyncio.create_task(self._work()) for _ in range(wanted)}

    async def _work(self) -> None:
        """Send one after the other, as long as any is claimed."""
        while self._claimed and self._goes_on():
            one = self._claimed.popleft()
            self._flying += 1
            try:
                sending = posts.deliver(
                    self._tools, one.ready, one.by, self._notes, until=one.until, now=self._now
                )
                self._waits |= not await sending
            except Exception as error:  # noqa: BLE001 -- what is on its way may end first
                self._error = self._error or error
            finally:
                self._flying -= 1
            if self._are_few():
                self._few.set()
        self._few.set()
        # Nothing follows with which these could be noted.
        self._notes.write()

    async def _until_few_are_left(self) -> None:
        while not self._are_few() and self._goes_on():
            self._few.clear()
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOKS_EVERY_SECONDS):
                    await self._few.wait()
            self._notes.write()

    async def _some_flew(self) -> bool:
        """Wait for what is on its way, but not for long; return whether there was any.

        What could not be sent may wait again, so whoever sends looks once more.
        """
        if not self._workers:
            return False
        _, self._workers = await asyncio.wait(self._workers, timeout=LOOKS_EVERY_SECONDS)
        return True
