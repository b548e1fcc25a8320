"""Training sessions that move, who says they come, registers, and what is left of them"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None

TEXT = sqlmodel.sql.sqltypes.AutoString
MOMENT = sqlmodel.sql.sqltypes.UTCDateTime


def upgrade() -> None:
    with op.batch_alter_table('enrolment', schema=None) as batch_op:
        batch_op.add_column(sa.Column('calendar_since', MOMENT(), nullable=True))
    with op.batch_alter_table('training_session', schema=None) as batch_op:
        batch_op.add_column(sa.Column('ends_at', sa.Time(), nullable=True))
        batch_op.add_column(sa.Column('room', TEXT(), nullable=True))
        batch_op.add_column(sa.Column('units', TEXT(), nullable=True))
        batch_op.add_column(sa.Column('state', TEXT(), server_default='planned', nullable=False))
        batch_op.add_column(sa.Column('told_at', MOMENT(), nullable=True))
        batch_op.add_column(sa.Column('moved_from', MOMENT(), nullable=True))
    op.create_table('reply',
    sa.Column('id', TEXT(), nullable=False),
    sa.Column('site_id', TEXT(), nullable=False),
    sa.Column('session_id', TEXT(), nullable=False),
    sa.Column('person_id', TEXT(), nullable=False),
    sa.Column('reply', TEXT(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_reply_person_id_person')),
    sa.ForeignKeyConstraint(['session_id'], ['training_session.id'], name=op.f('fk_reply_session_id_training_session')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reply')),
    sa.UniqueConstraint('session_id', 'person_id', name=op.f('uq_reply_session_id_person_id'))
    )
    op.create_table('register',
    sa.Column('session_id', TEXT(), nullable=False),
    sa.Column('site_id', TEXT(), nullable=False),
    sa.Column('cohort_id', TEXT(), nullable=False),
    sa.Column('code', TEXT(), nullable=False),
    sa.Column('opened_at', MOMENT(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.Column('listed', sa.Integer(), nullable=True),
    sa.Column('present', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['cohort_id'], ['cohort.id'], name=op.f('fk_register_cohort_id_cohort')),
    sa.ForeignKeyConstraint(['session_id'], ['training_session.id'], name=op.f('fk_register_session_id_training_session')),
    sa.PrimaryKeyConstraint('session_id', name=op.f('pk_register'))
    )
    op.create_table('attendance',
    sa.Column('id', TEXT(), nullable=False),
    sa.Column('site_id', TEXT(), nullable=False),
    sa.Column('session_id', TEXT(), nullable=False),
    sa.Column('person_id', TEXT(), nullable=False),
    sa.Column('present', sa.Boolean(), nullable=False),
    sa.Column('said_by', TEXT(), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_attendance_person_id_person')),
    sa.ForeignKeyConstraint(['session_id'], ['training_session.id'], name=op.f('fk_attendance_session_id_training_session')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attendance')),
    sa.UniqueConstraint('session_id', 'person_id', name=op.f('uq_attendance_session_id_person_id'))
    )
    op.create_table('certificate',
    sa.Column('id', TEXT(), nullable=False),
    sa.Column('site_id', TEXT(), nullable=False),
    sa.Column('person_id', TEXT(), nullable=False),
    sa.Column('cohort_id', TEXT(), nullable=False),
    sa.Column('days', sa.Integer(), nullable=False),
    sa.Column('of_days', sa.Integer(), nullable=False),
    sa.Column('last_on', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['cohort_id'], ['cohort.id'], name=op.f('fk_certificate_cohort_id_cohort')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_certificate_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_certificate')),
    sa.UniqueConstraint('person_id', 'cohort_id', name=op.f('uq_certificate_person_id_cohort_id'))
    )
    op.create_table('announcement',
    sa.Column('id', TEXT(), nullable=False),
    sa.Column('site_id', TEXT(), nullable=False),
    sa.Column('session_id', TEXT(), nullable=False),
    sa.Column('says', TEXT(), nullable=False),
    sa.Column('made_on', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['session_id'], ['training_session.id'], name=op.f('fk_announcement_session_id_training_session')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_announcement'))
    )
    op.create_index('ix_announcement_session_id', 'announcement', ['session_id'], unique=False)


def downgrade() -> None:
    op.drop_index('ix_announcement_session_id', table_name='announcement')
    for table in ('announcement', 'certificate', 'attendance', 'register', 'reply'):
        op.drop_table(table)
    with op.batch_alter_table('training_session', schema=None) as batch_op:
        for column in ('moved_from', 'told_at', 'state', 'units', 'room', 'ends_at'):
            batch_op.drop_column(column)
    with op.batch_alter_table('enrolment', schema=None) as batch_op:
        batch_op.drop_column('calendar_since')
