import asyncio
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from storage import claims, deliveries, people, responses, sendings
from storage.claims import Holder
from storage.database import Database, DatabaseUnavailableError
from storage.deliveries import Message
from storage.sendings import Addressee, Closing, Sent
from storage.tables import Delivery
from storage.transactions import StatementRefusedError, Transaction
from tests.storage.kit import (
    ANOTHER,
    DAY,
    HOUR,
    ME,
    MINUTE,
    NIA,
    NOW,
    SPRING,
    TARA,
    TODAY,
    Meeting,
    Write,
    enrol,
    message,
    plan,
    rows,
)

# Real time, whatever the calendar says.
AT = NOW + 7 * MINUTE
NOTICE = message(
    "notice", person_id=None, channel_id="C0SPRING1", kind="notice", content_id=None, closes=False
)


@pytest.fixture(autouse=True)
async def enrolled(database: Database) -> None:
    await database.run(lambda tx: enrol(tx, SPRING, NIA, TARA))


async def claim(
    database: Database, *, by: Holder = ME, now: datetime = NOW, limit: int = 8
) -> list[Message]:
    return await database.run(lambda tx: take(tx, by=by, now=now, limit=limit))


def take(tx: Transaction, *, by: Holder = ME, now: datetime = NOW, limit: int = 8) -> list[Message]:
    return claims.claim(tx, by=by, now=now, claimed_at=AT, limit=limit)


async def claimed(database: Database, first: Message | None = None) -> Message:
    """Return a message that was planned and claimed."""
    await plan(database, first or message())
    (found,) = await claim(database)
    return found


async def sent(database: Database, planned: Message | None = None) -> Message:
    """Return a message that was planned, claimed and sent."""
    found = await claimed(database, planned)
    await database.run(
        lambda tx: sendings.note_sent(tx, found, by=ME, channel="D0NIA", ts="1.5", now=NOW)
    )
    return found


def ids(messages: list[Message]) -> list[str]:
    return sorted(one.id for one in messages)


async def fact(database: Database, *names: str) -> tuple[Any, ...]:
    """Return these columns of the only row."""
    (row,) = await rows(database, Delivery, *names)
    return row


async def test_planning_one_step_for_a_person_twice_makes_one_row(database: Database) -> None:
    await plan(database, message())
    await plan(database, replace(message(), id="second", due_at=NOW + HOUR))

    assert await rows(database, Delivery, "id", "due_at") == [("first", NOW)]


async def test_planning_one_step_for_a_channel_twice_makes_one_row(database: Database) -> None:
    await plan(database, NOTICE)
    await plan(database, replace(NOTICE, id="second", due_at=NOW + HOUR))

    assert await rows(database, Delivery, "id", "due_at") == [("notice", NOW)]


async def test_one_step_twice_in_the_same_plan_makes_one_row(database: Database) -> None:
    await plan(database, message(), replace(message(), id="second"))

    assert await rows(database, Delivery, "id") == [("first",)]


@pytest.mark.parametrize(
    "different",
    [{"person_id": TARA.id}, {"step": "week-2/check-in"}, {"occurrence": "autumn"}],
    ids=lambda different: next(iter(different)),
)
async def test_another_person_step_or_occurrence_is_another_message(
    database: Database, different: dict[str, str]
) -> None:
    await plan(database, message(), replace(message(), id="second", **different))

    assert await rows(database, Delivery, "id") == [("first",), ("second",)]


async def test_a_plan_of_nothing_changes_nothing(database: Database) -> None:
    await plan(database)

    assert await rows(database, Delivery, "id") == []


async def test_planning_again_does_not_bring_back_what_was_dropped(database: Database) -> None:
    mine = await claimed(database)
    await database.run(lambda tx: sendings.drop(tx, mine, by=ME, reason="not sent"))
    await plan(database, replace(message(), id="second"))

    assert await claim(database) == []


async def test_two_planners_at_once_make_one_row(
    database: Database, rival: Database, meeting: Meeting
) -> None:
    def plan_it(tx: Transaction, name: str) -> None:
        meeting.wait()
        deliveries.plan(tx, [replace(message(), id=name)])

    await asyncio.gather(
        database.run(lambda tx: plan_it(tx, "one")), rival.run(lambda tx: plan_it(tx, "another"))
    )

    assert len(await rows(database, Delivery, "id")) == 1


