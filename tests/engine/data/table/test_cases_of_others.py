"""Tables in the kind of public reports, as they came: every one is read right without a setting.

The rows are our own. What is right was settled by what a person means by such a file, not by what
any reader makes of it.
"""

from pathlib import Path

import pytest

from playground.engine.data.table.inputs.read import read_inputs, wanted_of
from playground.engine.data.table.preview import ColumnPreview, preview_table
from playground.engine.data.table.read import read_table
from playground.engine.spec.run import DataSpec, TableFile

CASES = Path(__file__).parents[3] / "data" / "tables"

RIGHT: dict[str, tuple[int, int, tuple[str, ...]]] = {
    "accounting_negative": (
        60,
        60,
        (
            "x: number 1..99",
            "profit: number -956..973",
        ),
    ),
    "adult_test": (
        40,
        29,
        (
            "column 1: number 23..69",
            "column 2: category Private,State-gov −11",
            "column 3: number 20269..89951",
            "column 4: category <=50K.,>50K.",
        ),
    ),
    "all_text_header_name_recurs": (
        40,
        40,
        (
            "team: category A,B",
            "home: category away,home",
            "winner: category away,home",
        ),
    ),
    "arabic_digits": (
        40,
        40,
        (
            "x: number 11..96",
            "y: number 1..96",
        ),
    ),
    "bar_in_every_cell_last": (
        40,
        40,
        (
            "year: number 1980..1984",
            "rating: number 1..3",
            "tag|sub: category a1|x,a1|y,a2|x,a2|y",
        ),
    ),
    "bom_double": (
        40,
        40,
        (
            "x: number 0..39",
            "y: number 1..95",
        ),
    ),
    "cat_leading_zero": (
        40,
        40,
        (
            "zip: category 01001,02139,07030",
            "rooms: number 1..6",
            "price: number 111..899",
        ),
    ),
    "cat_version": (
        60,
        60,
        (
            "version: number 1.1..1.2",
            "x: number 1..6",
            "y: number 100..868",
        ),
    ),
    "censored_values": (
        40,
        33,
        (
            "lead: number 0.5..8.5 −7",
            "ph: number 5..9",
            "class: category bad,ok",
        ),
    ),
    "column_names_with_commas": (
        40,
        40,
        (
            "a, first: number 1..98",
            "b=second: number 4..98",
            "y: number 101..199",
        ),
    ),
    "comma_trailing_numbers": (
        40,
        40,
        (
            "a: number 1..9",
            "b: number 1..9",
            "y: number 10..899",
        ),
    ),
    "comma_with_bar_column": (
        40,
        40,
        (
            "genre|tags: category Action|Fun,Drama|Sad",
            "year: number 1980..2020",
            "rating: number 1.1..9.6",
        ),
    ),
    "cp1250_polish": (
        40,
        40,
        (
            "powierzchnia: identifier 0..39",
            "miasto: category Gdańsk,Łódź",
            "cena: number 2..97",
        ),
    ),
    "crx_plus_minus": (
        60,
        60,
        (
            "column 1: category a,b",
            "column 2: number 16.52..69.62",
            "column 3: number 1.16..19.73",
            "column 4: category l,u,y",
            "column 5: yes_no f,t",
            "column 6: category 13",
            "column 7: category +,-",
        ),
    ),
    "ctrl_z": (
        40,
        40,
        (
            "x: number 0..39",
            "y: number 8..95",
        ),
    ),
    "currency_brl": (
        40,
        40,
        (
            "bairro: category Centro,Sul",
            "area: number 42..299",
            "preco: number 110505..873990",
        ),
    ),
    "currency_brl_few": (
        40,
        40,
        (
            "bairro: category Centro,Sul",
            "area: number 62..292",
            "preco: number 900.5..1500",
        ),
    ),
    "d_exponent_fortran": (
        60,
        60,
        (
            "x: number 3..98",
            "y: number 12.639..8.9997e+06",
        ),
    ),
    "date_value_only": (
        60,
        60,
        (
            "Month: date yyyy-mm",
            "Passengers: number 109..173",
        ),
    ),
    "date_value_only_short": (
        36,
        36,
        (
            "Month: date yyyy-mm",
            "Passengers: number 104..148",
        ),
    ),
    "duckdb_13083": (
        20,
        20,
        (
            "Transaction Date: date mm/dd/yyyy",
            "Settlement: constant",
            "Amount: number 1390..9976",
        ),
    ),
    "en_dash_minus": (
        40,
        40,
        (
            "t: number -29.4..28.4",
            "x: number 4..95",
            "y: number 0.3..8.85",
        ),
    ),
    "euro_suffix": (
        40,
        40,
        (
            "plz: number 10115..90115",
            "flaeche: number 20..119",
            "miete: number 401.47..1468.83",
        ),
    ),
    "eurostat_flags": (
        40,
        40,
        (
            "geo: category DE,FR,IT",
            "val: number 1.7..97.7",
            "pop: number 1..99",
        ),
    ),
    "first_row_missing_text": (
        30,
        29,
        (
            "column 1: number 4..94 −1",
            "column 2: number 3..99",
            "column 3: number 0..1",
        ),
    ),
    "footer_note_excel": (
        40,
        40,
        (
            "a: number 1..9",
            "b: number 1..9",
            "y: number 25..897",
        ),
    ),
    "gbk": (
        40,
        40,
        (
            "面积: identifier 0..39",
            "城市: category 上海,北京",
            "价格: number 6..98",
        ),
    ),
    "hash_comment_mid": (
        20,
        20,
        (
            "x: number 0..9",
            "y: number 10..97",
        ),
    ),
    "hash_comments": (
        20,
        20,
        (
            "x: number 0..19",
            "y: number 16..90",
        ),
    ),
    "house_prices_na": (
        60,
        60,
        (
            "LotArea: number 3306..8749",
            "Alley: category Grvl,NA,Pave",
            "PoolQC: category Ex,NA",
            "MasVnrType: category BrkFace,None",
            "SalePrice: number 110000..396000",
        ),
    ),
    "ibge_dash_zero": (
        40,
        27,
        (
            "municipio: category M0,M1,M2,M3,M4",
            "area: number 12..98",
            "producao: number 3..30 −13",
            "valor: number 137..979",
        ),
    ),
    "ibge_sidra_marks": (
        40,
        24,
        (
            "municipio: category M0,M1,M2,M3,M4",
            "area: number 11..94",
            "producao: number 1..26 −16",
            "valor: number 133..972",
        ),
    ),
    "id_text_40rows": (
        40,
        40,
        (
            "name: identifier",
            "x: number 2..99",
            "y: number 104..198",
        ),
    ),
    "indian_lakh": (
        40,
        40,
        (
            "bhk: number 1..4",
            "price: number 3.54494e+06..9.99657e+07",
        ),
    ),
    "inmet": (
        40,
        40,
        (
            "Data: date yyyy/mm/dd",
            "Hora UTC: number 0..2300",
            "PRECIPITAÇÃO TOTAL, HORÁRIO (mm): number 0..0.2",
            "PRESSAO (mB): number 886.2..889.9",
            "TEMPERATURA DO AR (°C): number 17.2..29",
            "UMIDADE (%): number 41..95",
        ),
    ),
    "latin1_81": (
        40,
        40,
        (
            "x: identifier 0..39",
            "city: category München0,München1,München2",
            "y: number 2..98",
        ),
    ),
    "lines_quoted_whole": (
        30,
        30,
        (
            "a: number 1..9",
            "b: number 28..999",
            "c: number 1..5",
        ),
    ),
    "missing_colon_eurostat": (
        30,
        26,
        (
            "geo: category 9",
            "v2019: number 1.9..89.2 −4",
            "v2020: number 10.9..87.5",
        ),
    ),
    "missing_dashes": (
        60,
        53,
        (
            "a: number 2..30 −7",
            "b: number 1..98",
            "y: number 104..996",
        ),
    ),
    "missing_dot": (
        60,
        53,
        (
            "a: number 0.16..8.99 −7",
            "b: number 4..98",
            "y: number 147..983",
        ),
    ),
    "missing_hash_na": (
        60,
        50,
        (
            "a: number 1..30 −7",
            "b: number 3..99",
            "y: number 122..990 −3",
        ),
    ),
    "missing_na_lower": (
        60,
        53,
        (
            "a: number 1..30 −7",
            "b: number 1..99",
            "y: number 118..984",
        ),
    ),
    "mixed_decimals": (
        40,
        40,
        (
            "x: number 2.29..99.27",
            "y: number 2.5..9.8",
            "z: number 3..96",
        ),
    ),
    "none_class": (
        60,
        60,
        (
            "age: number 25..60",
            "hours: number 5..9",
            "stress: number 3..8",
            "disorder: category Insomnia,None,Sleep Apnea",
        ),
    ),
    "number_k_suffix": (
        40,
        40,
        (
            "salary: number 40000..94000",
            "x: number 1..9",
            "y: number 19..849",
        ),
    ),
    "number_with_one_typo": (
        60,
        59,
        (
            "age: number 18..60 −1",
            "x: number 1..9",
            "y: number 9..900",
        ),
    ),
    "number_with_unit_kg": (
        40,
        40,
        (
            "weight: number 41..99",
            "x: number 1..9",
            "y: number 28..869",
        ),
    ),
    "percent_feature": (
        40,
        40,
        (
            "rate: number 0.8..18.5",
            "age: number 20..70",
            "income: number 1333..8871",
        ),
    ),
    "pixels_header_label_last": (
        40,
        40,
        (
            "0: number 4..248",
            "1: number 0..247",
            "2: number 15..255",
            "3: number 2..247",
            "label: category cat,dog",
        ),
    ),
    "point_col_and_list_col": (
        40,
        40,
        (
            "w: number 0.5..2.5",
            "rooms: number 1.51..9.88",
            "price: number 101..977",
        ),
    ),
    "r_write_table": (
        20,
        20,
        (
            "row name: identifier",
            "mpg: number 13..28",
            "hp: number 63..198",
            "wt: number 1.28..4.99",
        ),
    ),
    "rare_class": (
        60,
        60,
        (
            "x: number 1..98",
            "z: number 1..97",
            "cls: category A,B,rare",
        ),
    ),
    "sep_line": (
        20,
        20,
        (
            "x: identifier 0..19",
            "y: number 1..8",
            "z: number 1..9",
        ),
    ),
    "sep_line_2col": (
        20,
        20,
        (
            "x: number 0..19",
            "y: number 2..9",
        ),
    ),
    "single_quotes": (
        40,
        40,
        (
            "name: category a,b",
            "x: number 2..30",
            "y: number 104..199",
        ),
    ),
    "sorted_thousands_late_de": (
        1012,
        1012,
        (
            "einw: number 1..9514",
            "fl: number 1..9",
        ),
    ),
    "states_51": (
        204,
        204,
        (
            "state: category 51",
            "x: number 1..99",
            "y: number 101..200",
        ),
    ),
    "strand_feature": (
        60,
        60,
        (
            "start: number 1277..8979",
            "length: number 21..391",
            "strand: category +,-",
            "score: number 0..0.972",
        ),
    ),
    "target_na_values_text": (
        60,
        60,
        (
            "x: number 1..9",
            "z: number 4..868",
            "region: category AS,EU,NA",
        ),
    ),
    "target_nbsp": (
        60,
        60,
        (
            "x: number 3..99",
            "z: number 1..98",
            "ok: category bad,good,very good",
        ),
    ),
    "thin_space_thousands": (
        40,
        40,
        (
            "pop: number 25199..976981",
            "x: number 1..98",
            "y: number 0.09..8.89",
        ),
    ),
    "trailing_minus_sap": (
        60,
        60,
        (
            "x: number 4..99",
            "betrag: number -982.27..994.65",
        ),
    ),
    "trailing_sep_rows": (
        20,
        20,
        (
            "a: identifier 0..19",
            "b: number 1..9",
            "c: number 11..98",
        ),
    ),
    "units_row": (
        40,
        40,
        (
            "time: identifier 0..39",
            "temp: number 15.2..28.9",
            "pressure: number 1.01..4.97",
            "flow: number 3..49.1",
        ),
    ),
    "units_row_100": (
        100,
        100,
        (
            "time: identifier 0..99",
            "temp: number 15..29.9",
            "pressure: number 1.02..5",
            "flow: number 1.6..49.7",
        ),
    ),
    "unknown_in_number": (
        60,
        57,
        (
            "age: number 18..60 −3",
            "x: number 1..9",
            "y: number 15..897",
        ),
    ),
    "utf8_one_bad_byte": (
        40,
        40,
        (
            "x: identifier 0..39",
            "city: category Água,São,S�o",
            "y: number 1..98",
        ),
    ),
    "whitespace_auto_mpg": (
        30,
        30,
        (
            "column 1: number 9.6..39.7",
            "column 2: number 4..8",
            "column 3: number 76.7..398.5",
            "column 4: number 58.9..198",
            "column 5: identifier",
        ),
    ),
    "whitespace_housing": (
        30,
        30,
        (
            "column 1: number 0.0252..0.91895",
            "column 2: number 5.61..86.2",
            "column 3: number 1.87..19.272",
            "column 4: number 0..1",
            "column 5: number 9.68..49.28",
        ),
    ),
    "world_bank": (
        30,
        30,
        (
            "Country Name: identifier",
            "Country Code: identifier",
            "2019: number 1.14..8.91",
            "2020: number 1.17..8.93",
        ),
    ),
    "world_bank_nopre": (
        60,
        60,
        (
            "Country Name: identifier",
            "Country Code: identifier",
            "2019: number 1.24..8.86",
            "2020: number 1.06..8.98",
        ),
    ),
    "years_header": (
        30,
        30,
        (
            "Country: category 9",
            "2019: number 10.1..87.1",
            "2020: number 12.2..85.5",
            "2021: number 11.7..82.1",
            "2022: number 12..88.2",
        ),
    ),
}
"""By file: its rows, the rows that are used, and each column with its range or categories, and how
many of its cells are missing."""


