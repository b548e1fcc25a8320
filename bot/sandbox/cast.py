"""The invented people of the sandbox: a coordinator, two trainers, twenty nurses and four more."""

from dataclasses import dataclass

from bot.sandbox.acting import Actor
from bot.sandbox.habits import Nurse
from bot.sandbox.stage import Stage

COORDINATOR_ID = "U0COORD01"
CHANNEL = "autumn-training"

# How each of the twenty lives with the bot: their hour, and which choice of a question they
# tap (None does not answer). An hour of None wants just the training.
_DAYS, _EVENINGS, _NIGHTS = "10:30", "17:00", "02:30"
_LIVES: tuple[tuple[str, str | None, int | None], ...] = (
    ("Nia", _NIGHTS, 2),
    ("Omar", _DAYS, 0),
    ("Pia", _DAYS, 1),
    ("Quinn", _EVENINGS, 1),
    ("Rosa", _NIGHTS, -1),
    ("Sami", _DAYS, 0),
    ("Tess", _DAYS, 2),
    ("Uma", _EVENINGS, None),
    ("Vito", _DAYS, 1),
    ("Wren", _NIGHTS, 1),
    ("Xenia", _DAYS, None),
    ("Yara", _EVENINGS, 0),
    ("Zeno", _DAYS, 1),
    ("Alma", _DAYS, None),
    ("Bram", _EVENINGS, 2),
    ("Cleo", _DAYS, 1),
    ("Dora", _NIGHTS, None),
    ("Emil", _DAYS, 0),
    ("Faye", None, None),
    ("Gus", None, None),
)
# Those of the next group. Hana is left to whoever opens the page.
_NEWCOMERS: tuple[tuple[str, str, int | None], ...] = (
    ("Hana", _NIGHTS, None),
    ("Ivo", _DAYS, 1),
    ("Jun", _EVENINGS, 0),
    ("Kai", _NIGHTS, 1),
)
_NOTES = {_DAYS: "nurse, days", _EVENINGS: "nurse, clinic", _NIGHTS: "nurse, nights"}


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody in the hospital, and the channel of the cohort."""

    coordinator: Actor
    trainers: tuple[Actor, Actor]
    nurses: tuple[Nurse, ...]
    newcomers: tuple[Nurse, ...]
    channel: str


def gather(stage: Stage) -> Cast:
    """Bring everybody into the workspace, and return them."""
    coordinator = stage.add_person(
        "Cora Example", slack_id=COORDINATOR_ID, note="programme coordinator"
    )
    trainers = (
        stage.add_person("Tara Example", note="trainer"),
        stage.add_person("Theo Example", note="trainer"),
    )
    nurses = tuple(_nurse(stage, *life) for life in _LIVES)
    newcomers = tuple(_nurse(stage, *life) for life in _NEWCOMERS)
    everybody = [nurse.actor.slack_id for nurse in nurses]
    channel = stage.add_channel(CHANNEL, [trainer.slack_id for trainer in trainers] + everybody)
    return Cast(coordinator, trainers, nurses, newcomers, channel)


def _nurse(stage: Stage, name: str, hour: str | None, choice: int | None) -> Nurse:
    note = _NOTES.get(hour or "", "nurse, days")
    return Nurse(stage.add_person(f"{name} Example", note=note), hour, choice)
