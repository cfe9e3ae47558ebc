"""what agents do: revision 0002, after 0001."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql
revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('absence',
    sa.Column('person', sa.String(), nullable=False),
    sa.Column('status_emoji', sa.String(), nullable=False),
    sa.Column('status_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('quiet_from', sa.DateTime(timezone=True), nullable=True),
    sa.Column('quiet_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('away_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('since', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('person', name=op.f('pk_absence'))
    )
    op.create_table('reaction',
    sa.Column('channel', sa.String(), nullable=False),
    sa.Column('ts', sa.String(), nullable=False),
    sa.Column('emoji', sa.String(), nullable=False),
    sa.Column('person', sa.String(), nullable=False),
    sa.Column('is_on', sa.Boolean(), nullable=False),
    sa.Column('as_of', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('channel', 'ts', 'emoji', 'person', name=op.f('pk_reaction'))
    )
    op.create_table('turn',
    sa.Column('desk', sa.String(), nullable=False),
    sa.Column('person', sa.String(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('desk', 'person', name=op.f('pk_turn'))
    )
    op.create_table('adviser',
    sa.Column('request', sa.Integer(), nullable=False),
    sa.Column('person', sa.String(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('until', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['request'], ['request.id'], name=op.f('fk_adviser_request_request')),
    sa.PrimaryKeyConstraint('request', 'person', name=op.f('pk_adviser'))
    )
    with op.batch_alter_table('adviser', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_adviser_person'), ['person'], unique=False)

    op.create_table('link',
    sa.Column('request', sa.Integer(), nullable=False),
    sa.Column('other', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(32), nullable=False),
    sa.ForeignKeyConstraint(['other'], ['request.id'], name=op.f('fk_link_other_request')),
    sa.ForeignKeyConstraint(['request'], ['request.id'], name=op.f('fk_link_request_request')),
    sa.PrimaryKeyConstraint('request', 'other', name=op.f('pk_link'))
    )
    with op.batch_alter_table('home', schema=None) as batch_op:
        batch_op.add_column(sa.Column('list', sa.String(), nullable=True))
        batch_op.add_column(sa.Column('desk', sa.String(), nullable=True))
        batch_op.add_column(sa.Column('list_page', sa.Integer(), nullable=False, server_default='0'))
        batch_op.create_index('ix_home_looking', ['opened_at'], unique=False, sqlite_where=sa.text('list IS NOT NULL'), postgresql_where=sa.text('list IS NOT NULL'))

    with op.batch_alter_table('message', schema=None) as batch_op:
        batch_op.add_column(sa.Column('is_held', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('taken_back_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('as_of', sa.String(), nullable=True))
        batch_op.add_column(sa.Column('files', sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), 'postgresql'), nullable=False, server_default='[]'))

    with op.batch_alter_table('request', schema=None) as batch_op:
        batch_op.add_column(sa.Column('first_answer_near', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('resolution_near', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('waiting_since', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('mark', sa.String(32), nullable=True))
        batch_op.add_column(sa.Column('merged_into', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('resolved_by', sa.String(), nullable=True))
        batch_op.drop_index('ix_request_desk_state')
        batch_op.drop_index('ix_request_agent')
        batch_op.create_index('ix_request_desk_state_resolved_at', ['desk', 'state', 'resolved_at'], unique=False)
        batch_op.create_index('ix_request_agent_state', ['agent', 'state'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('request', schema=None) as batch_op:
        batch_op.drop_index('ix_request_agent_state')
        batch_op.drop_index('ix_request_desk_state_resolved_at')
        batch_op.create_index('ix_request_agent', ['agent'], unique=False)
        batch_op.create_index('ix_request_desk_state', ['desk', 'state'], unique=False)
        batch_op.drop_column('resolved_by')
        batch_op.drop_column('merged_into')
        batch_op.drop_column('mark')
        batch_op.drop_column('waiting_since')
        batch_op.drop_column('resolution_near')
        batch_op.drop_column('first_answer_near')

    with op.batch_alter_table('message', schema=None) as batch_op:
        batch_op.drop_column('files')
        batch_op.drop_column('as_of')
        batch_op.drop_column('taken_back_at')
        batch_op.drop_column('is_held')

    with op.batch_alter_table('home', schema=None) as batch_op:
        batch_op.drop_index('ix_home_looking')
        batch_op.drop_column('list_page')
        batch_op.drop_column('desk')
        batch_op.drop_column('list')

    op.drop_table('link')
    with op.batch_alter_table('adviser', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_adviser_person'))

    op.drop_table('adviser')
    op.drop_table('turn')
    op.drop_table('reaction')
    op.drop_table('absence')
