from collections.abc import Callable
from pathlib import Path

import pytest

from content.load import library, survey
from content.model import ContentError
from content.release import main
from tests.packs import attested

Broken = Callable[..., tuple[str, ...]]

BRS = "instruments/brs.toml"
DAILY = "instruments/daily.toml"

SCORING = (
    "scoring_version: the scoring is not what was released as 1; "
    "write scoring_version = 2, or undo the change"
)
VERSION = (
    "version: the content is not what was released as 1; write version = 2, or undo the change"
)


def of_versions(problems: tuple[str, ...]) -> list[str]:
    return [problem for problem in problems if "released" in problem]


def edit(file: Path, *changes: tuple[str, str]) -> None:
    text = file.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    file.write_text(text, encoding="utf-8")


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    folder = attested(tmp_path / "pack")
    (folder / "instruments").mkdir()
    return folder


def worded(copy: Path, pack: Path, *changes: tuple[str, str]) -> Path:
    """Write a pack's brs, with invented words for its items and answers."""
    text = (copy / BRS).read_text(encoding="utf-8")
    for number in range(1, 7):
        item = f'id = "{number}", scale = "agreement"'
        text = text.replace(item, f'{item}, text = "Invented line {number}."')
    text = text.replace("highest = 5", 'highest = 5\nlabels  = ["No", "Yes"]')
    file = pack / BRS
    file.write_text(text, encoding="utf-8")
    edit(file, *changes)
    return file


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        pytest.param(BRS, '"2", scale = "agreement", reverse = true', '"2", scale = "agreement"',
                     id="another item is reversed"),
        pytest.param(BRS, "highest = 5", "highest = 6", id="a longer scale"),
        pytest.param(BRS, "needs    = 5", "needs    = 4", id="another rule for missing answers"),
        pytest.param(BRS, '"mean"', '"sum"', id="a sum instead of a mean"),
        pytest.param(BRS, "at_least = 4.31", "at_least = 4.3", id="another band"),
        pytest.param(BRS, '"higher"', '"lower"', id="the other direction"),
        pytest.param("instruments/stss.toml", "at_least = 3\n", "at_least = 4\n",
                     id="another algorithm"),
        pytest.param("instruments/stss.toml", "reactions       = true", "reactions       = false",
                     id="no longer about reactions"),
    ],
)  # fmt: skip
def test_another_scoring_needs_both_versions_raised(
    broken: Broken, file: str, old: str, new: str
) -> None:
    assert of_versions(broken(file, old, new)) == [f"{file}: {SCORING}", f"{file}: {VERSION}"]


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        pytest.param(DAILY, "I feel rested.", "I feel rather rested.", id="another text"),
        pytest.param(DAILY, '"Mostly"', '"Largely"', id="another label"),
        pytest.param(DAILY, "Four short lines about today.", "Four lines.", id="another intro"),
        pytest.param(BRS, 'title           = "Brief', 'title           = "Short', id="a title"),
        pytest.param("instruments/strt_core.toml", '["end", "month_1"]', '["end"]',
                     id="other time points"),
        pytest.param("instruments/zone_check.toml", "support_from = 2", "support_from = 3",
                     id="help from another answer on"),
    ],
)  # fmt: skip
def test_other_words_need_another_version(broken: Broken, file: str, old: str, new: str) -> None:
    assert of_versions(broken(file, old, new)) == [f"{file}: {VERSION}"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("# Four short lines", "# A few lines", id="a comment"),
        pytest.param("Written for this project.", "Written here.", id="the source"),
        pytest.param("answers = [4, 0, 3, 4]", "answers = [0, 4, 0, 0]\n#", id="an example"),
    ],
)
def test_what_changes_no_answer_needs_no_version(broken: Broken, old: str, new: str) -> None:
    assert of_versions(broken(DAILY, old, new)) == []


def test_a_raised_version_is_enough_for_other_words(copy: Path) -> None:
    edit(copy / DAILY, ("version         = 1", "version         = 2"), ("rested.", "quite rested."))
    assert survey([copy])[1] == ()


def test_both_raised_versions_are_enough_for_another_scoring(copy: Path) -> None:
    edit(
        copy / DAILY,
        ("version         = 1", "version         = 2"),
        ("scoring_version = 1", "scoring_version = 2"),
        ("needs  = 3", "needs  = 2"),
        ('scores  = { total = "-" }', 'scores  = { total = 1.0 }\nflags   = ["prorated"]'),
    )
    assert survey([copy])[1] == ()


