"""time: revision 0003, after 0002."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


# A silence began with the last event of a request whose silence is to be reminded of.
_TRUE_OF_WHAT_IS_THERE = (
    """UPDATE request SET silent_since = (SELECT max(event.at) FROM event WHERE event.request = request.id)
    WHERE EXISTS (SELECT 1 FROM ping WHERE ping.request = request.id AND ping.kind = 'silent' AND settled_at IS NULL)""",
    "UPDATE request SET outcome = 'solved', first_resolved_at = resolved_at WHERE state = 'resolved'",
    "UPDATE request SET outcome = 'duplicate' WHERE state = 'closed' AND merged_into IS NOT NULL",
    "UPDATE request SET outcome = 'not_a_request' WHERE state = 'closed' AND merged_into IS NULL",
    "UPDATE survey SET expires_at = due_at WHERE asked_at IS NOT NULL",
    "UPDATE survey SET is_commented = true WHERE comment <> ''",
)


def upgrade() -> None:
    op.create_table('addressee',
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('nudge', sa.Integer(), nullable=True),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('day', sa.Date(), nullable=True),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.Column('surveyed_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_addressee'))
    )
    op.create_table('preference',
    sa.Column('person', sa.String(), nullable=False),
    sa.Column('language', sa.String(), nullable=True),
    sa.Column('quiet_from', sa.Time(), nullable=True),
    sa.Column('quiet_until', sa.Time(), nullable=True),
    sa.Column('works_weekends', sa.Boolean(), nullable=False),
    sa.Column('pings_in', sa.String(32), nullable=True),
    sa.Column('wants_digest', sa.Boolean(), nullable=False),
    sa.Column('wants_fewer', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('person', name=op.f('pk_preference'))
    )
    op.create_table('remark',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('desk', sa.String(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('shown_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_remark'))
    )
    op.create_table('remarkround',
    sa.Column('desk', sa.String(), nullable=False),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('desk', name=op.f('pk_remarkround'))
    )
    with op.batch_alter_table('remark', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_remark_desk'), ['desk'], unique=False)

    op.create_table('nudge',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('addressee', sa.String(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('request', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('gone_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['request'], ['request.id'], name=op.f('fk_nudge_request_request')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_nudge'))
    )
    op.create_table('reminder',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('addressee', sa.String(), nullable=False),
    sa.Column('request', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(32), nullable=False),
    sa.Column('reason_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('nudge', sa.Integer(), nullable=True),
    sa.Column('snoozed_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['nudge'], ['nudge.id'], name=op.f('fk_reminder_nudge_nudge')),
    sa.ForeignKeyConstraint(['request'], ['request.id'], name=op.f('fk_reminder_request_request')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reminder'))
    )
    with op.batch_alter_table('reminder', schema=None) as batch_op:
        batch_op.create_index('ix_reminder_addressee', ['addressee'], unique=False, sqlite_where=sa.text('settled_at IS NULL'), postgresql_where=sa.text('settled_at IS NULL'))
        batch_op.create_index('ix_reminder_due', ['due_at'], unique=False, sqlite_where=sa.text('settled_at IS NULL AND nudge IS NULL'), postgresql_where=sa.text('settled_at IS NULL AND nudge IS NULL'))
        batch_op.create_index(batch_op.f('ix_reminder_nudge'), ['nudge'], unique=False)
        batch_op.create_index(batch_op.f('ix_reminder_request'), ['request'], unique=False)

    with op.batch_alter_table('request', schema=None) as batch_op:
        batch_op.add_column(sa.Column('asked_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('reminders_from', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('remind_again_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('warned_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('silent_since', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('promised_for', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('promised_by', sa.String(), nullable=True))
        batch_op.add_column(sa.Column('promised_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('first_resolved_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('outcome', sa.String(32), nullable=True))

    with op.batch_alter_table('survey', schema=None) as batch_op:
        batch_op.add_column(sa.Column('resolved_by', sa.String(), nullable=True))
        batch_op.add_column(sa.Column('expires_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('reminded_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('points_asked', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('points', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('is_commented', sa.Boolean(), nullable=False, server_default=sa.false()))

    for statement in _TRUE_OF_WHAT_IS_THERE:
        op.execute(statement)



def downgrade() -> None:
    with op.batch_alter_table('survey', schema=None) as batch_op:
        batch_op.drop_column('is_commented')
        batch_op.drop_column('points')
        batch_op.drop_column('points_asked')
        batch_op.drop_column('reminded_at')
        batch_op.drop_column('expires_at')
        batch_op.drop_column('resolved_by')

    with op.batch_alter_table('request', schema=None) as batch_op:
        batch_op.drop_column('outcome')
        batch_op.drop_column('first_resolved_at')
        batch_op.drop_column('promised_at')
        batch_op.drop_column('promised_by')
        batch_op.drop_column('promised_for')
        batch_op.drop_column('silent_since')
        batch_op.drop_column('warned_at')
        batch_op.drop_column('remind_again_at')
        batch_op.drop_column('reminders_from')
        batch_op.drop_column('asked_at')

    with op.batch_alter_table('reminder', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_reminder_request'))
        batch_op.drop_index(batch_op.f('ix_reminder_nudge'))
        batch_op.drop_index('ix_reminder_due', sqlite_where=sa.text('settled_at IS NULL AND nudge IS NULL'), postgresql_where=sa.text('settled_at IS NULL AND nudge IS NULL'))
        batch_op.drop_index('ix_reminder_addressee', sqlite_where=sa.text('settled_at IS NULL'), postgresql_where=sa.text('settled_at IS NULL'))

    op.drop_table('reminder')
    op.drop_table('nudge')
    with op.batch_alter_table('remark', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_remark_desk'))

    op.drop_table('remarkround')
    op.drop_table('remark')
    op.drop_table('preference')
    op.drop_table('addressee')
