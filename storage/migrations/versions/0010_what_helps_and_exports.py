"""What helps somebody, sealed; and locked files that are to be deleted from Slack"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('liking',
    sa.Column('id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('site_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('cohort_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('pseudonym', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('content_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('content_version', sa.Integer(), nullable=False),
    sa.Column('period', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_liking')),
    sa.UniqueConstraint('pseudonym', name=op.f('uq_liking_pseudonym')),
    sqlite_with_rowid=False
    )
    op.create_index('ix_liking_lot', 'liking', ['site_id', 'period', 'cohort_id', 'content_id'], unique=False)
    op.create_table('exported_file',
    sa.Column('file_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('site_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('delete_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('file_id', name=op.f('pk_exported_file'))
    )
    op.create_index('ix_exported_file_delete_at', 'exported_file', ['delete_at'], unique=False)


def downgrade() -> None:
    op.drop_index('ix_exported_file_delete_at', table_name='exported_file')
    op.drop_table('exported_file')
    op.drop_index('ix_liking_lot', table_name='liking')
    op.drop_table('liking')
