"""How people live in a world: they join, stop, move and delete, and answer near every edge."""

from collections.abc import Iterator
from datetime import timedelta
from random import Random

from bot.app.simulated import Asked
from bot.rules import cadence
from tests.attack.truths import FIRST_MONDAY, ZONE
from tests.attack.worlds import World

PLOTS = ("calm", "edges", "moves", "late", "leaves")
# How many delete an answer, twice a week. In most worlds nobody does: after a deletion the
# attacker takes four weeks for no less than a week, and believes nothing else of them.
DELETING = ((0,), (0,), (0, 0, 1, 2))


async def live(made: World, random: Random, weeks: int, plot: str | None = None) -> None:
    """Live through some weeks, with this plot or any.

    People join, stop and move, answer in numbers near every edge, and everybody who may ask
    does. Some worlds have a plot: in one cohort that is as small as may be shown, nearly nobody
    or nearly everybody answers, people move away in the middle of four weeks, say yes late, or
    leave between two questions.
    """
    plot = plot or random.choice(PLOTS)
    target = random.choice(list(made.cohorts))
    deleting = random.choice(DELETING)
    await _begin(made, random, target if plot != "calm" else None)
    for week in range(weeks):
        await _change_minds(made, random, week, plot, target)
        await made.ask_everybody()
        await _answer_some(made, random, plot, target)
        await _delete_some(made, random, random.choice(deleting))
        await _look_around(made, random)
        await made.end_week()
        await made.ask_all()
        await _delete_some(made, random, random.choice(deleting))
        if plot == "leaves":
            await _leave(made, random, target)
            await made.ask_all()
    await made.end_week()
    await made.ask_all()
    # Whoever took something back sees it all again.
    await made.tick_all()
    await made.ask_all()


async def _answer_some(made: World, random: Random, plot: str, target: str) -> None:
    """Have some answer, and a few of them answer differently."""
    for asked in _who_answers(made, random, plot, target):
        await made.answer(asked, random.randrange(5))
        if random.random() < 0.1:
            await made.answer(asked, random.randrange(5))


async def _look_around(made: World, random: Random) -> None:
    """Have somebody who may ask do so within the week, and somebody untick a group."""
    if random.random() < 0.3:
        await made.ask(random.choice(list(made.readers)))
    if random.random() < 0.3:
        reader = random.choice(list(made.readers))
        if groups := made.groups_of(reader):
            await made.tick_or_untick(reader, random.choice(groups))


async def _delete_some(made: World, random: Random, number: int) -> None:
    """Have a few people delete an answer of theirs, of this week or an earlier one."""
    # What is counted anew does not know what was deleted since.
    kept = [] if made.recounts else made.kept_answers()
    for who, cohort, monday in random.sample(kept, min(number, len(kept))):
        await made.delete_one(who, cohort, monday)


async def _leave(made: World, random: Random, cohort: str) -> None:
    if takers := _on_list(made, cohort, keeps=True):
        await made.decide(random.choice(takers), yes=False)


def _on_list(made: World, cohort: str, *, keeps: bool | None = None) -> list[str]:
    """Return who is on a list now; with `keeps`, only those who do or do not."""
    on_list = [
        who
        for who, truth in made.people.items()
        if truth.enrolled[-1][0] == cohort and who not in made.readers
    ]
    return [who for who in on_list if keeps in (None, made.people[who].keeps(made.now))]


async def _begin(made: World, random: Random, target: str | None) -> None:
    """Have almost everybody decide; in the target just as many take part as must."""
    for reader in made.readers:
        if reader in made.people:
            await made.decide(reader, yes=True)
    for cohort in made.cohorts:
        on_list = _on_list(made, cohort)
        random.shuffle(on_list)
        declines = random.choice([0, 0, 1, 2, 3, 4, 6])
        if cohort == target:
            declines = max(0, len(on_list) - made.scale.limits.takers(len(on_list)))
        # Some of those who want just the training say so, others say nothing.
        silent = random.randint(0, declines)
        for number, who in enumerate(on_list[silent:], start=silent):
            await made.decide(who, yes=number >= declines)


async def _change_minds(made: World, random: Random, week: int, plot: str, target: str) -> None:
    """Have a few people join late, stop, come onto a list late, or move."""
    made.now = cadence.midnight(made.monday, ZONE) - timedelta(hours=3)
    match plot, week:
        case "calm", _:
            for _ in range(random.choice([0, 0, 0, 1, 2])):
                await _change_a_mind(made, random)
        case "moves", 1:
            await _move(made, random, target)
        case "late", 2:
            for who in _on_list(made, target, keeps=False):
                await made.decide(who, yes=True)


async def _move(made: World, random: Random, cohort: str) -> None:
    elsewhere = random.choice([one for one in made.cohorts if one != cohort])
    for who in _on_list(made, cohort, keeps=True)[: made.scale.known]:
        await made.enrol(who, elsewhere)


async def _change_a_mind(made: World, random: Random) -> None:
    who = random.choice([one for one in made.people if one not in made.readers])
    cohort = random.choice(list(made.cohorts))
    match random.randrange(6):
        case 0 | 1:
            await made.decide(who, yes=not made.people[who].keeps(made.now))
        case 2 if not made.recounts:
            await made.delete_all(who)
        case 3 if made.scale.known == 3:
            await made.rise(who)
        case 4 if cohort not in [one for one, _ in made.people[who].enrolled]:
            await made.enrol(who, cohort)
        case _:
            newcomer = f"U0P{len(made.people)}"
            await made.enrol(newcomer, cohort)
            await made.decide(newcomer, yes=True)


def _who_answers(made: World, random: Random, plot: str, target: str) -> Iterator[Asked]:
    """Yield the questions that are answered: in each cohort, a number near some edge."""
    for cohort in made.cohorts:
        asked = [one for one in made.questions_open() if one.cohort_id == cohort]
        people = len(asked)
        third, two = -(-people // 3), 2 * people // 3
        edges = [0, 1, 2, third - 1, third, people // 2, two, two + 1, people - 1, people]
        if cohort == target and plot in ("edges", "moves"):
            edges = [0, made.scale.known, people - made.scale.known, people - 1]
        if cohort == target and plot == "late":
            # The same few every week, and whoever said yes late.
            yield from _few_and_late(made, asked)
            continue
        # Often the same people answer week after week.
        if random.random() < 0.5:
            random.shuffle(asked)
        yield from asked[: max(0, random.choice(edges))]


def _few_and_late(made: World, asked: list[Asked]) -> Iterator[Asked]:
    began = cadence.midnight(FIRST_MONDAY, ZONE)
    early = [one for one in asked if made.people[one.slack_id].keeps(began)]
    few = -(-len(early) // 3) - 1
    yield from early[:few]
    yield from (one for one in asked if one not in early)
