from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest

from bot.flows import copies, deletions
from bot.flows.distances import keep_away
from storage import deletions as stored
from storage import distances, inbox, people
from storage.seal import pseudonym
from storage.transactions import Transaction
from tests.privacy.ward import One, Play, Wards
from tests.storage.kit import HOUR, NOW, SPRING

LATER = NOW + 48 * HOUR
HOURS = NOW.time()
MANAGER = "U0MANAGER"


@dataclass(frozen=True, slots=True)
class Left:
    """What a database holds of somebody."""

    answer: bool
    answered: bool
    link_key: bool
    companion: bool
    hour: bool
    distance: bool


EVERYTHING = Left(
    answer=True, answered=True, link_key=True, companion=True, hour=True, distance=True
)
# Of whoever deleted one answer, deleted all of them, or left.
ONE = replace(EVERYTHING, answer=False, answered=False)
ALL = replace(ONE, link_key=False, companion=False, distance=False)
GONE = replace(ALL, hour=False)


@dataclass(frozen=True, slots=True)
class Restored:
    """A ward whose database is an older copy again, and the journal of what was deleted since."""

    play: Play
    journal: dict[str, date]

    async def left(self) -> list[Left]:
        """What is held of everybody, in the order in which they answered."""

        def look(tx: Transaction, one: One) -> Left:
            known = people.find(tx, one.known.slack_id)
            decided = people.decision(tx, one.known.id)
            return Left(
                answer=inbox.find(tx, one.pseudonym) is not None,
                answered=any(asked.answered_on for asked in stored.questions(tx, one.known.id)),
                link_key=people.link_key(tx, one.known.id) is not None,
                companion=decided is not None and decided.companion,
                hour=known is not None and known.preferred_at is not None,
                distance=_tag(one) in {said.tag for said in distances.said(tx, [SPRING.id])},
            )

        return [
            await self.play.tools.database.read(lambda tx, o=one: look(tx, o))
            for one in self.play.ward
        ]


def _tag(one: One) -> str:
    """Return the name under which it is kept who manages somebody."""
    return pseudonym(one.link_key, ("manages-me", SPRING.id, MANAGER))


@pytest.fixture
async def restored(wards: Wards) -> AsyncIterator[Restored]:
    """The first deleted an answer, the second all, the third left; then a copy was restored."""
    async with wards.open(7) as play:
        await play.answer()
        tools = play.tools
        for one in play.ward:
            await tools.database.run(lambda tx, o=one: people.set_hour(tx, o.known.id, HOURS))
            await keep_away(tools, one.known.slack_id, MANAGER, NOW)
        first, second, third = (one.known.slack_id for one in play.ward[:3])
        backup = play.backup()
        await deletions.delete_one(tools, first, play.ward[0].question, LATER)
        await deletions.delete_all(tools, second, LATER)
        await deletions.leave(tools, third, LATER)
        journal = await copies.journal(tools)
        await tools.tasks.drained()
        play.restore(backup)
        yield Restored(play, journal)


async def test_a_restored_copy_has_everything_that_was_deleted_since(restored: Restored) -> None:
    assert set(await restored.left()) == {EVERYTHING}


async def test_what_was_deleted_is_deleted_again_and_nothing_else(restored: Restored) -> None:
    again = await copies.reapply(restored.play.tools, restored.journal, LATER)

    others = len(restored.play.ward) - 3
    assert await restored.left() == [ONE, ALL, GONE, *[EVERYTHING] * others]
    assert again == 3


async def test_the_journal_of_a_restored_copy_is_whole_again(restored: Restored) -> None:
    await copies.reapply(restored.play.tools, restored.journal, LATER)

    assert await copies.journal(restored.play.tools) == restored.journal


async def test_deleting_again_twice_changes_nothing_more(restored: Restored) -> None:
    tools = restored.play.tools
    await copies.reapply(tools, restored.journal, LATER)
    before = await restored.left()

    assert await copies.reapply(tools, restored.journal, LATER) == 0
    assert await restored.left() == before


async def test_an_empty_journal_deletes_nothing(restored: Restored) -> None:
    assert await copies.reapply(restored.play.tools, {}, LATER) == 0
    assert set(await restored.left()) == {EVERYTHING}


async def test_an_answer_whose_person_nobody_finds_is_deleted_again_too(
    restored: Restored,
) -> None:
    lost = restored.play.ward[0].known.id
    await restored.play.tools.database.run(lambda tx: stored.forget_link_key(tx, lost))
    await copies.reapply(restored.play.tools, restored.journal, LATER)

    assert (await restored.left())[0].answer is False


async def test_the_journal_holds_a_tag_for_each_deletion_and_no_id_of_a_person(
    restored: Restored,
) -> None:
    of_people = {one.known.id for one in restored.play.ward}

    assert len(restored.journal) == 3
    assert set(restored.journal) & of_people == set()
    assert set(restored.journal.values()) == {LATER.date()}


async def test_what_was_answered_again_after_it_was_deleted_stays(restored: Restored) -> None:
    # The copy is from after the second answer, the journal from before it.
    answered = restored.play.ward[0].pseudonym
    earlier = dict.fromkeys(restored.journal, NOW.date() - timedelta(days=1))
    await copies.reapply(restored.play.tools, earlier, LATER)

    tools = restored.play.tools
    assert await tools.database.read(lambda tx: inbox.find(tx, answered)) is not None
