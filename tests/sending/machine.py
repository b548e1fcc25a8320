"""Two processes that send over one database, and everything that may befall them.

The SQL is real, and so is the bot from the tick down to the call of Slack's method; transactions
run in this thread, so that what happened can be played again, step by step.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import Engine, select

import content.load
from bot import clock
from bot.flows import deliveries as flow
from bot.flows.tools import Tasks, Tools, new_id
from bot.rules.leases import LEASE_SECONDS, MOST_SETTLED_SECONDS, Watch
from bot.slack import Slack
from storage import deliveries, people, rosters, seal, trainings
from storage.deliveries import Message
from storage.people import Decision
from storage.tables import Delivery, columns
from storage.trainings import Group, TrainingDay
from storage.transactions import Transaction
from tests.flows.kit import Stopwatch
from tests.sending.world import LOOKS, TAKES, Line, Pending, World
from tests.storage.kit import empty

MONDAY = datetime(2026, 11, 2, 14, 0, tzinfo=UTC)
LIBRARY = content.load.library()
CHECKIN = next(iter(LIBRARY.checkins.values()))
SPRING = Group("spring", "riverbend", "Spring", None)
PEOPLE = ("nia", "pia", "mia")
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
# Until everything has come to its end, whatever was left lying about.
ROUNDS = 60
# As many as one example has.
MESSAGES = 6
POST, HISTORY = "chat.postMessage", "conversations.history"
YES = Decision(1, companion=True, checkins=True, exercises=True)

TOOLS = Tools(
    database=None,
    library=LIBRARY,
    written=LIBRARY,
    sites={},
    slack=None,
    ring=seal.read_keys(seal.new_key("k")),
    tasks=Tasks(),
    key_keeper="nobody",
    owner="",
    real_now=clock.wall,
    paced=False,
)


class Connected(Slack):
    """What the bot knows of Slack, over a line of this test's."""

    def __init__(self, line: Line) -> None:
        self._calls = line
        self.client = line
        self._shows_new_blocks = True


