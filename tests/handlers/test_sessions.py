from datetime import UTC, datetime

import vobject

from bot.sandbox import Actor
from tests.hospital import Hospital

# The training of these tests is on Tuesday, Wednesday and Thursday, half past eight to half past
# four in New York.
WEDNESDAY, FRIDAY = "2026-11-04", "2026-11-06"
ON_MONDAY = datetime(2026, 11, 2, 15, 1, tzinfo=UTC)
AFTERWARDS = datetime(2026, 11, 7, tzinfo=UTC)
MOVED = "day 3 has moved. It is no more on Thursday 5 November, 08:30."


async def leading(hospital: Hospital, *people: Actor, **more: object) -> None:
    """Have Tara lead a cohort of these people, who have had their first message."""
    await hospital.name_trainer()
    await hospital.make_cohort(list(people) or [hospital.nia], **more)
    await hospital.tara.close()
    await hospital.tick()


async def look(hospital: Hospital, who: Actor, day: int, **filled: object) -> dict[str, str]:
    """Have a trainer fill in how a day shall be; return what is wrong with it."""
    await hospital.command(who, "session move")
    await hospital.tap(who, f"Move day {day}")
    return await hospital.submit(who, filled)


async def move(hospital: Hospital, day: int, **filled: object) -> None:
    """Have Tara move a day, and everybody told."""
    await look(hospital, hospital.tara, day, **filled)
    await hospital.submit(hospital.tara, {})
    await hospital.tara.close()
    await hospital.tick()


def openings(who: Actor) -> list[str]:
    """Return what each notice to somebody says first, after the name of the training."""
    firsts = [message.text.splitlines()[0] for message in who.messages]
    return [first.partition(": ")[2] for first in firsts if first.startswith("Resiliency training")]


async def test_a_day_that_moves_is_looked_at_first_and_then_told_everybody_once(
    hospital: Hospital,
) -> None:
    await leading(hospital)
    await look(hospital, hospital.tara, 3, Date=FRIDAY)
    await hospital.tick()
    shown, told_before = hospital.tara.screen(), openings(hospital.nia)
    await hospital.submit(hospital.tara, {})
    await hospital.until(AFTERWARDS)

    assert shown.splitlines()[1:6] == [
        "Spring, day 3",
        "Now: Thursday 5 November, 08:30 to 16:30 America/New_York time, B12",
        "Then: Friday 6 November, 08:30 to 16:30 America/New_York time, B12",
        "1 person on the list is told. I tell them once: by day, or at once when it is within "
        "24 hours. Replies to the old time are forgotten.",
        "What was sent stays as it is and is not sent again. "
        "Only what is still to come moves along.",
    ]
    assert told_before == []
    assert openings(hospital.nia) == [
        MOVED,
        "day 1 starts tomorrow.",
        "day 1 starts today.",
        "day 2 starts today.",
        "day 3 starts today.",
    ]


async def test_units_are_nobodys_news_and_a_place_asks_nobody_again(hospital: Hospital) -> None:
    await leading(hospital)
    await look(hospital, hospital.tara, 3, **{"Units taught": ["closing"]})
    said = hospital.tara.screen()
    await hospital.submit(hospital.tara, {})
    await hospital.tick()
    told = openings(hospital.nia)
    await move(hospital, 3, **{"Place, or a link": "Room 4"})
    news = hospital.nia.messages[-1].text

    assert ("Nobody is told." in said, told) == (True, [])
    assert ("Place: Room 4" in news, "say again" in news) == (True, False)


async def test_whoever_was_slower_sees_the_day_as_it_stands_and_keeps_nothing(
    hospital: Hospital,
) -> None:
    tom = hospital.sandbox.add_person("Tom Example")
    await hospital.confirm(hospital.cora)
    await hospital.command(hospital.cora, "trainers add @Tom Example")
    await leading(hospital, **{"Second trainer": tom.slack_id})
    await hospital.confirm(tom)
    await look(hospital, tom, 3, Date=FRIDAY)
    await move(hospital, 3, From="10:00")
    await hospital.submit(tom, {})

    assert tom.screen().splitlines()[1:3] == [
        "Somebody changed this day while you looked at it. Nothing of yours was kept.",
        "Spring, day 3. Times are those of America/New_York.",
    ]
    assert ("[10:00]" in tom.screen(), "[2026-11-05]" in tom.screen()) == (True, True)


async def test_what_cannot_be_is_said_at_its_field(hospital: Hospital) -> None:
    await leading(hospital)
    await hospital.command(hospital.tara, "session move")
    await hospital.tap(hospital.tara, "Move day 3")

    assert await hospital.submit(hospital.tara, {"Date": WEDNESDAY, "Until": "08:00"}) == {
        "day": "It must come after Spring, day 2. Move that one first.",
        "end": "Choose an end after the start, on the same day.",
    }


