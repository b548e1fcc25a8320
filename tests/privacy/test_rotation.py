from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot import app
from bot.flows import checkins, nights, rotation
from bot.flows.rotation import Rotated
from storage import inbox, seal
from storage.seal import NotOpenedError, Ring
from storage.tables import Inbox, LinkKey, Response
from storage.transactions import Transaction
from tests.privacy.ward import LOT, NIGHT, PEOPLE, Play, Wards
from tests.storage.kit import HOUR, NOW, rows

EVERYTHING = 2 * PEOPLE


@pytest.fixture
async def play(wards: Wards) -> AsyncIterator[Play]:
    """A ward that has answered."""
    async with wards.open(5) as opened:
        await opened.answer()
        yield opened


@pytest.fixture
def new() -> str:
    """A key that has sealed nothing yet."""
    return app.new_key()


def with_keys(play: Play, *keys: str) -> Play:
    """The same ward, looked after with these keys."""
    return replace(play, tools=replace(play.tools, ring=seal.read_keys(",".join(keys))))


async def names(play: Play) -> list[str]:
    found = [await rows(play.tools.database, table, "pseudonym") for table in (Inbox, Response)]
    return [name for (name,) in found[0] + found[1]]


async def choices(play: Play) -> list[str]:
    """What everybody finds of what they chose."""
    found = []
    for one in play.ward:
        opened = await checkins.open_(play.tools, one.known.slack_id, one.question, NOW + 40 * HOUR)
        assert isinstance(opened, checkins.Question)
        found.append(opened.chosen.id if opened.chosen else "")
    return found


async def lose_one(play: Play) -> None:
    """Have the first answer be one that no key opens."""
    lost = Ring({"lost": b"l" * seal.KEY_BYTES}).seal(b"plain", "row")
    first = play.ward[0].pseudonym

    def lose(tx: Transaction) -> None:
        lot = inbox.take(tx, "inbox", LOT)
        broken = [replace(one, sealed=lost) if one.pseudonym == first else one for one in lot]
        inbox.lay(tx, "inbox", broken)

    await play.tools.database.run(lose)


@pytest.mark.parametrize("moved_on", [False, True], ids=["in the inbox", "moved on"])
async def test_what_is_sealed_again_opens_with_the_new_key_alone(
    play: Play, new: str, moved_on: bool
) -> None:
    if moved_on:
        await nights.shuffle(play.tools, NIGHT)
    await rotation.rotate(with_keys(play, new, play.keys).tools)

    assert await choices(with_keys(play, new)) == [one.choice for one in play.ward]


async def test_no_pseudonym_changes(play: Play, new: str) -> None:
    before = await names(play)
    await rotation.rotate(with_keys(play, new, play.keys).tools)

    assert await names(play) == before


async def test_every_link_key_and_every_answer_is_counted(play: Play, new: str) -> None:
    tools = with_keys(play, new, play.keys).tools

    assert await rotation.rotate(tools) == Rotated(resealed=EVERYTHING, already=0)
    assert await rotation.rotate(tools) == Rotated(resealed=0, already=EVERYTHING)


async def test_what_no_key_opens_is_told_and_kept(play: Play, new: str) -> None:
    await lose_one(play)
    before = await names(play)

    with pytest.raises(NotOpenedError):
        await rotation.rotate(with_keys(play, new, play.keys).tools)

    assert await names(play) == before


async def test_after_a_key_was_missing_it_goes_on_where_it_was(play: Play, new: str) -> None:
    with pytest.raises(NotOpenedError):
        await rotation.rotate(with_keys(play, new).tools)

    assert await rotation.rotate(with_keys(play, new, play.keys).tools) == Rotated(EVERYTHING, 0)


async def test_what_was_sealed_again_before_the_one_that_does_not_open_stays_so(
    play: Play, new: str
) -> None:
    await lose_one(play)
    with pytest.raises(NotOpenedError):
        await rotation.rotate(with_keys(play, new, play.keys).tools)
    ring = seal.read_keys(new)
    keys = await rows(play.tools.database, LinkKey, "person_id", "sealed")

    assert {len(ring.open(sealed, f"link_key/{person}")) for person, sealed in keys} == {
        seal.KEY_BYTES
    }


async def test_an_answer_kept_under_a_new_key_leaves_no_other_of_its_lot_under_the_old(
    play: Play, new: str
) -> None:
    one = play.ward[0]
    play = with_keys(play, new, play.keys)
    await checkins.change(play.tools, one.known.slack_id, one.question, one.choice, NOW + 40 * HOUR)
    lot = await play.tools.database.run(lambda tx: inbox.take(tx, "inbox", LOT))

    # Else those who answered after the change could be told from those before it.
    begins = {answer.sealed[:6] for answer in lot}
    assert (len(lot), len(begins)) == (PEOPLE, 1)


async def test_an_answer_that_no_key_opens_keeps_nobody_else_from_answering(
    play: Play,
) -> None:
    await lose_one(play)
    others = play.ward[1:]
    for one in others:
        await checkins.change(
            play.tools, one.known.slack_id, one.question, one.choice, NOW + 40 * HOUR
        )

    found = await choices(replace(play, ward=others))
    assert found == [one.choice for one in others]
