"""Shifts: when somebody works and has quiet, and how often they are written to"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None

TEXT = sqlmodel.sql.sqltypes.AutoString()
MOMENT = sqlmodel.sql.sqltypes.UTCDateTime()


def upgrade() -> None:
    op.create_table('shift',
    sa.Column('person_id', TEXT, nullable=False),
    sa.Column('weekday', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('site_id', TEXT, nullable=False),
    sa.Column('starts_at', sa.Time(), nullable=False),
    sa.Column('ends_at', sa.Time(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_shift_person_id_person')),
    sa.PrimaryKeyConstraint('person_id', 'weekday', name=op.f('pk_shift'))
    )
    with op.batch_alter_table('person') as person:
        for column in (
            sa.Column('zone_chosen', sa.Boolean(), server_default=sa.false(), nullable=False),
            sa.Column('hides_questions', sa.Boolean(), server_default=sa.false(), nullable=False),
            sa.Column('pattern', TEXT, nullable=True),
            sa.Column('slot', TEXT, nullable=True),
            sa.Column('quiet_from', sa.Time(), nullable=True),
            sa.Column('quiet_until', sa.Time(), nullable=True),
            sa.Column('nights_until', sa.Date(), nullable=True),
            sa.Column('hold_until', MOMENT, nullable=True),
            sa.Column('heard_from', sa.Date(), nullable=True),
            sa.Column('too_much_on', sa.Date(), nullable=True),
            sa.Column('told_pace', sa.Integer(), server_default='0', nullable=False),
            sa.Column('told_in', TEXT, nullable=True),
        ):
            person.add_column(column)


def downgrade() -> None:
    with op.batch_alter_table('person') as person:
        for column in ('told_in', 'told_pace', 'too_much_on', 'heard_from', 'hold_until',
                       'nights_until', 'quiet_until', 'quiet_from', 'slot', 'pattern',
                       'hides_questions', 'zone_chosen'):
            person.drop_column(column)
    op.drop_table('shift')
