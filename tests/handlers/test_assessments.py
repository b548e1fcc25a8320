"""A nurse fills in assessments: one sheet after the other, interrupted, twice, too late."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select
from sqlmodel import SQLModel

from bot.flows import assessments
from bot.flows.checkins import NotYoursError
from bot.sandbox import Actor
from storage.tables import Delivery, Draft, Inbox, Person, TimePoint, columns
from tests.hospital import EVERY_PART, WITHOUT_ASSESSMENTS, Hospital, worded
from tests.privacy.month import moments, portrait

NEUTRAL = "A few short questions are ready for you, whenever it suits."
STILL = "The few short questions are still here for you, if you want them."
# Two lines to tick, of the first list and of the last.
BACK, ANGRY = (worded("moment-returned"), worded("short-temper"))
SOON = "A few short questions are ready for you, until we begin in ten minutes."
# Half past eight in New York, when the training begins on the day after the tests' Monday.
DAY_ONE = datetime(2026, 11, 3, 13, 30, tzinfo=UTC)
NONE = "None of these"
SAID = ["came-back", "kept-away", "felt-and-thought", "on-guard"]
A_DAY = timedelta(days=1)
NEW_YORK = ZoneInfo("America/New_York")


async def on_roster(
    hospital: Hospital, *people: Actor, days_ahead: int = 16, parts: tuple[str, ...] = EVERY_PART
) -> None:
    """Have these people join, so many days before their training of three days in a row."""
    today = hospital.sandbox.calendar.now().date()
    days: dict[str, object] = {
        f"Training day {number}": str(today + (days_ahead + number) * A_DAY) for number in (1, 2, 3)
    }
    await hospital.name_trainer()
    await hospital.make_cohort(list(people), **days)
    await hospital.tara.close()
    await hospital.tick()
    for person in people:
        await hospital.join(person, "10:30", *parts)
    await hospital.tick()


async def asked_for_pre(hospital: Hospital, *people: Actor) -> None:
    """Have these people before the first questions."""
    await on_roster(hospital, *people)
    await later(hospital, 5)


async def later(hospital: Hospital, days: float) -> None:
    """Let some days go by."""
    await hospital.until(hospital.sandbox.calendar.now() + timedelta(days=days))


async def fill(hospital: Hospital, who: Actor, *pages: dict[str, object]) -> str:
    """Send off these pages; return what stands on the screen then."""
    for page in pages:
        assert await hospital.submit(who, page) == {}
    return who.screen()


async def fill_all(hospital: Hospital, who: Actor, ticked: bool) -> str:
    """Fill in an open assessment to its end, with all reactions or none."""
    for _ in range(9):
        assert who.modal is not None
        if not who.modal.get("submit"):
            break
        page: dict[str, object] = {}
        for block in who.modal["blocks"]:
            if block["type"] == "input" and block["element"]["type"] == "checkboxes":
                labels = [option["text"]["text"] for option in block["element"]["options"]]
                page[block["block_id"]] = labels[:-2] if ticked else [NONE]
        await fill(hospital, who, page)
    return who.screen()


async def count(hospital: Hospital, table: type[SQLModel]) -> int:
    """Return how many rows a table has."""
    row = await hospital.bot.tools.database.read(
        lambda tx: tx.one(select(func.count()).select_from(table))
    )
    return 0 if row is None else int(row[0])


def asked(who: Actor) -> list[str]:
    """Return what has asked somebody for an assessment, and still stands."""
    return [one.text for one in who.messages if one.text in (NEUTRAL, STILL)]


def said_at_home(who: Actor) -> str:
    """Return what stands on somebody's Home."""
    assert who.home is not None
    return str([{**block, "block_id": ""} for block in who.home["blocks"]])


async def test_one_neutral_line_and_one_button_ask_for_it(hospital: Hospital) -> None:
    await asked_for_pre(hospital, hospital.nia)

    assert hospital.nia.messages[-1].words().splitlines() == [
        NEUTRAL,
        "[Open] [Help card]",
        "Any time: /resiliency pause or /resiliency stop.",
    ]


async def test_whoever_did_not_switch_them_on_is_not_asked(hospital: Hospital) -> None:
    await on_roster(hospital, hospital.nia, parts=WITHOUT_ASSESSMENTS)
    await later(hospital, 25)

    assert asked(hospital.nia) == []


