"""What can go wrong with the bot, and what people do meanwhile; each is one entry in a list.

A new flow belongs into `DEEDS`, a new kind of trouble into `TROUBLES`: what is planted here
must come out of no side door, whichever two meet.
"""

import sqlite3
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.sandbox import NotAllowedError, NotSeenError
from tests.hospital import Hospital

Deed = Callable[[Hospital], Awaitable[object]]
# Makes something go wrong; returns what ends it.
Trouble = Callable[[Hospital, Path], Callable[[], object]]

CHECKIN_AT = datetime(2026, 11, 10, 15, 30, tzinfo=UTC)
IN_THE_OPEN = datetime(2026, 11, 17, 15, 30, tzinfo=UTC)

COHORT = "Okapi"
TYPED = "zanzibar"
# What an error of the world around the bot may quote: the driver's words, or Slack's.
QUOTED = "wombat"
# What Nia answers, by id and by label, and what she is told; and a choice she takes back.
ANSWERS = (
    "all-of-it",
    "I cannot put it down",
    "comes-back",
    "Some of it comes back",
    "a-short-one",
    "A short one",
)
REPLIES = ("That is ordinary after work like yours", "Short ones are pauses, too")
# Everybody's last name: nobody is called by name anywhere.
NAME = "Example"

_MANY = 99


async def _answers(hospital: Hospital) -> None:
    await hospital.tap(hospital.nia, "Open")
    await hospital.tap(hospital.nia, "I cannot put it down")


async def _changes_the_answer(hospital: Hospital) -> None:
    await hospital.tap(hospital.nia, "Open")
    await hospital.submit(hospital.nia, {"Your answer": "Some of it comes back"})


async def _answers_in_the_conversation(hospital: Hospital) -> None:
    await hospital.tap(hospital.nia, "A short one")


async def _gets_the_exercise(hospital: Hospital) -> None:
    hospital.sandbox.calendar.move_by(timedelta(days=2))
    await hospital.tick()


async def _makes_a_cohort(hospital: Hospital) -> None:
    await hospital.make_cohort([hospital.nia, hospital.cora], f"{COHORT} again")


async def _saves_an_hour(hospital: Hospital) -> None:
    await hospital.command(hospital.nia, "hour")
    await hospital.submit(hospital.nia, {"Your hour": "10:30"})


async def _agrees_again(hospital: Hospital) -> None:
    await hospital.command(hospital.nia, "join")
    await hospital.tap(hospital.nia, "Yes, keep me company")


async def _declines(hospital: Hospital) -> None:
    await hospital.command(hospital.nia, "join")
    await hospital.tap(hospital.nia, "Just the training")


async def _types(hospital: Hospital) -> None:
    await hospital.nia.type(f"{TYPED} and all that")
    await hospital.nia.type(f"I want to die {TYPED}")
    await hospital.settle()


async def _opens_home(hospital: Hospital) -> None:
    await hospital.nia.open_home()
    await hospital.settle()


def _commands(who: str, *texts: str) -> Deed:
    async def deed(hospital: Hospital) -> None:
        for text in texts:
            await hospital.command(getattr(hospital, who), text)

    return deed


# What is done from each moment on, in this order, each under the trouble of the day.
DEEDS: Mapping[datetime, Sequence[Deed]] = {
    CHECKIN_AT: (
        _answers,
        _changes_the_answer,
        _types,
        _opens_home,
        _commands("nia", TYPED, f"pause {TYPED}", f"I want to die {TYPED}", "progress", "help"),
        _commands("nia", "pause 1 day", "resume"),
        _saves_an_hour,
        _gets_the_exercise,
    ),
    IN_THE_OPEN: (
        _answers_in_the_conversation,
        _commands("tara", "progress", f"progress cohort {COHORT}", f"progress cohort {TYPED}"),
        _commands("tara", "digest", f"digest cohort {TYPED}", "certification"),
        _commands("cora", "participation", f"participation cohort {TYPED}", "certification"),
        _commands("cora", "trainers add @Theo Example", "trainers add"),
        _commands("nia", "stop"),
        _agrees_again,
        _gets_the_exercise,
        _declines,
        _makes_a_cohort,
    ),
}
# Whatever was wrong has ended, and everything is closed and released.
END = IN_THE_OPEN + timedelta(days=10)


