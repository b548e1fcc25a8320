"""Welcome, consent, the hour, pause and stop; what each person can do."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime, time

from bot.messages import inputs
from bot.messages.help import TYPING
from bot.messages.names import Form, Tap
from bot.messages.parts import (
    HELP_BUTTON,
    Block,
    Message,
    View,
    button,
    buttons,
    escaped,
    field,
    local,
    modal,
    section,
    sentence,
    small,
)
from bot.messages.trainings import dates
from bot.rules.notices import Day
from bot.rules.roles import Act

HOUR = "hour"

# For how long somebody can be left in peace with one tap, and how they would type it.
PAUSES: Mapping[str, tuple[str, str]] = {
    "3-days": ("3 days", "3 days"),
    "week": ("A week", "a week"),
    "2-weeks": ("2 weeks", "2 weeks"),
    "until-i-say": ("Until I say so", ""),
}

# A paragraph of Slack's takes 3,000 characters, and each line has a hundred.
OF_A_PARAGRAPH = 20

_DOES = {
    Act.HELP: "what you can do here; the Help card is the button below",
    Act.HARD_SHIFT: "something to hold on to, right now, and three quiet days",
    Act.JOIN: "read what the companion does, and choose",
    Act.HOUR: "choose the hour at which I write to you",
    Act.SETTINGS: "your shifts, quiet hours and time zone, and when in a shift I write",
    Act.PREVIEW: "what comes in the next 14 days and why, for example `preview from 2027-03-08`",
    Act.PAUSE: "quiet for a while, for example `pause 2 weeks` or `pause until Monday`",
    Act.RESUME: "end a pause",
    Act.STOP: "no more questions and exercises",
    Act.MANAGER: "in private: somebody who decides about your job need not see your group",
    Act.ASSESSMENTS: "your self-assessments: fill one in, or see what changes for you",
    Act.MY_DATA: "see what you answered, take a copy, delete it, or leave",
    Act.HERE: "in the room of a training day: say that you are there",
    Act.COHORT_NEW: "make a cohort and invite people, for example `cohort new Spring 2027`",
    Act.COHORT: "your cohorts: who is on the list, invite, move, hand over, copy, close",
    Act.SITE: "what your hospital has told me: coordinators, help, how long things are kept",
    Act.SESSION_LIST: "your training days: where and when, who comes, the register",
    Act.SESSION_NEW: "give a training day a date",
    Act.SESSION_MOVE: "move a training day, or change its place",
    Act.SESSION_CANCEL: "call a training day off",
    Act.SESSION_REMIND: "tell everybody something about a training day, in your words",
    Act.PROGRESS: "how your cohorts are doing, as groups",
    Act.DIGEST: "your week with each cohort: figures, what comes, and one idea to share",
    Act.CERTIFICATION: "where trainers stand, until when, and what comes next",
    Act.TRAINERS_ADD: "name trainers, for example `trainers add @Ada`",
    Act.PARTICIPATION: (
        "how groups took part, for example `participation cohort NAME last 4 weeks`, "
        "`participation site since 2 November`, or `participation this quarter by four weeks`"
    ),
    Act.REACH: "treatment sessions led by people who took part: type them, see them projected",
    Act.RETENTION: "how many people stayed a year: type your personnel office's totals, see them",
    Act.REPORT: "a page to print of your hospital, e.g. `report from 1 July to 30 September`",
    Act.ROLLUP: "what goes to the programme office: look at it, let it go, e.g. `rollup 2026Q4`",
    Act.OUTCOMES: (
        "what changed for people, for example `outcomes pre to month_1`, "
        "or `outcomes considered leaving`"
    ),
    Act.COHORTS: "which cohorts there are, and how far each of them is",
    Act.TRAINERS: "who trains, where they stand, and which cohorts they lead",
    Act.SESSIONS: "which training days there are, and which registers are closed",
    Act.LEDGER: "how punctual messages were, for example `ledger last 4 weeks`",
    Act.PEOPLE: "who has which role",
    Act.EXPORT: "figures as a file, for example `export participation since 2 November`",
    Act.AUDIT: "who asked what, and when",
}


def invitation(cohort: str, days: Sequence[Day]) -> Message:
    """Return the first message to somebody on a roster."""
    opening = f"Hello. You are on the list for the resiliency training *{escaped(cohort)}*."
    offer = (
        "I can also keep you company until six months afterwards: at first two short messages "
        "a week, with one quiet week between, then fewer. That part is up to you."
    )
    return Message(
        f"{opening}\n{dates(days)}\n{offer}\n{TYPING}",
        (
            section(opening),
            section(dates(days)),
            section(offer),
            buttons(button("Read and choose", Tap.CONSENT), HELP_BUTTON),
            small(TYPING),
        ),
    )


def hour(chosen: time | None) -> View:
    """Return the question at which hour to write."""
    return modal(
        [
            section(
                "Thank you. At which hour shall I write? Any hour is fine, nights too. "
                "If you choose none, I write at 10:00."
            ),
            field("Your hour", HOUR, inputs.hinted(inputs.hour(chosen), "Choose an hour")),
            buttons(HELP_BUTTON),
        ],
        form=Form.HOUR,
        submit="Save",
    )


def accepted(next_at: datetime | None, zone: str) -> View:
    """Return the welcome after a yes."""
    when = f" My next message comes on {local(next_at, zone)}." if next_at else ""
    return sentence(f"Thank you. I will keep you company.{when}")


def declined() -> View:
    """Return the answer to "Just the training", as warm as the other."""
    return sentence(
        "That is fine. You get the notices about the training sessions, and nothing else. "
        "`/resiliency join` is there if you change your mind."
    )


def hour_saved(at: time) -> View:
    """Return what is said after an hour was chosen."""
    return sentence(
        f"Saved. I will write at {at:%H:%M}, by the time zone of your Slack profile. "
        "`/resiliency hour` changes it, `/resiliency pause` gives you quiet."
    )


def paused(until: datetime | None, zone: str) -> str:
    """Return what is said to somebody who pauses."""
    end = f"until {local(until, zone)}" if until else "until you type `/resiliency resume`"
    return f"Quiet {end}. Notices about training sessions still come."


def pause(*, paused: bool) -> View:
    """Return the question for how long to be quiet."""
    ways = [button(label, Tap.PAUSE_FOR, about=name) for name, (label, _) in PAUSES.items()]
    back = [button("End my pause", Tap.RESUME)] if paused else []
    return modal(
        [
            section(
                "How long shall I be quiet? Notices about training sessions still come. "
                "Nothing is held back for later: what falls into the quiet is left out."
            ),
            buttons(*ways, *back, HELP_BUTTON),
        ]
    )


def resumed(next_at: datetime | None, zone: str) -> str:
    """Return what is said to somebody who ends a pause."""
    if next_at:
        return f"Welcome back. My next message comes on {local(next_at, zone)}."
    return "Welcome back. Nothing more is planned."


def stopped() -> str:
    """Return what is said to somebody who stops."""
    return (
        "Done. I send no more questions and exercises. What you answered stays sealed; "
        "`/resiliency my-data` deletes it. "
        "Notices about training sessions still come. `/resiliency join` brings me back."
    )


def _in_paragraphs(lines: Sequence[str]) -> Iterator[Block]:
    """Yield the lines in as many paragraphs as Slack needs."""
    for start in range(0, len(lines), OF_A_PARAGRAPH):
        yield section("\n".join(lines[start : start + OF_A_PARAGRAPH]))


def commands(acts: Collection[Act], without: Collection[Act] = ()) -> Message:
    """Return what somebody may do, and nothing else; no buttons for what they have already."""
    lines = [f"• `/resiliency {act}`: {does}" for act, does in _DOES.items() if act in acts]
    title = "What you can do here"
    return Message(
        "\n".join([title, *lines]),
        (
            section(f"*{title}*"),
            *_in_paragraphs(lines),
            buttons(*_shortcuts(frozenset(acts).difference(without))),
        ),
    )


def _shortcuts(acts: Collection[Act]) -> list[Block]:
    offered = [
        (Act.HARD_SHIFT, button("Hard shift", Tap.HARD_SHIFT)),
        (Act.JOIN, button("Read and choose", Tap.CONSENT)),
        (Act.SETTINGS, button("Settings", Tap.SETTINGS)),
        (Act.MANAGER, button("Who manages me", Tap.MANAGER)),
        (Act.ASSESSMENTS, button("My assessments", Tap.ASSESSMENTS)),
        (Act.MY_DATA, button("My answers", Tap.MY_DATA)),
        (Act.SESSION_LIST, button("Training days", Tap.SESSIONS)),
        (Act.COHORT_NEW, button("New cohort", Tap.NEW_COHORT)),
        (Act.COHORT, button("My cohorts", Tap.COHORTS)),
    ]
    return [*(shown for act, shown in offered if act in acts), HELP_BUTTON]
