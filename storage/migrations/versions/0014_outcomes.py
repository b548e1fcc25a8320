"""Releases of outcomes are signed, each site has a key for that, and the ledger has an index"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None


EVERYBODYS = "kind IN ('invitation', 'appointment', 'notice', 'digest')"


def upgrade() -> None:
    # Not in a batch: SQLite would make the table anew, and lose what refuses changes to it.
    op.add_column('release', sa.Column('signature', sqlmodel.sql.sqltypes.AutoString(), nullable=True))
    op.create_table('signing_key',
    sa.Column('site_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('public', sa.LargeBinary(), nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('site_id', name=op.f('pk_signing_key'))
    )
    op.create_index('ix_delivery_everybodys', 'delivery', ['site_id', 'local_date'], unique=False,
        sqlite_where=sa.text(EVERYBODYS), postgresql_where=sa.text(EVERYBODYS))


def downgrade() -> None:
    op.drop_index('ix_delivery_everybodys', table_name='delivery')
    op.drop_table('signing_key')
    op.drop_column('release', 'signature')
