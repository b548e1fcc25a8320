"""Welcome, consent, the hour, pause and stop; what each person can do."""

from collections.abc import Collection, Sequence
from datetime import datetime, time

from bot.messages.parts import (
    HELP_BUTTON,
    Block,
    Form,
    Message,
    Tap,
    View,
    button,
    buttons,
    escaped,
    field,
    header,
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

_DOES = {
    Act.HELP: "what you can do here; the Help card is the button below",
    Act.JOIN: "read what the companion does, and choose",
    Act.HOUR: "choose the hour at which I write to you",
    Act.PAUSE: "quiet for a while, for example `pause 3 days` or `pause 2 weeks`",
    Act.RESUME: "end a pause",
    Act.STOP: "no more questions and exercises",
    Act.MANAGER: "in private: somebody who decides about your job need not see your group",
    Act.ASSESSMENTS: "your self-assessments: fill one in, or see what changes for you",
    Act.MY_DATA: "see what you answered, delete it, or leave",
    Act.COHORT_NEW: "make a cohort and invite people, for example `cohort new Spring 2027`",
    Act.PROGRESS: "how your cohorts are doing, as groups",
    Act.TRAINERS_ADD: "name trainers, for example `trainers add @Ada`",
    Act.PARTICIPATION: (
        "how groups took part, for example `participation cohort NAME last 4 weeks`, "
        "`participation site since 2 November`, or `participation this quarter by four weeks`"
    ),
    Act.REACH: "treatment sessions led by people who took part: type them, see them projected",
    Act.RETENTION: "how many people stayed a year: type your personnel office's totals, see them",
    Act.REPORT: "a page to print of your hospital, e.g. `report from 1 July to 30 September`",
    Act.ROLLUP: "what goes to the programme office: look at it, let it go, e.g. `rollup 2026Q4`",
    Act.OUTCOMES: "what changed for people, for example `outcomes pre to month_1`",
    Act.COHORTS: "which cohorts there are",
    Act.TRAINERS: "who trains, and which cohorts they lead",
    Act.SESSIONS: "which training days there are",
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
    typing = "Buttons are private; typing isn't: your hospital's Slack keeps what you type."
    return Message(
        f"{opening}\n{dates(days)}\n{offer}\n{typing}",
        (
            section(opening),
            section(dates(days)),
            section(offer),
            buttons(button("Read and choose", Tap.CONSENT), HELP_BUTTON),
            small(typing),
        ),
    )


def hour(chosen: time | None) -> View:
    """Return the question at which hour to write."""
    picker: Block = {
        "type": "timepicker",
        "placeholder": {"type": "plain_text", "text": "Choose an hour"},
    }
    if chosen:
        picker["initial_time"] = f"{chosen:%H:%M}"
    return modal(
        [
            section(
                "Thank you. At which hour shall I write? Any hour is fine, nights too. "
                "If you choose none, I write at 10:00."
            ),
            field("Your hour", HOUR, picker),
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


def upcoming(next_at: datetime | None, zone: str, *, paused: bool) -> str:
    """Return when somebody will hear next, as their Home says it."""
    if paused:
        return "You have asked for quiet. `/resiliency resume` ends it."
    return (
        f"My next message comes on {local(next_at, zone)}."
        if next_at
        else "Nothing more is planned."
    )


def commands(acts: Collection[Act]) -> Message:
    """Return what somebody may do, and nothing else."""
    lines = [f"• `/resiliency {act}`: {does}" for act, does in _DOES.items() if act in acts]
    title = "What you can do here"
    return Message(
        "\n".join([title, *lines]),
        (section(f"*{title}*"), section("\n".join(lines)), buttons(*_shortcuts(acts))),
    )


def home(acts: Collection[Act], when: str) -> View:
    """Return somebody's Home: buttons and the next message, nothing about answers."""
    return {
        "type": "home",
        "blocks": [
            header("Resiliency companion"),
            section("Short questions and exercises around the training, at your hour."),
            section(when),
            *commands(acts).blocks,
            small("Nobody is watching this chat. The help card shows who answers now."),
        ],
    }


def _shortcuts(acts: Collection[Act]) -> list[Block]:
    offered = [
        (Act.JOIN, button("Read and choose", Tap.CONSENT)),
        (Act.HOUR, button("Choose my hour", Tap.HOUR)),
        (Act.MANAGER, button("Who manages me", Tap.MANAGER)),
        (Act.ASSESSMENTS, button("My assessments", Tap.ASSESSMENTS)),
        (Act.MY_DATA, button("My answers", Tap.MY_DATA)),
        (Act.COHORT_NEW, button("New cohort", Tap.NEW_COHORT)),
    ]
    return [*(shown for act, shown in offered if act in acts), HELP_BUTTON]
