from collections.abc import Callable
from pathlib import Path

import pytest

from content.load import library, survey
from content.model import ContentError
from tests.packs import ATTESTED, attested, written

Broken = Callable[..., tuple[str, ...]]

LOAD = "checkins/after-the-last-shift.toml"
FEET = "exercises/feet-and-seat.toml"

BREATH = """
version  = 2
title    = "One breath"
unit     = "closing"
minutes  = 1
setting  = "anywhere"
why      = "A breath is always near."
steps    = ["Breathe out."]
safety   = "Stop when you like."
evidence = "C"
source   = "Ours"
"""


@pytest.mark.parametrize(
    ("file", "old", "new", "what"),
    [
        pytest.param(FEET, "minutes  = 1", "minutes  = 6", "minutes: must be at most 5", id="long"),
        pytest.param(
            FEET, "minutes  = 1", 'minutes  = "1"',
            "minutes: must be a whole number, without quotes", id="a number in quotes",
        ),
        pytest.param(FEET, "minutes", "minuts", "minutes: is missing; add it", id="missing"),
        pytest.param(
            FEET, "minutes", "minuts",
            "minuts: is not known here; correct its spelling or remove it", id="unknown",
        ),
        pytest.param(
            FEET, '"anywhere"', '"at_home"',
            "setting: must be 'at_work', 'after_shift' or 'anywhere'", id="another setting",
        ),
        pytest.param(
            FEET, "Press both feet into the floor.", "Press. " * 21,
            "steps 1: is 146 long; shorten it to at most 140", id="a long step",
        ),
        pytest.param(
            FEET, "do it at a desk", "do it at a desk " + "or so " * 20,
            "why: has 73 words; say it in at most 40", id="a long reason",
        ),
        pytest.param(
            LOAD, "Good to hear.", "Good to hear " * 9,
            "choices 1, reply: has 33 words; say it in at most 25", id="a long reply",
        ),
        pytest.param(
            LOAD, "I have set it down", "I have set it down for today and for good",
            "choices 1, label: is 41 long; shorten it to at most 30", id="a long label",
        ),
        pytest.param(
            LOAD, "How much of your", "How very " * 13,
            "ask: has 32 words; say it in at most 25", id="a long question",
        ),
        pytest.param(
            LOAD, 'reply = "Good to hear. It can stay where it is."', 'reply = " "',
            "choices 1, reply: is empty; write something here", id="empty",
        ),
        pytest.param(
            LOAD, "lock_screen = false", 'lock_screen = "no"',
            "lock_screen: must be true or false, without quotes", id="a flag in quotes",
        ),
        pytest.param(
            LOAD, '["active", "boosters"]', "[]",
            "phases: is 0 long; it needs at least 1", id="sent in no phase",
        ),
        pytest.param(
            LOAD, '["active", "boosters"]', '["active", "active"]',
            'phases: "active" is there twice; write it once', id="a phase twice",
        ),
        pytest.param(
            LOAD, '["active", "boosters"]', '["later"]',
            "phases 1: must be 'before', 'training', 'active', 'one_month' or 'boosters'",
            id="a phase that there is not",
        ),
        pytest.param(
            LOAD, '"set-down"', '"Set down"',
            'choices 1, id: "Set down" is no id; use small letters, digits and hyphens, '
            'such as "feet-and-seat"', id="an id with a blank",
        ),
        pytest.param(
            LOAD, "version     = 1", 'version = 1\nid = "load"',
            "id: the name of the file says it; remove this line", id="an id in the file",
        ),
        pytest.param(
            "help.toml", '"want to die"', '"Want to die"',
            'distress 1: "Want to die" has capitals; write it in lower case', id="capitals",
        ),
        pytest.param(
            "certification.toml", "[60, 30, 7]", "[7, 30, 60]",
            "notices: must begin with the longest before the end", id="notices the wrong way round",
        ),
        pytest.param(
            "certification.toml", '"co_lead"\ntitle', '"lapsed"\ntitle',
            'levels 3, key: "lapsed" follows from the calendar by itself; choose another key',
            id="a step of the calendar's",
        ),
        pytest.param(
            "certification.toml", '"co_lead"\ntitle', '"certified"\ntitle',
            'levels: the key "certified" is there twice; give each step its own',
            id="a step twice",
        ),
        pytest.param(
            "curriculum.toml", '"active/week-1/check-in"', '"week-1"',
            'steps 5, id: "week-1" is no step id; write one such as "active/week-1/check-in"',
            id="a step id of another kind",
        ),
    ],
)  # fmt: skip
def test_a_field_that_is_wrong_is_named_with_what_to_do(
    broken: Broken, file: str, old: str, new: str, what: str
) -> None:
    assert f"{file}: {what}" in broken(file, old, new)


