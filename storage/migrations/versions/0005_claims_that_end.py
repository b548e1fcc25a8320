"""Claims have a token, unknown outcomes are looked up, and all processes share one pace"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None

IN_FLIGHT = sa.text('claimed_at IS NOT NULL AND sent_at IS NULL AND unknown_at IS NULL AND failure IS NULL')
WAITING = sa.text('claimed_at IS NULL AND dropped IS NULL')
UNSETTLED = sa.text('claimed_at IS NOT NULL AND sent_at IS NULL AND failure IS NULL')


def upgrade() -> None:
    # One by one, and not in a batch: SQLite would lay all rows down anew.
    op.add_column('delivery', sa.Column('claim', sqlmodel.sql.sqltypes.AutoString(), nullable=True))
    op.add_column('delivery', sa.Column('tried_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
    op.add_column('delivery', sa.Column('unknowns', sa.Integer(), nullable=False, server_default='0'))
    op.add_column('delivery', sa.Column('rank', sa.Integer(), nullable=False, server_default='1'))
    for table in ('person', 'cohort'):
        op.add_column(table, sa.Column('unreachable', sqlmodel.sql.sqltypes.AutoString(), nullable=True))
        op.add_column(table, sa.Column('unreachable_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
    op.drop_index('ix_delivery_waiting', table_name='delivery', sqlite_where=WAITING, postgresql_where=WAITING)
    op.create_index('ix_delivery_waiting', 'delivery', ['rank', 'due_at'], unique=False, sqlite_where=WAITING, postgresql_where=WAITING)
    op.drop_index('ix_delivery_in_flight', table_name='delivery', sqlite_where=IN_FLIGHT, postgresql_where=IN_FLIGHT)
    op.create_index('ix_delivery_unsettled', 'delivery', ['claimed_at'], unique=False, sqlite_where=UNSETTLED, postgresql_where=UNSETTLED)
    op.create_table('pace',
    sa.Column('method', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('tokens', sa.Float(), nullable=False),
    sa.Column('rate', sa.Float(), nullable=False),
    sa.Column('at', sa.Float(), nullable=False),
    sa.Column('paused_for', sa.Float(), nullable=False),
    sa.PrimaryKeyConstraint('method', name=op.f('pk_pace'))
    )
    op.create_table('stop',
    sa.Column('reason', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('stopped_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('reason', name=op.f('pk_stop'))
    )
    op.create_table('heard_event',
    sa.Column('event_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('heard_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('event_id', name=op.f('pk_heard_event'))
    )
    op.create_index('ix_heard_event_heard_at', 'heard_event', ['heard_at'], unique=False)
    op.execute("UPDATE delivery SET rank = CASE WHEN kind = 'notice' THEN 0 ELSE 2 END WHERE kind NOT IN ('check-in', 'exercise')")
    # What was unknown before can be looked up from now on.
    op.execute("UPDATE delivery SET claim = 'before 0005', tried_at = claimed_at WHERE claimed_at IS NOT NULL")
    op.execute('UPDATE delivery SET unknowns = 1 WHERE unknown_at IS NOT NULL')


def downgrade() -> None:
    op.drop_table('heard_event')
    op.drop_table('stop')
    op.drop_table('pace')
    op.drop_index('ix_delivery_waiting', table_name='delivery', sqlite_where=WAITING, postgresql_where=WAITING)
    op.create_index('ix_delivery_waiting', 'delivery', ['due_at'], unique=False, sqlite_where=WAITING, postgresql_where=WAITING)
    for table in ('cohort', 'person'):
        op.drop_column(table, 'unreachable_at')
        op.drop_column(table, 'unreachable')
    op.drop_column('delivery', 'rank')
    op.drop_index('ix_delivery_unsettled', table_name='delivery', sqlite_where=UNSETTLED, postgresql_where=UNSETTLED)
    op.create_index('ix_delivery_in_flight', 'delivery', ['claimed_at'], unique=False, sqlite_where=IN_FLIGHT, postgresql_where=IN_FLIGHT)
    op.drop_column('delivery', 'unknowns')
    op.drop_column('delivery', 'tried_at')
    op.drop_column('delivery', 'claim')
