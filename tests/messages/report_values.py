"""An invented hospital's report: every form that a figure can have, and words that would hurt."""

from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction

from bot.messages.reports import Line
from bot.messages.site_report import CohortLine, Report
from bot.rules import points, told
from bot.rules.figures import Figures
from bot.rules.hospital_figures import Year
from bot.rules.outcomes.change import Better, Norm, Pair
from bot.rules.outcomes.definitions import Criteria
from bot.rules.points import Asked, People, Person
from bot.rules.retention import Staff, Totals
from bot.rules.shown import WITHHELD, Band, Mixed, Share, Shown
from bot.rules.spans import Span
from bot.rules.splits import Lot
from bot.rules.told import Told
from bot.rules.treatments import Caseload, Counted, Range, RoleGroup

MONDAY = date(2026, 9, 7)
SPAN = Span(MONDAY, date(2026, 12, 6))
FIRST, LAST = date(2025, 9, 1), date(2026, 8, 31)
HURTING = '=HYPERLINK("http://example.invalid")<script>alert(1)</script>'
WEEKS: tuple[Shown, ...] = (
    Share(60),
    Share(55),
    Band.SOME,
    Band.MOST,
    Mixed((Band.FEW, Band.SOME)),
    WITHHELD,
    Share(50),
    Share(45),
    Band.LESS_THAN_HALF,
    Band.HALF_OR_MORE,
    Share(50),
    Share(45),
    Share(45),
)
NORM = Norm(Fraction(3), Fraction("0.8"), "an invented study")
CRITERIA = Criteria(Better.LOWER, NORM)
ASKED = Asked(
    {"total": CRITERIA, "intrusion": Criteria(Better.LOWER)},
    ("effectiveness-compromised", "considered-leaving"),
    ("relevance", "impact"),
    "global-change",
)


def person(before: int, after: int, change: int = 2) -> Person:
    """Somebody who had so many reactions before, and so many after."""
    switches = {
        "effectiveness-compromised": Pair(Fraction(before % 2), Fraction(after % 2)),
        "considered-leaving": Pair(Fraction(before % 2), Fraction(after // 2 % 2)),
    }
    score = Pair(Fraction(before), Fraction(after))
    scores = {"total": score, "intrusion": Pair(Fraction(before // 4), Fraction(after // 4))}
    ratings = {"relevance": 90 + 10 * (before % 2), "impact": 80, "global-change": change}
    return Person(scores, switches, ratings, (True, True))


# Of whom every part is large, down to those who got reliably worse.
LARGE = [
    *[person(9, 3)] * 24,
    *[person(10, 4)] * 14,
    *[person(6, 5)] * 16,
    *[person(7, 6)] * 12,
    *[person(5, 5, 0)] * 14,
    *[person(4, 5, 0)] * 13,
    *[person(3, 9, -2)] * 12,
]
FEW_WORSE = [*[person(8, 3)] * 27, *[person(5, 5, 0)] * 3]


def lot(point: str, people: list[Person], silent: int) -> Told | None:
    """What is told of people at a time point, some of whom did not answer."""
    listed = len(people) + silent
    found = [*people, *[Person()] * silent]
    figures = points.figures(point, ["a", "b"], People(Lot(listed, listed, 22), found), ASKED)
    return told.told(point, [figures])


POINTS: Mapping[str, Told | None] = {
    "end": lot("end", LARGE, 14),
    "month_1": lot("month_1", LARGE, 14),
    "month_3": lot("month_3", FEW_WORSE, 11),
    "month_6": None,
}


def caseload(group: RoleGroup, trained: int) -> Caseload:
    rates = Range(900, 1_100, 1_300)
    return Caseload(group, trained, trained - 2, 80, 10, 20, rates, "scheduling, invented", LAST)


YEAR = Year(
    FIRST,
    LAST,
    {
        RoleGroup.NURSES: caseload(RoleGroup.NURSES, 84),
        RoleGroup.PRESCRIBERS: caseload(RoleGroup.PRESCRIBERS, 7),
        RoleGroup.PSYCHOSOCIAL: caseload(RoleGroup.PSYCHOSOCIAL, 13),
        RoleGroup.TECHNOLOGISTS: caseload(RoleGroup.TECHNOLOGISTS, 22),
    },
    {RoleGroup.NURSES: Counted(RoleGroup.NURSES, 61_400, "booked visits, invented", LAST)},
)
TOTALS = (
    Totals(Staff.TOOK_PART, FIRST, LAST, 104, 13, f"personnel office {HURTING}", LAST),
    Totals(Staff.ALL, FIRST, LAST, 920, 166, "personnel office, invented", LAST),
    Totals(Staff.TOOK_PART, date(2024, 9, 1), date(2025, 8, 31), 43, 5, "the same", LAST),
)
COHORTS = (
    CohortLine(
        "Spring", [date(2026, 9, 9), date(2026, 9, 10), date(2026, 9, 11)], 22, 9, [21, 20, 20], 19
    ),
    CohortLine("Night shift", [date(2026, 9, 16), date(2026, 9, 17), date(2026, 9, 18)], 19, 8),
    CohortLine(HURTING, [date(2026, 11, 30), date(2026, 12, 1), date(2026, 12, 2)], 24),
)


def line(number: int, shown: Shown) -> Line:
    starts_on = MONDAY + timedelta(weeks=number)
    return Line("Riverbend (invented)", starts_on, starts_on + timedelta(days=6), Figures(shown))


REPORT = Report(
    "Riverbend (invented)",
    SPAN,
    date(2026, 12, 10),
    [line(number, shown) for number, shown in enumerate(WEEKS)],
    COHORTS,
    65,
    POINTS,
    [YEAR],
    TOTALS,
)
EMPTY = Report("Riverbend (invented)", SPAN, date(2026, 12, 10), cohorts=COHORTS[:1], people=22)
