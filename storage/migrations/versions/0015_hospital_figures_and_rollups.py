"""What coordinators type of their hospital, and which quarters they let go to the office"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None

WRITTEN_ONCE = ('hospital_figure', 'rollup_approval')


def upgrade() -> None:
    op.create_table('hospital_figure',
    sa.Column('id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('site_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('kind', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('about', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.Column('figures', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('typed_by', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('typed_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_hospital_figure')),
    sa.UniqueConstraint('site_id', 'number', name=op.f('uq_hospital_figure_site_id_number'))
    )
    op.create_table('rollup_approval',
    sa.Column('id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('site_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('signature', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('approved_by', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('approved_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rollup_approval'))
    )
    op.create_index('ix_rollup_approval_site_id', 'rollup_approval', ['site_id'], unique=False)
    for table in WRITTEN_ONCE:
        _refuse_changes(table)


def _refuse_changes(table: str) -> None:
    if op.get_bind().dialect.name == 'sqlite':
        for change in ('UPDATE', 'DELETE'):
            op.execute(f"""CREATE TRIGGER {table}_refuses_{change.lower()} BEFORE {change} ON {table}
                BEGIN SELECT RAISE(ABORT, '{table} is written once'); END""")
        # INSERT OR REPLACE deletes without asking the trigger above.
        op.execute(f"""CREATE TRIGGER {table}_refuses_replacement BEFORE INSERT ON {table}
            WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, '{table} is written once'); END""")
        return
    op.execute(f"""CREATE TRIGGER {table}_refuses_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
        FOR EACH STATEMENT EXECUTE FUNCTION written_once()""")


def downgrade() -> None:
    op.drop_index('ix_rollup_approval_site_id', table_name='rollup_approval')
    op.drop_table('rollup_approval')
    op.drop_table('hospital_figure')
