"""One scenario after the other: a world is lived, and every attacker tries to pin somebody."""

import asyncio
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from random import Random

from tests.attack.beliefs import puzzle_of
from tests.attack.lives import live
from tests.attack.puzzles import pinned
from tests.attack.switches import ALL_ON, SHOWS_IN, Switches, limits, switched
from tests.attack.truths import LOWERED, TRUE
from tests.attack.unknowns import Attacker
from tests.attack.worlds import World, world

Collect = Callable[[Iterator[str]], frozenset[str]]

# Eight weeks are two times four, and what people do between them.
WEEKS = (5, 8)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many questions were asked in a scenario, and who was pinned."""

    questions: int
    pinned: frozenset[str]


def scenario(seed: int, number: int, switches: Switches = ALL_ON) -> Outcome:
    """Live through one scenario and attack it; the same numbers give the same outcome."""
    return _lived(seed, number, switches, frozenset)


def is_beaten(seed: int, number: int, switches: Switches = ALL_ON) -> bool:
    """Return whether anybody is pinned in a scenario; the first is enough."""
    first = _lived(seed, number, switches, lambda everybody: frozenset(islice(everybody, 1)))
    return bool(first.pinned)


def _lived(seed: int, number: int, switches: Switches, who: Collect) -> Outcome:
    random = Random(f"{seed}/{number}")  # noqa: S311 -- to be repeated, not to be secret
    scale = TRUE if number % 3 == 2 else LOWERED
    scale = replace(scale, limits=limits(switches, scale.limits))
    weeks = random.randint(*WEEKS)
    # Three in four worlds are such as an attacker would make who knows which rule is off.
    off = next((SHOWS_IN[rule] for rule in SHOWS_IN if not getattr(switches, rule)), None)
    plot = off if random.random() < 0.75 else None

    async def run() -> Outcome:
        with switched(switches), tempfile.TemporaryDirectory() as folder:
            lived = world(
                Path(folder),
                scale,
                weeks,
                recounts=not switches.once,
                counts_readers=not switches.readers,
            )
            async with lived as made:
                await live(made, random, weeks, plot)
                return Outcome(made.questions, who(found(made, random, switches)))

    return asyncio.run(run())


def found(made: World, random: Random, switches: Switches) -> Iterator[str]:
    """Yield everybody whom some attacker pins, of every site."""
    known = {frozenset(chosen) for chosen in _known(made, random)}
    for site in made.sites:
        for knows in sorted(known, key=sorted):
            for knows_followers in (False, True):
                attacker = Attacker(knows, knows_followers)
                puzzle = puzzle_of(made, site.id, attacker, switches)
                # A variable is named after what it says and of whom.
                yield from {str(name[1]) for name in pinned(puzzle)}  # type: ignore[index]


def _known(made: World, random: Random) -> Iterator[list[str]]:
    """Yield whom attackers may choose to know the truth about.

    Those help most who are all alike: who always answer, never, take part and are silent, want
    just the training, or have moved; and whoever has become a trainer.
    """
    number = made.scale.known
    others = [who for who in made.people if who not in made.insiders]
    for cohort in made.cohorts:
        on_list = [who for who in others if made.people[who].enrolled[0][0] == cohort]
        random.shuffle(on_list)
        often = sorted(on_list, key=lambda who: len(made.people[who].answers))
        yield often[:number]
        yield often[-number:]
        takes_part = {who: made.people[who].keeps(made.now) for who in on_list}
        silent = [who for who in often if takes_part[who] and not made.people[who].answers]
        declined = [who for who in often if not takes_part[who]]
        moved = [who for who in on_list if len(made.people[who].enrolled) > 1]
        risen = [who for who in on_list if who in made.readers]
        for alike in (silent, declined, [*moved, *often], [*risen, *declined, *often]):
            yield alike[:number]
    yield random.sample(others, number)
