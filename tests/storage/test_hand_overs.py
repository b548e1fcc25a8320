"""A cohort goes from one trainer to another and back, while some of them are on its list."""

from datetime import datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from storage import cohorts, counts
from storage.counts import GONE, WERE_LISTED, Period
from storage.database import Database
from storage.tables import Enrolment, Person, columns
from storage.transactions import Transaction
from tests.storage.kit import DAY, HOUR, NOW, SPRING, TODAY, empty, enrol, known

MIDNIGHT = NOW - 9 * HOUR
MONDAY = TODAY
WEEK = 7 * DAY
NAMES = ("ada", "bo", "cy", "di")
# As far as two blocks of four weeks and their last release.
HOURS = 9 * 7 * 24

# Who comes to lead the cohort when, and for how long.
TURNS = st.lists(
    st.tuples(st.sampled_from(NAMES[:3]), st.integers(-48, HOURS), st.integers(1, 800)), max_size=4
)

_person = columns(Person)
_enrolment = columns(Enrolment)
BEHIND = (
    select(_person.id)
    .select_from(Enrolment)
    .join(Person, _person.id == _enrolment.person_id)
    .where(WERE_LISTED, ~GONE)
)


def period(week: int, weeks: int = 1) -> Period:
    """Return a week of the follow-up, or its four weeks from it, as a release covers them."""
    begins = MIDNIGHT + week * WEEK
    ends = begins + weeks * WEEK
    return Period(
        starts_on=MONDAY + week * WEEK,
        ends_on=MONDAY + (week + weeks) * WEEK - DAY,
        listed_before=MIDNIGHT + (week - week % 4) * WEEK,
        starts_at=begins,
        released_on=MONDAY + (week + weeks) * WEEK + 3 * DAY,
        released_at=ends + 3 * DAY + 8 * HOUR,
    )


EVERY = [(week, period(week)) for week in range(8)] + [(w, period(w, 4)) for w in (0, 4)]


def lay_out(tx: Transaction, turns: list[tuple[str, int, int]]) -> dict[str, datetime]:
    """Have four people on a list, and these lead it; return since when each has led."""
    empty(tx._connection)
    enrol(tx, SPRING, *map(known, NAMES), at=NOW - 3 * DAY)
    since: dict[str, datetime] = {}
    for name, after, hours in sorted(turns, key=lambda turn: turn[1]):
        begins = MIDNIGHT + timedelta(hours=after)
        cohorts.lead(tx, SPRING, name, begins)
        cohorts.stop_leading(tx, SPRING.id, name, begins + timedelta(hours=hours))
        since.setdefault(name, begins)
    return since


def behind(tx: Transaction, of: Period) -> tuple[frozenset[str], int]:
    """Return who is behind a figure of a period, and how many are gone: of any, it is silent."""
    bound = {
        "cohort_id": SPRING.id,
        "listed_before": of.listed_before,
        "starts_at": of.starts_at,
        "released_at": of.released_at,
    }
    found = frozenset(row.id for row in tx.all(BEHIND, **bound))
    counted = counts.counted(tx, SPRING.id, of)
    assert counted.listed == len(found)
    return found, counted.gone


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TURNS)
async def test_whoever_led_for_a_while_is_behind_no_figure_and_shows_in_no_difference(
    database: Database, turns: list[tuple[str, int, int]]
) -> None:
    def play(tx: Transaction) -> None:
        since = lay_out(tx, turns)
        shown: dict[int, set[frozenset[str]]] = {0: set(), 4: set()}
        for week, of in EVERY:
            people, gone = behind(tx, of)
            led = {name for name, begins in since.items() if begins < of.released_at}
            # Whoever has led by the release is not in it, wherever the cohort is by then.
            assert not people & led
            if not gone:
                shown[week - week % 4].add(people)
        # What is shown of a week and of its four weeks is of the same people: nothing to subtract.
        assert all(len(sets) <= 1 for sets in shown.values())

    await database.run(play)


async def test_a_trainer_who_gets_a_cohort_back_has_led_it_from_the_first_time_on(
    database: Database,
) -> None:
    def there_and_back(tx: Transaction) -> list[int]:
        lay_out(tx, [("ada", 24, 48), ("ada", 24 * 30, 24)])
        return [behind(tx, of)[1] for _, of in EVERY]

    # The first four weeks are silent from her first day on, and the next ones are without her.
    assert await database.run(there_and_back) == [1, 1, 1, 1, 0, 0, 0, 0, 1, 0]
