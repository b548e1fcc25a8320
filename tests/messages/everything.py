"""Everything the companion can show, made once from the shipped library."""

from collections.abc import Iterator, Mapping
from datetime import time, timedelta
from typing import Any, get_args

from bot.messages import (
    calls,
    certifications,
    checkins,
    confirmations,
    consent,
    data,
    digests,
    distances,
    errands,
    exports,
    hard_shifts,
    home,
    library,
    likings,
    people,
    renewals,
    reports,
    talk,
    trainings,
)
from bot.messages import help as cards
from bot.messages.data import Page
from bot.messages.names import Tap
from bot.messages.parts import Message, View
from bot.messages.reports import Line, Report
from bot.rules import practice
from bot.rules.confirmations import Missing
from bot.rules.figures import Figures
from bot.rules.library import MOST, Found
from bot.rules.likings import Mark, by_mark
from bot.rules.practice import Asked
from bot.rules.receipts import Receipt
from bot.rules.sheets import Ref
from bot.rules.shown import WITHHELD, Band, Mixed, Phrase, Share
from tests.messages.assessments import assessment_messages, assessment_views
from tests.messages.certifications import LADDER, OVERVIEWS, TARA, TRAINERS
from tests.messages.cohorts import cohort_messages, cohort_views
from tests.messages.digests import A_POST, FULL_DIGEST, IDEAS, digest
from tests.messages.errands import MATTERS
from tests.messages.habits import habit_messages, habit_views
from tests.messages.hospital import hospital_messages, hospital_views
from tests.messages.questions import question_messages, question_views
from tests.messages.sessions import session_messages, session_views
from tests.messages.values import (
    ACTS,
    CALLERS,
    COHORT,
    DAYS,
    DELIVERY,
    EVERYTHING_SHOWN,
    HILLSIDE,
    KEEPER,
    LIBRARY,
    LONGEST_NAME,
    MONDAY,
    NEW_YORK,
    RECEIPT,
    RIVERBEND,
    SITES,
    card,
    four_weeks,
    line,
    offered,
    own,
    report,
    week,
)

# A report with a line of every form that a release can have.
EVERYTHING = Report(
    COHORT,
    4,
    [
        Line(COHORT, week(0), week(0) + timedelta(days=6), Figures(shown, 1, Band.MOST))
        for shown in EVERYTHING_SHOWN
        if not isinstance(shown, Mixed)
    ]
    + [line(COHORT, week(0), shown) for shown in EVERYTHING_SHOWN if isinstance(shown, Mixed)]
    + [Line(COHORT, week(1), week(1) + timedelta(days=6), Figures(consent=Band.MOST))],
    [four_weeks(Band.MOST, zones) for zones in (*Phrase, WITHHELD)],
    [],
)


def _messages() -> Iterator[tuple[str, Message]]:
    for checkin in LIBRARY.checkins.values():
        yield f"the question {checkin.id}", checkins.question(checkin, DELIVERY)
    for exercise in LIBRARY.exercises.values():
        yield f"the offer of {exercise.id}", checkins.exercise_offer(exercise, DELIVERY)
    yield "closed", checkins.closed()
    yield "the help card", card(RIVERBEND)
    yield "the help card of two sites", card(RIVERBEND, HILLSIDE)
    yield "the answer to distress", cards.distress(LIBRARY.help, [RIVERBEND], MONDAY)
    yield from _talk_messages()
    yield "an invitation", people.invitation(COHORT, DAYS)
    for who, acts in ACTS.items():
        yield f"the commands of {who}", people.commands(acts)
    for step in ("notice/7-days", "notice/1-day", "notice/2-hours"):
        yield step, trainings.notice(step, COHORT, DAYS)
    yield "a notice with the longest name", trainings.notice("notice/1-day", LONGEST_NAME, DAYS[:1])
    yield "the hello to a channel", trainings.channel_hello(COHORT)
    yield from _role_messages()
    yield "an empty report", reports.table(report([]))
    yield "a report of an open week", reports.table(report([], weeks_open=1))
    yield "a report", reports.table(report([Band.FEW, WITHHELD, Share(45)], weeks_open=2))
    yield "a report of everything", reports.table(EVERYTHING)
    yield "a report with a chart", reports.table(report([Share(5 * n) for n in range(21)]))


