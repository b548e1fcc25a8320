"""How the schema came to be: alembic, imported only when there is something to upgrade."""
