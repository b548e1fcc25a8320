"""Wards on both databases."""

import pytest

from tests import databases
from tests.privacy.ward import Wards


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def wards(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Wards:
    """Wards on SQLite, then on PostgreSQL."""
    folder = tmp_path_factory.mktemp("wards")
    url = (
        f"sqlite:///{folder}/upgraded.db"
        if request.param == "sqlite"
        else databases.bare_on_postgresql(request.getfixturevalue("postgres"))
    )
    return Wards(url, folder)