def _talk_messages() -> Iterator[tuple[str, Message]]:
    yield "the answer to typing", talk.noted(talk.unclear())
    yield "the answer to a long message", talk.noted(talk.unclear(talk.LONG))
    yield "the answer to a file", talk.noted(talk.unclear(talk.FILE))
    for tap in (Tap.BREATHE, Tap.TWO_MINUTES, Tap.HARD_SHIFT, Tap.MY_DATA, Tap.SETTINGS):
        yield f"ready: {tap}", talk.noted(talk.ready(tap))
    yield "the open question", talk.noted(talk.ready(Tap.OPEN, DELIVERY))
    yield "no open question", talk.noted(talk.no_question("Nothing more is planned."))
    yield "left alone", talk.noted(talk.quiet(MONDAY, NEW_YORK))
    yield "left alone anyway", talk.noted(talk.quiet(None, NEW_YORK))
    yield "somebody asks for a call", calls.request(DELIVERY)
    yield "news of a call", calls.news(DELIVERY)
    yield "who sees this", talk.noted(talk.who_sees())
    yield "in Spanish", talk.noted(talk.in_spanish(card(RIVERBEND, HILLSIDE)))


def _call_views() -> Iterator[tuple[str, View]]:
    blocks = card(RIVERBEND, HILLSIDE).blocks
    held = practice.shelf("hard-shift", LIBRARY)[0]
    yield "calls are offered", hard_shifts.grounding(held, blocks, calls.offers(CALLERS))
    yield "a call is asked for", calls.asked(CALLERS[0].name, MONDAY, NEW_YORK)
    yield "nobody can be asked", calls.nobody_now()
    yield "who asks for a call", calls.who_asks("U0NIA", DELIVERY)
    yield "who asked for a call", calls.who_asks("U0NIA", DELIVERY, late=True)
    yield "a call is taken", calls.taken("U0NIA")
    yield "a call was taken before", calls.taken_before()
    yield "nobody could be reached", calls.missed(card(RIVERBEND, HILLSIDE))
    yield "news that are old", calls.settled(card(RIVERBEND))


def _digests() -> Iterator[tuple[str, Message]]:
    for shown in EVERYTHING_SHOWN:
        yield f"a digest of {shown}", digests.letter(digest(week=line(COHORT, week(0), shown)))
    yield "a digest of nothing", digests.letter(digest())
    yield "a digest of everything", digests.letter(FULL_DIGEST)
    yield "several digests", digests.digests([FULL_DIGEST, digest()] * 2, 3)
    for idea in IDEAS:
        yield f"a post, {idea.kind} of {idea.unit}", digests.post(idea)


def _certification_messages() -> Iterator[tuple[str, Message]]:
    for name, found in OVERVIEWS.items():
        yield f"where trainers stand, {name}", certifications.overview(found)
    for over in (True, False):
        for trainer in ("U0TARA", None):
            named = f"a notice that a certification ends, over: {over}, of {trainer}"
            yield named, renewals.notice(LADDER, week(9), over=over, trainer=trainer)


def _role_messages() -> Iterator[tuple[str, Message]]:
    yield from _digests()
    yield from _certification_messages()
    yield "something to put right", errands.errand(LONGEST_NAME, MATTERS)
    yield "much to put right", errands.errand(COHORT, [*MATTERS, *MATTERS[:3] * 9])
    yield "trainers are named", trainings.trainers_named(["U0TARA"], ["U0GUEST"])
    yield "a trainer is told", trainings.appointment("riverbend", "Riverbend (invented)")
    for missing in (Missing(SITES), Missing({}, 1), Missing(SITES, 12)):
        yield f"asked to confirm {missing}", confirmations.request(missing)
        asked = confirmations.below(reports.table(report([Share(45)])), missing)
        yield f"a report, and asked to confirm {missing}", asked
    yield "confirmed", confirmations.thanks()
    yield from assessment_messages()
    yield from habit_messages()
    yield from cohort_messages()
    yield from session_messages()
    yield from hospital_messages()
    yield from question_messages()


