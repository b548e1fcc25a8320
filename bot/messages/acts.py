"""Who asked what, and how punctual messages were, as tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.messages import tables
from bot.messages.asked import NOTHING_THEN, WIDENED, period, when
from bot.messages.parts import Block, Message, local
from bot.messages.tables import Table, Users
from bot.rules.questions import Question

NOTHING = "There is nothing to show here yet."
KEPT = (
    "Acts of trainers, coordinators and operators, never of participants: what somebody chose, "
    "answered or deleted is not here, nor what an answer showed or held back. Nightly backups and "
    "tidying are left out. The database refuses to change or delete a line."
)
# Acts that no command is called after, or that a command does not say.
_WORDS: Mapping[str, str] = {
    "post": "posted in a cohort's channel",
    "evidence": "recorded what was watched of a trainer",
    "certification": "confirmed a trainer's step",
}
EVERYBODYS = (
    "Invitations, appointments, notices and digests: what everybody on a list gets. On time: begun "
    "in its window. Lost by us: the trouble lay with Slack or the bot. Not due: any personal "
    "reason, in one figure. How many check-ins, exercises and self-assessments there were is for "
    "releases to say."
)


@dataclass(frozen=True, slots=True)
class ActLine:
    """Somebody did something, about a cohort, a person with a role, or the hospital."""

    at: datetime
    zone: str
    actor: str
    act: str
    about: str


@dataclass(frozen=True, slots=True)
class WeekLine:
    """How many messages of a hospital for a week ended how."""

    site: str
    week: date
    numbers: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Punctuality:
    """How punctual messages were, and of which weeks that was asked."""

    wanted: Question
    lines: Sequence[WeekLine]


def audit(lines: Sequence[ActLine]) -> Message:
    """Return the last acts as a table."""
    rows = [
        (
            local(line.at, line.zone),
            _who(line.actor),
            _WORDS.get(line.act, line.act),
            _about(line.about),
        )
        for line in lines
    ]
    head = ("When", "Who", "What", "About")
    return tables.message(Table("Who asked and did what", head, rows, NOTHING, [KEPT]))


def ledger(found: Punctuality, buttons: Sequence[Block] = ()) -> Message:
    """Return how punctual messages were, week by week."""
    return tables.message(ledger_table(found, buttons))


def ledger_table(found: Punctuality, buttons: Sequence[Block] = ()) -> Table:
    """Return the same as a table."""
    rows = [
        (
            period(line.week, line.week + timedelta(days=6)),
            line.site,
            *(str(line.numbers.get(name, 0)) for name in ("sent", "late", "lost", "not due")),
        )
        for line in found.lines
        if line.numbers
    ]
    head = ("Week", "Hospital", "On time", "Late", "Lost by us", "Not due")
    title = f"How punctual messages were, {when(found.wanted.weeks, found.wanted)}"
    notes = [*([WIDENED] if found.wanted.widened else []), EVERYBODYS]
    return Table(title, head, rows, NOTHING_THEN, notes, buttons=buttons)


def _who(actor: str) -> str | Users:
    return Users([actor]) if actor.startswith(("U", "W")) else actor


def _about(about: str) -> str | Users:
    named = about.removeprefix("<@").removesuffix(">")
    return Users([named]) if about.startswith("<@") else about
