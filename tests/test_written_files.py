"""The commands that write files for people outside: `report`, `rollup export` and `import`."""

import asyncio
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot import app
from bot.__main__ import main
from bot.app import wiring
from bot.flows import rollups as flow
from bot.flows import signing
from bot.rules import rollups, spans
from bot.rules.figures import Figures
from bot.rules.shown import Share
from storage import hospital_figures, reports
from storage.hospital_figures import Approval
from storage.transactions import Transaction
from tests import databases
from tests.released import week

# Long over, whatever the day on which the tests run.
QUARTER, MONDAY = "2024Q3", date(2024, 7, 8)
DAYS = ("--from", "2024-07-01", "--to", "2024-09-29")
Said = pytest.CaptureFixture[str]


@pytest.fixture
def environ(
    settings: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> dict[str, str]:
    """The environment of an operator, in whose database some weeks of a hospital are released."""
    databases.on_sqlite(tmp_path / "bot.db")
    monkeypatch.chdir(tmp_path)
    do(settings, lambda tx, _tools: [release(tx, number) for number in range(3)])
    return settings


def do(environ: dict[str, str], function: Callable[[Transaction, Any], object]) -> None:
    """Run a transaction as the bot would have."""

    async def run() -> None:
        tools = wiring.build(app.configured(environ))
        await tools.database.run(lambda tx: function(tx, tools))
        await wiring.close(tools)

    asyncio.run(run())


def release(tx: Transaction, number: int) -> None:
    monday = MONDAY + timedelta(weeks=number)
    reports.add(tx, week("riverbend", monday, Figures(Share(40 + 5 * number))))


def let_go(tx: Transaction, tools: Any) -> None:
    span = spans.quarter(QUARTER)
    text = rollups.written(flow.body(tx, tools.sites["riverbend"], span))
    signature = signing.sign(tools, tx, "riverbend", text)
    now = tools.real_now()
    hospital_figures.approve(
        tx, Approval("a1", "riverbend", span.starts_on, signature, "U0COORD01", now)
    )


def told(environ: dict[str, str], capsys: Said, *arguments: str) -> tuple[int, str]:
    """What a command ends with and says."""
    code = main(list(arguments), lambda: environ)
    said = capsys.readouterr()
    return code, said.out + said.err


def test_a_report_is_written_into_a_file(environ: dict[str, str], capsys: Said) -> None:
    code, said = told(environ, capsys, "report", "riverbend", *DAYS, "--out", "report.html")

    assert (code, said) == (
        0,
        "The report is report.html: 2024-07-01 to 2024-09-29, in whole weeks.\n",
    )
    assert "8 Jul to 14 Jul 2024</th><td>40 %" in Path("report.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ("elsewhere", *DAYS),
            "SITES has no site of that id. There is: riverbend, hillside.\n",
        ),
        (
            ("riverbend", "--from", "2024-09-29", "--to", "2024-07-01"),
            "The last day, 2024-07-01, is before the first, 2024-09-29: turn them round.\n",
        ),
        (
            ("hillside", *DAYS),
            "At Hillside (invented) nobody was trained and nothing was released from 2024-07-01 "
            "to 2024-09-29: ask for other days.\n",
        ),
    ],
    ids=["an unknown site", "an end before the start", "a range without data"],
)
def test_a_report_that_cannot_be_is_one_sentence_and_no_file(
    environ: dict[str, str], capsys: Said, arguments: tuple[str, ...], said: str
) -> None:
    assert told(environ, capsys, "report", *arguments, "--out", "report.html") == (2, said)
    assert not Path("report.html").exists()


def test_no_file_is_written_over_another(environ: dict[str, str], capsys: Said) -> None:
    Path("report.html").write_text("kept", encoding="utf-8")
    code, said = told(environ, capsys, "report", "riverbend", *DAYS, "--out", "report.html")

    assert (code, said) == (2, "report.html is there already: choose another name.\n")
    assert Path("report.html").read_text(encoding="utf-8") == "kept"


def test_what_was_let_go_travels_to_the_office(environ: dict[str, str], capsys: Said) -> None:
    do(environ, let_go)
    _, key = told(environ, capsys, "rollup", "key")
    Path("hospitals.toml").write_text(key, encoding="utf-8")
    exported = told(
        environ,
        capsys,
        *("rollup", "export", "--quarter", QUARTER, "--site", "riverbend", "--out", "r.json"),
    )
    imported = told(environ, capsys, "rollup", "import", "r.json")

    assert exported == (
        0,
        "The roll-up is r.json. It is signed: whoever changes it makes it useless.\n",
    )
    assert imported == (0, "Riverbend (invented): 2024Q3\nSide by side: programme.html\n")
    assert "Riverbend (invented)" in Path("programme.html").read_text(encoding="utf-8")


def test_the_office_refuses_a_changed_file_by_its_name(
    environ: dict[str, str], capsys: Said
) -> None:
    do(environ, let_go)
    _, key = told(environ, capsys, "rollup", "key")
    Path("hospitals.toml").write_text(key, encoding="utf-8")
    told(
        environ,
        capsys,
        "rollup",
        "export",
        "--quarter",
        QUARTER,
        "--site",
        "riverbend",
        "--out",
        "r.json",
    )
    changed = Path("r.json").read_text(encoding="utf-8").replace("share:40", "share:90")
    Path("changed.json").write_text(changed, encoding="utf-8")
    Path("notes.txt").write_text("=1+1", encoding="utf-8")
    into = ("--hospitals", "hospitals.toml", "--out", "programme.html")

    assert told(
        environ, capsys, "rollup", "import", "r.json", "changed.json", "notes.txt", *into
    ) == (
        2,
        "changed.json is refused: it was changed after it was signed.\n"
        "notes.txt is refused: it is no roll-up.\nNothing was written.\n",
    )
    assert not Path("programme.html").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ("--quarter", QUARTER),
            "Say of which site, with --site: riverbend, hillside.\n",
        ),
        (
            ("--quarter", QUARTER, "--site", "riverbend"),
            "No coordinator of Riverbend (invented) has let this quarter go as it is now: "
            "/resiliency rollup 2024Q3\n",
        ),
        (("--quarter", "now", "--site", "riverbend"), "Write a quarter as 2026Q4.\n"),
        (
            ("--quarter", "2999Q4", "--site", "riverbend"),
            "2999Q4 is not over at Riverbend (invented): its last figures come on 3000-01-05.\n",
        ),
    ],
    ids=["no site", "not let go", "no quarter", "not over"],
)
def test_a_roll_up_that_cannot_go_is_one_sentence_and_no_file(
    environ: dict[str, str], capsys: Said, arguments: tuple[str, ...], said: str
) -> None:
    assert told(environ, capsys, "rollup", "export", *arguments, "--out", "r.json") == (2, said)
    assert not Path("r.json").exists()


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("", "hospitals.toml: hospitals: is missing; add it\n"),
        (
            '[[hospitals]]\nid = "a"\nname = "A"\nkey = "short"\n',
            'hospitals.toml: hospitals 1, key: "short" is no key; copy it as the hospital\'s '
            "`rollup key` prints it\n",
        ),
    ],
    ids=["empty", "no key"],
)
def test_a_list_of_hospitals_that_is_none_says_what_is_wrong(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: Said,
    written: str,
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("hospitals.toml").write_text(written, encoding="utf-8")
    into = ("--hospitals", "hospitals.toml", "--out", "programme.html")

    no_settings: dict[str, str] = {}
    assert told(no_settings, capsys, "rollup", "import", "r.json", *into) == (2, said)
