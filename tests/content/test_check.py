import re
from collections.abc import Callable
from pathlib import Path

import pytest

from content.load import survey
from content.wording import AVOIDED

Broken = Callable[..., tuple[str, ...]]

LOAD = "checkins/after-the-last-shift.toml"
PAUSE = "checkins/a-pause-this-week.toml"
BREATHS = "exercises/arrive-in-three-breaths.toml"
STEPS = """\
steps    = [
    "Stand or sit still where you are. Your eyes can stay open.",
    "Take three breaths, each a little slower than the one before.",
    "Say to yourself which room you are in, and what you are here for.",
    "Begin.",
]"""
FIT = "checkins/how-it-fit.toml"
KIND = "exercises/a-kind-pause.toml"
FEET = "exercises/feet-and-seat.toml"


def test_a_copy_of_the_library_has_no_problems(copy: Path) -> None:
    assert survey([copy])[1] == ()


@pytest.mark.parametrize(
    ("file", "old", "new", "what"),
    [
        pytest.param(
            LOAD, 'offer   = "feet-and-seat"', 'offer = "feet"',
            'choice "a-lot": no exercise is called "feet"; offer one that is there',
            id="an offer that leads nowhere",
        ),
        pytest.param(
            LOAD, 'offer   = "feet-and-seat"', 'offer = "longer-out-than-in"',
            'choice "a-lot": "longer-out-than-in" turns inward; '
            "offer an exercise that looks outward",
            id="looking inward at the worst hour",
        ),
        pytest.param(
            LOAD, "support = true", "support = false",
            'choice "a-lot": somebody in orange needs people; write support = true',
            id="orange without people",
        ),
        pytest.param(
            "checkins/nearest-color.toml",
            'offer   = "five-things-around-you"\nsupport = true', "",
            'choice "red": somebody in red needs people; write support = true',
            id="red without people",
        ),
        pytest.param(
            LOAD, "lock_screen = false", "lock_screen = true",
            "lock_screen: asks for reactions, which a lock screen must not show; "
            "write lock_screen = false",
            id="reactions on a lock screen",
        ),
        pytest.param(
            PAUSE, 'label = "Not this week"', 'label = "Not this week"\nsupport = true',
            "lock_screen: asks for reactions, which a lock screen must not show; "
            "write lock_screen = false",
            id="a call for support on a lock screen",
        ),
        pytest.param(
            PAUSE, 'label = "Not this week"', 'label = "Not this week"\nzone = "green"',
            "lock_screen: asks for reactions, which a lock screen must not show; "
            "write lock_screen = false",
            id="a zone on a lock screen",
        ),
        pytest.param(
            FIT, 'offer = "doorway-reset"', "",
            "choices: none of them offers an exercise; give one of them an offer",
            id="a question that gives nothing back",
        ),
        pytest.param(
            PAUSE, '"A short one"', '"yes, a real one"',
            'choices: the label "yes, a real one" is there twice; '
            "give each button its own words",
            id="two buttons alike",
        ),
        pytest.param(
            PAUSE, '"A short one"', '"Not today"',
            'choices: the label "not today" is there twice; give each button its own words',
            id="a button like the one that skips",
        ),
        pytest.param(
            PAUSE, '"a-short-one"', '"a-real-one"',
            'choices: the id "a-real-one" is there twice; give each choice its own',
            id="two choices with one id",
        ),
        pytest.param(
            PAUSE, '"self_care_plan"', '"self_care"',
            'unit: "self_care" is no unit; use a key that curriculum.toml names',
            id="a check-in of no unit",
        ),
        pytest.param(
            FEET, '"normalized_appreciation"', '"appreciation"',
            'unit: "appreciation" is no unit; use a key that curriculum.toml names',
            id="an exercise of no unit",
        ),
        pytest.param(
            BREATHS, 'anchor   = "look-around-the-room"', "",
            "anchor: is missing; name the outward exercise for those who would rather look out",
            id="inward without an anchor",
        ),
        pytest.param(
            BREATHS, 'anchor   = "look-around-the-room"', 'anchor = "look-out"',
            'anchor: no exercise is called "look-out"; name one that is there',
            id="an anchor that leads nowhere",
        ),
        pytest.param(
            BREATHS, 'anchor   = "look-around-the-room"', 'anchor = "head-to-feet"',
            'anchor: "head-to-feet" turns inward itself; name an exercise that looks outward',
            id="an anchor that turns inward",
        ),
        pytest.param(
            FEET, "a quick way", "a proven way",
            'says "proven", which grade C cannot claim; say what it is for instead',
            id="a claim nobody tried out",
        ),
        pytest.param(
            BREATHS, "inward   = true", "inward   = true\nhard_shift = true",
            "hard_shift: turns inward, which is too close after a hard shift; remove one of them",
            id="inward after a hard shift",
        ),
    ],
)  # fmt: skip
def test_a_broken_promise_is_named_with_its_file(
    broken: Broken, file: str, old: str, new: str, what: str
) -> None:
    assert broken(file, old, new) == (f"{file}: {what}",)


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        pytest.param(
            "day  = 7", "day  = 6",
            "active/week-1/exercise: day 6 comes too soon after day 5; "
            "let the days rise by 2 or more",
            id="two messages a day apart",
        ),
        pytest.param(
            "day  = 12", "day  = 15",
            "active/week-2/check-in: day 15 is not in week-2; change the day or the id",
            id="a day outside its week",
        ),
        pytest.param(
            'kind = "exercise"\nunit = "normalized_appreciation"',
            'kind = "check-in"\nunit = "normalized_appreciation"',
            'active/week-1/exercise: the kind is "check-in"; the id must end in it',
            id="an id of another kind",
        ),
        pytest.param(
            'minutes = 1\n', "minutes = 0\n",
            "steps 2, minutes: must be at least 1",
            id="no time at all",
        ),
        pytest.param(
            'unit = "outcome_attachment"\n', "",
            "active/week-2/exercise: unit: is missing; "
            "only in the evening of a training day the day itself says it",
            id="a step of no unit",
        ),
        pytest.param(
            '"boosters/week-8/exercise"\nday  = 56', '"active/week-8/exercise"\nday  = 56',
            'active/week-8/exercise: comes after a step of "boosters"; put the phases in order',
            id="a phase that comes back",
        ),
        pytest.param(
            '"training/day-3/exercise"\nday  = 3', '"training/day-2/exercise"\nday  = 2',
            "training/day-2/exercise: day 2 comes too soon after day 2; "
            "let the days rise by 1 or more",
            id="two exercises in one evening",
        ),
        pytest.param(
            '"training/day-3/exercise"', '"training/day-3/check-in"',
            'steps 4, id: "training/day-3/check-in" is no step id; '
            'write one such as "active/week-1/check-in"',
            id="a question in the evening of a training day",
        ),
        pytest.param(
            'check-in"\nday  = 12', 'check-in"\nday  = 10',
            "active/week-2/check-in: is the third in a week from day 5; leave it at two",
            id="three in a week",
        ),
        pytest.param(
            'exercise"\nday  = 168', 'exercise"\nday  = 181',
            "boosters/week-24/exercise: day 181 is too late; month six ends with day 180",
            id="after month six",
        ),
        pytest.param(
            'key       = "introduction"', 'key       = "closing"',
            'units: "closing" is there twice; give each unit its own key',
            id="a unit twice",
        ),
        pytest.param(
            "active/week-2/exercise", "active/week-1/exercise",
            "active/week-1/exercise: is there twice; "
            "every step is sent once, so give it an id of its own",
            id="a step twice",
        ),
    ],
)  # fmt: skip
def test_a_broken_curriculum_is_named(broken: Broken, old: str, new: str, what: str) -> None:
    assert f"curriculum.toml: {what}" in broken("curriculum.toml", old, new)


