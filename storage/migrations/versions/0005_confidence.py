"""confidence: revision 0005, after 0004."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('case',
    sa.Column('ref', sa.String(), nullable=False),
    sa.Column('desk', sa.String(), nullable=False),
    sa.Column('matter', sa.Text(), nullable=True),
    sa.Column('state', sa.String(32), nullable=False),
    sa.Column('agent', sa.String(), nullable=True),
    sa.Column('turn', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answer_due', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('last_said_by', sa.String(32), nullable=True),
    sa.Column('resolved_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closing_word', sa.Text(), nullable=True),
    sa.Column('remind_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('link', sa.String(), nullable=True),
    sa.PrimaryKeyConstraint('ref', name=op.f('pk_case')),
    sa.UniqueConstraint('link', name=op.f('uq_case_link'))
    )
    with op.batch_alter_table('case', schema=None) as batch_op:
        batch_op.create_index('ix_case_remind_at', ['remind_at'], unique=False, sqlite_where=sa.text('remind_at IS NOT NULL'), postgresql_where=sa.text('remind_at IS NOT NULL'))
        batch_op.create_index(batch_op.f('ix_case_state'), ['state'], unique=False)

    op.create_table('party',
    sa.Column('case', sa.String(), nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.Column('person', sa.String(), nullable=True),
    sa.Column('joined_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('left_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['case'], ['case.ref'], name=op.f('fk_party_case_case')),
    sa.PrimaryKeyConstraint('case', 'n', name=op.f('pk_party'))
    )
    with op.batch_alter_table('party', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_party_person'), ['person'], unique=False)

    op.create_table('reader',
    sa.Column('case', sa.String(), nullable=False),
    sa.Column('person', sa.String(), nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['case'], ['case.ref'], name=op.f('fk_reader_case_case')),
    sa.PrimaryKeyConstraint('case', 'person', name=op.f('pk_reader'))
    )
    with op.batch_alter_table('reader', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_reader_person'), ['person'], unique=False)

    op.create_table('said',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case', sa.String(), nullable=False),
    sa.Column('party', sa.Integer(), nullable=False),
    sa.Column('side', sa.String(32), nullable=False),
    sa.Column('author', sa.String(), nullable=True),
    sa.Column('text', sa.Text(), nullable=True),
    sa.Column('files', sa.Text(), nullable=True),
    sa.Column('is_note', sa.Boolean(), nullable=False),
    sa.Column('channel', sa.String(), nullable=False),
    sa.Column('ts', sa.String(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('taken_back_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('as_of', sa.String(), nullable=True),
    sa.ForeignKeyConstraint(['case'], ['case.ref'], name=op.f('fk_said_case_case')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_said')),
    sa.UniqueConstraint('channel', 'ts', name=op.f('uq_said_channel_ts'))
    )
    with op.batch_alter_table('said', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_said_case'), ['case'], unique=False)

    op.create_table('step',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case', sa.String(), nullable=False),
    sa.Column('kind', sa.String(32), nullable=False),
    sa.Column('what', sa.Text(), nullable=True),
    sa.Column('parties', sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), 'postgresql'), nullable=False),
    sa.Column('answers', sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), 'postgresql'), nullable=False),
    sa.Column('proposed_by', sa.String(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('is_agreed', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['case'], ['case.ref'], name=op.f('fk_step_case_case')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_step'))
    )
    with op.batch_alter_table('step', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_step_case'), ['case'], unique=False)

    op.create_table('trace',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case', sa.String(), nullable=False),
    sa.Column('kind', sa.String(32), nullable=False),
    sa.Column('actor', sa.String(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('data', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['case'], ['case.ref'], name=op.f('fk_trace_case_case')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_trace'))
    )
    with op.batch_alter_table('trace', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_trace_case'), ['case'], unique=False)

    with op.batch_alter_table('outgoing', schema=None) as batch_op:
        batch_op.add_column(sa.Column('sealed', sa.Text(), nullable=True))
        batch_op.create_index('ix_outgoing_sealed_place', ['place'], unique=False, sqlite_where=sa.text('sealed IS NOT NULL'), postgresql_where=sa.text('sealed IS NOT NULL'))

    with op.batch_alter_table('request', schema=None) as batch_op:
        batch_op.add_column(sa.Column('erased_at', sa.DateTime(timezone=True), nullable=True))



def downgrade() -> None:
    with op.batch_alter_table('request', schema=None) as batch_op:
        batch_op.drop_column('erased_at')

    with op.batch_alter_table('outgoing', schema=None) as batch_op:
        batch_op.drop_index('ix_outgoing_sealed_place', sqlite_where=sa.text('sealed IS NOT NULL'), postgresql_where=sa.text('sealed IS NOT NULL'))
        batch_op.drop_column('sealed')

    with op.batch_alter_table('trace', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_trace_case'))

    op.drop_table('trace')
    with op.batch_alter_table('step', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_step_case'))

    op.drop_table('step')
    with op.batch_alter_table('said', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_said_case'))

    op.drop_table('said')
    with op.batch_alter_table('reader', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_reader_person'))

    op.drop_table('reader')
    with op.batch_alter_table('party', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_party_person'))

    op.drop_table('party')
    with op.batch_alter_table('case', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_case_state'))
        batch_op.drop_index('ix_case_remind_at', sqlite_where=sa.text('remind_at IS NOT NULL'), postgresql_where=sa.text('remind_at IS NOT NULL'))

    op.drop_table('case')
