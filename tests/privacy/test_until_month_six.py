"""Until month six, what somebody gets depends on nothing they ever answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from bot.sandbox import Actor, Seen
from storage.tables import Delivery, Person, columns
from tests.hospital import Hospital
from tests.privacy.month import LIVES, choices

# Everything of it is over; the clocks have changed in between.
OVER = datetime(2027, 5, 1, tzinfo=UTC)
OPPOSITE = ("answers lightly", "answers heavily", "answers nothing")


@dataclass(frozen=True, slots=True)
class Lived:
    """What somebody was to get, and when, and the words in which it came."""

    planned: set[tuple[Any, ...]]
    words: list[str]


async def test_people_with_opposite_answers_get_the_same_until_month_six(
    hospital: Hospital,
) -> None:
    light, heavy, silent = await _lived(hospital, OPPOSITE)

    # Three evenings, eight in the active month, one at one month, fourteen later; for what comes
    # before the training this one is made too late.
    assert sum(kind in {"check-in", "exercise"} for kind, *_ in light.planned) == 26
    assert light == heavy
    # After three questions without an answer there are fewer, as the consent says.
    assert 0 < len(silent.words) < len(light.words)
    assert set(silent.words) <= set(light.words)


async def _lived(hospital: Hospital, lives: Sequence[str]) -> list[Lived]:
    """Return what people got who lived in these ways with all that came, until it was over."""
    people = [hospital.sandbox.add_person(f"P{number} Example") for number in range(len(lives))]
    await hospital.cohort_of(people)
    planned: list[set[tuple[Any, ...]]] = [set() for _ in people]
    seen = [len(person.messages) for person in people]
    while (due := await hospital.bot.next_moment()) and due < OVER:
        await hospital.until(due)
        for number, (person, life) in enumerate(zip(people, lives, strict=True)):
            # Looked at each time: what was answered is kept for longer.
            planned[number] |= set(await _deliveries(hospital, person))
            for message in person.messages[seen[number] :]:
                if _can_be_opened(message):
                    await LIVES[life](hospital, person, message)
            seen[number] = len(person.messages)
    return [
        Lived(each, [message.words() for message in person.messages])
        for each, person in zip(planned, people, strict=True)
    ]


def _can_be_opened(message: Seen) -> bool:
    return bool(choices(message.blocks)) or "[Open]" in message.words()


async def _deliveries(hospital: Hospital, person: Actor) -> list[tuple[Any, ...]]:
    """Return all that is planned for somebody, but for whether and when they answered."""
    delivery = columns(Delivery)
    statement = (
        select(
            delivery.kind,
            delivery.step,
            delivery.occurrence,
            delivery.content_id,
            delivery.local_date,
            delivery.due_at,
            delivery.expires_at,
            delivery.dropped,
        )
        .join(Person, columns(Person).id == delivery.person_id)
        .where(columns(Person).slack_id == person.slack_id)
    )
    rows = await hospital.bot.tools.database.read(lambda tx: tx.all(statement))
    return [tuple(row) for row in rows]