@pytest.mark.parametrize(
    "addressee",
    [
        pytest.param({"person_id": None, "channel_id": None}, id="nobody"),
        pytest.param({"person_id": NIA.id, "channel_id": "C0SPRING1"}, id="two"),
    ],
)
async def test_a_message_goes_to_a_person_or_to_a_channel(
    database: Database, addressee: dict[str, str | None]
) -> None:
    with pytest.raises((DatabaseUnavailableError, StatementRefusedError)):
        await plan(database, message(**addressee))


async def test_a_message_is_claimed_as_it_was_planned(database: Database) -> None:
    planned = message(cohort_id=SPRING.id)
    await plan(database, planned)

    assert await claim(database) == [planned]


async def test_a_channels_message_is_claimed_as_it_was_planned(database: Database) -> None:
    await plan(database, NOTICE)

    assert await claim(database) == [NOTICE]


@pytest.mark.parametrize(
    ("now", "taken"),
    [
        pytest.param(NOW - MINUTE, [], id="a minute early"),
        pytest.param(NOW, ["first"], id="on the minute"),
        pytest.param(NOW + 1000 * DAY, ["first"], id="years late"),
    ],
)
async def test_a_message_is_claimed_from_its_moment_on(
    database: Database, now: datetime, taken: list[str]
) -> None:
    await plan(database, message())

    assert ids(await claim(database, now=now)) == taken


async def test_the_earliest_due_are_claimed_first(database: Database) -> None:
    due = {"b": 3, "d": 1, "a": 2, "c": 4}
    await plan(database, *(message(name, due_at=NOW - n * HOUR) for name, n in due.items()))

    taken = [ids(await claim(database, limit=2)) for _ in range(3)]

    assert taken == [["b", "c"], ["a", "d"], []]


async def test_what_is_claimed_is_claimed_by_nobody_else(database: Database) -> None:
    await claimed(database)

    assert await claim(database, by=ANOTHER) == []


async def test_a_claim_notes_by_whom_and_when_in_real_time(database: Database) -> None:
    await claimed(database)

    assert await fact(database, "claimed_by", "claim", "claimed_at") == (ME.owner, ME.token, AT)


async def test_no_more_are_claimed_than_asked_for(database: Database) -> None:
    await plan(database, *(message(f"m{number:02}") for number in range(50)))

    assert [len(await claim(database, limit=8)) for _ in range(7)] == [8, 8, 8, 8, 8, 8, 2]


async def test_no_more_are_claimed_where_the_database_thinks_there_is_one(
    database: Database,
) -> None:
    await plan(database, message("m00"))
    # From here on PostgreSQL reckons with a table of one row.
    await database.run(lambda tx: tx.run(text("ANALYZE")))
    await plan(database, *(message(f"m{number:02}") for number in range(1, 50)))

    assert len(await claim(database, limit=8)) == 8


async def test_two_claimers_never_get_the_same_message(
    database: Database, rival: Database, meeting: Meeting
) -> None:
    await plan(database, *(message(f"m{number:02}") for number in range(40)))

    def take_some(tx: Transaction, by: Holder) -> list[Message]:
        taken = take(tx, by=by, limit=20)
        # Both have taken theirs before either ends.
        meeting.wait()
        return taken

    first, second = await asyncio.gather(
        database.run(lambda tx: take_some(tx, ME)), rival.run(lambda tx: take_some(tx, ANOTHER))
    )

    assert ids([*first, *second]) == [f"m{number:02}" for number in range(40)]


async def test_claimers_that_race_for_everything_share_it_without_a_rest(
    database: Database, rival: Database
) -> None:
    await plan(database, *(message(f"m{number:03}") for number in range(120)))

    async def take_all(opened: Database, by: Holder) -> list[Message]:
        taken: list[Message] = []
        while some := await claim(opened, by=by, limit=5):
            taken += some
        return taken

    takes = [take_all(one, Holder(f"{n}", f"{n}")) for n, one in enumerate([database, rival] * 2)]
    taken = [one for some in await asyncio.gather(*takes) for one in some]

    assert ids(taken) == [f"m{number:03}" for number in range(120)]


