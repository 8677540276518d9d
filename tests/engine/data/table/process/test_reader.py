"""Tables read by a process of their own: the same numbers and sentences, and it can be ended."""

import dataclasses
import gzip
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from playground.engine.common.errors import InputError
from playground.engine.common.language import find_language
from playground.engine.data.dataset import build_dataset
from playground.engine.data.progress import Cancelled
from playground.engine.data.raw import RawData
from playground.engine.data.table import kept
from playground.engine.data.table.containers.opened import Opened
from playground.engine.data.table.containers.opening import as_text
from playground.engine.data.table.preview import preview_table
from playground.engine.data.table.process.reader import TableReader, read_apart
from playground.engine.data.table.read import load_table_file, read_table
from playground.engine.spec.run import DataSpec, TableFile

CASAS = Path(__file__).parents[4] / "data" / "casas.csv"
FILL = DataSpec(source="table", missing="fill")


def silent(fraction: float, words: str) -> None:
    """Nobody watches."""


def same(one: RawData, other: RawData) -> bool:
    names = [f.name for f in dataclasses.fields(RawData) if f.name not in ("inputs", "targets")]
    pairs = ((one.inputs, other.inputs), (one.targets, other.targets))
    return all(getattr(one, name) == getattr(other, name) for name in names) and all(
        a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes() for a, b in pairs
    )


@pytest.fixture
def casas() -> TableFile:
    return load_table_file(CASAS)


@pytest.fixture
def reader(casas: TableFile) -> Iterator[TableReader]:
    reader = TableReader()
    reader.take(casas)
    yield reader
    reader.close()


def test_that_numbers_and_notes_come_back_bit_for_bit(
    reader: TableReader, casas: TableFile
) -> None:
    assert same(reader.read(FILL, silent), read_table(casas, FILL))


def test_that_classes_come_back_as_whole_numbers_with_their_names(
    reader: TableReader, casas: TableFile
) -> None:
    spec = dataclasses.replace(FILL, target=("bairro",), ignore=("preço",))
    raw = reader.read(spec, silent)
    assert raw.targets.dtype == np.int64
    assert same(raw, read_table(casas, spec))


def test_that_one_process_answers_previews_and_the_reading(
    reader: TableReader, casas: TableFile
) -> None:
    for spec in (DataSpec(source="table"), dataclasses.replace(FILL, separator="comma")):
        assert reader.preview(spec) == preview_table(casas, spec)
    assert same(reader.read(FILL, silent), read_table(casas, FILL))


def test_that_a_table_that_cannot_be_used_is_refused_in_the_same_words() -> None:
    file = TableFile("t.csv", b"a,b\n1,2\n3,4\n5,seis\n7,8\n")
    spec = DataSpec(source="table", numbers=("b",))
    with pytest.raises(InputError) as near:
        read_table(file, spec)
    with pytest.raises(InputError) as apart:
        read_apart(file, spec, silent)
    assert str(apart.value) == str(near.value)
    assert "line 4" in str(apart.value)


def test_that_a_refusal_does_not_end_the_process(reader: TableReader, casas: TableFile) -> None:
    with pytest.raises(InputError, match="pre"):
        reader.read(dataclasses.replace(FILL, target=("preco",)), silent)
    assert same(reader.read(FILL, silent), read_table(casas, FILL))


def test_that_progress_is_reported_on_the_thread_that_asks(reader: TableReader) -> None:
    seen: list[tuple[int, float, str]] = []
    reader.read(FILL, lambda done, words: seen.append((threading.get_ident(), done, words)))
    assert {thread for thread, _, _ in seen} == {threading.get_ident()}
    fractions = [done for _, done, _ in seen]
    assert fractions == sorted(fractions)
    assert seen[-1][1:] == (1.0, "Table read")


def test_that_giving_up_while_reading_ends_the_process(reader: TableReader) -> None:
    def give_up(_fraction: float, _words: str) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        reader.read(FILL, give_up)
    with pytest.raises(Cancelled):
        reader.preview(FILL)


def test_that_closing_from_another_thread_ends_a_reading_in_progress(reader: TableReader) -> None:
    helpers: list[threading.Thread] = []

    def close_elsewhere(_fraction: float, _words: str) -> None:
        if not helpers:
            helpers.append(threading.Thread(target=reader.close))
            helpers[0].start()
            while not reader._closed:
                pass

    with pytest.raises(Cancelled):
        reader.read(FILL, close_elsewhere)
    helpers[0].join()


def test_that_nothing_can_be_asked_of_a_closed_reader(casas: TableFile) -> None:
    reader = TableReader()
    reader.take(casas)
    reader.close()
    reader.close()
    with pytest.raises(Cancelled):
        reader.start()
    with pytest.raises(Cancelled):
        reader.preview(FILL)


@pytest.mark.skipif(sys.platform == "win32", reason="a process is killed otherwise there")
def test_that_a_process_that_dies_is_named_with_its_status(reader: TableReader) -> None:
    reader.start()
    assert reader._process is not None
    os.kill(reader._process.pid, signal.SIGKILL)
    reader._process.wait()
    with pytest.raises(RuntimeError, match=r"ended early \(status -9\)"):
        reader.read(FILL, silent)


def test_that_a_defect_elsewhere_comes_with_its_traceback(
    reader: TableReader,
) -> None:
    broken = dataclasses.replace(FILL, missing=5, target=3)  # type: ignore[arg-type]
    with pytest.raises(RuntimeError) as caught:
        reader.read(broken, silent)
    assert "Error" in str(caught.value)
    assert "server.py" in caught.value.__notes__[0]


def test_that_data_can_be_built_of_tables_that_are_read_elsewhere(
    casas: TableFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = read_table(casas, FILL)

    def refuse(*_: object) -> RawData:
        raise AssertionError("read here")

    monkeypatch.setattr("playground.engine.data.table.read.read_table", refuse)
    assert same(build_dataset(FILL, casas, read=read_apart).raw, wanted)


def test_that_a_process_that_is_running_follows_a_change_of_language(
    reader: TableReader, casas: TableFile, spoken: Callable[..., None]
) -> None:
    english = reader.preview(FILL)
    spoken(find_language("pt_BR"))
    assert reader.preview(FILL) == preview_table(casas, FILL) != english
    steps: list[str] = []
    assert same(
        reader.read(FILL, lambda _done, words: steps.append(words)), read_table(casas, FILL)
    )
    assert "Decodificando o texto" in steps
    with pytest.raises(InputError, match="não tem a coluna"):
        reader.read(dataclasses.replace(FILL, target=("preco",)), silent)


def test_that_a_packed_table_is_unpacked_once_for_all_questions(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened: list[str] = []

    def counted(*given: Any) -> Opened:  # noqa: ANN401
        opened.append(given[1].sheet)
        return as_text(*given)

    monkeypatch.setattr(kept, "as_text", counted)
    table = kept.KeptTexts(TableFile("t.csv.gz", gzip.compress(b"a,b\n1,2\n3,4\n")))
    specs = [DataSpec(), DataSpec(target=("b",)), DataSpec(sheet="2"), DataSpec(sheet="2", seed=1)]
    rows = [table.of(spec).rows for spec in specs]
    assert rows == [2] * 4
    assert opened == ["", "2"]
