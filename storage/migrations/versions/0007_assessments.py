"""Assessments: half-filled ones, and who has answered or declined which, or chose its moment"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('draft',
    sa.Column('id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('site_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('cohort_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('pseudonym', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('content_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('content_version', sa.Integer(), nullable=False),
    sa.Column('period', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_draft')),
    sa.UniqueConstraint('pseudonym', name=op.f('uq_draft_pseudonym')),
    sqlite_with_rowid=False
    )
    op.create_index('ix_draft_lot', 'draft', ['site_id', 'period', 'cohort_id', 'content_id'], unique=False)
    op.create_table('time_point',
    sa.Column('id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('site_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('person_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('cohort_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('point', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('moment_on', sa.Date(), nullable=True),
    sa.Column('moment_at', sa.Time(), nullable=True),
    sa.Column('answered_on', sa.Date(), nullable=True),
    sa.Column('declined_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['cohort_id'], ['cohort.id'], name=op.f('fk_time_point_cohort_id_cohort')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_time_point_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_time_point')),
    sa.UniqueConstraint('person_id', 'cohort_id', 'point', name=op.f('uq_time_point_person_id_cohort_id_point'))
    )


def downgrade() -> None:
    op.drop_table('time_point')
    op.drop_index('ix_draft_lot', table_name='draft')
    op.drop_table('draft')