# A message that may stand anywhere on its way.
ANY_MESSAGE = st.fixed_dictionaries(
    {"hours": st.integers(-3, 3), "claimed": st.booleans(), "dropped": st.booleans()}
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ANY_MESSAGE, max_size=8), st.integers(1, 4))
async def test_a_claim_takes_the_earliest_of_what_is_due_and_neither_claimed_nor_dropped(
    database, there, limit
) -> None:
    named = {f"m{number}": one for number, one in enumerate(there)}

    def lay_out(tx: Transaction) -> list[Message]:
        tx.run(Delivery.__table__.delete())
        for name, one in named.items():
            deliveries.plan(tx, [message(name, due_at=NOW + one["hours"] * HOUR)])
            tx.run(
                Delivery.__table__.update().where(Delivery.__table__.c.id == name),
                claimed_at=NOW if one["claimed"] else None,
                claimed_by=ANOTHER.owner if one["claimed"] else None,
                dropped="not sent" if one["dropped"] else None,
            )
        return take(tx, limit=limit)

    taken = await database.run(lay_out)

    free = [
        one["hours"]
        for one in there
        if one["hours"] <= 0 and not one["claimed"] and not one["dropped"]
    ]
    assert sorted(named[one.id]["hours"] for one in taken) == sorted(free)[:limit]


async def test_a_sent_message_is_noted_with_where_it_stands(database: Database) -> None:
    await sent(database)

    assert await fact(database, "sent_at", "message_channel", "message_ts") == (
        NOW,
        "D0NIA",
        "1.5",
    )


async def test_an_unknown_outcome_is_noted_with_its_moment(database: Database) -> None:
    mine = await claimed(database)
    await database.run(lambda tx: sendings.note_unknown(tx, mine, by=ME, now=NOW + HOUR))

    assert await fact(database, "unknown_at", "sent_at") == (NOW + HOUR, None)


async def test_a_refusal_is_noted_with_its_reason(database: Database) -> None:
    mine = await claimed(database)
    await database.run(lambda tx: sendings.note_failure(tx, mine, by=ME, reason="user_not_found"))

    assert await fact(database, "failure", "sent_at") == ("user_not_found", None)


async def test_what_is_given_back_may_be_claimed_by_whoever_comes_next(database: Database) -> None:
    mine = await claimed(database)
    await database.run(lambda tx: sendings.give_back(tx, mine, by=ME))

    assert await claim(database, by=ANOTHER) == [mine]


async def test_what_is_postponed_waits_until_its_new_moment(database: Database) -> None:
    mine = await claimed(database)
    await database.run(lambda tx: sendings.postpone(tx, mine, NOW + HOUR, by=ME))

    early = await claim(database, by=ANOTHER, now=NOW + HOUR - MINUTE)
    late = await claim(database, by=ANOTHER, now=NOW + HOUR)

    assert (early, late) == ([], [replace(mine, due_at=NOW + HOUR)])


async def test_what_is_dropped_is_never_claimed_again(database: Database) -> None:
    mine = await claimed(database)
    await database.run(lambda tx: sendings.drop(tx, mine, by=ME, reason="not sent"))

    assert await claim(database) == []


async def test_what_is_dropped_keeps_a_word_for_it(database: Database) -> None:
    mine = await claimed(database)
    await database.run(lambda tx: sendings.drop(tx, mine, by=ME, reason="not sent"))

    assert await fact(database, "dropped") == ("not sent",)


def standing(one: Message, *, by: Holder = ME, ts: str = "1.5") -> Sent:
    """Return where a message stands in Slack."""
    return Sent(one.id, by, "D0NIA", ts, NOW)


async def test_several_are_noted_together_each_where_it_stands(database: Database) -> None:
    await plan(database, message("a"), message("b"))
    taken = await claim(database)
    noted = [standing(one, ts=f"{number}.5") for number, one in enumerate(taken)]
    lost = await database.run_locking(lambda tx: sendings.note_all_sent(tx, noted))

    assert lost == []
    assert await rows(database, Delivery, "id", "sent_at", "message_ts") == [
        ("a", NOW, "0.5"),
        ("b", NOW, "1.5"),
    ]


async def test_what_is_noted_together_is_kept_to_the_letter_and_the_microsecond(
    database: Database,
) -> None:
    at = (NOW + timedelta(microseconds=7)).astimezone(ZoneInfo("America/New_York"))
    mine = await claimed(database)
    noted = [replace(standing(mine, ts="""1.5'"]},{[☂"""), at=at)]
    await database.run_locking(lambda tx: sendings.note_all_sent(tx, noted))

    assert await fact(database, "sent_at", "message_ts") == (at, noted[0].ts)


