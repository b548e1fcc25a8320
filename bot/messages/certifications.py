"""Where trainers stand on the ladder, for themselves and for those who confirm it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.messages import inputs
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
    modal,
    option,
    section,
    sentence,
    small,
)
from bot.rules.certifications import Missing, Standing
from content.certification import BEST_SCORE, LAPSED, REFRESHER_DUE, Ladder, Level, Role

ROLE, UNIT, OBSERVER, SCORE, DAY = "role", "unit", "observer", "score", "day"
LEVEL, READ = "level", "read"
WRONG = "wrong"

ROLES: Mapping[Role, str] = {
    "observe": "Watched a training day",
    "teach_back": "Taught a unit back",
    "co_lead": "Co-led",
    "lead": "Led",
    "refresher": "Took a refresher",
}

_BY_THE_CALENDAR = {LAPSED: "; that is over", REFRESHER_DUE: "; a refresher is due"}

NOT_RECORDED = "Nothing is recorded yet"
PEOPLE_DECIDE = "I count and remind. Whether somebody is certified a coordinator decides."
I_HAVE_READ = "I have read what is recorded, and I confirm this step."
NOBODY = "Nobody is a trainer yet. `/resiliency trainers add @Ada` names one."
# A message has room for fifty blocks, and each trainer takes two.
MOST = 20


@dataclass(frozen=True, slots=True)
class Watched:
    """Something somebody did while somebody watched, as it is shown."""

    unit: str
    role: str
    observer: str
    score: int | None
    on: date
    id: str = ""


@dataclass(frozen=True, slots=True)
class Stands:
    """Where a trainer stands, and what that step is called."""

    standing: Standing
    title: str

    def __str__(self) -> str:
        """Return it in words, e.g. `Certified until 3 May 2027; a refresher is due`."""
        if self.standing.until is None:
            return self.title
        by_now = _BY_THE_CALENDAR.get(self.standing.state, "")
        return f"{self.title} until {day(self.standing.until)}{by_now}"


@dataclass(frozen=True, slots=True)
class Trainer:
    """A trainer as the ladder sees them; `standing` is None where nothing was confirmed."""

    person_id: str
    slack_id: str
    standing: Standing | None
    level: Level | None
    following: Level | None
    missing: Sequence[Missing]
    watched: Sequence[Watched]


@dataclass(frozen=True, slots=True)
class Overview:
    """What somebody may read: where they stand themselves, and the trainers they confirm."""

    ladder: Ladder
    mine: Trainer | None
    others: Sequence[Trainer]
    coordinates: bool


def overview(found: Overview) -> Message:
    """Return where trainers stand, with what a coordinator can do about each."""
    said: list[str] = []
    blocks: list[Block] = []
    if found.mine:
        said.append(_mine(found.mine, found.ladder))
        blocks.append(section(said[-1]))
    if found.coordinates and not found.others:
        said.append(NOBODY)
        blocks.append(section(NOBODY))
    for trainer in found.others[:MOST]:
        said.append(_line(trainer, found.ladder))
        blocks += [section(said[-1]), _row(trainer)]
    if len(found.others) > MOST:
        said.append(f"And {len(found.others) - MOST} more.")
        blocks.append(section(said[-1]))
    return Message(
        "\n".join([*said, PEOPLE_DECIDE]),
        (*blocks, small(PEOPLE_DECIDE), buttons(HELP_BUTTON)),
    )


def evidence_form(trainer: Trainer, units: Mapping[str, str], observer: str, today: date) -> View:
    """Return the modal in which a coordinator records what somebody watched; `units` by key."""
    return modal(
        [
            section(f"What did <@{trainer.slack_id}> do, and who watched?"),
            field("What they did", ROLE, inputs.menu(inputs.options(ROLES))),
            field("Unit", UNIT, inputs.menu(inputs.options(units)), optional=True),
            field("Who watched", OBSERVER, inputs.person(observer)),
            field(
                f"Sum of the checklist, 0 to {BEST_SCORE}",
                SCORE,
                inputs.line(len(str(BEST_SCORE))),
                optional=True,
            ),
            field("Day", DAY, inputs.day(today)),
            buttons(HELP_BUTTON),
        ],
        form=Form.EVIDENCE,
        submit="Record",
        about=trainer.person_id,
    )


def take_back_form(trainer: Trainer) -> View:
    """Return the modal in which a coordinator takes back what was recorded wrongly."""
    # Slack takes a hundred of them, and 75 characters of each.
    lines = [option(_watched(one)[:75], one.id) for one in trainer.watched[:100]]
    return modal(
        [
            section(f"What was recorded wrongly of <@{trainer.slack_id}>?"),
            field("Recorded", WRONG, inputs.menu(lines)),
            small("It counts no more. That it was recorded and taken back, the audit keeps."),
            buttons(HELP_BUTTON),
        ],
        form=Form.TAKE_BACK,
        submit="Take it back",
        about=trainer.person_id,
    )


def taken_back(slack_id: str) -> View:
    """Return what is said when something recorded was taken back."""
    then = "Record what was right anew. What you confirmed stays until you confirm another step."
    return sentence(f"Taken back for <@{slack_id}>. {then}")


def confirm_form(trainer: Trainer, ladder: Ladder) -> View:
    """Return the modal in which a coordinator confirms a step, with what is recorded above it."""
    steps = [option(level.title, level.key, level.why[:75]) for level in ladder.levels]
    wanted = trainer.following or trainer.level or ladder.levels[0]
    return modal(
        [
            section(_line(trainer, ladder)),
            section(_recorded(trainer)),
            field("Step", LEVEL, inputs.menu(steps, wanted.key)),
            field("Please confirm", READ, inputs.boxes([option(I_HAVE_READ, READ)])),
            small(PEOPLE_DECIDE),
            buttons(HELP_BUTTON),
        ],
        form=Form.CERTIFY,
        submit="Confirm",
        about=trainer.person_id,
    )


def recorded(slack_id: str) -> View:
    """Return what is said when something was recorded."""
    return sentence(f"Recorded for <@{slack_id}>. `/resiliency certification` shows all of it.")


def confirmed(slack_id: str, level: Level, until: date | None) -> View:
    """Return what is said when a step was confirmed."""
    ends = f" It runs until {day(until)}." if until else ""
    return sentence(f"Confirmed: <@{slack_id}>, {escaped(level.title)}.{ends}")


def day(on: date) -> str:
    """Return a day as people write it, e.g. `1 March 2027`."""
    return f"{on.day} {on:%B} {on.year}"


def keeps(ladder: Ladder) -> str:
    """Return how a certified trainer stays current."""
    currency = ladder.currency
    days = (
        "1 training day"
        if currency.training_days == 1
        else f"{currency.training_days} training days"
    )
    return f"To stay current: lead or co-lead {days} within {currency.months} months."


def _mine(trainer: Trainer, ladder: Ladder) -> str:
    lines = [f"*You:* {_state(trainer)}."]
    if trainer.level == ladder.highest:
        lines.append(keeps(ladder))
    elif trainer.following:
        lines.append(_next(trainer, trainer.following))
    return "\n".join([*lines, _recorded(trainer)])


def _line(trainer: Trainer, ladder: Ladder) -> str:
    lines = [f"<@{trainer.slack_id}>: {_state(trainer)}."]
    if trainer.following and trainer.level != ladder.highest:
        lines.append(_next(trainer, trainer.following))
    return "\n".join(lines)


def _row(trainer: Trainer) -> Block:
    about = trainer.person_id
    wrong = [button("Take back", Tap.TAKE_BACK_EVIDENCE, about, about=about)]
    return buttons(
        button("Record", Tap.EVIDENCE, about, about=about),
        *(wrong if trainer.watched else []),
        button("Confirm a step", Tap.CERTIFY, about, about=about),
    )


def _state(trainer: Trainer) -> str:
    """Return where somebody stands, in words."""
    standing, level = trainer.standing, trainer.level
    if standing is None or level is None:
        return NOT_RECORDED
    return escaped(str(Stands(standing, level.title)))


def _next(trainer: Trainer, level: Level) -> str:
    wanted = [
        f"{_role(one.need.role)} {_times(one.times)}{_at_least(one.need.score)}"
        for one in trainer.missing
    ]
    lacks = f"Still to be recorded: {'; '.join(wanted)}." if wanted else "All of it is recorded."
    return f"Next step: {escaped(level.title)}. {lacks if level.needs else escaped(level.why)}"


def _recorded(trainer: Trainer) -> str:
    lines = [
        f"• {escaped(_watched(one))}, watched by <@{one.observer}>" for one in trainer.watched[:10]
    ]
    return "\n".join(["Recorded:", *lines]) if lines else f"{NOT_RECORDED} of what was watched."


def _watched(one: Watched) -> str:
    unit = f", {one.unit}" if one.unit else ""
    score = "" if one.score is None else f", checklist {one.score}"
    return f"{day(one.on)}: {_role(one.role).lower()}{unit}{score}"


def _role(role: str) -> str:
    return next(label for key, label in ROLES.items() if key == role)


def _times(times: int) -> str:
    return "once" if times == 1 else f"{times} times"


def _at_least(score: int | None) -> str:
    return f", checklist {score} or more" if score else ""
