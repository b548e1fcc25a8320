import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest
from scipy.stats import binom

from bot import app
from bot.flows import nights, rotation
from storage import seal
from tests.privacy.ward import NIGHT, PEOPLE, Play, Wards

PLAYS, CARELESS_PLAYS = 16, 4
# How seldom one of these tests may cry without a reason.
FALSE_ALARM = 1e-6

STAGES = ("in the inbox", "after changes", "after the night", "after a rotation")
CARELESS = ("as they came", "as they came, the log emptied")
# How many people each attack finds, stage by stage.
Found = dict[str, Counter[str]]


async def careful(play: Play) -> Found:
    """What is found at each stage of a play of the bot as it is."""
    found = []
    await play.answer()
    found.append(play.hits())
    await play.change()
    found.append(play.hits())
    await nights.shuffle(play.tools, NIGHT)
    await nights.tidy(play.tools)
    found.append(play.hits())
    ring = seal.read_keys(f"{app.new_key()},{play.keys}")
    await rotation.rotate(replace(play.tools, ring=ring))
    found.append(play.hits())
    return dict(zip(STAGES, found, strict=True))


async def careless(play: Play) -> Found:
    """What is found where answers are kept as they come."""
    await play.answer()
    await play.keep_carelessly()
    with_log = play.hits()
    await play.tools.database.tidy()
    return dict(zip(CARELESS, (with_log, play.hits()), strict=True))


async def together(wards: Wards, plays: int, how: Callable[[Play], Awaitable[Found]]) -> Found:
    """What is found in all plays."""
    total: Found = {}
    for number in range(plays):
        async with wards.open(number) as play:
            for stage, hits in (await how(play)).items():
                total.setdefault(stage, Counter()).update(hits)
    return total


@pytest.fixture(scope="module")
def found(wards: Wards) -> Found:
    """How many people every attack finds in all plays, at each stage, and by careless keeping."""

    async def play() -> Found:
        return await together(wards, PLAYS, careful) | await together(
            wards, CARELESS_PLAYS, careless
        )

    return asyncio.run(play())


def bound(attacks: int) -> int:
    """The most that one of so many attacks finds by chance, but for a false alarm."""
    return int(binom.isf(FALSE_ALARM / attacks, PLAYS * PEOPLE, 1 / PEOPLE))


@pytest.mark.parametrize("stage", STAGES)
def test_no_order_in_a_copy_of_the_database_finds_more_people_than_chance(
    found: Found, stage: str
) -> None:
    most = bound(sum(len(found[one]) for one in STAGES))
    more = {attack: number for attack, number in found[stage].items() if number > most}

    assert more == {}


@pytest.mark.parametrize("stage", CARELESS)
def test_the_same_attacks_find_nearly_everybody_where_answers_are_kept_as_they_come(
    found: Found, stage: str
) -> None:
    (_, most), *_ = found[stage].most_common(1)

    assert most >= 0.9 * CARELESS_PLAYS * PEOPLE
