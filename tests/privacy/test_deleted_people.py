from bot.flows import answers, deletions
from storage import deletions as stored
from storage import inbox, people
from storage.transactions import Transaction
from tests.privacy.ward import CHECKIN, LOT, One, Play, Wards
from tests.storage.kit import HOUR, NOW, TODAY

LATER = NOW + 48 * HOUR


async def kept_of(play: Play, one: One) -> list[bytes]:
    """What the database holds of somebody: the name of their answer, the answer, the link key."""

    def look(tx: Transaction) -> list[bytes]:
        found = inbox.find(tx, one.pseudonym), people.link_key(tx, one.known.id)
        return [one.pseudonym.encode(), *(value for value in found if value)]

    return await play.tools.database.read(look)


def stand_in(raw: bytes, things: list[bytes]) -> list[bool]:
    """Return of each whether it stands in a copy, as it is or in hexadecimal."""
    return [thing in raw or thing.hex().encode() in raw for thing in things]


async def test_of_somebody_who_deleted_everything_a_copy_holds_no_answer_and_no_key(
    wards: Wards,
) -> None:
    async with wards.open(0) as play:
        await play.answer()
        gone = play.ward[3]
        theirs = await kept_of(play, gone)
        before = stand_in(play.copy().raw, theirs)
        await deletions.delete_all(play.tools, gone.known.slack_id, LATER)
        await play.tools.tasks.drained()
        after = stand_in(play.copy().raw, theirs)

    assert (before, after) == ([True] * 3, [False] * 3)


async def test_with_the_keys_of_the_site_too_the_answers_of_others_alone_are_found(
    wards: Wards,
) -> None:
    async with wards.open(1) as play:
        await play.answer()
        gone = play.ward[3]
        await deletions.delete_all(play.tools, gone.known.slack_id, LATER)

        def names(tx: Transaction) -> list[str]:
            keys = {known.id: people.link_key(tx, known.id) for known in stored.owners(tx)}
            opened = [
                answers.opened_link_key(play.tools.ring, person, sealed)
                for person, sealed in keys.items()
                if sealed
            ]
            return [answers.place(key, CHECKIN, 1, TODAY).pseudonym for key in opened]

        found = await play.tools.database.read(names)
        left = await play.tools.database.run(lambda tx: inbox.take(tx, "inbox", LOT))

    others = sorted(one.pseudonym for one in play.ward if one != gone)
    assert (sorted(found), sorted(one.pseudonym for one in left)) == (others, others)
