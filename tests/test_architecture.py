import ast
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("bot", "handlers", "content", "storage")
LINT_IMPORTS = Path(sys.executable).with_name("lint-imports")

# What reads the time of this machine, however it was imported.
CLOCKS = {
    "datetime": {"now", "utcnow", "today"},
    "date": {"today"},
    "time": {"time", "time_ns", "localtime", "gmtime", "ctime"},
}

Source = tuple[str, ast.Module]


@cache
def sources() -> tuple[Source, ...]:
    """Return every module of ours, by its path."""
    paths = [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]
    return tuple(
        (path.relative_to(ROOT).as_posix(), ast.parse(path.read_text(encoding="utf-8")))
        for path in paths
    )


@cache
def modules() -> dict[str, ast.Module]:
    """Return every module of ours, by the name under which it is imported."""
    return {module_of(path): tree for path, tree in sources()}


def module_of(path: str) -> str:
    """Return the name under which a file is imported."""
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


@pytest.fixture(scope="module", autouse=True)
def forgotten() -> Iterator[None]:
    """Keep no tree longer than the tests here: they are most of what tests have in memory."""
    yield
    sources.cache_clear()
    modules.cache_clear()


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the tree to build onto."""
    folder = tmp_path_factory.mktemp("copy")
    for room in ROOMS:
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / room, folder / room, ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 -- ours
        [LINT_IMPORTS, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False
    )


def test_the_imports_keep_to_the_contracts() -> None:
    done = lint_imports(ROOT)

    assert (done.returncode, "0 broken" in done.stdout) == (0, True), done.stdout


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        pytest.param("bot/stray.py", "", "bot.stray", id="a module without a room"),
        pytest.param(
            "handlers/stray.py",
            "from storage import people",
            "Only flows and app open storage",
            id="a handler that asks the database",
        ),
        pytest.param(
            "bot/rules/stray.py",
            "import asyncio",
            "Rules, messages and content do no input or output",
            id="a rule that waits",
        ),
        pytest.param(
            "bot/flows/stray.py",
            "import sqlalchemy",
            "Only storage knows SQL",
            id="a flow that knows SQL",
        ),
        pytest.param(
            "bot/sandbox/stray.py",
            "from bot import settings",
            "The sandbox knows nothing of ours",
            id="a sandbox that knows us",
        ),
        pytest.param(
            "bot/flows/stray.py",
            "from bot import clock",
            "Only the command line and app read the clock and the settings",
            id="a flow that reads the clock",
        ),
        pytest.param(
            "bot/flows/stray.py",
            "import scipy",
            "Only outcomes compute with scipy",
            id="a flow that computes",
        ),
    ],
)
def test_a_module_in_the_wrong_place_is_named(
    copy: Path, module: str, line: str, contract: str
) -> None:
    stray = copy / module
    stray.write_text(f'"""In the wrong place."""\n\n{line}\n')
    done = lint_imports(copy)
    stray.unlink()

    assert (done.returncode, contract in done.stdout) == (1, True)


def clocks_in(tree: ast.Module) -> list[str]:
    """Return every way in which a module reads the time."""
    read = [
        ast.unparse(node)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and node.attr in CLOCKS.get(ast.unparse(node.value).rpartition(".")[2], ())
    ]
    imported = [
        f"from time import {name.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "time"
        for name in node.names
        if name.name in CLOCKS["time"]
    ]
    return read + imported


def test_only_the_clock_reads_the_time() -> None:
    read = {path: found for path, tree in sources() if (found := clocks_in(tree))}

    # The content, a command line of its own, knows nothing of the bot's clock.
    assert read == {"bot/clock.py": ["datetime.now"], "content/__main__.py": ["date.today"]}


@pytest.mark.parametrize(
    "line",
    [
        "datetime.now(UTC)",
        "datetime.datetime.utcnow()",
        "datetime.date.today()",
        "date.today()",
        "time.time()",
        "from time import time",
        "clock = datetime.now",
    ],
)
def test_every_way_to_read_the_time_would_be_found(line: str) -> None:
    assert len(clocks_in(ast.parse(line))) == 1


def test_only_the_settings_read_the_environment() -> None:
    read = [
        path
        for path, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and ast.unparse(node) in {"os.environ", "os.getenv", "os.environb"}
    ]

    assert read == ["bot/settings.py"]


def importers(module: str) -> set[str]:
    """Return the files that import a module of ours, or something from it."""
    room, _, name = module.rpartition(".")
    return {
        path
        for path, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        if node.module == module
        or (node.module == room and name in [one.name for one in node.names])
    }


def test_what_a_release_shows_is_read_in_one_place_only() -> None:
    # Whoever reads it elsewhere would show it to somebody who has not confirmed, or who
    # manages a participant.
    read = [
        path
        for path, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and ast.unparse(node) == "figures.read"
    ]

    assert set(read) == {"bot/rules/confirmations.py"}


def test_people_are_counted_where_releases_are_made_and_nowhere_else() -> None:
    # The people of a lot, whose answers are opened one by one, are found by the same statements.
    assert importers("storage.counts") == {
        "bot/flows/releases.py",
        "bot/flows/zones.py",
        "storage/lots.py",
    }


def test_the_people_of_a_lot_are_found_where_its_release_is_made_and_nowhere_else() -> None:
    found = {
        path
        for path, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and ast.unparse(node) == "lots.people"
    }

    assert found == {"bot/flows/points.py"}


def test_what_leaves_the_hospital_counts_nobody() -> None:
    # The report and the roll-up have releases, what was typed, and what everybody knows: lists,
    # training days, closed registers and what is left of them.
    rooms = {
        f"{node.module}.{alias.name}"
        for module in ("bot.flows.site_reports", "bot.flows.rollups")
        for node in ast.walk(modules()[module])
        if isinstance(node, ast.ImportFrom) and str(node.module).startswith("storage")
        for alias in node.names
    }

    known = {"certificates", "distances", "hospital_figures", "lists", "registers", "trainings"}
    types = {"storage.hospital_figures.Approval", "storage.transactions.Transaction"}
    assert rooms == {f"storage.{module}" for module in known} | types


def test_every_count_of_people_goes_through_the_rules_of_privacy() -> None:
    # What comes out of a count is turned into a group, and a group into what may be shown.
    made = modules()["bot.flows.releases"]
    counted = {
        function.name
        for function in ast.walk(made)
        if isinstance(function, ast.FunctionDef)
        and any(
            ast.unparse(node) in {"counts.counted", "zones.counted"}
            for node in ast.walk(function)
            if isinstance(node, ast.Attribute)
        )
    }

    assert counted == {"_groups", "_four_weeks"}
    for name in counted:
        source = next(
            ast.unparse(node)
            for node in ast.walk(made)
            if isinstance(node, ast.FunctionDef) and node.name == name
        )
        assert "Group(" in source or "privacy.score(" in source


def test_no_statement_but_those_of_the_counts_adds_people_up() -> None:
    adding = {
        path
        for path, tree in sources()
        if path.startswith("storage/")
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and ast.unparse(node) in {"func.count", "func.sum", "func.avg"}
    }

    # How many decisions one person has made is the number of the next; what is due is counted, and
    # told in full hundreds; messages that never came are counted for an operator, by a technical
    # reason alone; and `bot.rules.ledger` says which of the ledger's messages may be told. How many
    # are on a list everybody knows, and how punctual messages were is of those that all of it gets.
    counted = {"counts", "dead_letters", "ledger", "lots", "metrics", "people", "punctuality"}
    assert adding == {f"storage/{module}.py" for module in counted}


def engines_in(tree: ast.Module) -> list[bool]:
    """Return of every engine that a module makes whether it hides its parameters."""
    return [
        any(word.arg == "hide_parameters" and ast.unparse(word.value) == "True" for word in words)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).rpartition(".")[2]
        in {"create_engine", "create_async_engine", "engine_from_config", "create_pool_from_url"}
        for words in [node.keywords]
    ]


def test_every_engine_hides_its_parameters() -> None:
    made = {path: engines for path, tree in sources() if (engines := engines_in(tree))}

    assert made == {"storage/database.py": [True, True]}


def functions_given_to_a_transaction(tree: ast.Module) -> Iterator[ast.expr]:
    """Yield what a module hands to `run` and `read` of a database."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            on = ast.unparse(node.func.value).rpartition(".")[2]
            if node.func.attr in {"run", "read"} and on == "database" and node.args:
                yield node.args[0]


