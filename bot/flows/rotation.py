"""Everything sealed is sealed again with the first key; no pseudonym changes, and no order appears.

Whatever is done stays done when the process dies: the next run finds it under the first key.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from bot.flows import answers
from bot.flows.people import link_key_row
from bot.flows.signing import key_row
from bot.flows.tools import Tools
from storage import inbox, rotation, signing
from storage.inbox import Kept, Lot
from storage.people import SealedKey
from storage.transactions import Transaction

# Link keys in one transaction: a few milliseconds for the writer.
SLICE = 50


@dataclass(frozen=True, slots=True)
class Rotated:
    """How much was sealed again, and how much the first key had sealed already."""

    resealed: int = 0
    already: int = 0

    def plus(self, changed: Sequence[bool]) -> "Rotated":
        """Return the counts with these; each says whether it was sealed again."""
        again = sum(changed)
        return Rotated(self.resealed + again, self.already + len(changed) - again)


async def rotate(tools: Tools) -> Rotated:
    """Seal every link key and every answer with the first key, and return how many that were.

    Raises:
        NotOpenedError: Something was sealed with a key that is not here. It stays as it is,
            and what was sealed again before it stays so.
    """
    rotated = await _link_keys(tools)
    rotated = rotated.plus(await tools.database.run(partial(_signing_keys, tools)))
    for kept in inbox.TABLES:
        for lot in await tools.database.read(partial(inbox.lots, kept=kept)):
            changed = await tools.database.run(partial(_reseal_lot, tools, kept=kept, lot=lot))
            rotated = rotated.plus(changed)
    await tools.database.tidy()
    return rotated


def _signing_keys(tools: Tools, tx: Transaction) -> list[bool]:
    """Seal again with what sites sign; return of each key whether it was."""
    changed = []
    for site_id in signing.sites(tx):
        found = signing.kept(tx, site_id)
        if found is not None:
            sealed = tools.ring.renew(found[1], key_row(site_id))
            changed.append(sealed != found[1])
            signing.reseal(tx, site_id, sealed)
    return changed


async def _link_keys(tools: Tools) -> Rotated:
    rotated, after = Rotated(), ""
    while True:
        changed, last = await tools.database.run(partial(_reseal_keys, tools, after=after))
        rotated = rotated.plus(changed)
        if last is None:
            return rotated
        after = last


def _reseal_keys(tools: Tools, tx: Transaction, *, after: str) -> tuple[list[bool], str | None]:
    """Seal a slice of link keys again; return of each whether it was, and the last (None: the end).

    A person's row says whose it is anyway, so it may be changed where it stands.
    """
    keys = rotation.some_link_keys(tx, after, SLICE)
    changed = []
    for key in keys:
        sealed = tools.ring.renew(key.sealed, link_key_row(key.person_id))
        changed.append(sealed != key.sealed)
        if changed[-1]:
            rotation.reseal(tx, SealedKey(key.person_id, sealed))
    return changed, keys[-1].person_id if keys else None


def _reseal_lot(tools: Tools, tx: Transaction, *, kept: Kept, lot: Lot) -> list[bool]:
    """Seal the answers of a lot again and lay them down anew; return of each whether it was."""
    before = inbox.take(tx, kept, lot)
    after = [answers.resealed(tools.ring, answer) for answer in before]
    inbox.lay(tx, kept, after)
    return [new != old for new, old in zip(after, before, strict=True)]