def test_a_version_never_goes_back(copy: Path) -> None:
    edit(copy / "released.toml", ("version         = 1", "version         = 2"))
    (problem,) = survey([copy])[1]
    assert problem == f"{BRS}: version: is 1, and 2 was released; go on from there"


def test_a_released_instrument_stays(copy: Path) -> None:
    (copy / BRS).unlink()
    assert survey([copy])[1] == (
        'released.toml: "brs" was released and has no file any more; bring it back',
    )


def test_an_instrument_without_a_record_is_named(copy: Path) -> None:
    (copy / BRS).rename(copy / "instruments/brs_two.toml")
    assert survey([copy])[1] == (
        "instruments/brs_two.toml: is not in released.toml; "
        "write it there: python -m content release",
        'released.toml: "brs" was released and has no file any more; bring it back',
    )


def test_a_file_that_cannot_be_read_is_named_once(copy: Path) -> None:
    edit(copy / BRS, ("highest = 5", "highest = "))
    (problem,) = survey([copy])[1]
    assert problem.startswith(f"{BRS}: is not TOML")


def test_a_pack_gives_words_to_a_spec_that_has_none(copy: Path, pack: Path) -> None:
    worded(copy, pack)
    brs = library([pack]).instruments["brs"]
    assert library().instruments["brs"].obstacle is not None
    assert brs.obstacle is None
    assert [question.ask for question in brs.questions("pre")][:2] == [
        "Invented line 1.",
        "Invented line 2.",
    ]


def test_a_pack_that_scores_otherwise_raises_the_version(copy: Path, pack: Path) -> None:
    file = worded(copy, pack, ("at_least = 4.31", "at_least = 4.3"))
    with pytest.raises(ContentError) as refused:
        library([pack])
    assert refused.value.problems == (f"{file}: {SCORING}", f"{file}: {VERSION}")


def test_a_pack_with_raised_versions_may_score_otherwise(copy: Path, pack: Path) -> None:
    worded(
        copy,
        pack,
        ("at_least = 4.31", "at_least = 4.3"),
        ("version         = 1", "version         = 2"),
        ("scoring_version = 1", "scoring_version = 2"),
    )
    assert library([pack]).instruments["brs"].scoring_version == 2


def test_a_pack_that_rewords_ours_raises_the_version(copy: Path, pack: Path) -> None:
    file = pack / DAILY
    file.write_text((copy / DAILY).read_text(encoding="utf-8"), encoding="utf-8")
    assert library([pack]).instruments["daily"].version == 1

    edit(file, ("I feel rested.", "I feel rather rested."))

    with pytest.raises(ContentError) as refused:
        library([pack])
    assert refused.value.problems == (f"{file}: {VERSION}",)


def test_a_pack_brings_no_record_of_its_own(copy: Path, pack: Path) -> None:
    record = pack / "released.toml"
    record.write_text((copy / "released.toml").read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(ContentError) as refused:
        library([pack])
    assert refused.value.problems == (
        f"{record}: is the library's own record; remove it from the pack",
    )


def test_an_instrument_of_a_pack_alone_needs_no_record(copy: Path, pack: Path) -> None:
    text = (copy / DAILY).read_text(encoding="utf-8")
    (pack / "instruments/evening.toml").write_text(text, encoding="utf-8")
    assert "evening" in library([pack]).instruments


def test_releasing_what_is_released_changes_nothing(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (copy / "released.toml").read_text(encoding="utf-8")
    assert main(["--path", str(copy)]) == 0
    assert (copy / "released.toml").read_text(encoding="utf-8") == before
    assert capsys.readouterr().out == "12 instruments are released as they are\n"


def test_a_new_instrument_is_recorded_and_watched_from_then_on(copy: Path) -> None:
    text = (copy / DAILY).read_text(encoding="utf-8")
    evening = copy / "instruments/evening.toml"
    evening.write_text(text, encoding="utf-8")

    assert main(["--path", str(copy)]) == 0
    assert survey([copy])[1] == ()

    edit(evening, ("I feel rested.", "I feel rather rested."))
    assert survey([copy])[1] == (f"instruments/evening.toml: {VERSION}",)


def test_nothing_is_recorded_that_changed_without_a_raised_version(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (copy / "released.toml").read_text(encoding="utf-8")
    edit(copy / DAILY, ("I feel rested.", "I feel rather rested."))

    assert main(["--path", str(copy)]) == 1
    assert (copy / "released.toml").read_text(encoding="utf-8") == before
    assert capsys.readouterr().out == f"{DAILY}: {VERSION}\n"
