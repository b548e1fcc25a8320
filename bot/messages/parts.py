"""The few blocks everything is made of, and the names that tie buttons to handlers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

Block = dict[str, Any]
View = dict[str, Any]

# Neutral on purpose: a modal's title can be read over a shoulder.
TITLE = "Resiliency"

# Under each message of the companion.
CONTROL = "Any time: `/resiliency pause` or `/resiliency stop`."


class Tap(StrEnum):
    """What a button is called, so that its handler hears it."""

    HELP_CARD = "help.card"
    COMMANDS = "help.commands"
    CONSENT = "people.consent"
    ACCEPT = "people.accept"
    DECLINE = "people.decline"
    SETTINGS = "settings.show"
    QUESTION = "settings.question"
    PREVIEW = "settings.preview"
    NIGHTS = "settings.nights"
    OFF_TODAY = "settings.off-today"
    KEEP_PACE = "settings.keep-pace"
    TOO_MUCH = "settings.too-much"
    OPEN = "checkin.open"
    ANSWER = "checkin.answer"
    SKIP = "checkin.skip"
    CHANGE = "checkin.change"
    EXERCISE = "exercise.show"
    BREATHE = "exercise.breathe"
    TWO_MINUTES = "exercise.two-minutes"
    HARD_SHIFT = "exercise.hard-shift"
    ANOTHER = "exercise.another"
    ASK_FOR_CALL = "call.ask"
    CALL = "call.open"
    TAKE_CALL = "call.take"
    # Stands in the chat of whoever waits, and does not say for what.
    NEWS = "people.news"
    MY_DATA = "data.show"
    MORE_DATA = "data.more"
    FORGET = "data.forget"
    FORGET_ALL = "data.forget-all"
    LEAVE = "data.leave"
    NEW_COHORT = "cohort.new"
    COHORTS = "cohort.list"
    COHORT = "cohort.show"
    INVITE = "cohort.invite"
    MOVE = "cohort.move"
    CHANGE_COHORT = "cohort.change"
    HAND_OVER = "cohort.hand-over"
    COMPLETE = "cohort.complete"
    REOPEN = "cohort.reopen"
    CLOSE_COHORT = "cohort.close"
    COPY_COHORT = "cohort.copy"
    CONFIRM = "confirm.role"
    CONFIRM_GROUPS = "confirm.groups"
    MANAGER = "people.manager"
    TAKE_BACK = "people.take-back"
    ASSESSMENTS = "assessment.list"
    ASSESSMENT = "assessment.open"
    NOT_THIS_TIME = "assessment.decline"
    RESULT = "assessment.result"
    HISTORY = "assessment.history"
    MOMENT = "assessment.moment"
    FORGET_POINT = "assessment.forget"
    LIBRARY = "library.open"
    LIKINGS = "liking.list"
    MARK = "liking.mark"
    FORGET_LIKINGS = "liking.forget"
    EXPORT = "data.export"
    EXPORT_NOW = "data.export-now"
    WHO_SEES = "home.who-sees"
    PAUSE = "people.pause"
    PAUSE_FOR = "people.pause-for"
    RESUME = "people.resume"
    STOP = "people.stop"
    SESSIONS = "session.list"
    SESSION_NEW = "session.new"
    SESSION_MOVE = "session.move"
    SESSION_CANCEL = "session.cancel"
    SESSION_REMIND = "session.remind"
    REPLY = "session.reply"
    REPLY_RUN = "session.reply-run"
    REPLY_DAYS = "session.reply-days"
    CALENDAR = "session.calendar"
    BY_CALENDAR = "session.by-calendar"
    REMIND_ME = "session.remind-me"
    HERE = "session.here"
    REGISTER = "session.register"
    CLOSE_REGISTER = "session.close-register"
    LOOK_AT_POST = "digest.preview"
    EVIDENCE = "certification.evidence"
    TAKE_BACK_EVIDENCE = "certification.take-back"
    CERTIFY = "certification.confirm"
    CASELOAD = "reach.type"
    COUNTED = "reach.count"
    TOTALS = "retention.type"
    ROLLUP = "rollup.let-go"
    NARROW = "question.narrow"
    TABLES = "question.export"
    SHARE = "question.share"


class Form(StrEnum):
    """What a modal is called, so that its handler hears what was filled in."""

    HOUR = "people.hour"
    SETTINGS = "settings.answer"
    CHANGE = "checkin.change"
    NEW_COHORT = "cohort.new"
    INVITE = "cohort.invite"
    MOVE = "cohort.move"
    CHANGE_COHORT = "cohort.change"
    HAND_OVER = "cohort.hand-over"
    CONFIRM_GROUPS = "confirm.groups"
    MANAGER = "people.manager"
    SHEET = "assessment.sheet"
    MOMENT = "assessment.moment"
    LIBRARY = "library.search"
    SESSION_NEW = "session.new"
    SESSION_ADD = "session.add"
    SESSION_LOOK = "session.look"
    SESSION_MOVE = "session.move"
    SESSION_CANCEL = "session.cancel"
    SESSION_WORDS = "session.words"
    SESSION_REMIND = "session.remind"
    REPLY_DAYS = "session.reply-days"
    HERE = "session.here"
    REGISTER = "session.register"
    CLOSE_REGISTER = "session.close-register"
    POST = "digest.post"
    EVIDENCE = "certification.evidence"
    TAKE_BACK = "certification.take-back"
    CERTIFY = "certification.confirm"
    CASELOAD = "reach.type"
    COUNTED = "reach.count"
    TOTALS = "retention.type"
    SHARE = "question.share"


@dataclass(frozen=True, slots=True)
class Message:
    """A message: its text alone says everything to a screen reader."""

    text: str
    blocks: tuple[Block, ...] = ()


def section(text: str) -> Block:
    """Return a paragraph; `*words*` stand out."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def header(text: str) -> Block:
    """Return a heading."""
    return {"type": "header", "text": {"type": "plain_text", "text": text, "emoji": False}}