async def test_an_assessment_is_filled_in_page_by_page(hospital: Hospital) -> None:
    await asked_for_pre(hospital, hospital.nia)
    await hospital.tap(hospital.nia, "Open")
    words = await fill_all(hospital, hospital.nia, ticked=False)

    assert "Thank you. That is all, and it is sealed." in words
    assert (await count(hospital, Inbox), await count(hospital, Draft)) == (1, 0)


async def test_somebody_interrupted_goes_on_where_they_stopped(hospital: Hospital) -> None:
    await asked_for_pre(hospital, hospital.nia)
    await hospital.tap(hospital.nia, "Open")
    await fill(hospital, hospital.nia, {SAID[0]: [BACK], SAID[1]: [NONE]})
    await hospital.nia.close()
    await later(hospital, 0.5)
    words = await hospital.tap(hospital.nia, "Open")

    assert "Welcome back. You go on where you stopped." in words
    assert "Page 2 of 3" in words
    await fill(hospital, hospital.nia, {SAID[2]: [NONE], SAID[3]: [ANGRY]}, {})
    words = await hospital.tap(hospital.nia, "Show my result")
    assert "You ticked something under: moments that come back, trouble coming to rest." in words


async def test_a_result_brings_something_that_may_help(hospital: Hospital) -> None:
    await asked_for_pre(hospital, hospital.nia)
    await hospital.tap(hospital.nia, "Open")
    await fill_all(hospital, hospital.nia, ticked=True)
    words = await hospital.tap(hospital.nia, "Show my result")

    assert "What may help:" in words
    assert "1. " in await hospital.tap(hospital.nia, "Try it")


async def test_of_nothing_answered_there_is_nothing_to_show(hospital: Hospital) -> None:
    await asked_for_pre(hospital, hospital.nia)
    await hospital.tap(hospital.nia, "Open")
    await fill(hospital, hospital.nia, {}, {}, {})

    words = await hospital.tap(hospital.nia, "Show my result")
    assert "You left these questions out, and that is fine" in words


async def test_a_tick_beside_none_of_these_is_asked_about_at_its_field(hospital: Hospital) -> None:
    await asked_for_pre(hospital, hospital.nia)
    await hospital.tap(hospital.nia, "Open")
    errors = await hospital.submit(hospital.nia, {SAID[0]: [BACK, NONE]})

    assert errors == {SAID[0]: "Tick what fits, or only one of the last two."}
    assert await count(hospital, Draft) == 0


async def test_not_this_time_is_one_tap_and_final(hospital: Hospital) -> None:
    await asked_for_pre(hospital, hospital.nia)
    await hospital.tap(hospital.nia, "Open")
    words = await hospital.tap(hospital.nia, "Not this time")
    await hospital.nia.close()
    await later(hospital, 10)

    assert "Fine. Nothing more about this one." in words
    assert asked(hospital.nia) == [NEUTRAL]


async def test_declining_forgets_what_was_begun(hospital: Hospital) -> None:
    await asked_for_pre(hospital, hospital.nia)
    await hospital.tap(hospital.nia, "Open")
    await fill(hospital, hospital.nia, {SAID[0]: [BACK]})
    await hospital.tap(hospital.nia, "Not this time")

    assert await count(hospital, Draft) == 0


async def test_those_still_open_are_reminded_in_different_parts_of_the_day_where_there_is_room(
    hospital: Hospital,
) -> None:
    pia = hospital.sandbox.add_person("Pia Example")
    await asked_for_pre(hospital, hospital.nia, pia)
    await hospital.tap(pia, "Open")
    await fill_all(hospital, pia, ticked=False)
    await pia.close()
    await later(hospital, 11)

    assert STILL not in asked(pia)
    came = await _due(hospital, hospital.nia)
    assert asked(hospital.nia) == [NEUTRAL, STILL, STILL]
    assert len({at.time() for at in came.values()}) == 3


