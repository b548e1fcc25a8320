import ast
import json
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random

import pytest

from bot.app import oracle, simulation, simulations
from bot.app.oracle import Came, Lived, Worked
from bot.messages import simulations as messages

NEW_YORK = "America/New_York"
FIRST = date(2026, 11, 2)
QUIET = (time(21), time(6))
KEYS = {
    "sent",
    "skipped",
    "answered",
    "contacts_per_week",
    "in_quiet_hours",
    "in_protected_sleep",
    "over_budget",
}


def wall(day: int, hour: int) -> datetime:
    """What a clock on the wall shows in November."""
    return datetime.combine(date(2026, 11, day), time(hour))


NIGHT = Worked(wall(2, 19), wall(3, 7))


def came(day: int, hour: int, kind: str = "check-in", ahead: timedelta | None = None) -> Came:
    """A message by the clock of New York in November."""
    return Came(datetime(2026, 11, day, hour, tzinfo=UTC) + timedelta(hours=5), kind, kind, ahead)


def judged(*messages_: Came, worked: tuple[Worked, ...] = ()) -> oracle.Verdict:
    return oracle.judged(Lived(NEW_YORK, worked, QUIET, messages_), FIRST, 14)


def test_the_oracle_imports_nothing_of_ours() -> None:
    tree = ast.parse(Path(oracle.__file__).read_text(encoding="utf-8"))
    imported = {
        name
        for node in ast.walk(tree)
        for name in (
            [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else []
        )
    }
    ours = ("bot", "storage", "content", "handlers")
    assert [name for name in imported if name.startswith(ours)] == []


@pytest.mark.parametrize(("hour", "found"), [(7, 0), (8, 1), (15, 1), (16, 0)])
def test_the_oracle_sees_who_is_woken_after_a_night(hour: int, found: int) -> None:
    assert judged(came(3, hour), worked=(NIGHT,)).in_protected_sleep == found


def test_the_oracle_sees_what_comes_between_a_late_shift_and_an_early_one() -> None:
    late = Worked(wall(4, 15), wall(4, 23))
    early = Worked(wall(5, 7), wall(5, 15))
    assert judged(came(5, 1), worked=(late, early)).in_protected_sleep == 1


@pytest.mark.parametrize(("hour", "found"), [(20, 0), (21, 1), (5, 1), (6, 0)])
def test_the_oracle_sees_what_comes_in_quiet_hours(hour: int, found: int) -> None:
    assert judged(came(4, hour)).in_quiet_hours == found


def test_a_notice_close_to_its_session_may_come_in_quiet_hours() -> None:
    notice = came(4, 5, "notice", timedelta(hours=2))
    assert judged(notice).in_quiet_hours == 0


@pytest.mark.parametrize(
    ("days", "found"),
    [
        pytest.param((3, 5, 7), 0, id="three in a week"),
        pytest.param((3, 5, 7, 9), 1, id="four in seven days"),
        pytest.param((3, 5, 7, 10), 0, id="four in eight days"),
    ],
)
def test_the_oracle_counts_three_in_any_seven_days(days: tuple[int, ...], found: int) -> None:
    assert judged(*(came(day, 10) for day in days)).over_budget == found


def test_the_oracle_counts_one_a_day_twelve_hours_apart() -> None:
    assert judged(came(3, 8), came(3, 18)).over_budget == 2


def test_the_oracle_counts_what_comes_beside_a_notice() -> None:
    assert judged(came(3, 10, "notice", timedelta(days=7)), came(3, 18)).over_budget == 1


async def test_made_up_people_are_neither_woken_nor_flooded_and_hear_what_is_meant_for_them() -> (
    None
):
    told = await simulations.simulated(days=24, people=16, seed=11)

    assert (told.in_quiet_hours, told.in_protected_sleep, told.over_budget) == (0, 0, 0)
    assert simulations.is_well(told)
    assert set(json.loads(messages.as_json(told))) == KEYS


async def test_those_asked_in_the_room_are_neither_woken_nor_flooded() -> None:
    # The training of the second cohort begins at once, before anybody could answer beforehand.
    told = await simulations.simulated(days=3, people=2 * (simulation.A_COHORT + 5), seed=11)

    assert (told.in_quiet_hours, told.in_protected_sleep, told.over_budget) == (0, 0, 0)


async def test_what_slack_would_hold_has_no_answer_and_tells_nobody_who_answered_apart(
    tmp_path: Path,
) -> None:
    # One of these six answers nothing.
    random = Random(12)  # noqa: S311 -- the same seed draws the same people
    run = await simulation.lived(tmp_path, date(2026, 10, 5), 24, 6, random)
    courses = run.courses.values()
    wordings: dict[str, set[str]] = {}
    for course in courses:
        for step, said in course.held.items():
            # Whoever hears less is told so; how often somebody answers is no answer.
            wordings.setdefault(step, set()).add(said.text.partition("\nFrom now on")[0])
    held = str([list(course.held.values()) for course in courses])
    replies = {
        choice.reply
        for checkin in run.tools.library.checkins.values()
        for choice in checkin.choices
    }

    assert {course.answered > 0 for course in courses} == {True, False}
    assert len(wordings) > len(KEYS)
    assert [step for step, said in wordings.items() if len(said) > 1] == []
    assert {reply for reply in replies if reply in held} == set()


async def test_the_same_seed_tells_the_same() -> None:
    first, second = [await simulations.simulated(days=6, people=2, seed=3) for _ in range(2)]
    assert messages.text(first) == messages.text(second)
