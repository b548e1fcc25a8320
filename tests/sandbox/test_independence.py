import ast
import sys
from pathlib import Path

import bot.sandbox

MODULES = sorted(Path(bot.sandbox.__file__).parent.glob("*.py"))
BANNED_CALLS = {"datetime.now", "datetime.utcnow", "time.time", "date.today", "print"}


def imported(tree: ast.AST) -> set[str]:
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            names.add(str(node.module))
    return names


def test_the_sandbox_needs_only_the_standard_library_aiohttp_and_itself():
    allowed = sys.stdlib_module_names | {"aiohttp"}

    foreign = {
        (module.name, name)
        for module in MODULES
        for name in imported(ast.parse(module.read_text()))
        if not name.startswith("bot.sandbox") and name.split(".")[0] not in allowed
    }

    assert foreign == set()


def test_the_sandbox_reads_no_clock_and_prints_nothing():
    called = {
        (module.name, ast.unparse(node.func))
        for module in MODULES
        for node in ast.walk(ast.parse(module.read_text()))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in BANNED_CALLS
    }

    assert called == set()
