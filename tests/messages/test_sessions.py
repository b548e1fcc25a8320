from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from bot.messages import registers, schedules, session_forms, sessions, trainings
from bot.messages.schedules import Line
from bot.rules.notices import Day
from bot.rules.sessions import Change, Slot
from tests.messages.reading import labels, paragraphs
from tests.messages.values import COHORT, DAYS

DAY = replace(DAYS[1], until=time(16, 30), room="Room <4>")
MOVED_FROM = datetime(2026, 11, 10, 13, 30, tzinfo=UTC)
SLOT = Slot(DAY.on, DAY.at, time(16, 30), DAY.zone, "Room 4")


def test_a_day_is_told_with_its_zone_its_end_its_place_and_the_readers_clock() -> None:
    said = sessions.told(DAY)

    assert said.startswith("Day 2: Wednesday 11 November, 08:30 to 16:30 America/New_York time (<")
    assert said.endswith("|13:30 UTC>). Place: Room &lt;4&gt;")


def test_a_day_that_moved_says_from_when() -> None:
    lines = sessions.moved(COHORT, DAY, MOVED_FROM).text.splitlines()

    assert lines[0] == (
        "Resiliency training *Spring 2027*: day 2 has moved. "
        "It is no more on Tuesday 10 November, 08:30."
    )
    assert "say again" in lines[2]


@pytest.mark.parametrize(
    ("follows", "then"),
    [(True, "I tell you as soon as it has a new date."), (False, "There is no other date.")],
)
def test_a_day_called_off_says_whether_another_follows(follows: bool, then: str) -> None:
    assert then in sessions.called_off(COHORT, DAY, DAY.starts_at, follows=follows).text


@pytest.mark.parametrize(
    ("days", "first"),
    [
        (DAYS[:1], ["I am coming", "I will be late", "I cannot come"]),
        (DAYS, ["I am coming", "Not to every day"]),
    ],
    ids=["one day", "three days"],
)
def test_a_notice_asks_whether_people_come(days: list[Day], first: list[str]) -> None:
    below = labels(trainings.notice("notice/1-day", COHORT, days).blocks)

    assert below == [*first, "Calendar file", "No DMs, I'll use the calendar", "Help card"]


def test_in_a_channel_nobody_is_asked_what_only_they_may_choose() -> None:
    below = labels(trainings.notice("notice/1-day", COHORT, DAYS, in_channel=True).blocks)

    assert "No DMs, I'll use the calendar" not in below


def test_on_the_day_somebody_can_say_that_they_are_there() -> None:
    assert labels(trainings.notice("notice/2-hours", COHORT, DAYS[:1]).blocks)[0] == "I am here"


def test_a_trainer_sees_before_what_changes_and_that_nothing_is_sent_again() -> None:
    later = replace(SLOT, on=date(2026, 11, 18), room=None)
    view = session_forms.preview(Change("Spring, day 2", SLOT, later, 24, "C0SPRING1"),
                             session_forms.Form.SESSION_MOVE, "")  # fmt: skip

    assert paragraphs(view)[1:] == [
        "Now: Wednesday 11 November, 08:30 to 16:30 America/New_York time, Room 4",
        "Then: Wednesday 18 November, 08:30 to 16:30 America/New_York time, no place yet",
        "24 people on the list and <#C0SPRING1> are told. I tell them once: by day, or at once "
        "when it is within 24 hours. Replies to the old time are forgotten.",
        "What was sent stays as it is and is not sent again. "
        "Only what is still to come moves along.",
    ]


def test_participants_see_no_button_of_a_trainer() -> None:
    seen = labels(schedules.listed([Line(COHORT, DAY)], [], can_add=False)["blocks"])

    assert seen == ["I am coming", "I will be late", "I cannot come", "Calendar file", "Help card"]


def test_a_coordinator_sees_the_register_and_nobodys_reply() -> None:
    line = Line(COHORT, DAY, sees=True)

    assert labels(schedules.listed([line], [], can_add=False)["blocks"]) == [
        "Register of day 2",
        "Help card",
    ]


def test_whoever_enters_a_code_reads_who_sees_that_they_were_there() -> None:
    assert registers.WHO_SEES in str(registers.enter(DAY))