async def test_a_day_called_off_is_told_once_and_so_is_its_new_date(hospital: Hospital) -> None:
    await leading(hospital)
    await hospital.command(hospital.tara, "session cancel")
    await hospital.tap(hospital.tara, "Call off day 3")
    await hospital.submit(hospital.tara, {"And then": "A new date follows"})
    await hospital.tara.close()
    await hospital.tick()
    await hospital.command(hospital.tara, "session new")
    which = {"Which day": "Spring: day 3, which was called off", "Date": FRIDAY}
    await hospital.submit(hospital.tara, which)
    await hospital.submit(hospital.tara, {})
    await hospital.until(AFTERWARDS)

    assert [said for said in openings(hospital.nia) if "day 3" in said] == [
        "day 3, Thursday 5 November, 08:30, does not take place. "
        "I tell you as soon as it has a new date.",
        "day 3 has a date.",
        "day 3 starts today.",
    ]


async def test_a_trainers_own_words_are_looked_at_and_told_once(hospital: Hospital) -> None:
    await leading(hospital)
    await hospital.command(hospital.tara, "session remind")
    await hospital.tap(hospital.tara, "Remind day 1")
    await hospital.submit(hospital.tara, {"Your words": "Bring a <warm> jumper."})
    preview, before = hospital.tara.screen(), len(hospital.nia.messages)
    await hospital.submit(hospital.tara, {})
    await hospital.tick()
    await hospital.tick()

    assert "1 person will read this, once:" in preview
    assert "Bring a <warm> jumper." in preview
    (told,) = hospital.nia.messages[before:]
    assert told.text.splitlines()[:2] == [
        "From the trainers of *Spring*:",
        "Bring a &lt;warm&gt; jumper.",
    ]


async def test_whoever_goes_by_their_calendar_hears_of_changes_only_until_they_want_more(
    hospital: Hospital,
) -> None:
    await leading(hospital)
    await hospital.until(ON_MONDAY)
    await hospital.tap(hospital.nia, "No DMs, I'll use the calendar")
    await move(hospital, 3, Date=FRIDAY)
    await hospital.until(datetime(2026, 11, 4, 12, tzinfo=UTC))
    quiet = openings(hospital.nia)
    await hospital.tap(hospital.nia, "Remind me again", hospital.nia.whispers[0])
    await hospital.until(AFTERWARDS)

    assert quiet == ["day 1 starts tomorrow.", MOVED]
    assert openings(hospital.nia)[2:] == ["day 2 starts today.", "day 3 starts today."]


async def test_the_calendar_file_has_one_entry_for_each_day(hospital: Hospital) -> None:
    await leading(hospital)
    await hospital.until(ON_MONDAY)
    await hospital.tap(hospital.nia, "Calendar file")
    (kept,) = hospital.sandbox.workspace.files.values()
    (shared,) = hospital.nia.messages[-1].files

    assert (shared["name"], kept.contents is None) == ("training-days.ics", False)
    read = vobject.readOne((kept.contents or b"").decode())
    assert [event.summary.value for event in read.vevent_list] == [
        f"Resiliency training, day {number}" for number in (1, 2, 3)
    ]


async def test_only_trainers_see_who_comes_and_a_move_asks_again(hospital: Hospital) -> None:
    lee = hospital.sandbox.add_person("Lee Example")
    await leading(hospital, hospital.nia, lee)
    await hospital.until(ON_MONDAY)
    await hospital.tap(hospital.nia, "Not to every day")
    await hospital.submit(hospital.nia, {"Day 2, Wednesday 4 November": "I cannot come"})
    noted = hospital.nia.screen()
    await move(hospital, 3, Date=FRIDAY)
    await hospital.command(hospital.tara, "session list")
    await hospital.command(lee, "session list")

    mine = "Only the trainers of your training see that."
    assert noted.splitlines()[1:4] == [
        f"Noted: you are coming, day 1. {mine}",
        f"Noted: you cannot come, day 2. {mine}",
        f"Noted: you are coming, day 3. {mine}",
    ]
    said = [line for line in hospital.tara.screen().splitlines() if "@Nia" in line]
    assert said == ["Coming: @Nia Example", "Cannot come: @Nia Example"]
    assert "Nia" not in lee.screen()


async def test_nobody_else_moves_a_day(hospital: Hospital) -> None:
    tom = hospital.sandbox.add_person("Tom Example")
    await leading(hospital)
    await hospital.command(hospital.cora, "trainers add @Tom Example")
    await hospital.confirm(tom)

    refused = [await hospital.command(who, "session move") for who in (hospital.nia, tom)]
    assert [words.splitlines()[0] for words in refused] == [
        "That is for trainers; your programme coordinator can name you as one.",
        "There is no training day ahead that you lead. /resiliency session new plans one.",
    ]
