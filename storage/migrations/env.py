"""What Alembic runs for every command; the connection comes from storage.migrate, already locked."""

from alembic import context

from storage.migrations.comparing import OPTIONS

context.configure(connection=context.config.attributes["connection"], **OPTIONS)
with context.begin_transaction():
    context.run_migrations()
