from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

import pytest
from sqlalchemy import insert

from bot.rules import keeping
from storage import (
    announcements,
    certificates,
    deletions,
    distances,
    inbox,
    people,
    purging,
    registers,
    replies,
    time_points,
    trainings,
)
from storage.announcements import Words
from storage.certificates import Attended
from storage.database import Database
from storage.distances import Kept
from storage.inbox import Sealed
from storage.people import Known
from storage.registers import Book, Mark
from storage.tables import Delivery, Distance, Person
from storage.transactions import Transaction
from tests.storage.kit import (
    AUTUMN,
    DAY,
    NIA,
    NOW,
    SITE,
    SPRING,
    TARA,
    TODAY,
    YES,
    day,
    enrol,
    meet,
    message,
    rows,
)

BOUNDS: Mapping[str, date] = asdict(keeping.bounds(TODAY))
ADD_DELIVERY = insert(Delivery)
# Younger than any bound.
LATELY = TODAY - 2 * DAY


def trained(tx: Transaction, group: trainings.Group, last: date, *who: Known) -> None:
    """Have a cohort whose training was over on a day, with these people on its list."""
    enrol(tx, group, *who)
    for number, on in ((1, last - DAY), (2, last)):
        trainings.add_day(tx, group, day(number, on, group))


def answer(name: str, group: trainings.Group) -> Sealed:
    return Sealed(SITE, group.id, name, "nearest-color", 1, "week/2026-01-05", b"sealed")


def sent(tx: Transaction, name: str, **different: Any) -> None:
    """Have a message that was sent long ago, or as it is told."""
    row = asdict(message(name, local_date=BOUNDS["deliveries"] - DAY, closes=False))
    tx.run_many(ADD_DELIVERY, [row | {"claimed_at": NOW, "sent_at": NOW, **different}])


async def purged(database: Database, table: str) -> list[str]:
    """Return the keys of what was too old in a table, which is gone now."""
    keys = await database.read(lambda tx: purging.find(tx, table, BOUNDS))
    gone = await database.run(lambda tx: purging.remove(tx, table, BOUNDS, keys))

    assert gone == len(keys)
    assert await database.read(lambda tx: purging.find(tx, table, BOUNDS)) == []
    return sorted(keys)


@pytest.mark.parametrize("kept", ["inbox", "response", "draft"])
async def test_answers_go_when_their_cohorts_training_is_too_long_ago(
    database: Database, kept: inbox.Kept
) -> None:
    def keep(tx: Transaction) -> None:
        trained(tx, SPRING, BOUNDS["answers"] - DAY)
        trained(tx, AUTUMN, BOUNDS["answers"])
        inbox.lay(tx, kept, [answer("old", SPRING), answer("older", SPRING)])
        inbox.lay(tx, kept, [answer("young", AUTUMN)])

    await database.run(keep)

    assert len(await purged(database, kept)) == 2
    assert await database.read(lambda tx: inbox.find(tx, "old")) is None
    assert await database.read(lambda tx: inbox.find(tx, "young")) == b"sealed"


async def test_a_link_key_goes_with_the_last_training_of_its_person(database: Database) -> None:
    def keep(tx: Transaction) -> None:
        trained(tx, SPRING, BOUNDS["link_keys"] - DAY, NIA, TARA)
        trained(tx, AUTUMN, BOUNDS["link_keys"], TARA)
        for one in (NIA, TARA):
            people.keep_link_key(tx, one, b"sealed")

    await database.run(keep)

    assert await purged(database, "link_key") == [NIA.id]
    assert await database.read(lambda tx: people.link_key(tx, TARA.id)) == b"sealed"


async def test_with_the_link_key_goes_that_somebody_filled_in_an_assessment(
    database: Database,
) -> None:
    def keep(tx: Transaction) -> None:
        trained(tx, SPRING, BOUNDS["link_keys"] - DAY, NIA, TARA)
        trained(tx, AUTUMN, BOUNDS["link_keys"], TARA)
        for one in (NIA, TARA):
            time_points.begin(tx, one, SPRING.id, "pre", new_id=one.id)

    await database.run(keep)

    assert await purged(database, "time_point") == [NIA.id]


