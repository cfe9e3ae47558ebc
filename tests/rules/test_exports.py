"""Files that a spreadsheet opens: what people typed stays text there, and nobody is told apart who should not be."""

import csv
from datetime import date, datetime, timedelta
from io import BytesIO, StringIO
from zipfile import ZipFile

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.numbers import Kept, Load, Numbers, Period, Report, Satisfaction
from bot.spreadsheets import Cell, Sheet, csv_of, xlsx_of
from bot.views import tables
from bot.words import Words
from storage.kinds import Rating

ENGLISH = Words("en")
NOON = datetime(2026, 10, 1, 12, 0)  # noqa: DTZ001 - as the clock on the wall shows it
PERIOD = Period(NOON, NOON, NOON, "UTC")


def read(content: bytes) -> list[list[str]]:
    text = content.decode("utf-8")
    assert text[0] == "\ufeff"
    return list(csv.reader(StringIO(text[1:], newline="")))


def parts(content: bytes) -> dict[str, str]:
    """The sheets of a workbook, as they are written."""
    with ZipFile(BytesIO(content)) as book:
        return {name: book.read(name).decode() for name in book.namelist() if "sheets/sheet" in name}


def test_what_looks_like_a_formula_is_text_in_both_files() -> None:
    typed = ('=cmd|"/C calc"!A1', "+49 30 1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "mailto:bo", "a; =1;b")
    sheet = Sheet("Requests", [("Title",), typed])
    assert read(csv_of(sheet))[1] == [*(f"'{one}" for one in typed[:-2]), typed[-2], "a; '=1;b"]

    (written,) = parts(xlsx_of([sheet])).values()
    assert "<f>" not in written
    assert written.count('t="inlineStr"') == 1 + len(typed)


@settings(max_examples=30)
@given(st.lists(st.text("=+-@\t\r\n\"',; äx") | st.integers() | st.none(), min_size=1))
def test_whatever_is_typed_stays_in_its_cell(row: list[Cell]) -> None:
    ((*found,),) = read(csv_of(Sheet("Any", [row]))) or [[""]]
    assert [one.replace("'", "") for one in found] == ["" if one is None else str(one).replace("'", "") for one in row]


def test_days_times_and_numbers_are_no_texts() -> None:
    row: list[Cell] = [date(2026, 10, 1), NOON, 3, 6.5, None, "Bücher"]
    sheets = [Sheet("Numbers", [("a", "b", "c", "d", "e", "f"), row]), Sheet("Days", [("a",)])]
    assert read(csv_of(sheets[0]))[1] == ["2026-10-01", "2026-10-01 12:00", "3", "6.5", "", "Bücher"]

    numbers, days = parts(xlsx_of(sheets)).values()
    assert [f"<v>{value}</v>" in numbers for value in ("46296", "46296.5", "3", "6.5")] == [True] * 4
    assert "<v>" not in days


def numbers_of(answers: int, *loads: int) -> Numbers:
    return Numbers(
        new=31,
        resolved=sum(loads),
        first_answers=Kept(29, 2),
        answered_within=timedelta(hours=3, minutes=19, seconds=40),
        satisfaction=Satisfaction({Rating.GOOD: answers}),
        load=Load({f"U{n}": load for n, load in enumerate(loads)}),
    )


def test_few_answers_and_few_agents_leave_their_cells_empty() -> None:
    report = Report("it", PERIOD, numbers_of(5, 3, 11, 7), numbers_of(4, 3, 11))
    rows = {name: values for name, *values in tables.rows(report, None, ENGLISH)}
    assert rows["New"] == [31, 31]
    assert rows["First answers in time, %"] == [93, 93]
    assert rows["First answer, median in working minutes"] == [200, 200]
    assert rows["Resolution, median in working minutes"] == [None, None]
    assert rows["Ratings"] == [5, 4]
    assert rows["Ratings 😀"] == [5, None]
    assert rows["Happy, % (from 5 ratings on)"] == [100, None]
    assert rows["Resolved per agent, least"] == [3, None]
    assert rows["Resolved per agent, median"] == [7, None]
    assert not any(name.startswith("Resolved by") for name in rows)


def test_agents_are_told_by_name_only_where_the_desk_tells_them() -> None:
    report = Report("it", PERIOD, numbers_of(0, 3, 11), numbers_of(0, 8))
    rows = {name: values for name, *values in tables.rows(report, {"U1": "Bo", "U0": "Cy"}, ENGLISH)}
    assert list(rows)[-2:] == ["Resolved by Bo", "Resolved by Cy"]
    assert (rows["Resolved by Bo"], rows["Resolved by Cy"]) == ([11, 0], [3, 8])
    assert rows["Resolved per agent, most"] == [11, 8]
