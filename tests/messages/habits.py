"""Everything that settings and previews can show."""

from collections.abc import Iterator
from datetime import date, time, timedelta

from bot.messages import checkins, habit_questions, habits, previews
from bot.messages.parts import Message, View
from bot.rules.budget import Pace
from bot.rules.habits import Question
from bot.rules.previews import MADE_UP, Ahead, Entry, MadeUp
from bot.rules.shifts import Hours, Routine
from tests.messages.values import MONDAY, NEW_YORK

SAID_NOTHING = Routine(NEW_YORK)
SAID_ALL = Routine(
    "America/Argentina/ComodRivadavia",
    time(14, 30),
    "rotating",
    dict.fromkeys(range(7), Hours(time(19), time(7))),
    "before_start",
    Hours(time(8), time(15)),
    date(2026, 11, 8),
)
KINDS = ("notice", "check-in", "exercise", "assessment")
# As many as two weeks could have, were everything sent.
ENTRIES = [
    Entry(MONDAY + timedelta(days=n // 3), KINDS[n % 4], f"active/{n}", comes=n % 3 > 0)
    for n in range(42)
]


def habit_messages() -> Iterator[tuple[str, Message]]:
    """Yield each message that tells of a new pace."""
    for pace in (Pace.WEEKLY, Pace.MONTHLY):
        yield f"a new pace: {pace.name}", habits.with_the_pace(checkins.closed(), pace)


def habit_views() -> Iterator[tuple[str, View]]:
    """Yield every view of the settings and of previews."""
    for said, routine in (("nothing", SAID_NOTHING), ("all", SAID_ALL)):
        for flag in (False, True):
            view = habits.settings(routine, hides_questions=flag, zone_chosen=flag)
            yield f"settings, {said} said, {flag}", view
        for question in Question:
            view = habit_questions.question(question, routine)
            yield f"the question {question}, {said} said", view
        for pace in Pace:
            ahead = Ahead(ENTRIES, routine, MONDAY, pace)
            yield f"a preview, {said} said, {pace.name}", previews.mine(ahead)
    yield "a preview of nothing", previews.mine(Ahead([], SAID_NOTHING, None, Pace.USUAL))
    people = [MadeUp(pattern, NEW_YORK, ENTRIES) for pattern, _, _ in MADE_UP]
    yield "a preview of made-up people", previews.of_a_cohort(people)