async def test_of_several_noted_together_those_whose_claim_was_lost_are_told(
    database: Database,
) -> None:
    await plan(database, message("a"), message("b", due_at=NOW + HOUR), message("c"))
    older = replace(ME, token="an older one")
    mine = await claim(database)
    await claim(database, by=ANOTHER, now=NOW + HOUR)
    noted = [
        standing(mine[0]),
        standing(message("b")),
        standing(mine[1], by=older),
        standing(message("gone")),
    ]
    lost = await database.run_locking(lambda tx: sendings.note_all_sent(tx, noted))

    assert lost == ["b", "c", "gone"]
    assert [row[1] for row in await rows(database, Delivery, "id", "sent_at")] == [NOW, None, None]


async def test_several_given_back_together_wait_again(database: Database) -> None:
    await plan(database, message("a"), message("b"))
    untried = [(one, ME) for one in await claim(database)]
    await database.run_locking(lambda tx: sendings.give_all_back(tx, untried))

    assert [one.id for one in await claim(database, by=ANOTHER)] == ["a", "b"]


ENDINGS = [
    pytest.param(
        lambda tx, mine: sendings.note_sent(tx, mine, by=ANOTHER, channel="D0X", ts="9.9", now=NOW),
        id="note_sent",
    ),
    pytest.param(
        lambda tx, mine: sendings.note_all_sent(tx, [standing(mine, by=ANOTHER)]),
        id="note_all_sent",
    ),
    pytest.param(
        lambda tx, mine: sendings.note_unknown(tx, mine, by=ANOTHER, now=NOW),
        id="note_unknown",
    ),
    pytest.param(
        lambda tx, mine: sendings.note_failure(tx, mine, by=ANOTHER, reason="x"),
        id="note_failure",
    ),
    pytest.param(lambda tx, mine: sendings.give_back(tx, mine, by=ANOTHER), id="give_back"),
    pytest.param(
        lambda tx, mine: sendings.give_all_back(tx, [(mine, ANOTHER)]), id="give_all_back"
    ),
    pytest.param(
        lambda tx, mine: sendings.postpone(tx, mine, NOW + DAY, by=ANOTHER), id="postpone"
    ),
    pytest.param(lambda tx, mine: sendings.drop(tx, mine, by=ANOTHER, reason="x"), id="drop"),
]
EVERYTHING = [column.name for column in Delivery.__table__.columns]


@pytest.mark.parametrize("end", ENDINGS)
async def test_an_older_claim_of_the_same_process_says_nothing_of_how_it_ended(
    database: Database, end: Write
) -> None:
    await plan(database, message())
    await claim(database, by=replace(ANOTHER, token="a later one"))
    before = await rows(database, Delivery, *EVERYTHING)

    await database.run(lambda tx: end(tx, message()))

    assert await rows(database, Delivery, *EVERYTHING) == before


@pytest.mark.parametrize("end", ENDINGS)
async def test_only_the_owner_of_a_claim_says_how_it_ended(database: Database, end: Write) -> None:
    mine = await claimed(database)
    before = await rows(database, Delivery, *EVERYTHING)

    await database.run(lambda tx: end(tx, mine))

    assert await rows(database, Delivery, *EVERYTHING) == before


@pytest.mark.parametrize("end", ENDINGS)
async def test_the_end_of_one_claim_is_of_no_other(database: Database, end: Write) -> None:
    await plan(database, message("mine"), message("other"))
    await claim(database, by=ANOTHER)
    before = await rows(database, Delivery, *EVERYTHING)

    await database.run(lambda tx: end(tx, message("mine")))

    assert (await rows(database, Delivery, *EVERYTHING))[1:] == before[1:]


async def test_an_answer_between_post_and_note_is_not_overwritten(database: Database) -> None:
    mine = await claimed(database)
    await database.run(lambda tx: responses.note_answered(tx, mine.id, TODAY))
    await database.run(
        lambda tx: sendings.note_sent(tx, mine, by=ME, channel="D0NIA", ts="1.5", now=NOW)
    )

    assert await fact(database, "answered_on", "sent_at") == (TODAY, NOW)


LATER = message(
    local_date=TODAY + DAY,
    due_at=NOW + DAY,
    send_by=NOW + DAY + 2 * HOUR,
    expires_at=NOW + 2 * DAY,
)
WINDOW = ("local_date", "due_at", "send_by", "expires_at")


