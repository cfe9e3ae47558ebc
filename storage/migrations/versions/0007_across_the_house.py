"""across the house: revision 0007, after 0006."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('improvement',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('desk', sa.String(), nullable=False),
    sa.Column('said', sa.Text(), nullable=False),
    sa.Column('did', sa.Text(), nullable=False),
    sa.Column('by', sa.String(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('channel', sa.String(), nullable=False),
    sa.Column('taken_back_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_improvement'))
    )
    with op.batch_alter_table('improvement', schema=None) as batch_op:
        batch_op.create_index('ix_improvement_desk_day', ['desk', 'day'], unique=False, sqlite_where=sa.text('taken_back_at IS NULL'), postgresql_where=sa.text('taken_back_at IS NULL'))

    op.create_table('perk',
    sa.Column('desk', sa.String(), nullable=False),
    sa.Column('offer', sa.String(), nullable=False),
    sa.Column('person', sa.String(), nullable=False),
    sa.Column('period', sa.String(), nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('proof', sa.String(), nullable=True),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('desk', 'offer', 'person', 'period', 'n', name=op.f('pk_perk')),
    sa.UniqueConstraint('proof', name=op.f('uq_perk_proof'))
    )
    with op.batch_alter_table('perk', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_perk_person'), ['person'], unique=False)

    op.create_table('pulse',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('desk', sa.String(), nullable=False),
    sa.Column('by', sa.String(), nullable=False),
    sa.Column('questions', sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), 'postgresql'), nullable=False),
    sa.Column('opens_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closes_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('is_monthly', sa.Boolean(), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('stopped_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('asked', sa.Integer(), nullable=False),
    sa.Column('answered', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pulse'))
    )
    with op.batch_alter_table('pulse', schema=None) as batch_op:
        batch_op.create_index('ix_pulse_due', ['due_at'], unique=False, sqlite_where=sa.text('due_at IS NOT NULL'), postgresql_where=sa.text('due_at IS NOT NULL'))

    op.create_table('stock',
    sa.Column('desk', sa.String(), nullable=False),
    sa.Column('offer', sa.String(), nullable=False),
    sa.Column('taken', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('desk', 'offer', name=op.f('pk_stock'))
    )
    op.create_table('approver',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('request', sa.Integer(), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('stage', sa.Integer(), nullable=False),
    sa.Column('role', sa.String(), nullable=False),
    sa.Column('person', sa.String(), nullable=True),
    sa.Column('instead_of', sa.String(), nullable=True),
    sa.Column('is_asked', sa.Boolean(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reminded_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('verdict', sa.String(32), nullable=True),
    sa.Column('comment', sa.Text(), nullable=False),
    sa.Column('said_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('tried', sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), 'postgresql'), nullable=False),
    sa.ForeignKeyConstraint(['request'], ['request.id'], name=op.f('fk_approver_request_request')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_approver'))
    )
    with op.batch_alter_table('approver', schema=None) as batch_op:
        batch_op.create_index('ix_approver_open', ['person'], unique=False, sqlite_where=sa.text('is_asked AND said_at IS NULL'), postgresql_where=sa.text('is_asked AND said_at IS NULL'))
        batch_op.create_index(batch_op.f('ix_approver_request'), ['request'], unique=False)

    op.create_table('disruption',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('desk', sa.String(), nullable=False),
    sa.Column('head', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(32), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('begun_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('confirmed_by', sa.String(), nullable=True),
    sa.Column('resolved_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('merged_into', sa.Integer(), nullable=True),
    sa.Column('ask_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['head'], ['request.id'], name=op.f('fk_disruption_head_request')),
    sa.ForeignKeyConstraint(['merged_into'], ['disruption.id'], name=op.f('fk_disruption_merged_into_disruption')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_disruption'))
    )
    with op.batch_alter_table('disruption', schema=None) as batch_op:
        batch_op.create_index('ix_disruption_ask_at', ['ask_at'], unique=False, sqlite_where=sa.text('ask_at IS NOT NULL'), postgresql_where=sa.text('ask_at IS NOT NULL'))
        batch_op.create_index('ix_disruption_desk', ['desk'], unique=False, sqlite_where=sa.text("state = 'goes_on'"), postgresql_where=sa.text("state = 'goes_on'"))
        batch_op.create_index(batch_op.f('ix_disruption_head'), ['head'], unique=False)

    op.create_table('listedstep',
    sa.Column('request', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.Column('owner', sa.String(), nullable=True),
    sa.Column('role', sa.String(), nullable=False),
    sa.Column('after', sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), 'postgresql'), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('state', sa.String(32), nullable=False),
    sa.Column('ready_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_by', sa.String(), nullable=True),
    sa.Column('word', sa.Text(), nullable=False),
    sa.Column('turn', sa.Integer(), nullable=False),
    sa.Column('part', sa.Integer(), nullable=True),
    sa.Column('remind_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['part'], ['request.id'], name=op.f('fk_listedstep_part_request')),
    sa.ForeignKeyConstraint(['request'], ['request.id'], name=op.f('fk_listedstep_request_request')),
    sa.PrimaryKeyConstraint('request', 'key', name=op.f('pk_listedstep'))
    )
    with op.batch_alter_table('listedstep', schema=None) as batch_op:
        batch_op.create_index('ix_listedstep_owner', ['owner'], unique=False, sqlite_where=sa.text("state = 'ready'"), postgresql_where=sa.text("state = 'ready'"))
        batch_op.create_index(batch_op.f('ix_listedstep_part'), ['part'], unique=False)
        batch_op.create_index('ix_listedstep_remind_at', ['remind_at'], unique=False, sqlite_where=sa.text('remind_at IS NOT NULL'), postgresql_where=sa.text('remind_at IS NOT NULL'))

    op.create_table('pulseasked',
    sa.Column('pulse', sa.Integer(), nullable=False),
    sa.Column('person', sa.String(), nullable=False),
    sa.Column('has_answered', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['pulse'], ['pulse.id'], name=op.f('fk_pulseasked_pulse_pulse')),
    sa.PrimaryKeyConstraint('pulse', 'person', name=op.f('pk_pulseasked'))
    )
    with op.batch_alter_table('pulseasked', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_pulseasked_person'), ['person'], unique=False)

    op.create_table('pulsecount',
    sa.Column('pulse', sa.Integer(), nullable=False),
    sa.Column('question', sa.Integer(), nullable=False),
    sa.Column('score', sa.Integer(), nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['pulse'], ['pulse.id'], name=op.f('fk_pulsecount_pulse_pulse')),
    sa.PrimaryKeyConstraint('pulse', 'question', 'score', name=op.f('pk_pulsecount'))
    )
    op.create_table('pulseword',
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('pulse', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['pulse'], ['pulse.id'], name=op.f('fk_pulseword_pulse_pulse')),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_pulseword'))
    )
    with op.batch_alter_table('pulseword', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_pulseword_pulse'), ['pulse'], unique=False)

    op.create_table('stage',
    sa.Column('request', sa.Integer(), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.Column('needed', sa.Integer(), nullable=False),
    sa.Column('begun_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('remind_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('verdict', sa.String(32), nullable=True),
    sa.ForeignKeyConstraint(['request'], ['request.id'], name=op.f('fk_stage_request_request')),
    sa.PrimaryKeyConstraint('request', 'round', 'n', name=op.f('pk_stage'))
    )
    with op.batch_alter_table('stage', schema=None) as batch_op:
        batch_op.create_index('ix_stage_remind_at', ['remind_at'], unique=False, sqlite_where=sa.text('remind_at IS NOT NULL'), postgresql_where=sa.text('remind_at IS NOT NULL'))

    op.create_table('stoppage',
    sa.Column('request', sa.Integer(), nullable=False),
    sa.Column('begun_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('call_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('word_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('told', sa.Integer(), nullable=False),
    sa.Column('has_word', sa.Boolean(), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['request'], ['request.id'], name=op.f('fk_stoppage_request_request')),
    sa.PrimaryKeyConstraint('request', name=op.f('pk_stoppage'))
    )
    with op.batch_alter_table('stoppage', schema=None) as batch_op:
        batch_op.create_index('ix_stoppage_call_at', ['call_at'], unique=False, sqlite_where=sa.text('call_at IS NOT NULL'), postgresql_where=sa.text('call_at IS NOT NULL'))
        batch_op.create_index('ix_stoppage_word_at', ['word_at'], unique=False, sqlite_where=sa.text('word_at IS NOT NULL'), postgresql_where=sa.text('word_at IS NOT NULL'))

    op.create_table('affected',
    sa.Column('disruption', sa.Integer(), nullable=False),
    sa.Column('person', sa.String(), nullable=False),
    sa.Column('request', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('works', sa.Boolean(), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('left_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['disruption'], ['disruption.id'], name=op.f('fk_affected_disruption_disruption')),
    sa.ForeignKeyConstraint(['request'], ['request.id'], name=op.f('fk_affected_request_request')),
    sa.PrimaryKeyConstraint('disruption', 'person', name=op.f('pk_affected'))
    )
    with op.batch_alter_table('affected', schema=None) as batch_op:
        batch_op.create_index('ix_affected_person', ['person'], unique=False, sqlite_where=sa.text('left_at IS NULL'), postgresql_where=sa.text('left_at IS NULL'))
        batch_op.create_index(batch_op.f('ix_affected_request'), ['request'], unique=False)

    op.create_table('call',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('request', sa.Integer(), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('person', sa.String(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('declined_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('gone_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['request'], ['stoppage.request'], name=op.f('fk_call_request_stoppage')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_call'))
    )
    with op.batch_alter_table('call', schema=None) as batch_op:
        batch_op.create_index('ix_call_person', ['person'], unique=False, sqlite_where=sa.text('gone_at IS NULL'), postgresql_where=sa.text('gone_at IS NULL'))
        batch_op.create_index(batch_op.f('ix_call_request'), ['request'], unique=False)

    op.create_table('disruptionevent',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('disruption', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('actor', sa.String(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('n', sa.Integer(), nullable=True),
    sa.Column('text', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['disruption'], ['disruption.id'], name=op.f('fk_disruptionevent_disruption_disruption')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_disruptionevent'))
    )
    with op.batch_alter_table('disruptionevent', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_disruptionevent_disruption'), ['disruption'], unique=False)

    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.add_column(sa.Column('manager', sa.String(), nullable=True))

    with op.batch_alter_table('preference', schema=None) as batch_op:
        batch_op.add_column(sa.Column('stand_in', sa.String(), nullable=True))
        batch_op.add_column(sa.Column('is_celebrated', sa.Boolean(), nullable=False, server_default=sa.false()))

    with op.batch_alter_table('request', schema=None) as batch_op:
        batch_op.add_column(sa.Column('approval', sa.String(32), nullable=True))
        batch_op.add_column(sa.Column('disruption', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('customers', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('customers_named', sa.String(), nullable=False, server_default=''))
        batch_op.create_index(batch_op.f('ix_request_disruption'), ['disruption'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('request', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_request_disruption'))
        batch_op.drop_column('customers_named')
        batch_op.drop_column('customers')
        batch_op.drop_column('disruption')
        batch_op.drop_column('approval')

    with op.batch_alter_table('preference', schema=None) as batch_op:
        batch_op.drop_column('is_celebrated')
        batch_op.drop_column('stand_in')

    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.drop_column('manager')

    with op.batch_alter_table('disruptionevent', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_disruptionevent_disruption'))

    op.drop_table('disruptionevent')
    with op.batch_alter_table('call', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_call_request'))
        batch_op.drop_index('ix_call_person', sqlite_where=sa.text('gone_at IS NULL'), postgresql_where=sa.text('gone_at IS NULL'))

    op.drop_table('call')
    with op.batch_alter_table('affected', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_affected_request'))
        batch_op.drop_index('ix_affected_person', sqlite_where=sa.text('left_at IS NULL'), postgresql_where=sa.text('left_at IS NULL'))

    op.drop_table('affected')
    with op.batch_alter_table('stoppage', schema=None) as batch_op:
        batch_op.drop_index('ix_stoppage_word_at', sqlite_where=sa.text('word_at IS NOT NULL'), postgresql_where=sa.text('word_at IS NOT NULL'))
        batch_op.drop_index('ix_stoppage_call_at', sqlite_where=sa.text('call_at IS NOT NULL'), postgresql_where=sa.text('call_at IS NOT NULL'))

    op.drop_table('stoppage')
    with op.batch_alter_table('stage', schema=None) as batch_op:
        batch_op.drop_index('ix_stage_remind_at', sqlite_where=sa.text('remind_at IS NOT NULL'), postgresql_where=sa.text('remind_at IS NOT NULL'))

    op.drop_table('stage')
    with op.batch_alter_table('pulseword', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_pulseword_pulse'))

    op.drop_table('pulseword')
    op.drop_table('pulsecount')
    with op.batch_alter_table('pulseasked', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_pulseasked_person'))

    op.drop_table('pulseasked')
    with op.batch_alter_table('listedstep', schema=None) as batch_op:
        batch_op.drop_index('ix_listedstep_remind_at', sqlite_where=sa.text('remind_at IS NOT NULL'), postgresql_where=sa.text('remind_at IS NOT NULL'))
        batch_op.drop_index(batch_op.f('ix_listedstep_part'))
        batch_op.drop_index('ix_listedstep_owner', sqlite_where=sa.text("state = 'ready'"), postgresql_where=sa.text("state = 'ready'"))

    op.drop_table('listedstep')
    with op.batch_alter_table('disruption', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_disruption_head'))
        batch_op.drop_index('ix_disruption_desk', sqlite_where=sa.text("state = 'goes_on'"), postgresql_where=sa.text("state = 'goes_on'"))
        batch_op.drop_index('ix_disruption_ask_at', sqlite_where=sa.text('ask_at IS NOT NULL'), postgresql_where=sa.text('ask_at IS NOT NULL'))

    op.drop_table('disruption')
    with op.batch_alter_table('approver', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_approver_request'))
        batch_op.drop_index('ix_approver_open', sqlite_where=sa.text('is_asked AND said_at IS NULL'), postgresql_where=sa.text('is_asked AND said_at IS NULL'))

    op.drop_table('approver')
    op.drop_table('stock')
    with op.batch_alter_table('pulse', schema=None) as batch_op:
        batch_op.drop_index('ix_pulse_due', sqlite_where=sa.text('due_at IS NOT NULL'), postgresql_where=sa.text('due_at IS NOT NULL'))

    op.drop_table('pulse')
    with op.batch_alter_table('perk', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_perk_person'))

    op.drop_table('perk')
    with op.batch_alter_table('improvement', schema=None) as batch_op:
        batch_op.drop_index('ix_improvement_desk_day', sqlite_where=sa.text('taken_back_at IS NULL'), postgresql_where=sa.text('taken_back_at IS NULL'))

    op.drop_table('improvement')
