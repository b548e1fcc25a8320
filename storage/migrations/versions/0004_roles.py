"""What trainers and coordinators confirm, and who is kept at a distance"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('confirmation',
    sa.Column('id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('site_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('slack_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('subject', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('confirmed_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_confirmation')),
    sa.UniqueConstraint('slack_id', 'site_id', 'subject', name=op.f('uq_confirmation_slack_id_site_id_subject'))
    )
    op.create_table('distance',
    sa.Column('id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('site_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('cohort_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('manager_slack_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('tag', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('counts_from', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('counts_until', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['cohort_id'], ['cohort.id'], name=op.f('fk_distance_cohort_id_cohort')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_distance')),
    sa.UniqueConstraint('tag', name=op.f('uq_distance_tag')),
    sqlite_with_rowid=False
    )
    with op.batch_alter_table('distance', schema=None) as batch_op:
        batch_op.create_index('ix_distance_manager_slack_id', ['manager_slack_id'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('distance', schema=None) as batch_op:
        batch_op.drop_index('ix_distance_manager_slack_id')

    op.drop_table('distance')
    op.drop_table('confirmation')
