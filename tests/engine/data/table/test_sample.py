"""The sample table `tests/data/casas.csv`: how it was made, and that it is read as it was made."""

import csv
import io
from pathlib import Path

import numpy as np

from playground.engine.data.table.read import load_table_file, read_table
from playground.engine.spec.run import DataSpec

FILE = Path(__file__).parents[3] / "data" / "casas.csv"
GAPS = {n for n in range(1, 201) if n % 23 == 0 or n % 31 == 0}
WITHOUT_PRICE = {60, 140}


def casas() -> bytes:
    """`casas.csv`: prices of made-up houses as a Brazilian spreadsheet writes them.

    Windows-1252, semicolons, decimal comma, thousands point, CRLF; 200 rows drawn by NumPy's
    PCG64 with seed 2026. Every 23rd row has no area, every 31st no neighbourhood, and rows 60 and
    140 no price. The price follows area, rooms, age and neighbourhood, with some noise.
    """
    rng = np.random.default_rng(2026)
    bairros = {"Centro": 1.25, "São José": 1.0, "Água Verde": 1.4, "Jardim Botânico": 1.1}
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerow(["bairro", "área", "quartos", "idade", "condomínio", "preço"])
    for number in range(1, 201):
        bairro = list(bairros)[int(rng.integers(len(bairros)))]
        area = float(rng.uniform(38, 320))
        rooms, age = int(1 + area // 60 + rng.integers(2)), int(rng.integers(0, 45))
        fee = float(rng.uniform(150, 1900))
        price = bairros[bairro] * (4200 * area + 21_000 * rooms - 2500 * age)
        price += float(rng.normal(0, 15_000))
        writer.writerow(
            [
                "NA" if number % 31 == 0 else bairro,
                "" if number % 23 == 0 else _brazilian(area),
                rooms,
                age,
                _brazilian(fee),
                "-" if number in (60, 140) else _brazilian(price),
            ]
        )
    return stream.getvalue().encode("cp1252")


def _brazilian(value: float) -> str:
    return f"{value:,.2f}".translate(str.maketrans(",.", ".,"))


def prices() -> list[float]:
    """The prices of the complete rows, read by hand."""
    rows = list(csv.reader(io.StringIO(casas().decode("cp1252")), delimiter=";"))[1:]
    kept = [row for number, row in enumerate(rows, 1) if number not in GAPS | WITHOUT_PRICE]
    return [float(row[-1].replace(".", "").replace(",", ".")) for row in kept]


def test_that_the_sample_is_what_its_generator_makes() -> None:
    assert FILE.read_bytes() == casas()


def test_that_a_brazilian_table_is_read_without_any_setting() -> None:
    raw = read_table(load_table_file(FILE), DataSpec())
    assert raw.task == "regression"
    assert raw.target_name == "preço"
    assert raw.columns[0].categories == ("Água Verde", "Centro", "Jardim Botânico", "São José")
    assert [column.name for column in raw.columns[1:]] == ["área", "quartos", "idade", "condomínio"]
    assert raw.targets.tolist() == prices()
    assert raw.inputs[0].tolist() == [0.0, 0.0, 1.0, 0.0, 218.46, 4.0, 16.0, 798.38]


def test_that_rows_left_out_are_said_in_numbers() -> None:
    raw = read_table(load_table_file(FILE), DataSpec())
    dropped = len(GAPS | WITHOUT_PRICE)
    expected = (
        f"{dropped} of 200 rows left out: 2 without a target, {len(GAPS)} with a missing input."
    )
    assert expected in raw.notes
    assert len(raw.targets) == 200 - dropped


def test_that_filled_gaps_are_said_in_numbers() -> None:
    raw = read_table(load_table_file(FILE), DataSpec(missing="fill"))
    assert len(raw.targets) == 198
    areas, places = 200 // 23, 200 // 31
    note = raw.notes[-1]
    assert note.startswith("2 of 200 rows left out: 2 without a target. 14 gaps filled: ")
    assert f"{places} in 'bairro' with 'Jardim Botânico'" in note
    assert f"{areas} in 'área' with {float(raw.columns[1].typical):.10g}" in note
    assert raw.inputs[22, 4] == float(raw.columns[1].typical)


def test_that_every_guess_is_explained() -> None:
    notes = read_table(load_table_file(FILE), DataSpec()).notes
    for start in (
        "Encoding: Windows-1252, because byte 0xE1 in line 1",
        "Separator: semicolon, because every one of the first 200 rows splits into 6 fields.",
        "Decimal mark: comma, because numbers are written like ",
        "Thousands mark: point, because digits are grouped as in ",
        "Header: first line, because ",
        "Target: 'preço', because it is the last column.",
        "Task: regression, because 'preço' holds numbers.",
    ):
        assert any(note.startswith(start) for note in notes), start
