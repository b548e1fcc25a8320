import argparse
import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.__main__ import _parser, main
from bot.app import outcomes
from tests.rules.outcomes.kit import AFTER, BEFORE

ROOT = Path(__file__).parents[1]
HEADER = "subject,time_point,score\n"
NAMES = [
    "self_reported_improvement",
    "any_decrease",
    "reliable_improvement",
    "mcid_improvement",
    "clinically_significant",
]

DOCUMENT = (ROOT / "docs/outcomes.md").read_text(encoding="utf-8")

Ask = Callable[..., tuple[int, str, str]]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The scores of the twelve before and a month later."""
    lines = [
        f"P{number},pre,{earlier}\nP{number},month_1,{later}"
        for number, (earlier, later) in enumerate(zip(BEFORE, AFTER, strict=True))
    ]
    path = tmp_path / "scores.csv"
    path.write_text(HEADER + "\n".join(lines), encoding="utf-8")
    return path


@pytest.fixture
def ask(file: Path, capsys: pytest.CaptureFixture[str]) -> Ask:
    """Ask about the file with these options; return the exit code and what was said."""

    def asked(*options: str, better: str = "lower", of: Path = file) -> tuple[int, str, str]:
        code = main(["outcomes", str(of), f"--{better}-is-better", *options])
        said = capsys.readouterr()
        return code, said.out, said.err

    return asked


def told(ended: tuple[int, str, str]) -> dict[str, Any]:
    code, out, err = ended
    assert (code, err) == (0, "")
    found: dict[str, Any] = json.loads(out, parse_constant=pytest.fail)
    return found


def test_an_evaluator_can_recompute_what_is_told(ask: Ask) -> None:
    found = told(ask("--sd", "10.7", "--reliability", "0.93", "--enrolled", "24"))

    assert {name: found[name] for name in ("n_pairs", "s_diff", "points_needed")} == {
        "n_pairs": 12,
        "s_diff": pytest.approx(4.003573403848116),
        "points_needed": pytest.approx(7.847003871542308),
    }
    assert found["mean_change"] == pytest.approx(-3.9166666666666665)
    assert found["mean_change_ci95"] == pytest.approx([-8.667155274272258, 0.833821940938924])
    assert (found["d_z"], found["g_av"]) == pytest.approx((-0.523847435692019, -0.466119219193732))
    assert found["classes"] == {"improved": 5, "no_reliable_change": 6, "deteriorated": 1}


def test_each_definition_is_told_of_completers_and_of_everybody(ask: Ask) -> None:
    found = told(ask("--sd", "10.7", "--reliability", "0.93", "--enrolled", "24"))["definitions"]

    assert list(found) == NAMES
    reliable = found["reliable_improvement"]
    assert reliable["completers"] == {
        "k": 5,
        "n": 12,
        "share": pytest.approx(5 / 12),
        "wilson95": pytest.approx([0.1932603, 0.6804887]),
    }
    assert reliable["intention_to_treat"] == {
        "k": 5,
        "n": 24,
        "share": pytest.approx(5 / 24),
        "wilson95": pytest.approx([0.0924483, 0.4047045], abs=1e-6),
    }


def test_a_definition_never_stands_without_what_it_means(ask: Ask) -> None:
    found = told(ask("--sd", "10.7", "--reliability", "0.93", "--mcid", "5", "--cutoff", "38"))

    computed = {name: one for name, one in found["definitions"].items() if one}
    assert list(computed) == NAMES[1:]
    assert [name for name, one in computed.items() if not one["meaning"]] == []


def test_what_needs_a_reliability_is_null_without_one_and_says_why(ask: Ask) -> None:
    found = told(ask())

    assert (found["s_diff"], found["points_needed"], found["classes"]) == (None, None, None)
    assert {name for name, one in found["definitions"].items() if one is None} == {
        *NAMES,
    } - {"any_decrease"}
    assert found["not_computable"]["reliable_improvement"] == (
        "not computable: no reliability known"
    )


def test_an_sd_alone_is_not_enough(ask: Ask) -> None:
    assert told(ask("--sd", "10.7"))["s_diff"] is None


def test_higher_can_be_better(ask: Ask) -> None:
    found = told(ask("--sd", "10.7", "--reliability", "0.93", better="higher"))

    assert found["classes"] == {"improved": 1, "no_reliable_change": 6, "deteriorated": 5}
    # A change is later minus earlier, whichever way is better.
    assert found["mean_change"] == pytest.approx(-3.9166666666666665)


def test_the_self_report_is_told_where_there_is_one(ask: Ask, tmp_path: Path) -> None:
    rated = tmp_path / "rated.csv"
    rated.write_text(
        "subject,time_point,score,global_change\n"
        "A,pre,40,\nA,end,30,2\nB,pre,40,\nB,end,40,0\nC,pre,40,\nC,end,41,-1\nD,pre,40,\n",
        encoding="utf-8-sig",
    )

    found = told(ask(of=rated))

    reported = found["definitions"]["self_reported_improvement"]
    assert (reported["completers"]["k"], reported["completers"]["n"]) == (1, 3)
    assert (reported["intention_to_treat"]["k"], reported["intention_to_treat"]["n"]) == (1, 4)
    assert found["global_change"] == {"lowest": -3, "highest": 3, "unchanged": 0}


def test_one_pair_is_told_without_what_it_cannot_say(ask: Ask, tmp_path: Path) -> None:
    one = tmp_path / "one.csv"
    one.write_text(HEADER + "A,pre,40\nA,end,30\n", encoding="utf-8")

    found = told(ask("--sd", "10.7", "--reliability", "0.93", of=one))

    assert (found["n_pairs"], found["mean_change"]) == (1, -10.0)
    assert (found["mean_change_ci95"], found["d_z"], found["g_av"]) == (None, None, None)


def test_no_pair_at_all_is_told_as_such(ask: Ask, tmp_path: Path) -> None:
    apart = tmp_path / "apart.csv"
    apart.write_text(HEADER + "A,pre,40\nB,end,30\n", encoding="utf-8")

    found = told(ask("--sd", "10.7", "--reliability", "0.93", of=apart))

    assert (found["n_pairs"], found["mean_change"], found["d_z"]) == (0, None, None)
    assert found["definitions"]["any_decrease"]["completers"] == {
        "k": 0,
        "n": 0,
        "share": None,
        "wilson95": None,
    }


def test_a_yes_or_no_gets_mcnemars_test(ask: Ask, tmp_path: Path) -> None:
    considered = tmp_path / "considered-leaving.csv"
    lines = [f"P{one},pre,1\nP{one},end,{int(one >= 9)}" for one in range(12)]
    considered.write_text(HEADER + "\n".join(lines), encoding="utf-8")

    found = told(ask(of=considered))["mcnemar"]

    assert found == {"yes_to_no": 9, "no_to_yes": 0, "p": pytest.approx(2 / 2**9)}


def test_a_ceiling_is_told_by_the_share_at_the_maximum(ask: Ask) -> None:
    found = told(ask("--maximum", "60"))["scores"]["from"]

    assert (found["median"], found["at_maximum"]["k"], found["at_maximum"]["n"]) == (39.5, 1, 12)


def test_a_smallest_change_that_noise_can_make_is_remarked_upon(ask: Ask) -> None:
    options = ["--sd", "20", "--reliability", "0.85", "--source", "a published norm", "--mcid"]

    assert told(ask(*options, "22"))["remarks"] == []
    (remark,) = told(ask(*options, "10"))["remarks"]
    assert remark.startswith("--mcid is smaller than points_needed")


def test_where_the_numbers_of_a_measure_are_from_is_told_and_asked_for(ask: Ask) -> None:
    options = ["--sd", "10.7", "--reliability", "0.93"]

    assert told(ask(*options, "--source", "a published norm"))["norm"]["source"] == (
        "a published norm"
    )
    assert told(ask(*options))["remarks"] == [
        "Say where --sd and --reliability are from (--source)."
    ]


def test_it_says_what_no_number_here_can_show(ask: Ask) -> None:
    first, *_ = told(ask())["limits"]

    assert first.startswith("There is no comparison group")


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--sd", "0"], "--sd has to be above 0."),
        (["--sd=-3"], "--sd has to be above 0."),
        (["--sd", "nan"], "--sd has to be a plain number."),
        (["--reliability", "1"], "--reliability has to be at least 0 and below 1."),
        (["--reliability", "1.2"], "--reliability has to be at least 0 and below 1."),
        (["--reliability=-0.1"], "--reliability has to be at least 0 and below 1."),
        (["--reliability", "inf"], "--reliability has to be a plain number."),
        (["--mcid", "0"], "--mcid has to be above 0."),
        (["--cutoff", "high"], "--cutoff has to be a plain number."),
        (["--enrolled", "0"], "--enrolled has to be above 0."),
        (["--enrolled", "12.5"], "--enrolled has to be a whole number."),
        (
            ["--unchanged", "1"],
            "--unchanged has to be 0, on a scale of -3 to 3, or 4, on one of 1 to 7.",
        ),
    ],
)
def test_an_option_that_makes_no_sense_is_refused_in_one_sentence(
    ask: Ask, options: list[str], sentence: str
) -> None:
    assert ask(*options) == (2, "", f"{sentence}\n")


def test_fewer_enrolled_than_subjects_are_refused(ask: Ask, file: Path) -> None:
    assert ask("--enrolled", "11") == (
        2,
        "",
        f"{file}: --enrolled is 11, but there are 12 subjects.\n",
    )


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        pytest.param(b"", "The file is empty.", id="empty"),
        pytest.param(
            b"subject,time_point,score\nA,pre,forty\n",
            "line 2: the score is not a plain number; leave out the row where there is none.",
            id="no number",
        ),
        pytest.param(
            b"subject,time_point,score\nA,pre,40\nA,pre,40\n",
            "line 3: this subject has a score at pre already, in line 2.",
            id="twice",
        ),
        pytest.param(
            b"\xff\xfes\x00u\x00b\x00",
            "It is not plain text in UTF-8; save it as CSV (UTF-8).",
            id="another encoding",
        ),
        pytest.param(
            b"subject,time_point,score\nA,pre,40\nB,pre,41\n",
            "Everything in it is from pre; a change needs a later one too.",
            id="one time point",
        ),
    ],
)
def test_a_file_that_makes_no_sense_is_refused_in_one_sentence(
    ask: Ask, tmp_path: Path, content: bytes, sentence: str
) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_bytes(content)

    assert ask(of=bad) == (2, "", f"{bad}: {sentence}\n")


def test_a_file_that_is_not_there_is_refused_in_one_sentence(ask: Ask, tmp_path: Path) -> None:
    nowhere = tmp_path / "nowhere.csv"

    assert ask(of=nowhere) == (
        2,
        "",
        f"{nowhere}: It cannot be read (No such file or directory).\n",
    )


def test_which_way_is_better_has_to_be_said(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["outcomes", str(file)])

    assert ended.value.code == 2
    assert capsys.readouterr().err.endswith(
        "error: one of the arguments --lower-is-better --higher-is-better is required\n"
    )


@pytest.mark.parametrize(
    ("arguments", "loaded"),
    [
        pytest.param(["run"], False, id="the bot does not"),
        pytest.param(["outcomes", "FILE", "--lower-is-better"], True, id="the report does"),
    ],
)
def test_only_a_report_loads_scipy(
    arguments: list[str], loaded: bool, file: Path, tmp_path: Path
) -> None:
    # Without settings the bot ends as soon as it has imported everything.
    program = (
        "import sys; from bot.__main__ import main; "
        "main(sys.argv[1:]); print('scipy' in sys.modules)"
    )
    asked = [str(file) if one == "FILE" else one for one in arguments]
    done = subprocess.run(  # noqa: S603 -- ours
        [sys.executable, "-c", program, *asked],
        cwd=tmp_path,
        env={"PATH": os.defpath, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.splitlines()[-1] == str(loaded)


def example(kind: str) -> str:
    """Return the example of a kind that the page for evaluators has."""
    (found,) = re.findall(rf"^```{kind}\n(.*?)^```", DOCUMENT, re.DOTALL | re.MULTILINE)
    return found


def abridged(found: Any, like: Any) -> Any:
    """Return of what was found only what an abridged copy of it has."""
    if not isinstance(like, dict) or not isinstance(found, dict):
        return found
    return {name: abridged(found.get(name), part) for name, part in like.items()}


def names(found: Any) -> set[str]:
    """Return every name in a table."""
    if not isinstance(found, dict):
        return set()
    return set(found).union(*(names(part) for part in found.values()))


def test_the_page_for_evaluators_shows_what_the_command_prints(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "scores.csv").write_text(example("csv"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    main(shlex.split(example("sh"))[3:])

    shown, printed = (
        json.loads(text, parse_float=lambda digits: round(float(digits), 9))
        for text in (example("json"), capsys.readouterr().out)
    )
    assert abridged(printed, shown) == shown


def test_the_page_for_evaluators_explains_every_option() -> None:
    parser = argparse.ArgumentParser()
    commands = parser.add_subparsers()
    outcomes.add(commands)
    options = {
        option
        for action in commands.choices["outcomes"]._actions
        for option in action.option_strings
        if option.startswith("--")
    }

    explained = DOCUMENT.partition("## Options")[2].partition("## ")[0]
    assert set(re.findall(r"`(--[a-z-]+)`", explained)) == options - {"--help"}


def test_the_page_for_evaluators_has_every_name_that_is_printed(ask: Ask, tmp_path: Path) -> None:
    full = tmp_path / "full.csv"
    full.write_text(
        "subject,time_point,score,global_change\n"
        "A,pre,1,\nA,end,0,2\nB,pre,1,\nB,end,1,0\nC,pre,0,\nC,end,1,-1\n",
        encoding="utf-8",
    )
    known = ["--sd", "1", "--reliability", "0.8", "--mcid", "1", "--cutoff", "1", "--mean", "1"]

    printed = names(told(ask(*known, "--maximum", "1", of=full)))

    assert sorted(printed - set(re.findall(r"`(\w+)`", DOCUMENT))) == []


def test_the_page_for_evaluators_explains_every_definition_in_its_order() -> None:
    explained = DOCUMENT.partition("## Five definitions")[2].partition("## ")[0]

    assert re.findall(r"^\| `(\w+)` \|", explained, re.MULTILINE) == NAMES


def test_no_command_makes_a_file_of_pairs() -> None:
    parser = _parser()
    (commands,) = (one for one in parser._actions if isinstance(one, argparse._SubParsersAction))
    # Each that writes or prints something, by what that is: none is what `outcomes` reads.
    told = {
        name: command.format_help().lower()
        for name, command in commands.choices.items()
        if name != "outcomes"
    }

    assert [name for name, said in told.items() if "pairs" in said or "scores" in said] == []


def test_the_command_reads_the_file_it_is_given_and_nothing_of_the_bots() -> None:
    source = (ROOT / "bot/app/outcomes.py").read_text(encoding="utf-8")

    assert "bot.flows" not in source
    assert "storage" not in source