def test_a_step_for_which_nothing_fits_is_named(copy: Path) -> None:
    for file in (copy / "checkins").iterdir():
        if f"checkins/{file.name}" != LOAD:
            file.unlink()

    said = "no check-in fits it; write one for this phase, or leave the step out"
    problems = [what for what in survey([copy])[1] if what.startswith("curriculum.toml")]
    assert problems == [
        f"curriculum.toml: before/day-4/check-in: {said}",
        f"curriculum.toml: one_month/week-6/check-in: {said}",
    ]


def test_a_step_that_asks_for_zones_draws_on_questions_that_name_them(copy: Path) -> None:
    for file in (copy / "checkins").iterdir():
        file.write_text(re.sub(r"^zone *=.*$", "", file.read_text(), flags=re.MULTILINE))

    said = "no check-in fits it; write one for this phase, or leave the step out"
    assert f"curriculum.toml: active/week-1/check-in: {said}" in survey([copy])[1]


def test_an_exercise_names_no_zones(broken: Broken) -> None:
    old = 'day  = 7\nkind = "exercise"'
    what = "active/week-1/exercise: zones: only a check-in names them; remove this line"
    assert f"curriculum.toml: {what}" in broken("curriculum.toml", old, f"{old}\nzones = true")


def test_a_training_of_nine_units_is_named(copy: Path) -> None:
    file = copy / "curriculum.toml"
    before, after = file.read_text().split("# What the tenth", 1)
    file.write_text(before + after[after.index("# The active month") :])

    assert "curriculum.toml: units: there are 9; the training has ten" in survey([copy])[1]


