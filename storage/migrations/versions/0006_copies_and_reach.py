"""A backup says that it is a copy, and whom Slack cannot reach is found each night"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('copied',
    sa.Column('site_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('made_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('site_id', name=op.f('pk_copied'))
    )
    op.create_table('parting',
    sa.Column('person_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('site_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_parting_person_id_person')),
    sa.PrimaryKeyConstraint('person_id', name=op.f('pk_parting'))
    )
    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.add_column(sa.Column('looked_up_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('out_of_reach', sqlmodel.sql.sqltypes.AutoString(), nullable=True))
        batch_op.create_index(batch_op.f('ix_person_looked_up_on'), ['looked_up_on'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_person_looked_up_on'))
        batch_op.drop_column('out_of_reach')
        batch_op.drop_column('looked_up_on')

    op.drop_table('parting')
    op.drop_table('copied')