def small(text: str) -> Block:
    """Return a line that may be passed over."""
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": text}]}


def button(label: str, tap: Tap, value: str = "-", about: str = "") -> Block:
    """Return a button; `about` keeps apart the buttons of one tap in one message.

    `value` is an opaque id or a dash, never what somebody answered.
    """
    return {
        "type": "button",
        "text": {"type": "plain_text", "text": label, "emoji": False},
        "action_id": f"{tap}:{about}" if about else str(tap),
        "value": value,
    }


def buttons(*elements: Block) -> Block:
    """Return a row of buttons."""
    return {"type": "actions", "elements": list(elements)}


HELP_BUTTON = button("Help card", Tap.HELP_CARD)


def modal(
    blocks: Sequence[Block], *, form: Form | None = None, submit: str = "", about: str = ""
) -> View:
    """Return a modal; with a `form` it can be sent off, and `about` comes back with it."""
    view: View = {
        "type": "modal",
        "title": {"type": "plain_text", "text": TITLE},
        "close": {"type": "plain_text", "text": "Close"},
        "blocks": list(blocks),
    }
    if form:
        view["callback_id"] = str(form)
        view["submit"] = {"type": "plain_text", "text": submit}
        view["private_metadata"] = about
    return view


def sentence(text: str) -> View:
    """Return a modal that says one thing, with the help card in reach."""
    return modal([section(text), buttons(HELP_BUTTON)])


def field(label: str, name: str, element: Block, *, optional: bool = False) -> Block:
    """Return an input; `name` is where its value is found, and where a complaint belongs."""
    return {
        "type": "input",
        "block_id": name,
        "optional": optional,
        "label": {"type": "plain_text", "text": label, "emoji": False},
        "element": element | {"action_id": name},
    }


def sure(element: Block, asked: str, yes: str) -> Block:
    """Return a button that asks once more (docs.slack.dev, confirmation dialog)."""
    return element | {
        "confirm": {
            "title": {"type": "plain_text", "text": TITLE},
            "text": {"type": "plain_text", "text": asked},
            "confirm": {"type": "plain_text", "text": yes},
            "deny": {"type": "plain_text", "text": "Keep"},
        }
    }


def option(label: str, value: str, hint: str = "") -> Block:
    """Return one thing to choose."""
    chosen: Block = {"text": {"type": "plain_text", "text": label, "emoji": False}, "value": value}
    if hint:
        chosen["description"] = {"type": "plain_text", "text": hint, "emoji": False}
    return chosen


def local(moment: datetime, zone: str) -> str:
    """Return a moment as its reader's clock shows it, e.g. `Tuesday 10 November, 14:30`."""
    there = moment.astimezone(ZoneInfo(zone))
    return f"{there:%A} {there.day} {there:%B}, {there:%H:%M}"


def mentions(slack_ids: Iterable[str]) -> str:
    """Return people as Slack shows them to whoever reads."""
    return ", ".join(f"<@{slack_id}>" for slack_id in slack_ids)


def escaped(text: str) -> str:
    """Return `text` so that Slack shows it as it is (docs.slack.dev, formatting text)."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
