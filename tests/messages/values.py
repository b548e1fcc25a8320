"""Invented values for what the companion shows: people's acts, sites, weeks, figures, answers."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from bot.messages import help as cards
from bot.messages.data import Own
from bot.messages.parts import Message
from bot.messages.reports import Line, OpenWeek, Report
from bot.rules.assessments import POINTS
from bot.rules.figures import Figures
from bot.rules.notices import Day
from bot.rules.receipts import Receipt
from bot.rules.roles import Act
from bot.rules.sheets import Ref
from bot.rules.shown import WITHHELD, Band, Mixed, Share, Shown
from content.load import library
from content.model import Caller, Choice, Exercise, Site
from tests.roles_table import of

LIBRARY = library()

# A Monday morning at the site.
MONDAY = datetime(2026, 11, 2, 15, 0, tzinfo=UTC)

NEW_YORK = "America/New_York"

DELIVERY = "d1" * 16

# One assessment at each time point, as windows name it.
REFS = {
    str(Ref(DELIVERY, point, version, sheet))
    for point in POINTS
    for version in (0, 1)
    for sheet in range(5)
}

KEEPER = "the invented keeper"

COHORT = "Spring 2027"

# A Thursday, and a day in the next year.
RECEIPT = Receipt(date(2026, 11, 19), date(2027, 11, 17))

LONGEST_NAME = "&" * 60

EVERYTHING_SHOWN: tuple[Shown, ...] = (
    *Band,
    Share(45),
    Mixed((Band.FEW, Band.SOME, Band.MOST)),
    WITHHELD,
)

ROSTER, TRAINER, COORDINATOR = of("roster"), of("trainer"), of("coordinator")

ACTS = {
    "a stranger": of("stranger"),
    "roster": ROSTER,
    "trainer": TRAINER,
    "coordinator": COORDINATOR,
    "everybody at once": frozenset(Act),
}

# As many as a site may well have, with the longest of names.
CALLERS = tuple(
    Caller.model_validate(
        {
            "name": "&" * 60,
            "slack_id": f"U0PEER{number}",
            "hours": "always",
            "within_minutes": 30,
        }
    )
    for number in range(6)
)


def site(site_id: str, name: str, zone: str = NEW_YORK) -> Site:
    return Site.model_validate(
        {
            "id": site_id,
            "name": name,
            "zone": zone,
            "coordinators": ["U0COORD01"],
            "help_routes": [
                {
                    "name": "Peer support",
                    "reach": "Call 555-0142 and ask for the peer on duty.",
                    "hours": "mon-fri 08:00-18:00, sat 09:00-12:00",
                    "checked_on": date(2026, 10, 20),
                },
                {
                    "name": "Night listener",
                    "reach": "Room 2-114, or call 555-0143.",
                    "hours": "fri-sun 20:00-04:00",
                    "checked_on": date(2026, 10, 20),
                },
            ],
        }
    )


RIVERBEND = site("riverbend", "Riverbend (invented)")

HILLSIDE = site("hillside", "Hillside (invented)", "America/Chicago")

SITES = {"riverbend": "Riverbend (invented)", "hillside": "Hillside & Co (invented)"}

DAYS = [
    Day(f"day-{number}", number, date(2026, 11, 9 + number), time(8, 30), NEW_YORK, revision=1)
    for number in (1, 2, 3)
]


def week(number: int) -> date:
    """The Monday of a week, counted from one in November."""
    return date.fromordinal(date(2026, 11, 2).toordinal() + 7 * number)


def report(
    shown: Sequence[Shown], group: str = "Riverbend (invented)", *, weeks_open: int = 0
) -> Report:
    released_at = datetime(2026, 12, 10, 13, tzinfo=UTC)
    mondays = [week(len(shown) + number) for number in range(weeks_open)]
    return Report(
        None,
        8,
        [line(group, week(number), one) for number, one in enumerate(shown)],
        [],
        [OpenWeek(group, monday, released_at, NEW_YORK) for monday in mondays],
    )


def line(group: str, monday: date, shown: Shown) -> Line:
    """Return a released week of which one figure is shown."""
    return Line(group, monday, monday + timedelta(days=6), Figures(shown))


def four_weeks(shown: Shown, zones: Shown) -> Line:
    """Return four released weeks."""
    monday = week(0)
    return Line(COHORT, monday, monday + timedelta(days=27), Figures(shown, 3, None, zones))


def offered(choice: Choice) -> Exercise | None:
    return LIBRARY.exercises[choice.offer] if choice.offer else None


def card(*sites: Site, now: datetime = MONDAY) -> Message:
    return cards.card(LIBRARY.help, sites, now)


def own(number: int, ask: str | None = "Asked?", chosen: str | None = "Chosen") -> Own:
    """An answer of the person who looks."""
    return Own(DELIVERY, week(-number), ask, chosen)
