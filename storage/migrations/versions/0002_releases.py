"""Releases hold several figures, and nobody can change what was released or audited"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None

# What is written once and read for ever.
WRITTEN_ONCE = ('release', 'release_round', 'audit')


def upgrade() -> None:
    with op.batch_alter_table('release', schema=None) as batch_op:
        batch_op.add_column(sa.Column('figures', sqlmodel.sql.sqltypes.AutoString(), nullable=True))
        batch_op.add_column(sa.Column('definitions', sqlmodel.sql.sqltypes.AutoString(), nullable=True))
        batch_op.drop_index('ix_release_site_id_starts_on')
        batch_op.create_index('ix_release_site_id_ends_on', ['site_id', 'ends_on'], unique=False)
    # A week that was released before stays as it was, under the definition of then.
    op.execute("""UPDATE release SET kind = 'week',
        figures = '{"participation": "' || shown || '"}',
        definitions = '{"participation": ' || definition || '}'""")
    op.execute("UPDATE release_round SET kind = 'week'")
    with op.batch_alter_table('release', schema=None) as batch_op:
        batch_op.alter_column('figures', nullable=False, existing_type=sa.String())
        batch_op.alter_column('definitions', nullable=False, existing_type=sa.String())
        batch_op.drop_column('shown')
        batch_op.drop_column('definition')
    for table in WRITTEN_ONCE:
        _refuse_changes(table)


def _refuse_changes(table: str) -> None:
    if op.get_bind().dialect.name == 'sqlite':
        for change in ('UPDATE', 'DELETE'):
            op.execute(f"""CREATE TRIGGER {table}_refuses_{change.lower()} BEFORE {change} ON {table}
                BEGIN SELECT RAISE(ABORT, '{table} is written once'); END""")
        if table != 'release_round':
            # INSERT OR REPLACE deletes without asking the trigger above.
            op.execute(f"""CREATE TRIGGER {table}_refuses_replacement BEFORE INSERT ON {table}
                WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)
                BEGIN SELECT RAISE(ABORT, '{table} is written once'); END""")
        return
    op.execute("""CREATE OR REPLACE FUNCTION written_once() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '% is written once', TG_TABLE_NAME; END $$""")
    op.execute(f"""CREATE TRIGGER {table}_refuses_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
        FOR EACH STATEMENT EXECUTE FUNCTION written_once()""")
