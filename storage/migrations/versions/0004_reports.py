"""reports: revision 0004, after 0003."""

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


# The surveys' desk is that of their request: what moves on is no longer resolved.
_TRUE_OF_WHAT_IS_THERE = (
    "UPDATE survey SET desk = (SELECT request.desk FROM request WHERE request.id = survey.request)",
    "UPDATE digest SET until = due_at",
    "UPDATE preference SET digests = 'none' WHERE NOT wants_digest",
    "INSERT INTO uncounted (request) SELECT id FROM request",
)
_TRUE_BEFORE = "UPDATE preference SET wants_digest = false WHERE digests = 'none'"


def upgrade() -> None:
    op.create_table('stay',
    sa.Column('request', sa.Integer(), nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.Column('desk', sa.String(), nullable=False),
    sa.Column('began_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('began_by', sa.String(32), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_by', sa.String(32), nullable=True),
    sa.Column('solver', sa.String(), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('answered_within', sa.Integer(), nullable=True),
    sa.Column('answer_missed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('resolved_within', sa.Integer(), nullable=True),
    sa.Column('resolution_missed_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['request'], ['request.id'], name=op.f('fk_stay_request_request')),
    sa.PrimaryKeyConstraint('request', 'n', name=op.f('pk_stay'))
    )
    with op.batch_alter_table('stay', schema=None) as batch_op:
        batch_op.create_index('ix_stay_answer_missed', ['desk', 'answer_missed_at'], unique=False, sqlite_where=sa.text('answer_missed_at IS NOT NULL'), postgresql_where=sa.text('answer_missed_at IS NOT NULL'))
        batch_op.create_index('ix_stay_answered', ['desk', 'answered_at', 'answered_within', 'answer_missed_at'], unique=False, sqlite_where=sa.text('answered_at IS NOT NULL'), postgresql_where=sa.text('answered_at IS NOT NULL'))
        batch_op.create_index('ix_stay_began', ['desk', 'began_at', 'began_by'], unique=False)
        batch_op.create_index('ix_stay_ended', ['desk', 'ended_at', 'ended_by', 'resolved_within', 'resolution_missed_at', 'solver', 'began_at', 'answer_missed_at', 'answered_at'], unique=False)
        batch_op.create_index('ix_stay_resolution_missed', ['desk', 'resolution_missed_at'], unique=False, sqlite_where=sa.text('resolution_missed_at IS NOT NULL'), postgresql_where=sa.text('resolution_missed_at IS NOT NULL'))

    op.create_table('uncounted',
    sa.Column('request', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['request'], ['request.id'], name=op.f('fk_uncounted_request_request')),
    sa.PrimaryKeyConstraint('request', name=op.f('pk_uncounted'))
    )
    op.create_table('kudos',
    sa.Column('survey', sa.Integer(), nullable=False),
    sa.Column('desk', sa.String(), nullable=False),
    sa.Column('agent', sa.String(), nullable=False),
    sa.Column('passed_by', sa.String(), nullable=False),
    sa.Column('passed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('agreed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('declined_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('thanked_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['survey'], ['survey.id'], name=op.f('fk_kudos_survey_survey')),
    sa.PrimaryKeyConstraint('survey', name=op.f('pk_kudos'))
    )
    with op.batch_alter_table('kudos', schema=None) as batch_op:
        batch_op.create_index('ix_kudos_to_thank', ['desk'], unique=False, sqlite_where=sa.text('agreed_at IS NOT NULL AND thanked_at IS NULL'), postgresql_where=sa.text('agreed_at IS NOT NULL AND thanked_at IS NULL'))

    with op.batch_alter_table('digest', schema=None) as batch_op:
        batch_op.add_column(sa.Column('kind', sa.String(32), server_default='daily', nullable=False))
        batch_op.add_column(sa.Column('until', sa.DateTime(timezone=True), server_default='2026-01-01 00:00:00+00:00', nullable=False))
        batch_op.add_column(sa.Column('skipped', sa.Integer(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('skipped_since', sa.DateTime(timezone=True), nullable=True))
        batch_op.drop_constraint(batch_op.f('uq_digest_desk_lead_due_at'), type_='unique')
        batch_op.drop_index(batch_op.f('uq_digest_planned'), sqlite_where=sa.text('settled_at IS NULL'))
        batch_op.create_index('uq_digest_planned', ['kind', 'desk', 'lead'], unique=True, sqlite_where=sa.text('settled_at IS NULL'), postgresql_where=sa.text('settled_at IS NULL'))
        batch_op.create_unique_constraint(batch_op.f('uq_digest_kind_desk_lead_due_at'), ['kind', 'desk', 'lead', 'due_at'])

    with op.batch_alter_table('preference', schema=None) as batch_op:
        batch_op.add_column(sa.Column('digests', sa.String(32), server_default='both', nullable=False))
        batch_op.add_column(sa.Column('digest_at', sa.Time(), nullable=True))
        batch_op.add_column(sa.Column('digest_in_channel', sa.Boolean(), server_default=sa.false(), nullable=False))
    with op.batch_alter_table('survey', schema=None) as batch_op:
        batch_op.add_column(sa.Column('desk', sa.String(), server_default='', nullable=False))
        batch_op.drop_index(batch_op.f('ix_survey_rated_at'))
        batch_op.create_index('ix_survey_rated', ['desk', 'rated_at', 'rating'], unique=False, sqlite_where=sa.text('rated_at IS NOT NULL'), postgresql_where=sa.text('rated_at IS NOT NULL'))

    for statement in _TRUE_OF_WHAT_IS_THERE:
        op.execute(statement)
    with op.batch_alter_table('preference', schema=None) as batch_op:
        batch_op.drop_column('wants_digest')



def downgrade() -> None:
    with op.batch_alter_table('survey', schema=None) as batch_op:
        batch_op.drop_index('ix_survey_rated', sqlite_where=sa.text('rated_at IS NOT NULL'), postgresql_where=sa.text('rated_at IS NOT NULL'))
        batch_op.create_index(batch_op.f('ix_survey_rated_at'), ['rated_at'], unique=False)
        batch_op.drop_column('desk')

    with op.batch_alter_table('preference', schema=None) as batch_op:
        batch_op.add_column(sa.Column('wants_digest', sa.BOOLEAN(), server_default=sa.true(), nullable=False))
    op.execute(_TRUE_BEFORE)
    with op.batch_alter_table('preference', schema=None) as batch_op:
        batch_op.drop_column('digest_in_channel')
        batch_op.drop_column('digest_at')
        batch_op.drop_column('digests')

    with op.batch_alter_table('digest', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('uq_digest_kind_desk_lead_due_at'), type_='unique')
        batch_op.drop_index('uq_digest_planned', sqlite_where=sa.text('settled_at IS NULL'), postgresql_where=sa.text('settled_at IS NULL'))
        batch_op.create_index(batch_op.f('uq_digest_planned'), ['desk', 'lead'], unique=1, sqlite_where=sa.text('settled_at IS NULL'))
        batch_op.create_unique_constraint(batch_op.f('uq_digest_desk_lead_due_at'), ['desk', 'lead', 'due_at'])
        batch_op.drop_column('skipped_since')
        batch_op.drop_column('skipped')
        batch_op.drop_column('until')
        batch_op.drop_column('kind')

    with op.batch_alter_table('kudos', schema=None) as batch_op:
        batch_op.drop_index('ix_kudos_to_thank', sqlite_where=sa.text('agreed_at IS NOT NULL AND thanked_at IS NULL'), postgresql_where=sa.text('agreed_at IS NOT NULL AND thanked_at IS NULL'))

    op.drop_table('kudos')
    op.drop_table('uncounted')
    with op.batch_alter_table('stay', schema=None) as batch_op:
        batch_op.drop_index('ix_stay_resolution_missed', sqlite_where=sa.text('resolution_missed_at IS NOT NULL'), postgresql_where=sa.text('resolution_missed_at IS NOT NULL'))
        batch_op.drop_index('ix_stay_ended')
        batch_op.drop_index('ix_stay_began')
        batch_op.drop_index('ix_stay_answered', sqlite_where=sa.text('answered_at IS NOT NULL'), postgresql_where=sa.text('answered_at IS NOT NULL'))
        batch_op.drop_index('ix_stay_answer_missed', sqlite_where=sa.text('answer_missed_at IS NOT NULL'), postgresql_where=sa.text('answer_missed_at IS NOT NULL'))

    op.drop_table('stay')
