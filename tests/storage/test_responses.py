import asyncio
from dataclasses import replace
from datetime import date

import pytest

from storage import people, responses
from storage.database import Database
from storage.responses import Asked
from storage.tables import Delivery
from storage.transactions import Transaction
from tests.storage.kit import (
    DAY,
    NIA,
    NO,
    NOW,
    SITE,
    SPRING,
    TARA,
    TODAY,
    YES,
    Meeting,
    enrol,
    message,
    plan,
    rows,
)

QUESTION = message("question", cohort_id=SPRING.id)


@pytest.fixture(autouse=True)
async def sent(database: Database) -> None:
    await database.run(lambda tx: enrol(tx, SPRING, NIA, TARA))
    await database.run(lambda tx: people.keep_link_key(tx, NIA, b"sealed key"))
    await database.run(lambda tx: people.decide(tx, NIA, YES, decision_id="d1", now=NOW))
    await plan(database, QUESTION)


async def asked(database: Database, slack_id: str, delivery_id: str = "question") -> Asked | None:
    return await database.read(
        lambda tx: responses.asked(tx, delivery_id=delivery_id, slack_id=slack_id)
    )


async def test_the_addressee_finds_the_question(database: Database) -> None:
    assert await asked(database, NIA.slack_id) == Asked(
        delivery_id="question",
        site_id=SITE,
        cohort_id=SPRING.id,
        kind="check-in",
        content_id="nearest-color",
        content_version=1,
        local_date=TODAY,
        expires_at=QUESTION.expires_at,
        answered_on=None,
        person_id=NIA.id,
        zone=NIA.zone,
        link_key=b"sealed key",
        companion=True,
    )


@pytest.mark.parametrize("somebody_else", [TARA.slack_id, "U0STRANGER", NIA.id, ""])
async def test_nobody_but_the_addressee_finds_the_question(
    database: Database, somebody_else: str
) -> None:
    assert await asked(database, somebody_else) is None


async def test_an_unknown_question_is_not_found(database: Database) -> None:
    assert await asked(database, NIA.slack_id, "another question") is None


async def test_a_channels_message_is_nobodys_question(database: Database) -> None:
    await plan(database, replace(QUESTION, id="notice", person_id=None, channel_id="C0SPRING1"))

    assert await asked(database, NIA.slack_id, "notice") is None


async def test_a_question_to_somebody_who_has_deleted_their_link_key_is_found_without_it(
    database: Database,
) -> None:
    await plan(database, replace(QUESTION, id="taras", person_id=TARA.id))

    found = await asked(database, TARA.slack_id, "taras")

    assert found is not None
    assert found.link_key is None


async def test_a_question_says_whether_its_addressee_keeps_the_companion(
    database: Database,
) -> None:
    await database.run(lambda tx: people.decide(tx, NIA, NO, decision_id="d2", now=NOW))

    found = await asked(database, NIA.slack_id)

    assert found is not None
    assert found.companion is False


async def test_a_question_is_found_to_be_answered_as_to_be_looked_at(database: Database) -> None:
    to_answer = await database.run(
        lambda tx: responses.asked_to_answer(tx, delivery_id="question", slack_id=NIA.slack_id)
    )

    assert to_answer == await asked(database, NIA.slack_id)


@pytest.mark.parametrize("somebody_else", [TARA.slack_id, "U0STRANGER", NIA.id, ""])
async def test_nobody_but_the_addressee_finds_the_question_to_answer_it(
    database: Database, somebody_else: str
) -> None:
    assert (
        await database.run(
            lambda tx: responses.asked_to_answer(tx, delivery_id="question", slack_id=somebody_else)
        )
        is None
    )


async def test_of_two_who_answer_at_once_the_second_sees_what_the_first_did(
    database: Database, rival: Database, meeting: Meeting
) -> None:
    def answer(tx: Transaction) -> date | None:
        meeting.wait()
        found = responses.asked_to_answer(tx, delivery_id="question", slack_id=NIA.slack_id)
        responses.note_answered(tx, "question", TODAY)
        return found.answered_on if found else None

    seen = await asyncio.gather(database.run(answer), rival.run(answer))

    assert sorted(seen, key=str) == [TODAY, None]


async def test_the_first_answer_sets_the_day_and_no_later_one_moves_it(database: Database) -> None:
    noted = [
        await database.run(lambda tx, d=day: responses.note_answered(tx, "question", d))
        for day in (TODAY, TODAY + DAY)
    ]

    assert (noted, await rows(database, Delivery, "answered_on")) == ([True, False], [(TODAY,)])


async def test_the_day_is_set_on_one_question_alone(database: Database) -> None:
    await plan(database, replace(QUESTION, id="another", step="week-2/check-in"))

    await database.run(lambda tx: responses.note_answered(tx, "question", TODAY))

    assert await rows(database, Delivery, "id", "answered_on") == [
        ("another", None),
        ("question", TODAY),
    ]


async def test_of_two_taps_at_once_one_is_the_first(
    database: Database, rival: Database, meeting: Meeting
) -> None:
    def tap(tx: Transaction) -> bool:
        meeting.wait()
        return responses.note_answered(tx, "question", TODAY)

    noted = await asyncio.gather(database.run(tap), rival.run(tap))

    assert sorted(noted) == [False, True]


async def test_who_answered_is_known_by_the_day_alone(database: Database) -> None:
    await database.run(lambda tx: responses.note_answered(tx, "question", NOW.date()))
    ((answered_on,),) = await rows(database, Delivery, "answered_on")

    assert type(answered_on) is date
