"""Everything that coordinators read of their hospital, or type of it."""

from collections.abc import Iterator
from datetime import date

from bot.messages import retention, rollups, treatments
from bot.messages.parts import Message, View
from bot.messages.retention import Retention
from bot.messages.rollups import Preview
from bot.messages.treatments import Reach
from bot.rules.hospital_figures import Year
from bot.rules.point_figures import Figures
from bot.rules.retention import Staff, Totals
from bot.rules.rollups import Week
from bot.rules.treatments import Caseload, Counted, Range, RoleGroup
from tests.messages.values import EVERYTHING_SHOWN, week
from tests.rules.test_rollups import BANDED, EXACT, body

FIRST, LAST, TODAY = date(2025, 9, 1), date(2026, 8, 31), date(2026, 11, 2)
LONGEST_SOURCE = "&" * 120
SITES = {"riverbend": "Riverbend (invented)", "hillside": "Hillside (invented)" * 6}


def caseload(group: RoleGroup) -> Caseload:
    most = Range(18_000, 19_000, 20_000)
    return Caseload(group, 50_000, 50_000, 100, 10, 20, most, LONGEST_SOURCE, LAST)


FULL = Year(
    FIRST,
    LAST,
    {group: caseload(group) for group in RoleGroup},
    {group: Counted(group, 99_999_999, LONGEST_SOURCE, LAST) for group in RoleGroup},
)
TOTALS = [
    Totals(staff, FIRST, LAST, employed, left, LONGEST_SOURCE, LAST)
    for staff in Staff
    for employed, left in ((50_000, 12_000), (49, 13), (50, 50))
]


def hospital_messages() -> Iterator[tuple[str, Message]]:
    for years in ([], [FULL], [FULL] * 5):
        reaches = [Reach(site, name, years, TODAY) for site, name in SITES.items()]
        yield f"reach of {len(years)} years", treatments.answer(reaches)
    for totals in ([], TOTALS * 3):
        found = [Retention(site, name, totals) for site, name in SITES.items()]
        yield f"retention of {len(totals)} totals", retention.answer(found)
    yield from _previews()


def _previews() -> Iterator[tuple[str, Message]]:
    lots = [EXACT, BANDED]
    every = body(
        weeks=[
            Week(week(n), shown) for n, shown in enumerate((*EVERYTHING_SHOWN, *EVERYTHING_SHOWN))
        ],
        points=dict.fromkeys(("end", "month_1", "month_3", "month_6"), lots),
    )
    little = body(weeks=[], points={"end": [Figures("end", ("a",))]}, reach=[], retention=[])
    for name, said in (("everything", every), ("little", little)):
        for is_over, let_go in ((False, False), (True, False), (True, True)):
            preview = Preview(said, "0" * 16, is_over=is_over, comes_on=LAST, let_go=let_go)
            yield f"a quarter of {name}, {is_over} {let_go}", rollups.answer([preview] * 3)


def hospital_views() -> Iterator[tuple[str, View]]:
    for year in (None, FULL):
        form = treatments.form(SITES, "riverbend", year, RoleGroup.OTHERS, TODAY)
        yield f"the form of reach, of {year}", form
    yield "the form of what was counted", treatments.counted_form(SITES, "hillside", FULL)
    yield "the form of retention", retention.form(SITES, "riverbend")
    yield "reach is typed", treatments.saved(caseload(RoleGroup.PSYCHOSOCIAL))
    counted = Counted(RoleGroup.PSYCHOSOCIAL, 99_999_999, "", LAST)
    yield "what was counted is typed", treatments.counted_saved(counted)
    for let_go in (True, False):
        preview = Preview(body(), "0" * 16, is_over=True, comes_on=LAST, let_go=let_go)
        yield f"a quarter is let go: {let_go}", rollups.let_go(preview)
    for totals in TOTALS:
        yield f"totals are typed, {totals}", retention.saved(totals)
