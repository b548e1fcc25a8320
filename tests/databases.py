"""Empty databases with the newest schema: made once, then copied, which is quicker."""

import tempfile
from functools import cache
from pathlib import Path
from uuid import uuid4

import psycopg

from storage import schema


def on_sqlite(file: Path) -> str:
    """Make `file` an empty database with the newest schema, and return its address."""
    file.write_bytes(_newest())
    return f"sqlite:///{file}"


def on_postgresql(server: str) -> str:
    """Return the address of a new and empty database with the newest schema on the server."""
    return bare_on_postgresql(server, template=_template(server))


def bare_on_postgresql(server: str, template: str = "template1") -> str:
    """Return the address of a new database on the server: without tables, or as `template` is."""
    name = f"t{uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    return _address(server, name)


@cache
def _newest() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "newest.db"
        schema.upgrade(f"sqlite:///{file}")
        return file.read_bytes()


@cache
def _template(server: str) -> str:
    """Return the name of a database that nobody opens, so that it can be copied."""
    url = bare_on_postgresql(server)
    schema.upgrade(url)
    return url.partition("?")[0].rpartition("/")[2]


def _address(server: str, name: str) -> str:
    return server.replace("/postgres?", f"/{name}?")
