"""The sample table `tests/data/casas.csv`: how it was made, and that it is read as it was made."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from playground.engine.common.language import find_language
from playground.engine.data.table.preview import preview_table
from playground.engine.data.table.read import load_table_file, read_table
from playground.engine.spec.run import DataSpec, TableFile
from tests.engine.data.plain_words import plain_words
from tests.pseudo import PSEUDO, PseudoTranslations

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
        "2 of 200 rows left out: they have no target. "
        f"{len(GAPS)} of 200 rows left out: they have missing inputs."
    )
    assert expected in raw.notes
    assert len(raw.targets) == 200 - dropped


def test_that_filled_gaps_are_said_in_numbers() -> None:
    raw = read_table(load_table_file(FILE), DataSpec(missing="fill"))
    assert len(raw.targets) == 198
    areas, places = 200 // 23, 200 // 31
    note = raw.notes[-1]
    assert note.startswith(
        "2 of 200 rows left out: they have no target. 14 missing values filled: "
    )
    assert f"{places} in 'bairro' with 'Jardim Botânico'" in note
    assert f"{areas} in 'área' with {float(raw.columns[1].typical):.10g}" in note
    assert raw.inputs[22, 4] == float(raw.columns[1].typical)


def test_that_every_guess_is_explained() -> None:
    notes = read_table(load_table_file(FILE), DataSpec()).notes
    for start in (
        "Encoding: Western European (Windows-1252). Byte 0xE1 in line 1",
        "Separator: Semicolon. 201 of 201 rows tried have 6 fields.",
        "Header: First line. The first line holds text above columns of numbers.",
        "Target: 'preço'. It is the last column.",
        "Task: Regression. 'preço' holds numbers.",
        "Counted as missing: '-' in 'preço' (2 cells).",
        "Column 'bairro': 'NA' in 6 cells counts as missing.",
    ):
        assert any(note.startswith(start) for note in notes), start


@pytest.mark.parametrize("missing", ["drop", "fill"])
def test_that_every_note_and_every_step_is_said_in_the_language_spoken(
    missing: str, spoken: Callable[..., None]
) -> None:
    spoken(PSEUDO, PseudoTranslations())
    said: list[str] = []
    file, spec = load_table_file(FILE), DataSpec(missing=missing, categories=("quartos",))
    said += read_table(file, spec, lambda _done, words: said.append(words)).notes
    preview = preview_table(file, spec, limit=4000)
    said += [preview.target_why, preview.task_why, *(each.said for each in preview.remarks)]
    said += [column.why for column in preview.columns]
    assert len(said) > 20
    assert [words for words in said if plain_words(words)] == []


def test_that_numbers_in_notes_follow_the_language_and_column_names_do_not(
    spoken: Callable[..., None],
) -> None:
    spoken(find_language("pt_BR"))
    file = TableFile("t.csv", b"a,,y\n1.5,2,1.25\n,3,2.25\n2,4,3.25\n")
    raw = read_table(file, DataSpec(missing="fill"))
    assert raw.feature_names == ("a", "column 2")
    assert raw.notes[-1] == (
        "Todas as 3 linhas são usadas. 1 valor ausente preenchido: 1 em 'a' com 1,75."
    )
    assert raw.columns[0].typical == "1.75"