def test_every_problem_of_every_file_is_said_at_once(copy: Path) -> None:
    written(copy / LOAD, 'ask = "Score?"\nchoices = 3')
    written(copy / "exercises/small-awe.toml", "version = ")
    (copy / "exercises/look-around-the-room.toml").write_bytes(b"\xff\xfe")
    written(copy / "exercises/note.txt", "")
    written(copy / "exercises/.hidden", "")
    (copy / "help.toml").unlink()

    assert survey([copy])[1] == (
        f"{copy}/exercises/note.txt: is not read; content files end in .toml",
        'checkins/after-the-last-shift.toml: ask: says "Score"; '
        "leave it out; nobody is marked here",
        "checkins/after-the-last-shift.toml: choices: must be a list",
        "checkins/after-the-last-shift.toml: lock_screen: is missing; add it",
        "checkins/after-the-last-shift.toml: phases: is missing; add it",
        "checkins/after-the-last-shift.toml: unit: is missing; add it",
        "checkins/after-the-last-shift.toml: version: is missing; add it",
        "exercises/look-around-the-room.toml: is not UTF-8 text; save it again as UTF-8",
        "exercises/small-awe.toml: is not TOML: Invalid value (at end of document); mend that line",
        "help.toml: is missing; every library has one",
    )


def test_a_mark_before_the_first_letter_is_no_problem(copy: Path) -> None:
    file = copy / FEET
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    assert survey([copy])[1] == ()


def test_wrapped_lines_are_read_as_one() -> None:
    assert "\n" not in library().exercises["feet-and-seat"].why


def test_a_pack_adds_and_the_last_one_overrides(tmp_path: Path) -> None:
    written(tmp_path / "one/exercises/one-breath.toml", BREATH)
    written(tmp_path / "one/exercises/feet-and-seat.toml", BREATH)
    written(tmp_path / "two/exercises/one-breath.toml", BREATH.replace("One breath", "A breath"))

    laid_over = library([attested(tmp_path / "one"), attested(tmp_path / "two")])

    assert laid_over.exercises["one-breath"].title == "A breath"
    assert laid_over.exercises["feet-and-seat"].version == 2
    assert set(laid_over.exercises) == {*library().exercises, "one-breath"}
    assert laid_over.checkins == library().checkins


def test_a_pack_may_bring_a_curriculum_of_its_own(copy: Path, tmp_path: Path) -> None:
    ours = (copy / "curriculum.toml").read_text().replace("What I take with me", "Going on")
    written(tmp_path / "pack/curriculum.toml", ours)
    assert library([attested(tmp_path / "pack")]).curriculum.units[9].title == "Going on"


def test_what_is_wrong_in_packs_is_said_with_their_folders(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    written(one / "exercises/one-breath.toml", BREATH.replace("minutes  = 1", "minutes  = 9"))
    written(two / "exercises/One Breath.toml", BREATH)

    with pytest.raises(ContentError) as refused:
        library([attested(one), attested(two), attested(tmp_path / "three")])

    assert refused.value.problems == (
        f"{one}/exercises/one-breath.toml: minutes: must be at most 5",
        f"{tmp_path}/three: holds no content; give a folder with checkins/ or exercises/",
        f'{two}/exercises/One Breath.toml: id: "One Breath" is no id; use small letters, '
        'digits and hyphens, such as "feet-and-seat"',
    )
    assert str(refused.value) == "\n".join(refused.value.problems)


@pytest.mark.parametrize(
    ("attestation", "what"),
    [
        pytest.param(None, "is not there; check the path", id="none"),
        pytest.param("title = ", "is not TOML: Invalid value (at end of document); mend that line",
                     id="not TOML"),
        pytest.param(ATTESTED.replace("attested_by", "# "), "attested_by: is missing; add it",
                     id="nobody attests"),
        pytest.param(ATTESTED.replace("licence", "# "), "licence: is missing; add it",
                     id="no licence"),
        pytest.param(ATTESTED.replace('"Head of education"', '" "'),
                     "attested_by: is empty; write something here", id="an empty role"),
        pytest.param(ATTESTED.replace("2026-10-01", '"October"'),
                     "attested_on: must be a date such as 2026-01-31, without quotes", id="no day"),
    ],
)  # fmt: skip
def test_a_pack_that_nobody_attests_is_refused_as_a_whole_in_one_sentence(
    tmp_path: Path, attestation: str | None, what: str
) -> None:
    written(tmp_path / "exercises/one-breath.toml", BREATH.replace("minutes  = 1", "minutes  = 9"))
    if attestation is not None:
        written(tmp_path / "pack.toml", attestation)

    with pytest.raises(ContentError) as refused:
        library([tmp_path])

    assert refused.value.problems == (
        f"{tmp_path}: is not taken: its pack.toml must say title, licence, attested_by (a role) "
        f"and attested_on; {what}",
    )


def test_a_pack_whose_overriding_text_breaks_what_is_beneath_is_named(tmp_path: Path) -> None:
    inward = BREATH + 'inward = true\nanchor = "small-awe"\n'
    file = written(attested(tmp_path) / "exercises/feet-and-seat.toml", inward)

    with pytest.raises(ContentError) as refused:
        library([tmp_path])

    assert all("turns inward" in problem for problem in refused.value.problems)
    assert str(file) not in "".join(refused.value.problems)
