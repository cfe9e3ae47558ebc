"""favours: revision 0006, after 0005."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('favour',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('asker', sa.String(), nullable=False),
    sa.Column('asked', sa.String(), nullable=True),
    sa.Column('team', sa.String(), nullable=True),
    sa.Column('team_name', sa.String(), nullable=False),
    sa.Column('helper', sa.String(), nullable=True),
    sa.Column('what', sa.String(), nullable=False),
    sa.Column('details', sa.Text(), nullable=False),
    sa.Column('wanted_by', sa.Date(), nullable=True),
    sa.Column('promised_for', sa.Date(), nullable=True),
    sa.Column('proposed_for', sa.Date(), nullable=True),
    sa.Column('suggested', sa.String(), nullable=True),
    sa.Column('state', sa.String(32), nullable=False),
    sa.Column('word', sa.Text(), nullable=False),
    sa.Column('card', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('accepted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('due', sa.String(32), nullable=True),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('rating', sa.String(32), nullable=True),
    sa.Column('thanks', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_favour'))
    )
    with op.batch_alter_table('favour', schema=None) as batch_op:
        batch_op.create_index('ix_favour_asked', ['asked'], unique=False, sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))
        batch_op.create_index('ix_favour_asker', ['asker'], unique=False, sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))
        batch_op.create_index(batch_op.f('ix_favour_created_at'), ['created_at'], unique=False)
        batch_op.create_index('ix_favour_due', ['due_at'], unique=False, sqlite_where=sa.text('due_at IS NOT NULL'), postgresql_where=sa.text('due_at IS NOT NULL'))
        batch_op.create_index('ix_favour_helper', ['helper'], unique=False, sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))

    op.create_table('favourcard',
    sa.Column('favour', sa.Integer(), nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.Column('person', sa.String(), nullable=True),
    sa.Column('is_shared', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['favour'], ['favour.id'], name=op.f('fk_favourcard_favour_favour')),
    sa.PrimaryKeyConstraint('favour', 'n', name=op.f('pk_favourcard'))
    )
    with op.batch_alter_table('favourcard', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_favourcard_person'), ['person'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('favourcard', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_favourcard_person'))

    op.drop_table('favourcard')
    with op.batch_alter_table('favour', schema=None) as batch_op:
        batch_op.drop_index('ix_favour_helper', sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))
        batch_op.drop_index('ix_favour_due', sqlite_where=sa.text('due_at IS NOT NULL'), postgresql_where=sa.text('due_at IS NOT NULL'))
        batch_op.drop_index(batch_op.f('ix_favour_created_at'))
        batch_op.drop_index('ix_favour_asker', sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))
        batch_op.drop_index('ix_favour_asked', sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))

    op.drop_table('favour')