async def test_a_message_that_waits_is_moved_to_its_whole_new_window(database: Database) -> None:
    await plan(database, message())

    moved = await database.run(lambda tx: deliveries.move(tx, LATER))

    assert (moved, await fact(database, *WINDOW)) == (
        True,
        (LATER.local_date, LATER.due_at, LATER.send_by, LATER.expires_at),
    )


async def test_moving_changes_nothing_but_the_window(database: Database) -> None:
    await plan(database, message())

    await database.run(
        lambda tx: deliveries.move(tx, replace(LATER, id="x", content_id="x", kind="x"))
    )

    assert await fact(database, "id", "content_id", "kind") == (
        "first",
        "nearest-color",
        "check-in",
    )


@pytest.mark.parametrize(
    "end",
    [
        pytest.param(lambda _tx, _mine: None, id="claimed"),
        pytest.param(
            lambda tx, mine: sendings.note_sent(
                tx, mine, by=ME, channel="D0NIA", ts="1.5", now=NOW
            ),
            id="sent",
        ),
        pytest.param(lambda tx, mine: sendings.drop(tx, mine, by=ME, reason="x"), id="drop"),
    ],
)
async def test_a_message_that_does_not_wait_stays_where_it_is(
    database: Database, end: Write
) -> None:
    mine = await claimed(database)
    await database.run(lambda tx: end(tx, mine))

    moved = await database.run(lambda tx: deliveries.move(tx, LATER))

    assert (moved, await fact(database, "due_at")) == (False, (NOW,))


@pytest.mark.parametrize(
    "different",
    [{"person_id": TARA.id}, {"step": "week-2/check-in"}, {"occurrence": "autumn"}],
    ids=lambda different: next(iter(different)),
)
async def test_a_move_is_of_one_persons_step_and_occurrence(
    database: Database, different: dict[str, str]
) -> None:
    await plan(database, message())

    moved = await database.run(lambda tx: deliveries.move(tx, replace(LATER, **different)))

    assert (moved, await fact(database, "due_at")) == (False, (NOW,))


async def test_what_waits_for_a_person_of_some_kinds_is_forgotten(database: Database) -> None:
    await plan(
        database,
        message("a check-in"),
        message("an exercise", kind="exercise"),
        message("a notice", kind="notice"),
        message("of another", person_id=TARA.id),
    )

    await database.run(lambda tx: deliveries.forget_waiting(tx, NIA.id, ("check-in", "exercise")))

    assert await rows(database, Delivery, "id") == [("a notice",), ("of another",)]


async def test_what_was_forgotten_may_be_planned_anew(database: Database) -> None:
    await plan(database, message())
    await database.run(lambda tx: deliveries.forget_waiting(tx, NIA.id, ["check-in"]))
    await plan(database, replace(message(), id="second"))

    assert ids(await claim(database)) == ["second"]


@pytest.mark.parametrize(
    "end",
    [
        pytest.param(lambda _tx, _mine: None, id="claimed"),
        pytest.param(
            lambda tx, mine: sendings.note_sent(
                tx, mine, by=ME, channel="D0NIA", ts="1.5", now=NOW
            ),
            id="sent",
        ),
        pytest.param(
            lambda tx, mine: sendings.note_unknown(tx, mine, by=ME, now=NOW), id="unknown"
        ),
        pytest.param(lambda tx, mine: sendings.drop(tx, mine, by=ME, reason="x"), id="drop"),
    ],
)
async def test_what_does_not_wait_is_not_forgotten(database: Database, end: Write) -> None:
    mine = await claimed(database)
    await database.run(lambda tx: end(tx, mine))
    before = await rows(database, Delivery, *EVERYTHING)

    await database.run(lambda tx: deliveries.forget_waiting(tx, NIA.id, ["check-in"]))

    assert await rows(database, Delivery, *EVERYTHING) == before


async def to_close(database: Database, now: datetime, limit: int = 8) -> list[Closing]:
    return await database.read(lambda tx: sendings.to_close(tx, now, limit))