@pytest.mark.parametrize(
    "word",
    ["burned out", "burnt-out", "your burnout", "compassion fatigue", "screened positive",
     "non-compliance", "well done", "Great job", "good work", "congratulations", "proud of you",
     "gold star", "5 points", "percent", "You should", "Calm down", "blessing",
     "patient", "Patients", "symptom", "symptoms", "diagnosis", "therapy", "therapist", "treatment",
     "victim", "you have missed", "you\\n have missed", "You missed", "you’ve missed",
     "non-compliant", "streak", "score", "scores", "failed", "failure", "resilience", "anonymous"],
)  # fmt: skip
def test_a_word_that_hurts_is_named_wherever_it_stands(broken: Broken, word: str) -> None:
    said = word.replace("\\n", "")
    (problem,) = broken(LOAD, '"Good to hear.', f'"Good {word} here.')
    assert problem.startswith(f'{LOAD}: choices 1, reply: says "{said}"; ')


def test_every_word_to_avoid_comes_with_advice() -> None:
    assert all(AVOIDED.values())


@pytest.mark.parametrize(
    "words",
    ["a treatment session", "underscored", "the outpatient floor", "Two points on a line",
     "the start of a good day", "burnout among nurses", "something you need"],
)  # fmt: skip
def test_a_word_is_refused_only_whole(broken: Broken, words: str) -> None:
    assert broken(LOAD, '"Good to hear.', f'"Good {words}.') == ()


@pytest.mark.parametrize(("field", "problems"), [("safety   = ", 0), ("title    = ", 1)])
def test_only_steps_and_safety_may_speak_of_a_patient(
    broken: Broken, field: str, problems: int
) -> None:
    assert len(broken(FEET, f'{field}"', f'{field}"Not with a patient. ')) == problems


@pytest.mark.parametrize(
    ("said", "what"),
    [
        ("Good for 50%", 'says "50%"; leave it out; nobody is marked here'),
        ("GOOD", '"GOOD" is in capitals; write it in lower case, or spell it out'),
        ("Good 🙂", '"🙂" is a picture; say it in words'),
        ("Good :smile:", '":smile:" is a picture; say it in words'),
    ],
)
def test_shouting_and_pictures_are_named(broken: Broken, said: str, what: str) -> None:
    assert broken(LOAD, '"Good to hear.', f'"{said}.') == (f"{LOAD}: choices 1, reply: {what}",)


@pytest.mark.parametrize(
    "claim",
    ["proven", "proof", "is known", "has been shown", "shown that", "Evidence-based", "studies",
     "Research", "experts", "scientific", "clinically", "guaranteed", "always helps", "will help",
     "works for everybody", "heals", "effective"],
)  # fmt: skip
def test_a_claim_is_named_where_nobody_tried_it_out(broken: Broken, claim: str) -> None:
    problems = broken(FEET, "is a quick way", f"{claim}, a quick way")
    assert [problem.partition(", which")[2] for problem in problems] == [
        " grade C cannot claim; say what it is for instead"
    ]


def test_what_was_tried_out_on_staff_may_say_so(broken: Broken) -> None:
    assert broken(KIND, "Being gentle", "Small studies have shown that being gentle") == ()


HARD = "Considerable emotional exhaustion necessitates compassionate communication."


def test_a_file_that_is_hard_to_read_is_named_with_its_grade(broken: Broken) -> None:
    # Each step by itself is too short to be graded.
    hard = "\n".join(f'    "{HARD}",' for _ in range(4))
    (problem,) = broken(BREATHS, STEPS, f"steps    = [\n{hard}\n]")
    assert re.fullmatch(
        rf"{BREATHS}: reads at grade \d+\.\d; shorter sentences and shorter words bring it to 8",
        problem,
    )


def test_a_text_that_is_hard_to_read_is_named_in_an_easy_file(broken: Broken) -> None:
    (problem,) = broken(FEET, "Keep your eyes open,", f"{HARD} {HARD} Keep your eyes open,")
    assert problem.startswith(f"{FEET}: safety: reads at grade 1")
    assert problem.endswith("; shorter sentences and shorter words bring it to 10")


def test_a_long_sentence_is_named_in_a_file_that_is_easy_to_read(broken: Broken) -> None:
    long = "and it " * 9
    assert broken(FEET, "Keep your eyes open,", f"Keep your eyes open, {long}") == (
        f'{FEET}: safety: "Keep your eyes open …" has 31 words; make two sentences of it',
    )


def test_sources_keep_their_own_words(broken: Broken) -> None:
    assert (
        broken(FEET, 'source   = "', 'source   = "Evidence on patient symptoms, ICU 2020. ') == ()
    )