async def test_a_week_after_the_first_time_it_is_asked_once_more_and_never_reminded_of(
    hospital: Hospital,
) -> None:
    await asked_for_pre(hospital, hospital.nia)
    await hospital.tap(hospital.nia, "Open")
    await fill_all(hospital, hospital.nia, ticked=True)
    await hospital.nia.close()
    await later(hospital, 11)

    steps = await _due(hospital, hospital.nia)
    assert asked(hospital.nia) == [NEUTRAL, NEUTRAL]
    assert [step for step in steps if "baseline" in step] == ["assessment/baseline_2"]


async def test_a_sheet_sent_off_twice_counts_once(hospital: Hospital) -> None:
    await asked_for_pre(hospital, hospital.nia)
    ref = await _ref(hospital)
    for filled in ({SAID[0]: ["none"]}, {SAID[0]: ["moment-returned"]}):
        await _send_off(hospital, f"{ref}/0", filled)

    assert await count(hospital, Draft) == 1
    words = await hospital.tap(hospital.nia, "Open")
    assert "Page 2 of 3" in words


async def test_the_last_sheet_sent_off_twice_leaves_one_assessment(hospital: Hospital) -> None:
    await asked_for_pre(hospital, hospital.nia)
    ref = await _ref(hospital)
    for sheet in (0, 1, 2, 2):
        await _send_off(hospital, f"{ref}/{sheet}", {})

    assert (await count(hospital, Inbox), await count(hospital, Draft)) == (1, 0)


async def test_on_two_devices_no_sheet_is_lost_and_none_is_passed_over(hospital: Hospital) -> None:
    await asked_for_pre(hospital, hospital.nia)
    ref = await _ref(hospital)
    await _send_off(hospital, f"{ref}/2", {})
    opened = await _send_off(hospital, f"{ref}/0", {SAID[0]: ["none"]})

    assert isinstance(opened, assessments.Sheet)
    assert opened.ref.sheet == 1
    assert await count(hospital, Inbox) == 0


async def test_a_window_of_former_questions_shows_them_again_with_what_still_fits(
    hospital: Hospital,
) -> None:
    await asked_for_pre(hospital, hospital.nia)
    cohort, point, version = (await _ref(hospital)).split("/")
    former = f"{cohort}/{point}/{int(version) + 1}/0"
    opened = await _send_off(hospital, former, {SAID[0]: ["none"], "gone": "1"})

    assert isinstance(opened, assessments.Sheet)
    assert (opened.changed, opened.ref.sheet) == (True, 0)
    assert opened.answers["moment-returned"] == 0


async def test_what_is_finished_after_its_time_is_for_the_person_alone(hospital: Hospital) -> None:
    await asked_for_pre(hospital, hospital.nia)
    await hospital.tap(hospital.nia, "Open")
    await fill(hospital, hospital.nia, {SAID[0]: [BACK], SAID[1]: [NONE]})
    hospital.sandbox.calendar.move_by(13 * A_DAY)
    await hospital.settle()
    words = await fill(hospital, hospital.nia, {SAID[2]: [NONE], SAID[3]: [NONE]}, {})

    assert "It came after its time, so it is for your own eyes" in words
    (period,) = await _periods(hospital)
    assert period.startswith("late/")


async def test_a_half_filled_one_is_gone_in_the_night_after_its_window(hospital: Hospital) -> None:
    await asked_for_pre(hospital, hospital.nia)
    await hospital.tap(hospital.nia, "Open")
    await fill(hospital, hospital.nia, {SAID[0]: [BACK]})
    await hospital.nia.close()
    await later(hospital, 13)

    assert (await count(hospital, Draft), await count(hospital, Inbox)) == (0, 0)


async def test_when_its_time_is_over_the_message_says_closed_to_everybody(
    hospital: Hospital,
) -> None:
    pia = hospital.sandbox.add_person("Pia Example")
    await asked_for_pre(hospital, hospital.nia, pia)
    await hospital.tap(pia, "Open")
    await fill_all(hospital, pia, ticked=True)
    await pia.close()
    first = {one.ts: one.text for one in pia.messages}
    await later(hospital, 12.5)

    asked_before = [ts for ts, text in first.items() if text == NEUTRAL]
    closed = [one.text for one in pia.messages if one.ts in asked_before]
    assert closed == ["Closed. Nothing is left to do."]


