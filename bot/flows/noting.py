"""What Slack took is noted, several messages in one transaction.

Until its note is committed, a message counts as on its way: whoever finds its claim looks it up.
"""

import asyncio
import logging
from datetime import datetime

from bot.flows.tools import Now, Tools
from bot.slack import Posted
from storage import sendings
from storage.claims import Holder
from storage.deliveries import Message
from storage.sendings import Sent

log = logging.getLogger(__name__)

# A transaction for each would cost more than the post. What a crash takes along is looked up, so
# they are few.
NOTED_TOGETHER = 64


async def note_sent(tools: Tools, message: Message, by: Holder, posted: Posted, now: Now) -> None:
    """Note that a message stands in Slack, and where."""
    await _note(tools, [_sent(message, by, posted, now())])


class Notebook:
    """Collects what was sent, and notes it a little later."""

    def __init__(self, tools: Tools) -> None:
        # Why something could not be noted.
        self.error: Exception | None = None
        self._tools = tools
        self._waiting: list[Sent] = []
        self._writing: asyncio.Task[None] | None = None

    def add(self, message: Message, by: Holder, posted: Posted, at: datetime) -> None:
        """Have it noted with the next ones that a message stands in Slack."""
        self._waiting.append(_sent(message, by, posted, at))
        if len(self._waiting) >= NOTED_TOGETHER:
            self.write()

    def write(self) -> None:
        """Begin to note what there is, unless that has begun."""
        if self._waiting and not self._writing:
            self._writing = asyncio.create_task(self._write())

    async def written(self) -> None:
        """Return when everything is noted; what could not be is left to whoever looks it up."""
        self.write()
        if self._writing:
            await self._writing

    def close(self) -> None:
        """Note nothing any more."""
        if self._writing:
            self._writing.cancel()

    async def _write(self) -> None:
        try:
            while self._waiting:
                sent, self._waiting = self._waiting, []
                await _note(self._tools, sent)
        except Exception as error:  # noqa: BLE001 -- whoever sends is told, and sends no more
            self.error = error
        finally:
            self._writing = None


async def _note(tools: Tools, sent: list[Sent]) -> None:
    # Each row is changed by its own id and claim.
    lost = await tools.database.run_locking(lambda tx: sendings.note_all_sent(tx, sent))
    for delivery_id in lost:
        # Whoever took it over finds it in Slack.
        log.warning("delivery %s: sent, after its claim was lost", delivery_id)


def _sent(message: Message, by: Holder, posted: Posted, at: datetime) -> Sent:
    return Sent(message.id, by, posted.channel, posted.ts, at)
