"""Whatever somebody does with the companion, Slack holds the same of them.

What may differ is what the consent names: whether somebody has the companion at all, their
hour, and a pause. Everything else is compared here, to the second.
"""

import asyncio
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile
from pathlib import Path

import pytest

import content.load
from bot.messages import checkins as words
from content.model import CheckIn
from tests import databases
from tests.environment import environment
from tests.privacy.month import (
    ANSWERING,
    EVERYBODY,
    LIVES,
    WITHOUT,
    Json,
    Played,
    channel_notices,
    conversation,
    everything,
    history,
    home_lines,
    hospital_of,
    moments,
    notifications,
    play,
    wordings,
)

LIBRARY = content.load.library()
CHECKINS = LIBRARY.checkins.values()
OPAQUE = re.compile(r"[0-9a-f]{32}")
NOTHING, LIGHTLY = "answers nothing", "answers lightly"
LESS = "From now on I'll write about once a week."
# So often everybody is looked at before anybody hears less.
UNTIL_LESS = 5


@pytest.fixture(scope="module")
def months(tmp_path_factory: pytest.TempPathFactory, postgres: str) -> Sequence[Played]:
    """The month twice, on SQLite and on PostgreSQL: the second time the lives change hands."""
    first, second = (tmp_path_factory.mktemp(name) for name in ("first", "second"))
    url = databases.on_postgresql(postgres)
    # Those with and without the companion stay who they are.
    swapped = (*reversed(EVERYBODY[: -len(WITHOUT)]), *WITHOUT)
    return (
        asyncio.run(_played(first, f"sqlite:///{first}/bot.db", EVERYBODY)),
        asyncio.run(_played(second, url, swapped)),
    )


@pytest.fixture(params=[0, 1], ids=["sqlite", "postgresql"])
def month(request: pytest.FixtureRequest, months: Sequence[Played]) -> Played:
    """The month on SQLite, then on PostgreSQL."""
    return months[request.param]


async def _played(folder: Path, database_url: str, lives: Sequence[str]) -> Played:
    settings = environment(folder) | {"DATABASE_URL": database_url}
    async with hospital_of(settings) as hospital:
        return await play(hospital, lives)


def test_slack_holds_the_same_of_two_people_with_opposite_answers(month: Played) -> None:
    light, heavy = month.of("answers lightly"), month.of("answers heavily")

    assert history(month, light) == history(month, heavy)


@pytest.mark.parametrize("life", LIVES)
def test_slack_holds_the_same_of_everybody_who_hears_as_often(month: Played, life: str) -> None:
    somebody, other = month.of(life), month.of(_alike(life))

    assert history(month, somebody) == history(month, other)


@pytest.mark.parametrize("life", LIVES)
def test_until_somebody_hears_less_slack_holds_the_same_of_them_as_of_one_who_answers(
    month: Played, life: str
) -> None:
    held = zip(history(month, month.of(life)), history(month, month.of(LIGHTLY)), strict=True)
    alike = list(takewhile(lambda pair: pair[0] == pair[1], held))

    # The three evenings of the training, and the first two weeks.
    assert len(alike) >= UNTIL_LESS


def test_whoever_hears_less_is_told_nothing_that_others_are_not_but_that(month: Played) -> None:
    silent = set(notifications(month.export, month.of(NOTHING)))
    others = set(notifications(month.export, month.of(LIGHTLY)))

    assert {said.splitlines()[-1] for said in silent - others} == {LESS}


@pytest.mark.parametrize("life", LIVES)
def test_everything_is_written_and_reworded_in_the_same_second_for_who_hears_as_often(
    month: Played, life: str
) -> None:
    assert moments(month.export, month.of(life)) == moments(month.export, month.of(_alike(life)))


@pytest.mark.parametrize("life", LIVES)
def test_a_locked_screen_shows_the_same_to_whoever_looks_over_a_shoulder(
    month: Played, life: str
) -> None:
    shown = notifications(month.export, month.of(life))

    assert words.NEUTRAL in shown
    assert shown == notifications(month.export, month.of(_alike(life)))


def test_nothing_that_slack_holds_changes_while_people_answer(month: Played) -> None:
    assert all(before["channels"] for before, _ in month.around)
    assert [before for before, _ in month.around] == [after for _, after in month.around]


def test_slack_holds_the_same_of_each_person_when_everybody_else_has_answered(
    months: Sequence[Played],
) -> None:
    first, second = months
    both = zip(first.lives.items(), second.lives.values(), strict=True)
    alike = [who for (who, life), other in both if _alike(life) == _alike(other)]

    assert list(first.lives.values()) != list(second.lives.values())
    assert len(alike) > len(WITHOUT)
    assert [history(first, who) for who in alike] == [history(second, who) for who in alike]


def test_trainers_and_coordinators_see_the_same_whoever_answered(
    months: Sequence[Played],
) -> None:
    first, second = months

    assert any("a third to two thirds" in screen for screen in first.screens)
    assert _without_codes(first.screens) == _without_codes(second.screens)


def test_the_channel_of_a_cohort_holds_the_same_whoever_answered(
    months: Sequence[Played],
) -> None:
    first, second = (channel_notices(month.export) for month in months)

    # A hello and four notices, or nothing was looked at.
    assert len(first) == 5
    assert first == second


def test_no_label_of_an_answer_stands_anywhere_without_all_the_others(month: Played) -> None:
    for text, blocks in wordings(month.export):
        held = f"{text} {blocks}"
        shown = _labels(one for one in CHECKINS if one.lock_screen and one.ask in held)
        assert [label for label in shown if label not in held] == []

        # Two questions may share a label, so what a harmless one shows is taken away first.
        for label in sorted(shown, key=len, reverse=True):
            held = held.replace(label, "")
        assert [label for label in _labels(CHECKINS) if label in held] == []