async def test_what_became_young_since_it_was_found_stays(database: Database) -> None:
    def keep(tx: Transaction) -> None:
        trained(tx, SPRING, BOUNDS["link_keys"] - DAY, NIA)
        people.keep_link_key(tx, NIA, b"sealed")

    await database.run(keep)
    keys = await database.read(lambda tx: purging.find(tx, "link_key", BOUNDS))
    await database.run(lambda tx: trained(tx, AUTUMN, LATELY, NIA))
    gone = await database.run(lambda tx: purging.remove(tx, "link_key", BOUNDS, keys))

    assert (keys, gone) == ([NIA.id], 0)


async def test_with_the_keys_it_is_lost_who_is_managed_and_the_refusal_stays(
    database: Database,
) -> None:
    def keep(tx: Transaction) -> None:
        trained(tx, SPRING, BOUNDS["link_keys"] - DAY)
        trained(tx, AUTUMN, BOUNDS["link_keys"])
        for group in (SPRING, AUTUMN):
            distances.say(tx, Kept(group.id, SITE, group.id, "U0MANAGER", f"of {group.id}", NOW))

    await database.run(keep)

    assert await purged(database, "distance") == [SPRING.id]
    assert await rows(database, Distance, "id", "tag", "manager_slack_id") == [
        (AUTUMN.id, "of autumn", "U0MANAGER"),
        (SPRING.id, None, "U0MANAGER"),
    ]


@pytest.mark.parametrize(
    ("different", "goes"),
    [
        pytest.param({}, True, id="sent"),
        pytest.param({"local_date": BOUNDS["deliveries"]}, False, id="young"),
        pytest.param(
            {"claimed_at": None, "sent_at": None, "dropped": "not sent"}, True, id="not sent"
        ),
        pytest.param({"claimed_at": None, "sent_at": None}, False, id="waiting"),
        pytest.param({"closes": True, "message_ts": "1.1"}, False, id="open in Slack"),
        pytest.param(
            {"closes": True, "message_ts": "1.1", "closed_at": NOW}, True, id="closed in Slack"
        ),
        pytest.param({"answered_on": LATELY}, False, id="with an answer to be found"),
        pytest.param({"answered_on": LATELY, "person_id": TARA.id}, True, id="without a link key"),
        pytest.param({"person_id": None, "channel_id": "C0SPRING1"}, True, id="in a channel"),
    ],
)
async def test_a_message_goes_when_nothing_needs_it_any_more(
    database: Database, different: dict[str, Any], *, goes: bool
) -> None:
    def keep(tx: Transaction) -> None:
        trained(tx, SPRING, BOUNDS["answers"], NIA, TARA)
        people.keep_link_key(tx, NIA, b"sealed")
        sent(tx, "it", **{"cohort_id": SPRING.id} | different)

    await database.run(keep)

    assert await purged(database, "delivery") == (["it"] if goes else [])


async def test_a_question_goes_when_its_answer_is_gone_though_its_person_has_a_key(
    database: Database,
) -> None:
    def keep(tx: Transaction) -> None:
        trained(tx, SPRING, BOUNDS["answers"] - DAY, NIA)
        trained(tx, AUTUMN, LATELY, NIA)
        people.keep_link_key(tx, NIA, b"sealed")
        sent(tx, "it", cohort_id=SPRING.id, answered_on=LATELY)

    await database.run(keep)

    assert await purged(database, "delivery") == ["it"]


async def test_the_journal_forgets_by_the_day(database: Database) -> None:
    bound = BOUNDS["deletions"]
    for tag, on in (("a", bound - DAY), ("b", bound - DAY), ("c", bound)):
        await database.run(lambda tx, t=tag, o=on: deletions.note(tx, SITE, t, o))

    assert len(await purged(database, "deletion")) == 2
    assert await database.read(deletions.journal) == {"c": bound}


async def test_after_six_years_nothing_is_left_of_a_person(database: Database) -> None:
    def keep(tx: Transaction) -> None:
        trained(tx, SPRING, BOUNDS["lists"] - DAY, NIA)
        trained(tx, AUTUMN, BOUNDS["lists"], TARA)
        for one in (NIA, TARA):
            people.decide(tx, one, YES, decision_id=one.id, now=NOW)

    await database.run(keep)
    gone = [await purged(database, table) for table in ("consent", "enrolment", "person")]

    assert gone == [[NIA.id], [f"spring/{NIA.id}"], [NIA.id]]
    assert await rows(database, Person, "id") == [(TARA.id,)]


