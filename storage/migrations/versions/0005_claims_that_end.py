"""Claims have a token, unknown outcomes are looked up"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None

IN_FLIGHT = sa.text('claimed_at IS NOT NULL AND sent_at IS NULL AND unknown_at IS NULL AND failure IS NULL')
UNSETTLED = sa.text('claimed_at IS NOT NULL AND sent_at IS NULL AND failure IS NULL')


def upgrade() -> None:
    # One by one, and not in a batch: SQLite would lay all rows down anew.
    op.add_column('delivery', sa.Column('claim', sqlmodel.sql.sqltypes.AutoString(), nullable=True))
    op.add_column('delivery', sa.Column('tried_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
    op.add_column('delivery', sa.Column('unknowns', sa.Integer(), nullable=False, server_default='0'))
    op.drop_index('ix_delivery_in_flight', table_name='delivery', sqlite_where=IN_FLIGHT, postgresql_where=IN_FLIGHT)
    op.create_index('ix_delivery_unsettled', 'delivery', ['claimed_at'], unique=False, sqlite_where=UNSETTLED, postgresql_where=UNSETTLED)
    # What was unknown before can be looked up from now on.
    op.execute("UPDATE delivery SET claim = 'before 0005', tried_at = claimed_at WHERE claimed_at IS NOT NULL")
    op.execute('UPDATE delivery SET unknowns = 1 WHERE unknown_at IS NOT NULL')


def downgrade() -> None:
    op.drop_index('ix_delivery_unsettled', table_name='delivery', sqlite_where=UNSETTLED, postgresql_where=UNSETTLED)
    op.create_index('ix_delivery_in_flight', 'delivery', ['claimed_at'], unique=False, sqlite_where=IN_FLIGHT, postgresql_where=IN_FLIGHT)
    op.drop_column('delivery', 'unknowns')
    op.drop_column('delivery', 'tried_at')
    op.drop_column('delivery', 'claim')
