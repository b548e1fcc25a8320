"""What an operator does with everything that is kept stands in the audit, as leaders' acts do."""

from datetime import datetime

from bot.flows.tools import Tools, new_id
from storage import reports
from storage.reports import Entry

# Who it was the command line does not know.
OPERATOR = "operator"
# An operator acts on all that is kept, whatever the site.
EVERY_SITE = "*"
EVERYTHING = "database"


async def note(tools: Tools, act: str, now: datetime) -> None:
    """Keep that the operator began something; how much was found would tell of people."""
    entry = Entry(new_id(), EVERY_SITE, now, OPERATOR, act, EVERYTHING)
    await tools.database.run(lambda tx: reports.audit(tx, entry))