def _views() -> Iterator[tuple[str, View]]:
    yield from _checkin_views()
    yield from _data_views()
    yield from (*assessment_views(), *habit_views())
    for exercise in LIBRARY.exercises.values():
        yield f"the exercise {exercise.id}", checkins.exercise(exercise)
    yield from _practice_views()
    yield from _call_views()
    yield "the consent", consent.form(KEEPER)
    yield "the hour", people.hour(None)
    yield "the hour, chosen before", people.hour(time(14, 30))
    yield "accepted", people.accepted(MONDAY, NEW_YORK)
    yield "accepted, with nothing planned", people.accepted(None, NEW_YORK)
    yield "declined", people.declined()
    yield "the hour is saved", people.hour_saved(time(14, 30))
    yield from cohort_views()
    yield "a cohort is made", trainings.cohort_made("c1", COHORT, 1, [], None)
    many = [f"U0PERSON{number:02}" for number in range(24)]
    yield "a cohort is half made", trainings.cohort_made("c1", LONGEST_NAME, 18, many, "C0WARD")
    yield from _role_views()
    yield from _home_views()


def _home_views() -> Iterator[tuple[str, View]]:
    for who, acts in ACTS.items():
        yield f"the home of {who}", home.home(acts, "Nothing is planned.")
    yield "the home of a participant", home.home(ACTS["roster"], "Nothing is planned.", kept=True)
    yield (
        "the home of somebody who pauses",
        home.home(ACTS["roster"], "You have asked for quiet.", paused=True, kept=True),
    )
    yield "who sees what", home.who_sees()
    yield "for how long to pause", people.pause(paused=False)
    yield "for how long to pause, in a pause", people.pause(paused=True)
    every = list(LIBRARY.exercises.values())
    yield "looking for an exercise", library.search(LIBRARY.curriculum.units)
    yield "no exercise fits", library.found(Found([]))
    yield "exercises that fit", library.found(Found(every[:MOST], 7))
    yield "an empty list of what helps", likings.mine(by_mark({}, []))
    for mark in Mark:
        yield f"a list of {mark.name}", likings.mine({**by_mark({}, []), mark: every})
        yield f"noted as {mark.name}", likings.noted(every[0], mark)
    yield "no list can be kept", likings.mine(None)
    yield "a copy is offered", exports.ask()
    yield "a copy is being made", exports.being_made()
    yield "a copy is made", exports.made("abcd-efgh-jkmn-pqrs-tuvw")
    yield "a passphrase is hidden", exports.hidden()


def _practice_views() -> Iterator[tuple[str, View]]:
    for asked in get_args(Asked):
        for exercise in practice.shelf(asked, LIBRARY):
            yield f"{asked}: {exercise.id}", checkins.practice(exercise, asked)
    for held in (None, *practice.shelf("hard-shift", LIBRARY)):
        holding = hard_shifts.grounding(held, card(RIVERBEND, HILLSIDE).blocks)
        yield f"after a hard shift: {held and held.id}", holding
    yield "no exercise is ready", checkins.nothing_to_practice()
    yield "skipped", checkins.skipped()
    yield "over", checkins.over()


def _role_views() -> Iterator[tuple[str, View]]:
    for idea in IDEAS[:3]:
        for channel in ("C0WARD", None):
            named = f"{idea.kind} of {idea.unit} in {channel}"
            yield f"a preview, {named}", digests.preview(idea, channel, A_POST)
    for first in (True, False):
        yield f"a post is sent, the first time: {first}", digests.sent("C0WARD", first=first)
    yield "an idea of another week", digests.too_old()
    yield from _certification_views()
    yield from session_views()
    yield from hospital_views()
    yield from question_views()
    groups = [
        confirmations.Group(f"c{n}" * 16, LONGEST_NAME, "Riverbend" * 9, n > 5) for n in range(12)
    ]
    yield "the form of groups to confirm", confirmations.form(groups)
    yield "groups are confirmed", confirmations.thanks_for_groups()
    yield "there is no group to confirm", confirmations.no_groups()
    yield "who manages me", distances.form({})
    yield "who manages me, said before", distances.form({DELIVERY: "U0MANAGER", "-": "U0OTHER"})
    yield "a manager is kept away", distances.saved()
    yield "a manager is let in again", distances.taken_back()


