"""How the sample tables in `tests/data` were made."""

import csv
import io

import numpy as np


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


def missing_rows() -> tuple[int, int]:
    """How many of the rows have no target, and how many of the others a missing input."""
    gaps = {n for n in range(1, 201) if n % 23 == 0 or n % 31 == 0}
    return 2, len(gaps - {60, 140})
