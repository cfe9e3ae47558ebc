"""One history of the schema, for SQLite and PostgreSQL."""

HEAD = "0007"
"""The newest revision; kept here so that start-up can compare it without importing Alembic, which takes a second."""