def _slack(kind: str, **options: object) -> Trouble:
    """Return a Slack that answers in this way whatever it is asked."""

    def begin(hospital: Hospital, _file: Path) -> Callable[[], object]:
        for method in ("chat.postMessage", "chat.update", "views.open", "views.publish", "respond"):
            hospital.sandbox.fault(method, kind, times=_MANY, **options)
        return hospital.sandbox.clear_faults

    return begin


def _nothing(_hospital: Hospital, _file: Path) -> Callable[[], object]:
    return lambda: None


def _refuses_to_write(*tables: str) -> Trouble:
    """Return a database that refuses whatever is written to these tables, and quotes it."""

    def begin(_hospital: Hospital, file: Path) -> Callable[[], object]:
        wrote = [
            f"CREATE TRIGGER {table}_{how} BEFORE {how} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{QUOTED}'); END"
            for table in tables
            for how in ("INSERT", "UPDATE")
        ]
        undone = [f"DROP TRIGGER {table}_{how}" for table in tables for how in ("INSERT", "UPDATE")]
        _sql(file, *wrote)
        return lambda: _sql(file, *undone)

    return begin


def _cannot_be_read(_hospital: Hospital, file: Path) -> Callable[[], object]:
    _sql(file, f"ALTER TABLE person RENAME TO {QUOTED}")
    return lambda: _sql(file, f"ALTER TABLE {QUOTED} RENAME TO person")


def _broken_seals(_hospital: Hospital, file: Path) -> Callable[[], object]:
    _sql(file, "UPDATE response SET sealed = x'0102'", "UPDATE link_key SET sealed = x'0102'")
    return lambda: None


def _unforeseen(hospital: Hospital, _file: Path) -> Callable[[], object]:
    whole = hospital.bot.tools.library.exercises
    hospital.with_library(exercises=_Quoting(whole))
    return lambda: hospital.with_library(exercises=whole)


class _Quoting(dict[str, object]):
    """Content in which nothing is found, with an error that repeats what was looked for."""

    def get(self, key: str, *_: object) -> object:
        raise LookupError(f"{QUOTED} {key}")


TROUBLES: Mapping[str, Trouble] = {
    "none": _nothing,
    "http 500": _slack("http_500"),
    "accepted, then dropped": _slack("accept_then_drop"),
    "rate limited": _slack("ratelimited", retry_after=0),
    **{
        code: _slack("error", code=code)
        for code in (
            "user_disabled",
            "messages_tab_disabled",
            "channel_not_found",
            "invalid_blocks",
            "expired_trigger_id",
        )
    },
    "an answer that quotes": _slack("error", code=f"no {QUOTED} here"),
    "answers cannot be written": _refuses_to_write("response", "delivery"),
    "nothing can be written": _refuses_to_write(
        "person", "consent", "audit", "cohort", "enrolment"
    ),
    "nobody can be read": _cannot_be_read,
    "broken seals": _broken_seals,
    "something unforeseen": _unforeseen,
}


async def live_through(hospital: Hospital, trouble: Trouble, file: Path) -> None:
    """Have everybody do everything, each deed under the trouble."""
    hospital.sandbox.add_person("Theo Example")
    await hospital.name_trainer()
    await hospital.make_cohort([hospital.nia], COHORT)
    await hospital.tara.close()
    await hospital.tick()
    await hospital.join(hospital.nia)
    for moment, deeds in DEEDS.items():
        await hospital.until(moment)
        for deed in deeds:
            await _suffer(hospital, deed, trouble, file)
    await hospital.until(END)


async def _suffer(hospital: Hospital, deed: Deed, trouble: Trouble, file: Path) -> None:
    """Have somebody do something under the trouble; then it is over, and every modal closed."""
    end = trouble(hospital, file)
    # What somebody does not get to see, they cannot tap; where nothing is wrong, they see it all.
    with suppress(*(() if trouble is _nothing else (NotSeenError, NotAllowedError))):
        await deed(hospital)
    await hospital.tick()
    end()
    for person in hospital.sandbox.people:
        while person.modal:
            await person.close()


def _sql(file: Path, *statements: str) -> None:
    """Do something to a database that is in use, as an administrator might."""
    connection = sqlite3.connect(file, timeout=10)
    with connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()
