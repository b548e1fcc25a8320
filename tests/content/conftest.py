"""A copy of the shipped library for tests to break."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from content.load import SHIPPED, survey

Broken = Callable[..., tuple[str, ...]]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHIPPED, tmp_path / "library"))


@pytest.fixture
def broken(copy: Path) -> Broken:
    def edit(file: str, old: str, new: str) -> tuple[str, ...]:
        text = (copy / file).read_text(encoding="utf-8")
        assert old in text
        (copy / file).write_text(text.replace(old, new, 1), encoding="utf-8")
        return survey([copy])[1]

    return edit
