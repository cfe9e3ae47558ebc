"""The table and data_table blocks.

Fields and counts: https://docs.slack.dev/reference/block-kit/blocks/table-block and …/data-table-block
"""

from collections.abc import Iterator, Mapping

from sandbox.blocks.objects import ID
from sandbox.blocks.rich_text import RICH_TEXT
from sandbox.blocks.rules import Fields, Flag, Items, Nullable, Number, Rule, Shape, Text, Typed, Whole, choice, problem
from sandbox.blocks.sizes import blocks_size

MOST_COLUMNS = 20
MOST_CHARACTERS = 10_000

_RAW_TEXT = Shape({"text": Text(MOST_CHARACTERS)})
_RAW_NUMBER = Shape({"value": Number()}, {"text": Text(MOST_CHARACTERS)})
_CELLS: Mapping[str, Rule] = {"raw_text": _RAW_TEXT, "rich_text": RICH_TEXT}
_DATA_CELLS: Mapping[str, Rule] = {**_CELLS, "raw_number": _RAW_NUMBER}

_COLUMN = Shape(optional={"align": choice("left", "center", "right"), "is_wrapped": Flag()})


def _cells_short_enough(fields: Fields, at: str) -> Iterator[str]:
    if blocks_size(fields["rows"]) > MOST_CHARACTERS:
        yield problem(f"must be less than {MOST_CHARACTERS + 1} characters", f"{at}/rows")


def _rows(fields: Fields) -> list[list[Mapping[str, object]]]:
    rows = fields["rows"]
    return rows if isinstance(rows, list) else []


def _rows_equally_long(fields: Fields, at: str) -> Iterator[str]:
    rows = _rows(fields)
    for index, row in enumerate(rows):
        if len(row) != len(rows[0]):
            yield problem(f"must provide exactly {len(rows[0])} items", f"{at}/rows/{index}")


def _header_without_rich_text(fields: Fields, at: str) -> Iterator[str]:
    for index, cell in enumerate(_rows(fields)[0]):
        if cell["type"] == "rich_text":
            yield problem("unsupported type: rich_text", f"{at}/rows/0/{index}/type")


TABLE = Shape(
    {"rows": Items(Items(Typed(_CELLS), MOST_COLUMNS), 100)},
    {"block_id": ID, "column_settings": Items(Nullable(_COLUMN), MOST_COLUMNS)},
    (_cells_short_enough,),
)

DATA_TABLE = Shape(
    {"caption": Text(3000), "rows": Items(Items(Typed(_DATA_CELLS), MOST_COLUMNS), 101, least=2)},
    {"block_id": ID, "page_size": Whole(1, 100), "row_header_column_index": Whole(0, MOST_COLUMNS - 1)},
    (_rows_equally_long, _header_without_rich_text, _cells_short_enough),
)
