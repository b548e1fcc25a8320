import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from content.__main__ import main
from tests.packs import attested, written

Said = tuple[int, str, str]

TODAY = date(2026, 11, 22)


def say(capsys: pytest.CaptureFixture[str], *arguments: str) -> Said:
    code = main(["score", *arguments], TODAY)
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def test_a_score_is_printed_as_one_object() -> None:
    command = [sys.executable, "-m", "content", "score", "who5", "--answers", "5,4,3,2,1"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 -- ours
    assert (done.returncode, done.stderr) == (0, "")
    assert list(json.loads(done.stdout)) == ["instrument", "version", "scores", "flags"]
    assert json.loads(done.stdout) == {
        "instrument": "who5",
        "version": 1,
        "scores": {"total": 60},
        "flags": [],
    }


def test_scores_come_with_all_their_digits(capsys: pytest.CaptureFixture[str]) -> None:
    _, printed, _ = say(capsys, "brs", "--answers", "5,2,4,3,4,1")
    assert json.loads(printed)["scores"]["total"] == pytest.approx(4.166666666666667, abs=1e-12)


def test_the_algorithm_is_a_flag(capsys: pytest.CaptureFixture[str]) -> None:
    row = ",".join(str(number % 5 + 1) for number in range(1, 18))
    code, printed, _ = say(capsys, "stss", "--answers", row)
    assert code == 0
    assert json.loads(printed)["flags"] == ["symptom_algorithm"]


@pytest.mark.parametrize(
    "arguments",
    [("--answers", "-,5,4,2,4,2"), ("--answers=-,5,4,2,4,2",), ("--answers", " -, 5,4, 2,4,2 ")],
)
def test_a_row_may_begin_with_a_missing_answer(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    code, printed, _ = say(capsys, "brs", *arguments)
    assert code == 0
    assert json.loads(printed)["scores"]["total"] == pytest.approx(3.4)


def test_a_missing_score_is_null_beside_others(capsys: pytest.CaptureFixture[str]) -> None:
    code, printed, errors = say(capsys, "phq4", "--answers", "1,1,-,1")
    assert (code, errors) == (0, "")
    assert json.loads(printed)["scores"] == {"anxiety": 2, "depression": None, "total": None}


def test_no_score_at_all_is_1_with_the_reason(capsys: pytest.CaptureFixture[str]) -> None:
    code, printed, errors = say(capsys, "who5", "--answers", "5,4,-,2,1")
    assert code == 1
    assert json.loads(printed)["scores"] == {"total": None}
    assert errors == "total: 4 of 5 items are answered; it needs 5\n"


@pytest.mark.parametrize(
    ("name", "answers", "said"),
    [
        ("who5", "5,4,3,2,6", 'item "5" of who5 takes a whole number from 0 to 5'),
        ("who5", "five,4,3,2,1", 'item "1" of who5 takes a whole number from 0 to 5'),
        ("who5", ",4,3,2,1", 'item "1" of who5 takes a whole number from 0 to 5'),
        (
            "cbi", "25,25,25,25,25,25,1,25,25,25,25,25,25,25,25,25,25,25,25",
            'item "7" of cbi takes 0, 25, 50, 75 or 100',
        ),
        (
            "who5", "5,4,3,2",
            'the row for who5 must be 5 long, with an answer for each item, and is 4; '
            'write "-" where there is none',
        ),
        (
            "who5", "5,4,3,2,1,0",
            'the row for who5 must be 5 long, with an answer for each item, and is 6; '
            'write "-" where there is none',
        ),
        (
            "who6", "5",
            'no instrument is called "who6"; there are brs, burnout_single, cbi, daily, phq4, '
            "proqol5, pss4, strt_core, stss, uwes3, who5, zone_check",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_2_and_one_sentence(
    capsys: pytest.CaptureFixture[str], name: str, answers: str, said: str
) -> None:
    assert say(capsys, name, "--answers", answers) == (2, "", f"{said}\n")


def test_a_command_without_answers_is_2_and_one_sentence(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["score", "who5"], TODAY)
    assert ended.value.code == 2
    assert capsys.readouterr().err == (
        "the following arguments are required: --answers; see python -m content score --help\n"
    )


def test_nothing_is_scored_by_a_library_that_is_wrong(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = written(attested(tmp_path) / "instruments/who5.toml", "version = ")

    code, printed, errors = say(capsys, "who5", "--answers", "5,4,3,2,1", "--pack", str(tmp_path))

    assert (code, printed) == (2, "")
    assert f"{file}: is not TOML" in errors
