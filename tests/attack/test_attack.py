"""The attack in short: a machine that asks and lives in any order, and every rule's worth.

`make attack` is the long form.
"""

import asyncio
import tempfile
from contextlib import AsyncExitStack
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from tests.attack.scenarios import found, is_beaten
from tests.attack.switches import ALL_ON, RULES, without
from tests.attack.truths import LOWERED
from tests.attack.worlds import World, world

# Two times four weeks, as far as the machine gets.
WEEKS = 8
# The first scenario of seed 1 in which somebody is pinned without the rule.
BEATEN_IN = {
    "list": 2,
    "takers": 2,
    "room": 0,
    "thirds": 3,
    "middle": 0,
    "fixed": 4,
    "movers": 1,
    "readers": 0,
    "scored": 3,
    "once": 0,
}

numbers = st.integers(0, 200)


class Hospital(RuleBasedStateMachine):
    """Two sites, four cohorts, forty people: they live, and whoever may asks, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self._runner = asyncio.Runner()
        self._stack = AsyncExitStack()
        self._folder = tempfile.TemporaryDirectory()
        self.made: World = self._runner.run(self._begin())

    async def _begin(self) -> World:
        folder = Path(self._folder.name)
        made = await self._stack.enter_async_context(world(folder, LOWERED, WEEKS))
        for who in made.people:
            await made.decide(who, yes=True)
        await made.ask_everybody()
        return made

    @rule(number=numbers, yes=st.booleans())
    def decide(self, number: int, yes: bool) -> None:
        """Somebody joins, or stops."""
        self._runner.run(self.made.decide(self._somebody(number), yes=yes))

    @rule(number=numbers, cohort=numbers)
    def come(self, number: int, cohort: int) -> None:
        """Somebody comes onto a list, or moves to another."""
        who = self._somebody(number) if number % 2 else f"U0P{len(self.made.people)}"
        where = self._cohort(cohort)
        truth = self.made.people.get(who)
        if truth is None or where not in [one for one, _ in truth.enrolled]:
            self._runner.run(self.made.enrol(who, where))

    @rule(cohort=numbers, people=st.integers(0, 14), choice=numbers)
    def answer(self, cohort: int, people: int, choice: int) -> None:
        """Some of a cohort answer, or answer differently."""
        where = self._cohort(cohort)
        asked = [one for one in self.made.questions_open() if one.cohort_id == where]
        for one in asked[:people]:
            self._runner.run(self.made.answer(one, choice))

    @rule(number=numbers)
    def forget(self, number: int) -> None:
        """Somebody deletes all they have answered."""
        self._runner.run(self.made.delete_all(self._somebody(number)))

    @rule(number=numbers)
    def forget_one(self, number: int) -> None:
        """Somebody deletes one answer."""
        if kept := self.made.kept_answers():
            self._runner.run(self.made.delete_one(*kept[number % len(kept)]))

    @rule(number=numbers)
    def ask(self, number: int) -> None:
        """A trainer or a coordinator asks for everything."""
        readers = list(self.made.readers)
        self._runner.run(self.made.ask(readers[number % len(readers)]))

    @rule(number=numbers, cohort=numbers)
    def tick_or_untick(self, number: int, cohort: int) -> None:
        """A trainer or a coordinator takes back a confirmation, or gives it again."""
        readers = list(self.made.readers)
        reader = readers[number % len(readers)]
        groups = self.made.groups_of(reader)
        self._runner.run(self.made.tick_or_untick(reader, groups[cohort % len(groups)]))

    @rule()
    def week_goes_by(self) -> None:
        """The week is released, and the next one asks."""
        self._runner.run(self._next_week())

    def teardown(self) -> None:
        """Whatever happened, nobody is pinned."""
        try:
            for _ in range(2):
                self._runner.run(self._next_week())
            self._runner.run(self.made.tick_all())
            self._runner.run(self.made.ask_all())
            given_away = set(found(self.made, Random(0), ALL_ON))  # noqa: S311 -- not a secret
            assert given_away == set()
        finally:
            self._runner.run(self._stack.aclose())
            self._runner.close()
            self._folder.cleanup()

    async def _next_week(self) -> None:
        await self.made.end_week()
        await self.made.ask_everybody()

    def _somebody(self, number: int) -> str:
        people = [who for who in self.made.people if who not in self.made.readers]
        return people[number % len(people)]

    def _cohort(self, number: int) -> str:
        cohorts = list(self.made.cohorts)
        return cohorts[number % len(cohorts)]


def test_nobody_is_pinned_whatever_happens_and_whoever_asks() -> None:
    run_state_machine_as_test(
        Hospital,
        settings=settings(
            max_examples=5,
            stateful_step_count=30,
            deadline=None,
            # The same in every run of the tests; `make attack` takes other seeds.
            derandomize=True,
            # A smaller example would take minutes, and the steps are told anyway.
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.parametrize("rule", RULES)
def test_without_a_rule_somebody_is_pinned(rule: str) -> None:
    assert is_beaten(1, BEATEN_IN[rule], without(rule))


@pytest.mark.parametrize("number", [0, 1])
def test_with_every_rule_nobody_is_pinned(number: int) -> None:
    assert not is_beaten(1, number, ALL_ON)