async def test_of_a_trainer_the_list_goes_and_the_person_stays(database: Database) -> None:
    def keep(tx: Transaction) -> None:
        trained(tx, SPRING, BOUNDS["lists"] - DAY, NIA)
        people.name_trainer(tx, NIA.id, SITE, named_by="U0COORD01", now=NOW)

    await database.run(keep)

    assert await purged(database, "enrolment") == [f"spring/{NIA.id}"]
    assert await purged(database, "person") == []


async def test_whoever_is_on_a_list_stays_though_no_training_is_planned(database: Database) -> None:
    await database.run(lambda tx: (enrol(tx, SPRING, NIA), people.keep_link_key(tx, NIA, b"k")))
    found = [
        await purged(database, table) for table in ("link_key", "consent", "enrolment", "person")
    ]

    assert found == [[], [], [], []]


async def test_no_more_is_found_at_once_than_is_asked_for(database: Database) -> None:
    await database.run(lambda tx: meet(tx, NIA, TARA))
    found = await database.read(lambda tx: purging.find(tx, "person", BOUNDS, 1))

    assert len(found) == 1


@pytest.mark.parametrize(("last", "over"), [(-1, True), (0, False)], ids=["over", "not yet"])
async def test_it_is_told_whether_somebodys_time_to_find_answers_is_over(
    database: Database, last: int, *, over: bool
) -> None:
    bound = BOUNDS["link_keys"]
    await database.run(lambda tx: trained(tx, SPRING, bound + last * DAY, NIA))

    assert await database.read(lambda tx: purging.is_over(tx, NIA.id, bound)) is over


@pytest.mark.parametrize("table", ["attendance", "reply"])
async def test_who_was_there_goes_a_year_after_the_register_was_closed(
    database: Database, table: str
) -> None:
    bound = BOUNDS["registers"]

    def attend(tx: Transaction) -> None:
        trained(tx, SPRING, bound - 9 * DAY, NIA)
        sessions = {f"{SPRING.id}/1": bound - DAY, f"{SPRING.id}/2": bound}
        for session, closed_on in sessions.items():
            registers.open_book(tx, Book(session, SITE, SPRING.id, "0123", NOW))
            mark = Mark(session, SITE, session, NIA.id)
            replies.keep(tx, mark, "coming")
            registers.fill_in(tx, mark, present=True)
            registers.close(tx, session, 1, closed_on, listed=1, present=1)

    await database.run(attend)

    assert await purged(database, table) == [f"{SPRING.id}/1"]
    left = await database.read(lambda tx: registers.book(tx, f"{SPRING.id}/1"))
    assert left is not None
    assert (left.listed, left.present) == (1, 1)


async def test_a_register_that_nobody_closed_keeps_no_names_for_longer(database: Database) -> None:
    def attend(tx: Transaction) -> None:
        trained(tx, SPRING, BOUNDS["registers"] - DAY, NIA)
        registers.fill_in(tx, Mark("it", SITE, f"{SPRING.id}/2", NIA.id), present=True)

    await database.run(attend)

    assert await purged(database, "attendance") == ["it"]


async def test_own_words_of_a_trainer_go_with_the_messages(database: Database) -> None:
    def say(tx: Transaction) -> None:
        trained(tx, SPRING, LATELY)
        for name, on in (("old", BOUNDS["deliveries"] - DAY), ("young", BOUNDS["deliveries"])):
            announcements.add(tx, Words(name, SITE, f"{SPRING.id}/1", "Bring a jumper.", on))

    await database.run(say)

    assert await purged(database, "announcement") == ["old"]


async def test_the_record_of_who_was_there_goes_with_the_list(database: Database) -> None:
    def certify(tx: Transaction) -> None:
        trained(tx, SPRING, BOUNDS["lists"] - DAY, NIA)
        trained(tx, AUTUMN, BOUNDS["lists"], TARA)
        for group, one in ((SPRING, NIA), (AUTUMN, TARA)):
            book = Book(f"{group.id}/1", SITE, group.id, "0123", NOW)
            certificates.certify(tx, one.id, book, one.id, Attended(group.name, 3, 3, TODAY))

    await database.run(certify)

    assert await purged(database, "certificate") == [NIA.id]
