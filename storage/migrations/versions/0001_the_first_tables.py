"""The first tables"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('audit',
    sa.Column('id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('site_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('actor', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('act', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('subject', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audit'))
    )
    with op.batch_alter_table('audit', schema=None) as batch_op:
        batch_op.create_index('ix_audit_site_id_at', ['site_id', 'at'], unique=False)

    op.create_table('cohort',
    sa.Column('id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('site_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('name', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('name_key', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('channel_id', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cohort')),
    sa.UniqueConstraint('site_id', 'name_key', name=op.f('uq_cohort_site_id_name_key'))
    )
    op.create_table('person',
    sa.Column('id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('site_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('slack_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('zone', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('preferred_at', sa.Time(), nullable=True),
    sa.Column('dm_channel', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('paused_until', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_person')),
    sa.UniqueConstraint('slack_id', name=op.f('uq_person_slack_id'))
    )
    op.create_table('release_round',
    sa.Column('site_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('kind', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('made_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('site_id', 'kind', 'starts_on', name=op.f('pk_release_round'))
    )
    op.create_table('response',
    sa.Column('id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('site_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('cohort_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('pseudonym', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('content_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('content_version', sa.Integer(), nullable=False),
    sa.Column('period', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_response')),
    sa.UniqueConstraint('pseudonym', name=op.f('uq_response_pseudonym')),
    sqlite_with_rowid=False
    )
    op.create_table('cohort_trainer',
    sa.Column('cohort_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('person_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('site_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.ForeignKeyConstraint(['cohort_id'], ['cohort.id'], name=op.f('fk_cohort_trainer_cohort_id_cohort')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_cohort_trainer_person_id_person')),
    sa.PrimaryKeyConstraint('cohort_id', 'person_id', name=op.f('pk_cohort_trainer'))
    )
    op.create_table('consent',
    sa.Column('id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('site_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('person_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('decided_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('companion', sa.Boolean(), nullable=False),
    sa.Column('checkins', sa.Boolean(), nullable=False),
    sa.Column('exercises', sa.Boolean(), nullable=False),
    sa.Column('assessments', sa.Boolean(), nullable=False),
    sa.Column('evaluation', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_consent_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_consent')),
    sa.UniqueConstraint('person_id', 'number', name=op.f('uq_consent_person_id_number'))
    )
    op.create_table('delivery',
    sa.Column('id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('site_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('cohort_id', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('person_id', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('channel_id', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('kind', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('step', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('occurrence', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('content_id', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('content_version', sa.Integer(), nullable=True),
    sa.Column('local_date', sa.Date(), nullable=False),
    sa.Column('due_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('send_by', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('expires_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('closes', sa.Boolean(), nullable=False),
    sa.Column('claimed_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('claimed_by', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('sent_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('unknown_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('failure', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('dropped', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('message_channel', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('message_ts', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('answered_on', sa.Date(), nullable=True),
    sa.Column('closed_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.CheckConstraint('(person_id IS NULL) <> (channel_id IS NULL)', name=op.f('ck_delivery_one_addressee')),
    sa.ForeignKeyConstraint(['cohort_id'], ['cohort.id'], name=op.f('fk_delivery_cohort_id_cohort')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_delivery_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_delivery')),
    sa.UniqueConstraint('channel_id', 'step', 'occurrence', name=op.f('uq_delivery_channel_id_step_occurrence')),
    sa.UniqueConstraint('person_id', 'step', 'occurrence', name=op.f('uq_delivery_person_id_step_occurrence'))
    )
    with op.batch_alter_table('delivery', schema=None) as batch_op:
        batch_op.create_index('ix_delivery_cohort_id_local_date', ['cohort_id', 'local_date'], unique=False)
        batch_op.create_index('ix_delivery_in_flight', ['claimed_at'], unique=False, sqlite_where=sa.text('claimed_at IS NOT NULL AND sent_at IS NULL AND unknown_at IS NULL AND failure IS NULL'), postgresql_where=sa.text('claimed_at IS NOT NULL AND sent_at IS NULL AND unknown_at IS NULL AND failure IS NULL'))
        batch_op.create_index('ix_delivery_open', ['expires_at'], unique=False, sqlite_where=sa.text('closes AND message_ts IS NOT NULL AND closed_at IS NULL'), postgresql_where=sa.text('closes AND message_ts IS NOT NULL AND closed_at IS NULL'))
        batch_op.create_index('ix_delivery_waiting', ['due_at'], unique=False, sqlite_where=sa.text('claimed_at IS NULL AND dropped IS NULL'), postgresql_where=sa.text('claimed_at IS NULL AND dropped IS NULL'))

    op.create_table('enrolment',
    sa.Column('id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('site_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('cohort_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('person_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('enrolled_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('plan_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['cohort_id'], ['cohort.id'], name=op.f('fk_enrolment_cohort_id_cohort')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_enrolment_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_enrolment')),
    sa.UniqueConstraint('cohort_id', 'person_id', name=op.f('uq_enrolment_cohort_id_person_id'))
    )
    with op.batch_alter_table('enrolment', schema=None) as batch_op:
        batch_op.create_index('ix_enrolment_person_id', ['person_id'], unique=False)
        batch_op.create_index('ix_enrolment_plan_at', ['plan_at'], unique=False)

    op.create_table('link_key',
    sa.Column('person_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('site_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_link_key_person_id_person')),
    sa.PrimaryKeyConstraint('person_id', name=op.f('pk_link_key'))
    )
    op.create_table('release',
    sa.Column('id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('site_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('kind', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.Column('cohort_id', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('definition', sa.Integer(), nullable=False),
    sa.Column('shown', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.ForeignKeyConstraint(['cohort_id'], ['cohort.id'], name=op.f('fk_release_cohort_id_cohort')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_release'))
    )
    with op.batch_alter_table('release', schema=None) as batch_op:
        batch_op.create_index('ix_release_site_id_starts_on', ['site_id', 'starts_on'], unique=False)

    op.create_table('trainer',
    sa.Column('person_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('site_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('named_by', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('named_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_trainer_person_id_person')),
    sa.PrimaryKeyConstraint('person_id', 'site_id', name=op.f('pk_trainer'))
    )
    op.create_table('training_session',
    sa.Column('id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('site_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('cohort_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('day', sa.Integer(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('starts_at', sa.Time(), nullable=False),
    sa.Column('zone', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['cohort_id'], ['cohort.id'], name=op.f('fk_training_session_cohort_id_cohort')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_training_session')),
    sa.UniqueConstraint('cohort_id', 'day', name=op.f('uq_training_session_cohort_id_day'))
    )
    with op.batch_alter_table('training_session', schema=None) as batch_op:
        batch_op.create_index('ix_training_session_site_id_starts_on', ['site_id', 'starts_on'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('training_session', schema=None) as batch_op:
        batch_op.drop_index('ix_training_session_site_id_starts_on')

    op.drop_table('training_session')
    op.drop_table('trainer')
    with op.batch_alter_table('release', schema=None) as batch_op:
        batch_op.drop_index('ix_release_site_id_starts_on')

    op.drop_table('release')
    op.drop_table('link_key')
    with op.batch_alter_table('enrolment', schema=None) as batch_op:
        batch_op.drop_index('ix_enrolment_plan_at')
        batch_op.drop_index('ix_enrolment_person_id')

    op.drop_table('enrolment')
    with op.batch_alter_table('delivery', schema=None) as batch_op:
        batch_op.drop_index('ix_delivery_waiting', sqlite_where=sa.text('claimed_at IS NULL AND dropped IS NULL'), postgresql_where=sa.text('claimed_at IS NULL AND dropped IS NULL'))
        batch_op.drop_index('ix_delivery_open', sqlite_where=sa.text('closes AND message_ts IS NOT NULL AND closed_at IS NULL'), postgresql_where=sa.text('closes AND message_ts IS NOT NULL AND closed_at IS NULL'))
        batch_op.drop_index('ix_delivery_in_flight', sqlite_where=sa.text('claimed_at IS NOT NULL AND sent_at IS NULL AND unknown_at IS NULL AND failure IS NULL'), postgresql_where=sa.text('claimed_at IS NOT NULL AND sent_at IS NULL AND unknown_at IS NULL AND failure IS NULL'))
        batch_op.drop_index('ix_delivery_cohort_id_local_date')

    op.drop_table('delivery')
    op.drop_table('consent')
    op.drop_table('cohort_trainer')
    op.drop_table('response')
    op.drop_table('release_round')
    op.drop_table('person')
    op.drop_table('cohort')
    with op.batch_alter_table('audit', schema=None) as batch_op:
        batch_op.drop_index('ix_audit_site_id_at')

    op.drop_table('audit')