def waiting_names(module: str) -> set[str]:
    """Return the names by which a module calls something that has to be awaited."""
    tree = modules()[module]
    own = {node.name for node in ast.walk(tree) if isinstance(node, ast.AsyncFunctionDef)}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                called = alias.asname or alias.name
                inner = modules().get(f"{node.module}.{alias.name}")
                if inner is not None:
                    own |= {f"{called}.{name}" for name in top_level_waiting(inner)}
                elif alias.name in top_level_waiting(modules().get(str(node.module))):
                    own.add(called)
    return own


def top_level_waiting(tree: ast.Module | None) -> set[str]:
    body = tree.body if tree else []
    return {node.name for node in body if isinstance(node, ast.AsyncFunctionDef)}


def awaited_in_transactions(module: str) -> list[str]:
    """Return what is handed to a transaction, or called in it, and has to be awaited."""
    waiting = waiting_names(module)
    tree = modules()[module]
    plain = {node.name: node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    found = []
    for given in functions_given_to_a_transaction(tree):
        body = plain.get(ast.unparse(given), given)
        called = [node.func for node in ast.walk(body) if isinstance(node, ast.Call)]
        found += [ast.unparse(one) for one in [given, *called] if ast.unparse(one) in waiting]
    return found


def test_nothing_is_awaited_in_a_transaction() -> None:
    awaited = {module: found for module in modules() if (found := awaited_in_transactions(module))}

    assert awaited == {}


@pytest.mark.parametrize(
    "lines",
    [
        "async def f(tx): ...\nasync def g(t): await t.database.run(f)",
        "async def f(tx): ...\nasync def g(t): await t.database.read(lambda tx: f(tx))",
        "async def g(t):\n    async def f(tx): ...\n    await t.database.run(f)",
        "async def f(): ...\nasync def g(t):\n    def h(tx): f()\n    await t.database.run(h)",
        "from bot.flows import deliveries\n"
        "async def g(t): await t.database.run(lambda tx: deliveries.send_due(t, tx))",
        "from bot.flows.deliveries import send_due\n"
        "async def g(t): await t.database.run(lambda tx: send_due(t, tx))",
    ],
)
def test_something_awaited_in_a_transaction_would_be_found(lines: str) -> None:
    modules()["planted"] = ast.parse(lines)
    found = awaited_in_transactions("planted")
    del modules()["planted"]

    assert len(found) == 1


def test_the_transactions_are_looked_into() -> None:
    given = [one for _, tree in sources() for one in functions_given_to_a_transaction(tree)]

    assert len(given) > 20
