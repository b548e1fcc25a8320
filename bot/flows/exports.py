"""People take a locked copy of all that is kept of theirs; Slack has it for a day."""

import asyncio
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime, timedelta
from functools import partial

from bot.flows import answers, likings, own_answers, results, routines
from bot.flows.people import allowed
from bot.flows.tools import Tools
from bot.messages import exports as messages
from bot.messages.exports import Filled, Line, Taken
from bot.rules import cadence
from bot.rules.results import label_of
from bot.rules.roles import Act
from bot.slack import NotSentError, OutcomeUnknownError, RefusedError
from storage import exports, lockbox, people
from storage import routines as stored
from storage.people import Decision, Known
from storage.transactions import Transaction

# Long enough to come home and save it.
IN_SLACK = timedelta(hours=24)
# When Slack does not delete a file, it is tried again after so long.
AGAIN = timedelta(minutes=10)
# What Slack says of a file that is not there.
GONE = frozenset({"file_not_found", "file_deleted"})


async def may(tools: Tools, slack_id: str) -> None:
    """Return when this person can take a copy.

    Raises:
        NotAllowedError: They are on no roster.
    """
    await tools.database.read(lambda tx: allowed(tools, tx, slack_id, Act.MY_DATA))


async def send(tools: Tools, slack_id: str, now: datetime) -> str:
    """Send this person a locked copy of what is kept of theirs, and return the passphrase.

    It is kept nowhere. The file is to be deleted from Slack before it stands there, so that it
    goes whatever happens in between.

    Raises:
        NotAllowedError: They are on no roster.
        NotSentError, OutcomeUnknownError, RefusedError: The file may not be there.
    """
    known, taken = await tools.database.read(partial(_taken, tools, slack_id=slack_id, now=now))
    passphrase = lockbox.new_passphrase()
    # It takes as long as a hundred answers, and everybody else would wait.
    locked = await asyncio.to_thread(lockbox.lock, messages.plain(taken), passphrase)
    contents = messages.page(locked.written())
    channel = await tools.slack.conversation_with(slack_id)
    upload = await tools.slack.begin_upload(messages.FILE_NAME, len(contents))
    await tools.database.run(
        lambda tx: exports.expect(tx, upload.file_id, known.site_id, now + IN_SLACK)
    )
    await tools.slack.upload(upload, contents)
    await tools.slack.share(upload, channel, messages.FILE_NAME, messages.COMMENT)
    return passphrase


async def clear(tools: Tools, now: datetime) -> None:
    """Delete from Slack what has stood there for a day; one file at a time."""
    file_id = await tools.database.run(lambda tx: exports.take(tx, now, now + AGAIN))
    if file_id is None:
        return
    try:
        await tools.slack.delete_file(file_id)
    except (NotSentError, OutcomeUnknownError):
        return
    except RefusedError as refusal:
        if refusal.code not in GONE:
            return
    await tools.database.run(lambda tx: exports.forget(tx, file_id))


async def next_moment(tools: Tools) -> datetime | None:
    """Return when the next file is to be deleted, or None."""
    return await tools.database.read(exports.next_moment)


def _taken(tools: Tools, tx: Transaction, *, slack_id: str, now: datetime) -> tuple[Known, Taken]:
    known = allowed(tools, tx, slack_id, Act.MY_DATA)
    link_key = answers.link_key_of(tools.ring, tx, known.id)
    habits = stored.habits(tx, known.id)
    marks = likings.marks(tools, tx, link_key) if link_key else {}
    return known, Taken(
        made_on=cadence.local_day(now, known.zone),
        routine=routines.routine(habits),
        zone_chosen=habits.zone_chosen,
        hides_questions=habits.hides_questions,
        parts=_parts(people.decision(tx, known.id)),
        answers=own_answers.all_of(tools, tx, known.id, link_key) if link_key else [],
        assessments=list(_filled(tools, tx, known)),
        marks=[
            (one.title, marks[one.id])
            for one in tools.library.exercises.values()
            if one.id in marks
        ],
    )


def _parts(decided: Decision | None) -> dict[str, bool] | None:
    if decided is None:
        return None
    return {name: on for name, on in asdict(decided).items() if name != "version"}


def _filled(tools: Tools, tx: Transaction, known: Known) -> Iterator[Filled]:
    """Yield every finished assessment of somebody, in the words in which it is asked."""
    for instrument, filled in results.all_of(tools, tx, known):
        given = [item for item in instrument.items if item.id in filled.answers]
        labels = (label_of(instrument, item.scale, filled.answers[item.id]) for item in given)
        yield Filled(
            filled.point,
            [
                Line(item.text or item.id, label, item.id, filled.answers[item.id])
                for item, label in zip(given, labels, strict=True)
            ],
        )
