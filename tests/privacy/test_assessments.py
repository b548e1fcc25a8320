"""A ward fills in an assessment; what a copy of its database tells, and what deleting leaves."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from scipy.stats import binom

from bot import app
from bot.flows import answers, assessments, copies, deletions, nights, results, rotation
from bot.flows.tools import new_id
from bot.messages.consent import CONSENT_VERSION
from bot.rules.assessments import CORE
from bot.rules.sheets import Ref
from storage import people, seal, time_points, trainings
from storage.people import Decision
from storage.seal import NotOpenedError
from storage.tables import Draft, Inbox, Response, TimePoint
from storage.transactions import Transaction
from tests.privacy import dumps
from tests.privacy.ward import PEOPLE, One, Play, Wards
from tests.storage.kit import DAY, HOUR, NOW, SPRING, TODAY, day, rows

PLAYS = 12
FALSE_ALARM = 1e-6
STAGES = ("half-filled", "finished", "after the night", "after a rotation")
DAY_ONE = TODAY + 10 * DAY
# The night after the window before the training has closed.
NIGHT = NOW + 11 * DAY
PAGES = (
    {"came-back": ["none"], "kept-away": ["none"]},
    {"felt-and-thought": ["none"]},
    {},
)
# How many link keys and answers there are when one in two is half-filled.
EVERYTHING = 2 * PEOPLE


async def begin(play: Play) -> None:
    """Have everybody want assessments, and a training that is ten days away."""
    yes = Decision(CONSENT_VERSION, companion=True, assessments=True)

    def keep(tx: Transaction) -> None:
        for number in (1, 2, 3):
            trainings.add_day(tx, SPRING, day(number, DAY_ONE + (number - 1) * DAY))
        for one in play.ward:
            people.decide(tx, one.known, yes, decision_id=new_id(), now=NOW + HOUR)

    await play.tools.database.run(keep)


async def fill(play: Play, one: One, *pages: int) -> None:
    """Have somebody send off these pages."""
    version = play.tools.library.instruments[CORE].version
    for page in pages:
        ref = str(Ref(SPRING.id, "pre", version, page))
        await assessments.send_off(play.tools, one.known.slack_id, ref, PAGES[page], NOW + DAY)


async def everybody(play: Play, *pages: int) -> None:
    """Have everybody send off these pages, in their order; the log is emptied now and then."""
    for one in play.ward:
        await fill(play, one, *pages)
        if play.dice.random() < 0.5:
            await nights.tidy(play.tools)
    await nights.tidy(play.tools)


def hits(play: Play, *, half: bool) -> Counter[str]:
    """How many of the ward each attack finds in a copy made now."""
    place = answers.draft_place if half else answers.point_place
    known = {"as it happened": {one.known.id: n for n, one in enumerate(play.ward)}}
    truth = {one.known.id: place(one.link_key, SPRING.id, "pre", 1).pseudonym for one in play.ward}
    return dumps.hits(play.copy(), truth, known, play.dice)


async def found_in(play: Play) -> dict[str, Counter[str]]:
    """What is found at each stage of one play."""
    found = []
    await begin(play)
    await everybody(play, 0)
    found.append(hits(play, half=True))
    await everybody(play, 1, 2)
    found.append(hits(play, half=False))
    await nights.shuffle(play.tools, NIGHT)
    await nights.tidy(play.tools)
    found.append(hits(play, half=False))
    ring = seal.read_keys(f"{app.new_key()},{play.keys}")
    await rotation.rotate(replace(play.tools, ring=ring))
    found.append(hits(play, half=False))
    return dict(zip(STAGES, found, strict=True))


@pytest.fixture(scope="module")
def found(wards: Wards) -> dict[str, Counter[str]]:
    """How many people every attack finds in all plays, at each stage."""

    async def play() -> dict[str, Counter[str]]:
        total: dict[str, Counter[str]] = {stage: Counter() for stage in STAGES}
        for number in range(PLAYS):
            async with wards.open(number) as opened:
                for stage, of_stage in (await found_in(opened)).items():
                    total[stage].update(of_stage)
        return total

    return asyncio.run(play())


@pytest.fixture
async def play(wards: Wards) -> AsyncIterator[Play]:
    """A ward of which every other person has finished, and the rest are half-way."""
    async with wards.open(5) as opened:
        await begin(opened)
        await everybody(opened, 0)
        for one in opened.ward[::2]:
            await fill(opened, one, 1, 2)
        yield opened


@pytest.mark.parametrize("stage", STAGES)
def test_no_order_in_a_copy_tells_whose_an_assessment_is(
    found: dict[str, Counter[str]], stage: str
) -> None:
    attacks = sum(len(found[one]) for one in STAGES)
    most = int(binom.isf(FALSE_ALARM / attacks, PLAYS * PEOPLE, 1 / PEOPLE))

    assert len(found[stage]) > 10
    assert {attack: number for attack, number in found[stage].items() if number > most} == {}


async def test_whether_half_filled_or_finished_all_are_of_one_length(play: Play) -> None:
    tables = (Draft, Inbox)
    sealed = [
        row[0] for table in tables for row in await rows(play.tools.database, table, "sealed")
    ]

    assert len(sealed) == PEOPLE
    assert len({len(one) for one in sealed}) == 1


async def test_a_rotation_seals_finished_and_half_filled_ones_again(play: Play) -> None:
    ring = seal.read_keys(f"{app.new_key()},{play.keys}")
    rotated = await rotation.rotate(replace(play.tools, ring=ring))

    assert rotated == rotation.Rotated(resealed=EVERYTHING, already=0)


async def test_in_the_night_half_filled_ones_go_and_finished_ones_move_on(play: Play) -> None:
    await nights.shuffle(play.tools, NIGHT)
    left = {
        table: len(await rows(play.tools.database, table, "id"))
        for table in (Draft, Inbox, Response)
    }

    assert left == {Draft: 0, Inbox: 0, Response: PEOPLE // 2}


async def test_before_its_window_closes_nothing_moves_on(play: Play) -> None:
    await nights.shuffle(play.tools, NIGHT - 2 * DAY)

    assert len(await rows(play.tools.database, Draft, "id")) == PEOPLE // 2
    assert len(await rows(play.tools.database, Response, "id")) == 0


@pytest.mark.parametrize("number", [0, 1], ids=["finished", "half-filled"])
async def test_delete_all_leaves_nothing_of_an_assessment(play: Play, number: int) -> None:
    one = play.ward[number]
    await deletions.delete_all(play.tools, one.known.slack_id, NOW + 2 * DAY)
    kept = [
        row[0]
        for table in (Draft, Inbox, Response)
        for row in await rows(play.tools.database, table, "pseudonym")
    ]
    noted = [row[0] for row in await rows(play.tools.database, TimePoint, "person_id")]

    assert len(kept) == PEOPLE - 1
    assert set(kept).isdisjoint(answers.point_names(one.link_key, [SPRING.id]))
    assert one.known.id not in noted


async def test_in_a_restored_copy_a_deleted_assessment_is_deleted_again(play: Play) -> None:
    one = play.ward[0]
    backup = play.backup()
    ref = str(Ref(SPRING.id, "pre"))
    await deletions.delete_point(play.tools, one.known.slack_id, ref, NOW + 2 * DAY)
    journal = await copies.journal(play.tools)
    play.restore(backup)
    found = await copies.reapply(play.tools, journal, NOW + 3 * DAY)
    shown = await results.result(play.tools, one.known.slack_id, ref)

    assert isinstance(shown, results.Shown)
    assert (found, shown.result) == (1, None)
    standing = await play.tools.database.read(
        lambda tx: time_points.standings(tx, one.known.id, SPRING.id)["pre"]
    )
    assert (standing.answered_on, standing.declined_on) == (None, TODAY + 2 * DAY)


async def test_in_a_restored_copy_those_of_whoever_left_are_gone(play: Play) -> None:
    one = play.ward[1]
    backup = play.backup()
    await deletions.leave(play.tools, one.known.slack_id, NOW + 2 * DAY)
    journal = await copies.journal(play.tools)
    play.restore(backup)
    await copies.reapply(play.tools, journal, NOW + 3 * DAY)
    kept = [row[0] for row in await rows(play.tools.database, Draft, "pseudonym")]

    assert set(kept).isdisjoint(answers.point_names(one.link_key, [SPRING.id]))


async def test_without_its_key_an_assessment_is_shown_to_nobody(play: Play) -> None:
    one = play.ward[0]
    lost = replace(play.tools, ring=seal.read_keys(app.new_key()))
    shown = await results.result(lost, one.known.slack_id, str(Ref(SPRING.id, "pre")))

    assert isinstance(shown, results.Shown)
    assert shown.result is None
    place = answers.point_place(one.link_key, SPRING.id, "pre", 1)
    (sealed,) = [
        row[1]
        for row in await rows(play.tools.database, Inbox, "pseudonym", "sealed")
        if row[0] == place.pseudonym
    ]
    with pytest.raises(NotOpenedError):
        answers.opened_assessment(lost.ring, place, sealed)
