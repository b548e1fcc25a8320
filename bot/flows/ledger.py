"""An operator looks at how messages ended, and learns nothing of anybody."""

from datetime import date, datetime, timedelta, timezone

from bot.flows.tools import Tools
from bot.rules import followup
from bot.rules import ledger as rules
from bot.rules.ledger import Days, Ledger, People
from storage import ledger
from storage.transactions import Transaction

# Where a week is over last.
LAST = timezone(timedelta(hours=-12))


async def since(tools: Tools, day: date, now: datetime) -> Ledger:
    """Return the ledger of the weeks from the one of `day` on."""
    begins = rules.begins(day)
    comes_after = followup.days_after(tools.library.curriculum.steps)

    def look(tx: Transaction) -> Ledger:
        return rules.ledger(
            ledger.counted(tx, begins),
            People(ledger.listed(tx), comes_after, tools.limits.list),
            Days(begins, now.astimezone(LAST).date()),
        )

    return await tools.database.read(look)