async def test_opposite_answers_leave_the_same_in_slack_to_the_second(hospital: Hospital) -> None:
    pia = hospital.sandbox.add_person("Pia Example")
    await asked_for_pre(hospital, hospital.nia, pia)
    for person, ticked in ((hospital.nia, False), (pia, True)):
        await hospital.tap(person, "Open")
        await fill_all(hospital, person, ticked)
        await hospital.tap(person, "Show my result")
        await person.close()
    await later(hospital, 40)
    export = hospital.sandbox.export()

    assert portrait(export, hospital.nia.slack_id) == portrait(export, pia.slack_id)
    assert moments(export, hospital.nia.slack_id) == moments(export, pia.slack_id)


async def test_nothing_that_slack_keeps_has_a_word_of_it(hospital: Hospital) -> None:
    await asked_for_pre(hospital, hospital.nia)
    await hospital.tap(hospital.nia, "Open")
    await fill_all(hospital, hospital.nia, ticked=True)
    await hospital.tap(hospital.nia, "Show my result")
    await hospital.nia.close()
    await hospital.nia.open_home()
    await later(hospital, 20)
    held = str(hospital.sandbox.export())
    instrument = hospital.bot.tools.library.instruments["strt_core"]
    words = [item.text or "" for item in instrument.items]
    ids = [item.id for item in instrument.items]

    assert NEUTRAL in held
    assert [said for said in (*words, *ids, "come back", "strt_core") if said in held] == []


async def test_somebody_elses_assessment_cannot_be_opened(hospital: Hospital) -> None:
    pia = hospital.sandbox.add_person("Pia Example")
    await asked_for_pre(hospital, hospital.nia, pia)
    message = hospital.nia.messages[-1]
    assert message.metadata is not None
    delivery_id = message.metadata["event_payload"]["delivery_id"]

    now = hospital.sandbox.calendar.now()
    with pytest.raises(NotYoursError):
        await assessments.open_(hospital.bot.tools, pia.slack_id, delivery_id, now)


async def test_a_month_later_she_sees_her_change_in_words(hospital: Hospital) -> None:
    await asked_for_pre(hospital, hospital.nia)
    await hospital.tap(hospital.nia, "Open")
    await fill_all(hospital, hospital.nia, ticked=True)
    await hospital.nia.close()
    await later(hospital, 15 + 28 + 3)
    await hospital.command(hospital.nia, "assessments")
    await hospital.tap(hospital.nia, "assessment.open:month_1")
    await fill_all(hospital, hospital.nia, ticked=False)
    words = await hospital.tap(hospital.nia, "Show my result")

    assert "You ticked fewer of these reactions than before the training." in words
    assert "Fewer: moments that come back, keeping away from things" in words


async def test_her_own_history_is_words_and_a_table(hospital: Hospital) -> None:
    await asked_for_pre(hospital, hospital.nia)
    await hospital.tap(hospital.nia, "Open")
    await fill_all(hospital, hospital.nia, ticked=True)
    await hospital.tap(hospital.nia, "My assessments")
    words = await hospital.tap(hospital.nia, "How it goes over time")

    assert "Before the training     4     4     4     4    16" in words


async def test_the_moment_of_the_month_is_chosen_after_the_training_day(
    hospital: Hospital,
) -> None:
    await asked_for_pre(hospital, hospital.nia)
    await later(hospital, 14.5)
    words = await hospital.tap(hospital.nia, "Choose my moment next month")
    assert "When would be a good moment?" in words
    day = hospital.sandbox.calendar.now().date() + 33 * A_DAY
    assert await hospital.submit(hospital.nia, {"Day": str(day), "Hour": "19:00"}) == {}
    await hospital.nia.close()
    await later(hospital, 40)

    asked_at = (await _due(hospital, hospital.nia))["assessment/month_1"]
    assert asked_at.astimezone(NEW_YORK) == datetime.combine(day, time(19), NEW_YORK)


async def test_a_moment_outside_the_month_is_refused_at_its_field(hospital: Hospital) -> None:
    await asked_for_pre(hospital, hospital.nia)
    await later(hospital, 14.5)
    await hospital.tap(hospital.nia, "Choose my moment next month")
    day = hospital.sandbox.calendar.now().date() + 3 * A_DAY

    assert await hospital.submit(hospital.nia, {"Day": str(day), "Hour": "19:00"}) == {
        "day": "Choose a day inside the time that is named above."
    }