def case(name: str) -> TableFile:
    path = CASES / name
    return TableFile(path.name, path.read_bytes())


def shown(column: ColumnPreview) -> str:
    facts = f"{column.name}: {column.kind}"
    if column.minimum is not None:
        facts += f" {column.minimum:g}..{column.maximum:g}"
    elif column.kind in ("category", "yes_no"):
        few = column.category_count <= 6
        facts += f" {','.join(column.categories) if few else column.category_count}"
    elif column.kind == "date":
        facts += f" {column.unit}"
    gaps = column.missing if column.kind in ("number", "category", "yes_no") else 0
    return facts + (f" −{gaps}" if gaps else "")


@pytest.mark.parametrize("name", sorted(RIGHT))
def test_that_tables_of_others_are_read_right_without_a_setting(name: str) -> None:
    rows, used, columns = RIGHT[name]
    found = preview_table(case(f"{name}.csv"), DataSpec())
    assert found.problems == ()
    assert tuple(shown(column) for column in found.columns) == columns
    assert (found.row_count, found.rows_used) == (rows, used)


def test_that_every_case_has_its_right_value() -> None:
    assert sorted(path.stem for path in CASES.glob("*.csv")) == sorted(RIGHT)


@pytest.mark.parametrize(
    ("name", "spec", "column", "right"),
    [
        # A person can say what no reader can know.
        ("cat_version", DataSpec(categories=("version",)), 0, "1.1,1.10,1.2,1.20"),
        ("ibge_dash_zero", DataSpec(missing_marks=("-=>0",)), 2, "0..30"),
        ("house_prices_na", DataSpec(missing_marks=("NA",), missing="fill"), 1, "Grvl,Pave"),
        ("target_na_values_text", DataSpec(missing_marks=("region=NA",)), 2, "AS,EU"),
        ("sorted_thousands_late_de", DataSpec(formats=("einw=1234.5",)), 0, "1..9.514"),
        ("column_names_with_commas", DataSpec(ignore=("a, first",)), 0, "1..98"),
    ],
)
def test_that_what_is_chosen_for_a_column_is_obeyed(
    name: str, spec: DataSpec, column: int, right: str
) -> None:
    found = preview_table(case(f"{name}.csv"), spec)
    assert found.problems == ()
    assert right in shown(found.columns[column])


@pytest.mark.parametrize(
    ("trained", "given", "right"),
    [
        ("train_br", "p_same", [[100.5, 2000.0], [200.0, 5000.0]]),
        ("train_br", "p_intthousands", [[100.0, 2000.0], [200.0, 5000.0]]),
        ("train_br", "p_blankrow", [[100.5, 2000.0], [200.0, 5000.0]]),
        ("train_br", "p_unseen", [[100.5, 2000.0]]),
        ("train_one", "p_one", [[1.5], [2.5], [3.5]]),
        ("train_flag", "p_flag", [[5.0], [6.0]]),
    ],
)
def test_that_a_table_for_a_model_is_read_as_the_table_it_was_trained_on(
    trained: str, given: str, right: list[list[float]]
) -> None:
    raw = read_table(case(f"predict/{trained}.csv"), DataSpec())
    read = read_inputs(case(f"predict/{given}.csv"), wanted_of(raw, DataSpec()))
    width = len(right[0])
    assert read.inputs[:, -width:].tolist() == right
