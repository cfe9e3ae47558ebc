"""What the tests of this folder stand on."""

from collections.abc import Iterator

import pytest

from storage.engine import Storage
from tests.handlers.office import Office


@pytest.fixture
def office(storage: Storage) -> Iterator[Office]:
    with Office(storage) as office:
        yield office