@pytest.mark.parametrize(
    ("now", "closing"),
    [
        pytest.param(NOW + 36 * HOUR - MINUTE, [], id="a minute early"),
        pytest.param(NOW + 36 * HOUR, [Closing("first", "D0NIA", "1.5")], id="on the minute"),
    ],
)
async def test_a_message_is_closed_from_its_expiry_on(
    database: Database, now: datetime, closing: list[Closing]
) -> None:
    await sent(database)

    assert await to_close(database, now) == closing


async def test_a_message_is_closed_whether_it_was_answered_or_not(database: Database) -> None:
    mine = await sent(database)
    await database.run(lambda tx: responses.note_answered(tx, mine.id, TODAY))

    assert await to_close(database, NOW + 2 * DAY) == [Closing("first", "D0NIA", "1.5")]


async def test_a_message_that_stays_open_is_never_closed(database: Database) -> None:
    await sent(database, message(closes=False))

    assert await to_close(database, NOW + 1000 * DAY) == []


async def test_a_message_that_was_never_sent_is_never_closed(database: Database) -> None:
    await claimed(database)

    assert await to_close(database, NOW + 1000 * DAY) == []


async def test_a_closed_message_is_not_closed_again(database: Database) -> None:
    await sent(database)
    (closing,) = await to_close(database, NOW + 2 * DAY)
    await database.run(lambda tx: sendings.note_closed(tx, closing, NOW + 2 * DAY))

    assert await to_close(database, NOW + 2 * DAY) == []


async def test_the_first_to_expire_are_closed_first(database: Database) -> None:
    for name, hours in (("late", 3), ("soon", 1), ("later", 2)):
        await sent(database, message(name, expires_at=NOW + hours * HOUR))

    closing = await to_close(database, NOW + DAY, limit=2)

    assert [one.id for one in closing] == ["soon", "later"]


async def test_the_addressee_is_whom_slack_knows(database: Database) -> None:
    await database.run(lambda tx: people.set_dm_channel(tx, NIA.id, "D0NIA"))
    await database.run(lambda tx: people.set_pause(tx, NIA.id, NOW))
    await database.run(lambda tx: people.set_hour(tx, NIA.id, time(7, 30)))

    assert await database.read(lambda tx: sendings.addressee(tx, NIA.id)) == Addressee(
        slack_id="U0NIA",
        dm_channel="D0NIA",
        paused_until=NOW,
        zone=NIA.zone,
        preferred_at=time(7, 30),
    )


async def test_what_somebody_got_is_known_by_its_content_and_the_last_day(
    database: Database,
) -> None:
    await plan(
        database,
        message("today", content_id="feet-and-seat"),
        message("before", content_id="feet-and-seat", local_date=TODAY - 30 * DAY),
        message("planned", content_id="one-kind-act", local_date=TODAY + DAY),
        message("of another kind", content_id="three-good-things", kind="exercise"),
        message("empty", content_id=None),
        message("of another", content_id="leaving-work", person_id=TARA.id),
    )

    found = await database.read(lambda tx: deliveries.content_of(tx, NIA.id, "check-in"))

    assert found == {"feet-and-seat": TODAY, "one-kind-act": TODAY + DAY}


async def test_the_next_moment_is_when_something_falls_due(database: Database) -> None:
    await plan(database, message("later", due_at=NOW + DAY), message("soon", due_at=NOW + HOUR))

    assert await database.read(sendings.next_moment) == NOW + HOUR


async def test_the_next_moment_is_when_something_closes(database: Database) -> None:
    await sent(database, message(expires_at=NOW + HOUR))
    await plan(database, message("later", due_at=NOW + DAY))

    assert await database.read(sendings.next_moment) == NOW + HOUR


async def test_what_is_on_its_way_or_dropped_makes_no_next_moment(database: Database) -> None:
    await plan(database, message("on its way"), message("dropped"))
    await claim(database)
    await database.run(lambda tx: sendings.drop(tx, message("dropped"), by=ME, reason="not sent"))

    assert await database.read(sendings.next_moment) is None


async def test_what_was_claimed_together_counts_as_later_until_it_is_dropped(
    database: Database,
) -> None:
    kinds = ("check-in",)
    await plan(database, message("a", due_at=NOW - HOUR), message("b"))
    first, later = await claim(database)

    def has_later(tx: Transaction) -> bool:
        return claims.has_later(tx, first, kinds, NOW, by=ME)

    before = await database.read(has_later)
    await database.run(lambda tx: sendings.drop(tx, later, by=ME, reason="not sent"))
    assert (before, await database.read(has_later)) == (True, False)
