"""The rules that look at several fields or files: what a library promises those it reaches."""

import re
from collections.abc import Callable, Iterator
from itertools import chain

from content import enough, measures, reading, released, steps, wording
from content.draft import Draft, name
from content.files import Problem
from content.model import CheckIn, Choice, Exercise

# Somebody who chooses one of these says that it is too much.
HEAVY = {"orange", "red"}
UNITS_OF_THE_TRAINING = 10

# What an exercise of grade C may not claim: nobody has tried it out on staff. It may say what it is
# for and what it may do, not that somebody knows it, nor that it does so.
_CLAIMS = (
    r"pro(ve|ves|ved|ven|of)",
    r"(is|are|was|were|been) (shown|known|found)",
    r"shown (to|that|by|in)",
    r"evidence(-based)?|stud(y|ies)|research(ers)?|trials?|experts?",
    r"science|scientists?|scientific(ally)?|clinically|medically",
    r"guarante(e|es|ed)|always (helps?|works?)|will (help|work)|works? for (all|every\w*)",
    r"(cure|heal|prevent)(s|ed|ing)?|effective(ly)?",
)
_CLAIM = re.compile(rf"\b({'|'.join(_CLAIMS)})\b", re.IGNORECASE)


def problems(draft: Draft) -> list[Problem]:
    """Return everything that breaks a rule, file by file."""
    rules: tuple[Callable[[Draft], Iterator[Problem]], ...] = (
        wording.problems,
        reading.problems,
        _units,
        _checkins,
        _exercises,
        _talk,
        steps.problems,
        measures.problems,
        released.problems,
        enough.problems,
    )
    return sorted(chain.from_iterable(rule(draft) for rule in rules), key=lambda found: found[0])


def _units(draft: Draft) -> Iterator[Problem]:
    if draft.curriculum is None:
        return
    keys = [unit.key for unit in draft.curriculum.units]
    for key in measures.twice(keys):
        yield "curriculum.toml", f'units: "{key}" is there twice; give each unit its own key'
    if len(keys) != UNITS_OF_THE_TRAINING:
        yield "curriculum.toml", f"units: there are {len(keys)}; the training has ten"
    named = [(name("checkins", item.id), "unit", item.unit) for item in draft.checkins.values()]
    named += [(name("exercises", item.id), "unit", item.unit) for item in draft.exercises.values()]
    named += [("curriculum.toml", s.id, s.unit) for s in draft.curriculum.steps if s.unit]
    for file, field, key in named:
        if key not in keys:
            yield file, f'{field}: "{key}" is no unit; use a key that curriculum.toml names'


def _checkins(draft: Draft) -> Iterator[Problem]:
    for checkin in draft.checkins.values():
        found = chain(
            _labels(checkin),
            _lock_screen(checkin),
            _offers(checkin),
            *(_choice(choice, draft) for choice in checkin.choices),
        )
        yield from ((name("checkins", checkin.id), what) for what in found)


def _labels(checkin: CheckIn) -> Iterator[str]:
    for choice_id in measures.twice(choice.id for choice in checkin.choices):
        yield f'choices: the id "{choice_id}" is there twice; give each choice its own'
    labels = [checkin.skip, *(choice.label for choice in checkin.choices)]
    for label in measures.twice(label.casefold() for label in labels):
        yield f'choices: the label "{label}" is there twice; give each button its own words'


def _lock_screen(checkin: CheckIn) -> Iterator[str]:
    # Whoever picks up the phone reads a question about reactions as a fact about its owner.
    if checkin.lock_screen and any(choice.zone or choice.support for choice in checkin.choices):
        yield (
            "lock_screen: asks for reactions, which a lock screen must not show; "
            "write lock_screen = false"
        )


def _offers(checkin: CheckIn) -> Iterator[str]:
    # A question that gives nothing back is a survey.
    if not any(choice.offer for choice in checkin.choices):
        yield "choices: none of them offers an exercise; give one of them an offer"


def _choice(choice: Choice, draft: Draft) -> Iterator[str]:
    field = f'choice "{choice.id}"'
    if choice.zone in HEAVY and not choice.support:
        yield f"{field}: somebody in {choice.zone} needs people; write support = true"
    if choice.offer is not None and not draft.has_exercise(choice.offer):
        yield f'{field}: no exercise is called "{choice.offer}"; offer one that is there'
    offered = draft.exercises.get(choice.offer or "")
    if _is_heavy(choice) and offered is not None and offered.inward:
        # Looking inward at one's worst hour can bring back what should be let go.
        yield f'{field}: "{offered.id}" turns inward; offer an exercise that looks outward'


def _is_heavy(choice: Choice) -> bool:
    return choice.support or choice.zone in HEAVY


def _exercises(draft: Draft) -> Iterator[Problem]:
    for exercise in draft.exercises.values():
        found = chain(_anchor(exercise, draft), _hard_shift(exercise), _claims(exercise))
        yield from ((name("exercises", exercise.id), what) for what in found)


def _anchor(exercise: Exercise, draft: Draft) -> Iterator[str]:
    if exercise.inward and exercise.anchor is None:
        yield "anchor: is missing; name the outward exercise for those who would rather look out"
    if exercise.anchor is not None and not draft.has_exercise(exercise.anchor):
        yield f'anchor: no exercise is called "{exercise.anchor}"; name one that is there'
    anchor = draft.exercises.get(exercise.anchor or "")
    if anchor is not None and anchor.inward:
        yield f'anchor: "{anchor.id}" turns inward itself; name an exercise that looks outward'


def _hard_shift(exercise: Exercise) -> Iterator[str]:
    if exercise.hard_shift and exercise.inward:
        yield "hard_shift: turns inward, which is too close after a hard shift; remove one of them"


def _talk(draft: Draft) -> Iterator[Problem]:
    for saying in draft.talk.sayings if draft.talk else ():
        for exercise_id in saying.exercises:
            if not draft.has_exercise(exercise_id):
                yield (
                    "words.toml",
                    f'{saying.means}: no exercise is called "{exercise_id}"; name one that is '
                    "there",
                )


def _claims(exercise: Exercise) -> Iterator[str]:
    said = " ".join((exercise.title, exercise.why, exercise.safety, *exercise.steps))
    for claim in _CLAIM.finditer(said) if exercise.evidence == "C" else ():
        yield f'says "{claim[0]}", which grade C cannot claim; say what it is for instead'
