"""Cohorts have places, a list that is complete, an end, and trainers who follow one another"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None

ADDED = {
    'cohort': ('ready_at', 'closed_at'),
    'cohort_trainer': ('led_since', 'led_until'),
    'enrolment': ('left_at',),
}


def upgrade() -> None:
    # One by one, and not in a batch: SQLite would lay all rows down anew.
    op.add_column('cohort', sa.Column('places', sa.Integer(), nullable=False, server_default='24'))
    op.add_column('cohort', sa.Column('revision', sa.Integer(), nullable=False, server_default='1'))
    for table, moments in ADDED.items():
        for moment in moments:
            op.add_column(table, sa.Column(moment, sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
    op.create_table('waiting',
    sa.Column('id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('site_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('cohort_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('person_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['cohort_id'], ['cohort.id'], name=op.f('fk_waiting_cohort_id_cohort')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_waiting_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_waiting')),
    sa.UniqueConstraint('cohort_id', 'person_id', name=op.f('uq_waiting_cohort_id_person_id'))
    )


def downgrade() -> None:
    op.drop_table('waiting')
    for table, moments in ADDED.items():
        for moment in moments:
            op.drop_column(table, moment)
    op.drop_column('cohort', 'revision')
    op.drop_column('cohort', 'places')