async def test_a_deleted_assessment_is_gone_and_not_asked_for_again(hospital: Hospital) -> None:
    await asked_for_pre(hospital, hospital.nia)
    await hospital.tap(hospital.nia, "Open")
    await fill_all(hospital, hospital.nia, ticked=True)
    await hospital.tap(hospital.nia, "Show my result")
    words = await hospital.tap(hospital.nia, "Delete these answers")
    await hospital.nia.close()
    await later(hospital, 10)

    assert "Deleted here now" in words
    assert await count(hospital, Inbox) == 0
    assert asked(hospital.nia) == [NEUTRAL]


async def test_delete_all_deletes_assessments_finished_and_half_filled(hospital: Hospital) -> None:
    await asked_for_pre(hospital, hospital.nia)
    await hospital.tap(hospital.nia, "Open")
    await fill(hospital, hospital.nia, {SAID[0]: [BACK]})
    await hospital.nia.close()
    await hospital.command(hospital.nia, "my-data")
    await hospital.tap(hospital.nia, "Leave")

    assert (await count(hospital, Draft), await count(hospital, TimePoint)) == (0, 0)


async def test_a_result_hides_itself_and_comes_back_with_a_tap(hospital: Hospital) -> None:
    await asked_for_pre(hospital, hospital.nia)
    await hospital.tap(hospital.nia, "Open")
    await fill_all(hospital, hospital.nia, ticked=True)
    shown = await hospital.tap(hospital.nia, "Show my result")
    hospital.bot.tools.tasks.hurry()
    await hospital.settle()
    hidden = hospital.nia.screen()

    assert "You ticked something under" in shown
    assert "You ticked something under" not in hidden
    assert await hospital.tap(hospital.nia, "Show again") == shown


@pytest.mark.parametrize("tap", ["My assessments", "How it goes over time"])
async def test_whatever_is_somebodys_own_hides_itself(hospital: Hospital, tap: str) -> None:
    await asked_for_pre(hospital, hospital.nia)
    await hospital.tap(hospital.nia, "Open")
    await fill_all(hospital, hospital.nia, ticked=True)
    await hospital.tap(hospital.nia, "My assessments")
    if tap != "My assessments":
        await hospital.tap(hospital.nia, tap)
    hospital.bot.tools.tasks.hurry()
    await hospital.settle()

    assert "I have closed this, so that nobody reads along." in hospital.nia.screen()


async def test_home_says_the_same_to_whoever_is_done_and_whoever_is_not(
    hospital: Hospital,
) -> None:
    pia = hospital.sandbox.add_person("Pia Example")
    await asked_for_pre(hospital, hospital.nia, pia)
    await hospital.tap(pia, "Open")
    await fill_all(hospital, pia, ticked=True)
    await pia.close()
    homes = []
    for _ in range(12):
        await later(hospital, 1)
        for person in (hospital.nia, pia):
            await person.open_home()
            await hospital.settle()
        homes.append((said_at_home(hospital.nia), said_at_home(pia)))

    assert len({nias for nias, _ in homes}) > 1
    assert [nias for nias, _ in homes] == [pias for _, pias in homes]


async def test_whoever_has_not_answered_is_asked_in_the_room(hospital: Hospital) -> None:
    await on_roster(hospital, hospital.nia, days_ahead=0)
    await hospital.until(DAY_ONE)

    assert hospital.nia.messages[-1].text == SOON


async def test_nobody_is_asked_in_the_room_in_their_quiet_hours(hospital: Hospital) -> None:
    await on_roster(hospital, hospital.nia, days_ahead=0)
    await hospital.command(hospital.nia, "settings")
    await hospital.tap(hospital.nia, "Quiet hours")
    await hospital.submit(hospital.nia, {"Quiet from": "08:00", "Until": "09:00"})
    await hospital.nia.close()
    await hospital.until(DAY_ONE + timedelta(minutes=5))

    assert SOON not in [message.text for message in hospital.nia.messages]


async def test_home_does_not_announce_what_asks_in_the_room(hospital: Hospital) -> None:
    await on_roster(hospital, hospital.nia, days_ahead=0)
    await hospital.until(DAY_ONE - timedelta(minutes=5))
    await hospital.nia.open_home()
    await hospital.settle()

    assert "My next message comes on Tuesday 3 November, 18:30." in said_at_home(hospital.nia)


