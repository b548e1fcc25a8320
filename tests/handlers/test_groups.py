"""The form in which trainers and coordinators say of which groups their statement is true."""

from itertools import chain
from typing import Any

import pytest
from sqlalchemy import select

from bot.sandbox import Actor
from storage.tables import Confirmation, columns
from tests.hospital import Hospital

MANY = 23


async def kept(hospital: Hospital, who: Actor) -> set[str]:
    """Return the groups for which somebody has confirmed."""
    found = columns(Confirmation)
    statement = select(found.subject).where(found.slack_id == who.slack_id, found.subject != "site")
    rows = await hospital.bot.tools.database.read(lambda tx: tx.all(statement))
    return {row.subject for row in rows}


def fields(who: Actor) -> list[dict[str, Any]]:
    """Return the checkboxes of the form that somebody has open."""
    assert who.modal is not None
    return [block["element"] for block in who.modal["blocks"] if block["type"] == "input"]


def offered(who: Actor) -> list[str]:
    """Return every group that can be ticked."""
    options = chain.from_iterable(field["options"] for field in fields(who))
    return [option["value"] for option in options]


async def tick(hospital: Hospital, who: Actor, wanted: set[str]) -> None:
    """Have somebody tick these groups and no others, and send the form off."""
    ticked = {
        field["action_id"]: [
            option["value"] for option in field["options"] if option["value"] in wanted
        ]
        for field in fields(who)
    }
    await hospital.submit(who, ticked)
    await who.close()


@pytest.fixture
async def cora(hospital: Hospital) -> Actor:
    """The coordinator of many groups, who has none of them confirmed and the form before her."""
    await hospital.name_trainer()
    for number in range(MANY):
        await hospital.make_cohort([hospital.nia], f"Spring {number}")
        await hospital.tara.close()
    await hospital.command(hospital.cora, "participation")
    await hospital.tap(hospital.cora, "Confirm")
    return hospital.cora


async def test_every_group_is_offered_however_many_there_are(cora: Actor) -> None:
    assert len(set(offered(cora))) == MANY
    assert [len(field["options"]) for field in fields(cora)] == [10, 10, 3]


async def test_a_tick_counts_in_whichever_field_it_stands(hospital: Hospital, cora: Actor) -> None:
    wanted = {offered(cora)[place] for place in (0, 9, 10, MANY - 1)}
    await tick(hospital, cora, wanted)

    assert await kept(hospital, cora) == wanted