def test_questions_stand_in_the_conversation_only_where_they_may(month: Played) -> None:
    held = str(list(wordings(month.export)))
    standing = {checkin.lock_screen for checkin in LIBRARY.checkins.values() if checkin.ask in held}

    # Some question stood there, or nothing was looked at.
    assert standing == {True}


def test_no_reply_and_no_exercise_stands_anywhere(month: Played) -> None:
    held = str(list(wordings(month.export)))
    replies = [choice.reply for checkin in LIBRARY.checkins.values() for choice in checkin.choices]
    exercises = [
        said
        for exercise in LIBRARY.exercises.values()
        for said in (exercise.title, exercise.why, *exercise.steps)
    ]

    assert [said for said in (*replies, *exercises) if said in held] == []


def test_a_message_carries_an_opaque_id_of_its_own_and_nothing_else(month: Played) -> None:
    carried = [message["metadata"] for message in _messages(month) if "metadata" in message]
    ids = [metadata["event_payload"]["delivery_id"] for metadata in carried]

    assert len(ids) > len(LIVES)
    assert [one for one in ids if not OPAQUE.fullmatch(one)] == []
    assert len(set(ids)) == len(ids)
    assert carried == [
        {"event_type": "delivery", "event_payload": {"delivery_id": one}} for one in ids
    ]


def test_a_button_carries_the_id_of_its_message_a_dash_or_what_it_carries_for_everybody(
    month: Played,
) -> None:
    # A notice has buttons of its training day, which has an id of its own.
    others = [_carried(month, slack_id) for slack_id in month.lives]

    assert others[0]
    assert [one for one in others[0] if not OPAQUE.fullmatch(one)] == []
    assert [these for these in others if these != others[0]] == []


@pytest.mark.parametrize("life", WITHOUT)
def test_notices_of_the_training_are_the_same_with_and_without_the_companion(
    month: Played, life: str
) -> None:
    without = notifications(month.export, month.of(life))
    with_it = notifications(month.export, month.of(NOTHING))

    assert [said for said in with_it if said not in _COMPANION_SAYS] == without


@pytest.mark.parametrize("life", WITHOUT)
def test_notices_of_the_training_come_in_the_same_second_with_and_without_the_companion(
    month: Played, life: str
) -> None:
    without = moments(month.export, month.of(life))
    with_it = moments(month.export, month.of(NOTHING))

    assert [moment for moment in with_it if moment in without] == without


def test_slack_holds_the_same_of_one_who_declined_as_of_one_who_never_chose(
    month: Played,
) -> None:
    declined, undecided = (month.of(life) for life in WITHOUT)

    assert history(month, declined) == history(month, undecided)


def test_nothing_tells_the_companion_from_the_training_but_its_own_messages(
    month: Played,
) -> None:
    with_it = set(notifications(month.export, month.of(NOTHING)))
    without = set(notifications(month.export, month.of("just the training")))

    # A question in the open, an exercise, the neutral line and the end, or nothing was looked at.
    assert len(with_it - without) >= 4
    assert with_it - without <= _COMPANION_SAYS
    assert without - with_it == set()


def test_the_home_of_the_companion_differs_in_when_the_next_message_comes_alone(
    month: Played,
) -> None:
    lines = [
        set(home_lines(export, month.of(NOTHING)))
        ^ set(home_lines(export, month.of("just the training")))
        for export in month.exports
    ]

    assert {line.partition(" on ")[0] for line in set().union(*lines)} == {
        "My next message comes",
        "Nothing more is planned.",
    }


def _labels(checkins: Iterable[CheckIn]) -> list[str]:
    return [choice.label for checkin in checkins for choice in checkin.choices]


def _alike(life: str) -> str:
    """Return a life that hears as often as this one."""
    if life in WITHOUT:
        return life
    return LIGHTLY if life in ANSWERING else NOTHING


def _messages(month: Played) -> Iterator[Json]:
    for slack_id in month.lives:
        yield from everything(conversation(month.export, slack_id))


def _carried(month: Played, slack_id: str) -> set[str]:
    """Return what the buttons of somebody's messages carry beside the message's own id, or a dash.

    Whatever a message said before it was reworded counts, too.
    """
    found = set()
    for message in everything(conversation(month.export, slack_id)):
        metadata = message.get("metadata", {"event_payload": {"delivery_id": "-"}})
        own = metadata["event_payload"]["delivery_id"]
        wording = [message.get("blocks", []), *(edit["blocks"] for edit in message["edits"])]
        found |= {value for blocks in wording for value in _values(blocks)} - {own, "-"}
    return found


def _without_codes(screens: Sequence[str]) -> list[str]:
    """Return screens without the codes of rooms, which are by chance."""
    return [re.sub(r"(?<=Room code: )\d+", "", screen) for screen in screens]


def _values(blocks: Sequence[Json]) -> Iterator[str]:
    for block in blocks:
        for element in block.get("elements", []):
            if "value" in element:
                yield element["value"]


# What the consent means by "I wrote to you": all that tells somebody with the companion apart.
_COMPANION_SAYS = {
    f"{said}{more}"
    for said in (
        words.NEUTRAL,
        words.CLOSED,
        *(words.exercise_offer(exercise, "").text for exercise in LIBRARY.exercises.values()),
        *(words.question(checkin, "").text for checkin in LIBRARY.checkins.values()),
    )
    for more in ("", f"\n{LESS}")
}
