"""What was asked, and how it changed, in words."""

from datetime import date, timedelta

from bot.messages import shown
from bot.rules import cadence
from bot.rules.questions import Question
from bot.rules.trends import Change

WIDENED = (
    "Weeks are told whole, from Monday to Sunday, so the days you named were widened to weeks."
)


NOTHING_THEN = "There is no figure to show here for that time. Ask for more: last 12 weeks"


def title(cohort: str | None, weeks: int, wanted: Question, site: str | None = None) -> str:
    """Return the heading of an answer: of whom, and of which weeks."""
    # A heading holds 150 characters, a cohort's name sixty.
    return f"Participation, {_who(cohort, wanted, site)}, {when(weeks, wanted)}"[:150]


def _who(cohort: str | None, wanted: Question, site: str | None) -> str:
    if wanted.site_only:
        return site or "the hospital"
    at = f" of {site}" if site else ""
    return f"{cohort or 'all groups'}{at}"


def when(weeks: int, wanted: Question) -> str:
    """Return which weeks are asked about."""
    if wanted.since or wanted.until:
        return _days(wanted)
    return "last week" if weeks == 1 else f"last {weeks} weeks"


def _days(wanted: Question) -> str:
    """Return the whole weeks that are asked about, e.g. `since 2 Nov 2026`."""
    since = cadence.week_of(wanted.since) if wanted.since else None
    until = cadence.week_of(wanted.until) + timedelta(days=6) if wanted.until else None
    if since and until and since.year == until.year:
        return period(since, until)
    if since and until:
        return f"{_day(since)} to {_day(until)}"
    if since:
        return f"since {_day(since)}"
    return f"{wanted.weeks} weeks until {_day(until)}" if until else ""


def _day(on: date) -> str:
    return f"{on.day} {on:%b} {on.year}"


def change_in_words(one: Change) -> str:
    """Return how a group's last week compares with an earlier one, in a sentence."""
    days = [f"{day.day} {day:%b}" for day in (one.earlier, one.later)]
    before, now = shown.words(one.before), shown.words(one.now)
    same = "no change" if before == now else f"from {before} to {now}"
    mark = "clear" if one.is_clear else "within chance"
    return f"{one.group}, week of {days[0]} to week of {days[1]}: {same} ({mark})."


def period(starts_on: date, ends_on: date) -> str:
    """Return a period by its days, e.g. `9 Nov to 15 Nov 2026`."""
    return f"{starts_on.day} {starts_on:%b} to {ends_on.day} {ends_on:%b} {ends_on.year}"