async def test_the_second_time_before_the_training_is_not_offered_when_it_is_over(
    hospital: Hospital,
) -> None:
    await asked_for_pre(hospital, hospital.nia)
    await hospital.tap(hospital.nia, "Open")
    await fill_all(hospital, hospital.nia, ticked=True)
    await hospital.nia.close()
    await later(hospital, 13)
    await hospital.command(hospital.nia, "assessments")

    assert "once more" not in hospital.nia.screen()


async def test_what_is_late_can_be_done_for_oneself(hospital: Hospital) -> None:
    await asked_for_pre(hospital, hospital.nia)
    await later(hospital, 13)
    await hospital.command(hospital.nia, "assessments")
    words = await hospital.tap(hospital.nia, "For myself")
    assert "The time for this one is over. You can still do it for yourself." in words
    await fill_all(hospital, hospital.nia, ticked=True)
    words = await hospital.tap(hospital.nia, "Show my result")

    assert "It is for you alone; no figure has it." in words


async def test_switched_off_one_can_still_be_looked_at_and_not_filled_in(
    hospital: Hospital,
) -> None:
    await asked_for_pre(hospital, hospital.nia)
    message = hospital.nia.messages[-1]
    await hospital.command(hospital.nia, "stop")
    words = await hospital.tap(hospital.nia, "Open", message)

    assert "Self-assessments are off for you." in words


async def test_my_answers_list_finished_assessments(hospital: Hospital) -> None:
    await asked_for_pre(hospital, hospital.nia)
    await hospital.tap(hospital.nia, "Open")
    await fill_all(hospital, hospital.nia, ticked=True)
    await hospital.nia.close()
    await hospital.command(hospital.nia, "my-data")

    assert "Self-assessment\nBefore the training" in hospital.nia.screen()


async def test_no_answer_stands_readable_in_the_database(hospital: Hospital) -> None:
    await asked_for_pre(hospital, hospital.nia)
    await hospital.tap(hospital.nia, "Open")
    await fill(hospital, hospital.nia, {SAID[0]: [BACK]})
    drafts = await _rows(hospital, Draft)
    await fill(hospital, hospital.nia, {}, {})
    answers = await _rows(hospital, Inbox)

    assert "moment-returned" not in drafts + answers
    assert hospital.nia.slack_id not in drafts + answers


async def _rows(hospital: Hospital, table: type[Draft] | type[Inbox]) -> str:
    rows = await hospital.bot.tools.database.read(lambda tx: tx.all(select(*columns(table))))
    assert len(rows) == 1
    return str(rows)


async def _periods(hospital: Hospital) -> list[str]:
    rows = await hospital.bot.tools.database.read(lambda tx: tx.all(select(columns(Inbox).period)))
    return [row.period for row in rows]


async def _ref(hospital: Hospital) -> str:
    """Return how windows name the assessment before Nia, without the number of a page."""
    message = hospital.nia.messages[-1]
    assert message.metadata is not None
    delivery_id = message.metadata["event_payload"]["delivery_id"]
    now = hospital.sandbox.calendar.now()
    tools, nia = hospital.bot.tools, hospital.nia.slack_id
    opened = await assessments.open_(tools, nia, delivery_id, now)
    assert isinstance(opened, assessments.Sheet)
    return str(opened.ref).rpartition("/")[0]


async def _send_off(hospital: Hospital, ref: str, filled: dict[str, object]) -> assessments.Opened:
    now = hospital.sandbox.calendar.now()
    return await assessments.send_off(hospital.bot.tools, hospital.nia.slack_id, ref, filled, now)


async def _due(hospital: Hospital, who: Actor) -> dict[str, datetime]:
    """Return when each message was due that asks somebody for an assessment, by its step."""
    delivery = columns(Delivery)
    statement = (
        select(delivery.step, delivery.due_at)
        .join(Person, columns(Person).id == delivery.person_id)
        .where(columns(Person).slack_id == who.slack_id, delivery.kind == "assessment")
    )
    rows = await hospital.bot.tools.database.read(lambda tx: tx.all(statement))
    return {row.step: row.due_at for row in rows}
