import asyncio
from dataclasses import replace

from bot.flows import nights
from storage.database import Database
from storage.tables import Inbox, ReleaseRound, Response
from tests.privacy.ward import NIGHT, PEOPLE, Wards
from tests.storage.kit import rows


async def test_of_two_bots_in_one_night_one_moves_the_answers_on(wards: Wards) -> None:
    async with wards.open(2) as play:
        await play.answer()
        database = play.tools.database
        second = replace(
            play.tools, database=Database(database.url.render_as_string(hide_password=False))
        )
        await asyncio.gather(*(nights.shuffle(tools, NIGHT) for tools in (play.tools, second)))
        second.database.close()
        moved = [len(await rows(database, table, "id")) for table in (Inbox, Response)]
        taken = await rows(database, ReleaseRound, "kind")

    assert (moved, taken) == ([0, PEOPLE], [(nights.ROUND,)])