def _certification_views() -> Iterator[tuple[str, View]]:
    units = {unit.key: unit.title for unit in LIBRARY.curriculum.units}
    yield "what was watched", certifications.evidence_form(TARA, units, "U0CORA", week(1))
    for trainer in TRAINERS.values():
        yield f"which step, {trainer.slack_id}", certifications.confirm_form(trainer, LADDER)
    yield "recorded", certifications.recorded("U0TARA")
    yield "what was wrong", certifications.take_back_form(TARA)
    yield "taken back", certifications.taken_back("U0TARA")
    for until in (week(9), None):
        yield (
            f"a step is confirmed, {until}",
            certifications.confirmed("U0TARA", LADDER.highest, until),
        )


def _data_views() -> Iterator[tuple[str, View]]:
    full = [own(number) for number in range(10)]
    yield "own answers", data.mine(Page(full, DELIVERY))
    yield "the last own answers", data.mine(Page(full[:1]))
    yield "an answer to what is not asked any more", data.mine(Page([own(0, None, None)]))
    yield "no answers", data.mine(Page(()))
    finished = (Ref(DELIVERY, "pre"), Ref(DELIVERY, "end"))
    yield "finished assessments", data.mine(Page(full, DELIVERY, points=finished))
    yield "answers nobody finds", data.mine(Page((), lost=True))
    yield "own answers, hidden", data.hidden()
    yield "older answers, hidden", data.hidden(DELIVERY)
    yield "an answer is deleted", data.forgotten(week(4))
    yield "all answers are deleted", data.all_forgotten(week(4))
    yield "somebody has left", data.left(week(4))


def _checkin_views() -> Iterator[tuple[str, View]]:
    for checkin in LIBRARY.checkins.values():
        yield f"the question {checkin.id}, opened", checkins.ask(checkin, DELIVERY)
        yield f"{checkin.id}, to be changed", checkins.change(checkin, None, DELIVERY)
        for choice in checkin.choices:
            helped = card(RIVERBEND, HILLSIDE).blocks if choice.support else ()
            named = f"{checkin.id}, {choice.id}"
            yield f"{named}, changed", checkins.change(checkin, choice, DELIVERY)
            kept = checkins.reply(choice, offered(choice), DELIVERY, RECEIPT, helped)
            yield f"{named}, answered", kept
    first = next(iter(LIBRARY.checkins.values())).choices[0]
    uncounted = Receipt(None, RECEIPT.deleted_on)
    yield "an answer that no figure has", checkins.reply(first, None, DELIVERY, uncounted)


def _sentences() -> Iterator[tuple[str, str]]:
    yield "paused", people.paused(MONDAY, NEW_YORK)
    yield "paused for now", people.paused(None, NEW_YORK)
    yield "resumed", people.resumed(MONDAY, NEW_YORK)
    yield "resumed, with nothing planned", people.resumed(None, NEW_YORK)
    yield "what comes next", home.upcoming(MONDAY, NEW_YORK, "it is your hour", paused=False)
    yield "nothing comes next", home.upcoming(None, NEW_YORK, "", paused=False)
    yield "nothing comes in a pause", home.upcoming(MONDAY, NEW_YORK, "", paused=True)
    yield "stopped", people.stopped()


MESSAGES: Mapping[str, Message] = dict(_messages())
VIEWS: Mapping[str, View] = dict(_views())
SENTENCES: Mapping[str, str] = dict(_sentences())


def everything() -> dict[str, Any]:
    """Every message, view and sentence, as JSON would hold it."""
    messages = {
        name: {"text": message.text, "blocks": list(message.blocks)}
        for name, message in MESSAGES.items()
    }
    return messages | dict(VIEWS) | {name: {"text": said} for name, said in SENTENCES.items()}
