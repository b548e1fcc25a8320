"""In which order what is due is claimed, and how often by one person."""

from datetime import timedelta

import pytest

from storage import claims, people
from storage.claims import Turn
from storage.database import Database
from storage.deliveries import Message
from tests.storage.kit import (
    HOUR,
    ME,
    MINUTE,
    NIA,
    NOW,
    SPRING,
    TARA,
    enrol,
    known,
    message,
    plan,
)

SECOND = timedelta(seconds=1)
MANY = [known(f"p{number}") for number in range(5)]
CHANNEL = {"person_id": None, "channel_id": "C0SPRING1"}


@pytest.fixture(autouse=True)
async def enrolled(database: Database) -> None:
    await database.run(lambda tx: enrol(tx, SPRING, NIA, TARA, *MANY))


async def claim(
    database: Database, *, limit: int = 9, rested: timedelta = timedelta(), opens: bool = True
) -> list[str]:
    """Return whose turn it is, when so much time has gone by since `NOW`."""
    found: list[Message] = await database.run(
        lambda tx: claims.claim(
            tx, by=ME, now=NOW, claimed_at=NOW + rested, limit=limit, turn=Turn(SECOND, opens=opens)
        )
    )
    return [one.id for one in found]


async def test_what_goes_first_overtakes_what_was_due_earlier(database: Database) -> None:
    await plan(
        database,
        message("letter", rank=2, due_at=NOW - HOUR),
        message("exercise", rank=1, due_at=NOW - MINUTE, person_id=TARA.id),
        message("notice", rank=0, person_id=MANY[0].id),
    )

    taken = [await claim(database, limit=1, rested=n * HOUR) for n in range(3)]
    assert taken == [["notice"], ["exercise"], ["letter"]]


async def test_what_goes_first_is_claimed_no_sooner_than_it_is_due(database: Database) -> None:
    await plan(
        database,
        message("notice", rank=0, due_at=NOW + MINUTE),
        message("letter", rank=2, person_id=TARA.id),
    )

    assert await claim(database) == ["letter"]


@pytest.mark.parametrize("addressee", [{}, CHANNEL], ids=["a person", "a channel"])
async def test_nobody_gets_two_messages_at_once(
    database: Database, addressee: dict[str, str]
) -> None:
    await plan(database, *(message(name, **addressee) for name in ("b", "a", "c")))

    assert await claim(database) == ["a"]


async def test_nobody_gets_two_messages_of_different_rank_at_once(database: Database) -> None:
    await plan(database, message("notice", rank=0), message("check-in", rank=1))

    assert await claim(database) == ["notice"]


async def test_the_next_comes_when_the_rest_is_over(database: Database) -> None:
    await plan(database, message("a"), message("b"))
    await claim(database)

    soon, later = [await claim(database, rested=rest) for rest in (SECOND / 2, SECOND)]
    assert (soon, later) == ([], ["b"])


async def test_a_clock_that_was_set_back_keeps_nobody_waiting(database: Database) -> None:
    await plan(database, message("a"), message("b"))
    await claim(database, rested=HOUR)

    assert await claim(database) == ["b"]


async def test_one_who_rests_keeps_no_other_waiting(database: Database) -> None:
    await plan(
        database,
        *(message(f"n{number}", due_at=NOW - HOUR) for number in range(9)),
        *(message(one.id, person_id=one.id) for one in MANY),
    )

    assert await claim(database) == ["n0", *(one.id for one in MANY)]


async def test_whoever_waits_for_a_conversation_keeps_nobody_else_waiting(
    database: Database,
) -> None:
    await database.run(lambda tx: people.set_dm_channel(tx, TARA.id, "D0TARA"))
    await plan(
        database,
        message("first", due_at=NOW - HOUR),
        message("theirs", due_at=NOW - MINUTE, person_id=TARA.id),
        message("of all", **CHANNEL),
    )

    assert await claim(database, opens=False) == ["theirs", "of all"]
