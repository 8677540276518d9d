"""The case files are laid out as the people meant who made their like."""

from pathlib import Path

import pytest

from playground.engine.data.table.text.text_table import read_texts
from playground.engine.spec.run import DataSpec, TableFile

TABLES = Path(__file__).parents[4] / "data" / "tables"

CASES: list[tuple[str, str, int, list[str], list[str]]] = [
    ("adult_test", "comma", 40, [], ["61", "Private", "44242", ">50K."]),
    ("all_text_header_name_recurs", "comma", 40, ["team", "home", "winner"], ["A", "home", "away"]),
    ("bar_in_every_cell_last", "comma", 40, ["year", "rating", "tag|sub"], ["1984", "3", "a2|y"]),
    ("bom_double", "comma", 40, ["x", "y"], ["0", "68"]),
    ("comma_trailing_numbers", "comma", 40, ["a", "b", "y"], ["7", "4", "818"]),
    (
        "comma_with_bar_column",
        "comma",
        40,
        ["genre|tags", "year", "rating"],
        ["Drama|Sad", "1987", "2.6"],
    ),
    ("cp1250_polish", "semicolon", 40, ["powierzchnia", "miasto", "cena"], ["0", "Łódź", "61"]),
    ("crx_plus_minus", "comma", 60, [], ["b", "67.13", "7.9", "u", "t", "08", "-"]),
    ("ctrl_z", "comma", 40, ["x", "y"], ["0", "37"]),
    (
        "duckdb_13083",
        "semicolon",
        20,
        ["Transaction Date", "Settlement", "Amount"],
        ["06/01/2024", "06/22/2024", "5133"],
    ),
    ("first_row_missing_text", "comma", 30, [], ["unknown", "71", "0"]),
    ("footer_note_excel", "semicolon", 40, ["a", "b", "y"], ["1", "1", "224"]),
    ("gbk", "comma", 40, ["面积", "城市", "价格"], ["0", "北京", "6"]),
    ("hash_comment_mid", "comma", 20, ["x", "y"], ["0", "66"]),
    ("hash_comments", "comma", 20, ["x", "y"], ["0", "69"]),
    (
        "inmet",
        "semicolon",
        40,
        [
            "Data",
            "Hora UTC",
            "PRECIPITAÇÃO TOTAL, HORÁRIO (mm)",
            "PRESSAO (mB)",
            "TEMPERATURA DO AR (°C)",
            "UMIDADE (%)",
        ],
        ["2023/01/01", "0000 UTC", ",2", "886,9", "20,6", "64"],
    ),
    ("latin1_81", "semicolon", 40, ["x", "city", "y"], ["0", "München0", "11"]),
    ("lines_quoted_whole", "comma", 30, ["a", "b", "c"], ["5", "600", "4"]),
    ("mixed_decimals", "semicolon", 40, ["x", "y", "z"], ["76,80", "2.7", "32"]),
    (
        "pixels_header_label_last",
        "comma",
        40,
        ["0", "1", "2", "3", "label"],
        ["192", "198", "192", "119", "dog"],
    ),
    ("point_col_and_list_col", "comma", 40, ["w", "rooms", "price"], ["0.5", "7,86", "140"]),
    ("r_write_table", "comma", 20, ["row name", "mpg", "hp", "wt"], ["car0", "25", "63", "2.47"]),
    ("sep_line", "semicolon", 20, ["x", "y", "z"], ["0", "2", "9"]),
    ("sep_line_2col", "semicolon", 20, ["x", "y"], ["0", "8"]),
    ("single_quotes", "comma", 40, ["name", "x", "y"], ["a", "23", "122"]),
    ("target_nbsp", "comma", 60, ["x", "z", "ok"], ["83", "31", "good"]),
    ("trailing_sep_rows", "comma", 20, ["a", "b", "c"], ["0", "5", "62"]),
    ("units_row", "comma", 40, ["time", "temp", "pressure", "flow"], ["0", "20.3", "3.38", "26.6"]),
    (
        "units_row_100",
        "comma",
        100,
        ["time", "temp", "pressure", "flow"],
        ["0", "29.9", "2.29", "29.7"],
    ),
    ("utf8_one_bad_byte", "semicolon", 40, ["x", "city", "y"], ["0", "São", "21"]),
    ("whitespace_auto_mpg", "blanks", 30, [], ["12.5", "4", "146.7", "142.1", "car name 0"]),
    ("whitespace_housing", "blanks", 30, [], ["0.72541", "13.53", "3.038", "0", "9.68"]),
    (
        "world_bank",
        "comma",
        30,
        ["Country Name", "Country Code", "2019", "2020"],
        ["Land0", "L00", "2.29", "5.08"],
    ),
    (
        "world_bank_nopre",
        "comma",
        60,
        ["Country Name", "Country Code", "2019", "2020"],
        ["Land0", "L00", "4.55", "4.66"],
    ),
    (
        "years_header",
        "comma",
        30,
        ["Country", "2019", "2020", "2021", "2022"],
        ["Land0", "45.0", "68.0", "55.6", "34.6"],
    ),
]
"""The file, its separator, how many rows, the names (none without a header), the first row."""


@pytest.mark.parametrize(("name", "separator", "rows", "names", "first"), CASES)
def test_that_a_case_is_laid_out_right(
    name: str, separator: str, rows: int, names: list[str], first: list[str]
) -> None:
    file = TABLES / f"{name}.csv"
    table = read_texts(TableFile(file.name, file.read_bytes()), DataSpec())
    assert (table.layout.separator.value, table.rows) == (separator, rows)
    assert table.layout.has_header == bool(names)
    assert [column[0].as_py() for column in table.columns.values()] == first
    if names:
        assert list(table.columns) == names
