"""What coordinators may know of the bot itself: who asked what, and how punctual messages were."""

from collections import defaultdict
from datetime import datetime, timedelta
from itertools import groupby

from bot.flows import audits
from bot.flows.directories import seen_by
from bot.flows.tools import Tools
from bot.messages.acts import ActLine, WeekLine
from bot.rules import cadence, questions
from bot.rules.roles import Act
from storage import punctuality, reports, trainings
from storage.reports import Entry
from storage.transactions import Transaction

# What somebody says of themselves is no question that they asked.
LEFT_OUT = frozenset({"confirm", "take back"})
# As many as one table holds, and as many entries as are read for them.
MOST_LINES, MOST = 100, 1000
A_YEAR = timedelta(weeks=52)


async def audit(tools: Tools, slack_id: str, now: datetime) -> list[ActLine]:
    """Return who asked or did what at the sites this person coordinates, the latest first.

    Raises:
        NotAllowedError: They coordinate none.
        NotConfirmedError: They have confirmed for none of them.
    """

    def look(tx: Transaction) -> tuple[list[str], list[ActLine]]:
        seen = seen_by(tools, tx, slack_id, Act.AUDIT, now)
        names = {one.id: one.name for one in trainings.cohorts(tx, seen.sites)}
        found = reports.acts(tx, seen.sites, now - A_YEAR, LEFT_OUT, MOST)
        # One question looks at many groups, and stands there once for each of them.
        each = groupby(found, key=lambda one: (one.at, one.actor, one.act))
        return list(seen.sites), [_line(tools, list(entries), names) for _, entries in each][
            :MOST_LINES
        ]

    sites, lines = await tools.database.read(look)
    await audits.note_sites(tools, sites, slack_id, Act.AUDIT, now)
    return lines


async def ledger(tools: Tools, slack_id: str, text: str, now: datetime) -> list[WeekLine]:
    """Return how punctual messages were at the sites this person coordinates, by closed week.

    Of what everybody on a list gets alone: how many others there were, only releases say.

    Raises:
        NotAllowedError: They coordinate none.
        NotConfirmedError: They have confirmed for none of them.
        NotUnderstoodError: The question cannot be read.
    """

    def look(tx: Transaction) -> tuple[list[str], list[WeekLine]]:
        seen = seen_by(tools, tx, slack_id, Act.LEDGER, now)
        wanted = questions.participation(text, Act.LEDGER, set(), seen.today)
        zone = tools.sites[next(iter(seen.sites))].zone
        last = cadence.last_closed_week(zone, now)
        until = min(last, cadence.week_of(wanted.until)) if wanted.until else last
        since = until - (wanted.weeks - 1) * cadence.WEEK
        since = cadence.week_of(wanted.since) if wanted.since else since
        sunday = until + cadence.WEEK - timedelta(days=1)
        numbers: dict[tuple[str, object], dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for one in punctuality.counted(tx, seen.sites, since, sunday):
            numbers[one.site_id, cadence.week_of(one.day)][one.outcome] += one.messages
        return list(seen.sites), [
            WeekLine(
                seen.sites[site_id],
                until - ago * cadence.WEEK,
                numbers.get((site_id, until - ago * cadence.WEEK), {}),
            )
            for ago in range((until - since) // cadence.WEEK + 1)
            for site_id in seen.sites
        ]

    sites, lines = await tools.database.read(look)
    await audits.note_sites(tools, sites, slack_id, Act.LEDGER, now)
    return lines


def _line(tools: Tools, entries: list[Entry], names: dict[str, str]) -> ActLine:
    """Return one act; of a question about many groups, about how many."""
    first = entries[0]
    about = list(dict.fromkeys(_about(one, names) for one in entries))
    said = about[0] if len(about) == 1 else f"{len(about)} {_kind(about)}"
    return ActLine(first.at, tools.sites[first.site_id].zone, first.actor, first.act, said)


def _kind(about: list[str]) -> str:
    return "people" if all(one.startswith("<@") for one in about) else "groups"


def _about(entry: Entry, names: dict[str, str]) -> str:
    """Return what an act was about, in words."""
    for word in entry.subject.replace("/", " ").split():
        if word in names:
            return names[word]
        if word.startswith(("U", "W")):
            return f"<@{word}>"
    return "a cohort" if entry.subject.startswith("cohort ") else "the hospital"
