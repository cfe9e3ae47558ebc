"""Writes a new revision from what the tables of storage say: `python -m storage.draft 0002 "what is new"`.

Look at the draft before keeping it, and set HEAD in storage.migrations. To rewrite the first revision, delete it first.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from alembic import command

from storage.engine import Storage
from storage.migrate import alembic_config, migrate


def draft(revision: str, message: str) -> None:
    """Write the revision that leads from the newest one to the tables as they are now."""
    with TemporaryDirectory() as folder:
        storage = Storage(f"sqlite:///{Path(folder) / 'draft.db'}")
        migrate(storage)
        with storage.engine.connect() as connection:
            command.revision(alembic_config(connection), message, autogenerate=True, rev_id=revision)
        storage.close()


if __name__ == "__main__":
    draft(*sys.argv[1:])
