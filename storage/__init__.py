"""Remembers: the only room that knows SQL. Imports nothing of ours."""

# So that the metadata has every table, whichever module is imported first.
import storage.tables_registers
import storage.tables_trainers  # noqa: F401 -- see above