class Inline:
    """The database, with each transaction run where it is asked for."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def run(self, function: Callable[[Transaction], Any]) -> Any:
        """Run `function` in a transaction and return what it returned, committed."""
        return self.now(function)

    read = run_locking = run

    def now(self, function: Callable[[Transaction], Any]) -> Any:
        """Run `function` at once."""
        with self._engine.begin() as connection:
            return function(Transaction(connection))


@dataclass
class Process:
    """One copy of the bot, as far as it sends."""

    tools: Tools
    seconds: Stopwatch
    tick: "asyncio.Task[None] | None" = None

    @property
    def idle(self) -> bool:
        """Whether it could begin another tick."""
        return self.tick is None or self.tick.done()


class Sending(RuleBasedStateMachine):
    """Messages are planned, claimed, posted, lost, found and noted, in any order there is."""

    engine: ClassVar[Engine]
    blind: ClassVar[bool] = False

    @initialize()
    def begin(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.world = World(MONDAY, blind=self.blind)
        self.database = Inline(self.engine)
        with self.engine.begin() as connection:
            empty(connection)
        self.database.now(_populate)
        self.planned: dict[str, Message] = {}
        self.processes = {name: self._process(name) for name in ("one", "two")}

    @rule(who=st.sampled_from(PEOPLE), kind=st.sampled_from(["check-in", "notice"]))
    @precondition(lambda self: len(self.planned) < MESSAGES)
    def plan(self, who: str, kind: str) -> None:
        """Something is due for somebody."""
        message = _message(who, kind, len(self.planned), self.world.now)
        self.database.now(lambda tx: deliveries.plan(tx, [message]))
        self.planned[message.id] = message

    @rule(name=st.sampled_from(["one", "two"]))
    def tick(self, name: str) -> None:
        """A process does what the time has come for, as far as it gets."""
        process = self.processes[name]
        if process.idle:
            sending = flow.send_due(process.tools, lambda: self.world.now)
            process.tick = self.loop.create_task(sending)
        self._run()

    @rule(how=st.sampled_from(list(TAKES)), which=st.integers(0, 7))
    @precondition(lambda self: self.world.waiting(POST))
    def post(self, how: str, which: int) -> None:
        """A post that waited for a connection gets one, and Slack takes it, or not."""
        self._decide(self.world.waiting(POST), how, which)

    @rule(how=st.sampled_from(LOOKS), which=st.integers(0, 7))
    @precondition(lambda self: self.world.waiting(HISTORY))
    def look(self, how: str, which: int) -> None:
        """A look into a conversation ends."""
        self._decide(self.world.waiting(HISTORY), how, which)

    @rule(which=st.integers(0, 7))
    @precondition(lambda self: self.world.waiting(POST, for_answer=True))
    def answer(self, which: int) -> None:
        """An answer that was late comes."""
        late = self.world.waiting(POST, for_answer=True)
        answered = late[which % len(late)].answered
        if answered and not answered.done():
            answered.set_result(None)
        self._run()

    @rule(name=st.sampled_from(["one", "two"]))
    def kill(self, name: str) -> None:
        """A process dies at whatever it is doing, and another starts in its place."""
        process = self.processes[name]
        if process.tick:
            process.tick.cancel()
        self._run()
        self.processes[name] = self._process(name)

    @rule(seconds=st.sampled_from([1, 12, 31, 46, 90, 121]))
    def time_goes_by(self, seconds: int) -> None:
        """Time goes by for everybody: a process that does nothing meanwhile was stopped."""
        self.world.now += timedelta(seconds=seconds)
        for process in self.processes.values():
            process.seconds.at += seconds

    @rule(by=st.sampled_from([-HOUR, 5 * MINUTE, HOUR, 3 * HOUR]))
    @precondition(lambda self: not self.world.waiting(POST))
    def the_calendar_is_set(self, by: timedelta) -> None:
        """Somebody sets the clock; nobody's seconds change by that."""
        self.world.now += by

    @invariant()
    def nothing_is_accepted_twice(self) -> None:
        """But a notice, where nobody may look: rather two than none."""
        if not hasattr(self, "planned"):
            return
        for message in self.planned.values():
            accepted = [one for one in self.world.accepted if one.delivery_id == message.id]
            forbidden = f"DU0{message.person_id}" in self.world.forbidden
            most = 2 if message.kind == "notice" and forbidden else 1
            assert len(accepted) <= most, f"{message.kind} accepted {len(accepted)} times"

    @invariant()
    def nothing_is_accepted_after_its_window(self) -> None:
        """Early it cannot be: only what is due is claimed, by the clock there was then."""
        if not hasattr(self, "planned"):
            return
        for one in self.world.accepted:
            assert one.at <= self.planned[one.delivery_id].send_by, "accepted too late"

    def teardown(self) -> None:
        """In the end everything stands in Slack and was noted, or has a reason."""
        if not hasattr(self, "planned"):
            return
        try:
            self._come_to_an_end()
            for message in self.planned.values():
                self._has_ended(message)
            self.nothing_is_accepted_twice()
            self.nothing_is_accepted_after_its_window()
        finally:
            for process in self.processes.values():
                if process.tick:
                    process.tick.cancel()
            self._run()
            self.loop.close()

    def _come_to_an_end(self) -> None:
        """Have both tick in a world without trouble, until nothing is left to do."""
        for _ in range(ROUNDS):
            for name in self.processes:
                self.tick(name)
            while self.world.pending:
                for pending in list(self.world.pending):
                    _settle(pending)
                self._run()
            if not self._unended():
                return
            # However often the clock was set back: what is planned falls due some day.
            due = max(message.due_at for message in self.planned.values())
            self.world.now = max(self.world.now, due)
            self.time_goes_by(int(max(LEASE_SECONDS, MOST_SETTLED_SECONDS)) + 1)

    def _unended(self) -> list[str]:
        delivery = columns(Delivery)
        asked = select(delivery.id).where(
            delivery.sent_at.is_(None), delivery.failure.is_(None), delivery.dropped.is_(None)
        )
        return [row.id for row in self.database.now(lambda tx: tx.all(asked))]

    def _has_ended(self, message: Message) -> None:
        delivery = columns(Delivery)
        asked = select(delivery.message_ts, delivery.failure, delivery.dropped).where(
            delivery.id == message.id
        )
        row = self.database.now(lambda tx: tx.one(asked))
        accepted = [one.ts for one in self.world.accepted if one.delivery_id == message.id]
        if row.message_ts:
            assert row.message_ts in accepted, "noted as sent, and is not in Slack"
        else:
            assert row.failure or row.dropped, "neither sent nor given a reason"
            # Whoever finds nothing believes of what has come too late that it did not come.
            known = row.failure == "unconfirmed" or self.blind
            assert not accepted or known, "sent, and noted as not sent"

    def _process(self, name: str) -> Process:
        seconds = Stopwatch()
        slack = Connected(Line(self.world, name, seconds))
        tools = replace(TOOLS, slack=slack, database=self.database, elapsed=seconds)
        return Process(replace(tools, owner=new_id(), watch=Watch()), seconds)

    def _decide(self, waiting: list[Pending], how: str, which: int) -> None:
        waiting[which % len(waiting)].decided.set_result(how)
        self._run()

    def _run(self) -> None:
        """Let everybody go on until they wait for the world."""

        async def go_on() -> None:
            for _ in range(40):
                await asyncio.sleep(0)

        self.loop.run_until_complete(go_on())
        for process in self.processes.values():
            if process.tick and process.tick.done() and not process.tick.cancelled():
                process.tick.result()


def _populate(tx: Transaction) -> None:
    """Have a cohort with training days, and everybody in it with the companion."""
    trainings.add_cohort(tx, SPRING, MONDAY)
    for number in range(MESSAGES):
        on = MONDAY.date() + timedelta(days=number)
        day = TrainingDay(f"d{number}", number, on, time(9), "America/New_York", 1)
        trainings.add_day(tx, SPRING, day)
    for name in PEOPLE:
        slack_id = f"U0{name}"
        people.add(tx, person_id=name, site_id=SPRING.site_id, slack_id=slack_id, zone="UTC")
        rosters.enrol(tx, SPRING, name, enrolment_id=name, now=MONDAY)
        known = people.find(tx, slack_id)
        people.decide(tx, known, YES, decision_id=name, now=MONDAY)


def _message(who: str, kind: str, number: int, now: datetime) -> Message:
    """Return something of which everybody can have several, due now."""
    question = {"content_id": CHECKIN.id, "content_version": CHECKIN.version}
    return Message(
        id=f"m{number}",
        site_id=SPRING.site_id,
        cohort_id=SPRING.id,
        person_id=who,
        kind=kind,
        step="notice/2-hours" if kind == "notice" else f"active/week-{number}/check-in",
        occurrence=f"d{number}/1",
        local_date=now.date(),
        due_at=now,
        send_by=now + 2 * HOUR,
        expires_at=now + 36 * HOUR,
        **(question if kind == "check-in" else {}),
    )


def _settle(pending: Pending) -> None:
    """Have a call end well."""
    if not pending.decided.done():
        pending.decided.set_result("read" if pending.method == HISTORY else "taken")
    elif pending.answered and not pending.answered.done():
        pending.answered.set_result(None)
