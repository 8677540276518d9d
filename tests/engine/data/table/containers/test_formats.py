import gzip
import io
import subprocess
import sys

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import feather, parquet

from playground.engine.common.errors import InputError
from playground.engine.data.table.containers.formats import FORMATS, SUFFIXES, format_of
from playground.engine.data.table.containers.opening import as_text
from playground.engine.data.table.inputs.read import read_inputs, wanted_of
from playground.engine.data.table.preview import preview_table
from playground.engine.data.table.read import read_table
from playground.engine.spec.run import DataSpec, TableFile
from tests.engine.data.table.containers.workbooks import ods, xlsx, zipped
from tests.engine.data.table.containers.written import CSV, opened, rows_of

SIZES = [round(50 + n * 1.25, 2) for n in range(40)]
PLACES = ["Centro", "Sul", "São José"] * 13 + ["Sul"]
PRICES = [n * 0.123 + (n % 3) for n in range(40)]
NAMES = ["size", "place", "price"]
LINES = list(zip(SIZES, PLACES, PRICES, strict=True))
TEXT = "\n".join([",".join(NAMES), *(f"{a!r},{b},{c!r}" for a, b, c in LINES)]).encode()


def arrow_file(write: object) -> bytes:
    table = pa.table({"size": SIZES, "place": PLACES, "price": PRICES})
    stream = io.BytesIO()
    write(table, stream)  # type: ignore[operator]
    return stream.getvalue()


def arff_file() -> bytes:
    declared = ["size numeric", "place {Centro, Sul, 'São José'}", "price real"]
    head = ["@relation houses", *(f"@attribute {each}" for each in declared), "@data"]
    return "\n".join([*head, *(f"{a!r}, '{b}', {c!r}" for a, b, c in LINES)]).encode()


def ods_file() -> bytes:
    def cell(value: object) -> str:
        text = f"<text:p>{value}</text:p></table:table-cell>"
        if isinstance(value, str):
            return f'<table:table-cell office:value-type="string">{text}'
        return f'<table:table-cell office:value-type="float" office:value="{value!r}">{text}'

    rows = [NAMES, *LINES]
    return ods(
        "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    )


FILES = {
    "houses.csv": TEXT,
    "houses.csv.gz": gzip.compress(TEXT),
    "houses.zip": zipped({"houses.csv": TEXT}),
    "houses.xlsx": xlsx({"Houses": [NAMES, *LINES]}),
    "packed.zip": zipped({"about.md": b"# Houses", "houses.xlsx": xlsx({"1": [NAMES, *LINES]})}),
    "houses.ods": ods_file(),
    "houses.parquet": arrow_file(parquet.write_table),
    "houses.feather": arrow_file(feather.write_feather),
    "houses.arff": arff_file(),
    "houses.arff.gz": gzip.compress(arff_file()),
}


@pytest.mark.parametrize("name", FILES)
def test_that_every_format_gives_the_numbers_that_the_same_table_as_text_gives(name: str) -> None:
    expected = read_table(TableFile("houses.csv", TEXT), DataSpec(source="table"))
    found = read_table(TableFile(name, FILES[name]), DataSpec(source="table"))
    assert found.columns == expected.columns
    assert np.array_equal(found.inputs, expected.inputs)
    assert np.array_equal(found.targets, expected.targets)


@pytest.mark.parametrize("name", FILES)
def test_that_a_preview_shows_what_is_inside(name: str) -> None:
    preview = preview_table(TableFile(name, FILES[name]), DataSpec(source="table"))
    assert preview.problems == ()
    assert preview.row_count == 40
    assert [column.name for column in preview.columns] == NAMES
    assert [float(row[0]) for row in preview.rows] == SIZES
    assert [row[1] for row in preview.rows] == PLACES


@pytest.mark.parametrize("name", FILES)
def test_that_a_model_predicts_for_a_file_of_any_format(name: str) -> None:
    spec = DataSpec(source="table")
    raw = read_table(TableFile("houses.csv", TEXT), spec)
    found = read_inputs(TableFile(name, FILES[name]), wanted_of(raw, spec))
    assert np.array_equal(found.inputs, raw.inputs)


def test_that_text_passes_untouched() -> None:
    for content in (CSV, b"", b"\xff\xfea\0;\0b\0", b'"<html>",1\n2,3\n', b"[1],2\n3,4\n"):
        found = opened(content)
        assert found.content is content
        assert found.given == type(found.given)()


def test_that_what_is_text_already_is_not_opened_twice() -> None:
    found = opened(FILES["houses.parquet"])
    assert as_text(found, DataSpec(sheet="another")) is found


def test_that_the_bytes_tell_the_format_and_the_name_does_not() -> None:
    found = as_text(TableFile("houses.csv", FILES["houses.xlsx"]), DataSpec())
    assert rows_of(found)[0] == NAMES
    assert found.name == "houses.csv"
    assert found.given.notes[0] == "Format: Workbook."


def test_that_each_format_has_a_suffix_and_a_key_of_its_own() -> None:
    assert len({row.key for row in FORMATS}) == len(FORMATS)
    assert len(set(SUFFIXES)) == len(SUFFIXES)
    assert all(suffix == suffix.lower() and suffix[0] == "." for suffix in SUFFIXES)
    assert {format_of(content).key for content in FILES.values()} == {row.key for row in FORMATS}


OTHERS = {
    "HTML": b"\n <!DOCTYPE html>\n<html><table><tr><td>1</td></tr></table></html>",
    "XML": b'\xef\xbb\xbf<?xml version="1.0"?><Workbook></Workbook>',
    "JSON": b'[{"a": 1, "b": 2},\n {"a": 3, "b": 4}]\n',
    "PDF": b"%PDF-1.7\n1 0 obj",
    "pickle": b"\x80\x04\x95\x1a\0\0\0",
    "SQLite": b"SQLite format 3\0\x10\0",
    "xz": b"\xfd7zXZ\0\0\x04",
    "Feather 1": b"FEA1\0\0",
    "tar": b"a.csv".ljust(257, b"\0") + b"ustar\x0000",
}


@pytest.mark.parametrize("name", OTHERS)
def test_that_what_is_no_table_is_named(name: str) -> None:
    with pytest.raises(InputError, match=rf"given.bin is no table but {name}; export it as .csv"):
        opened(OTHERS[name])


def test_that_lines_of_json_are_named_and_texts_with_braces_are_tables() -> None:
    with pytest.raises(InputError, match="no table but JSON"):
        opened(b'{"a": 1}\n{"a": 2}\n')
    assert opened(b'{"a"}\t1\n{"b"}\t2\n').given.notes == ()


@pytest.mark.parametrize(
    "content",
    [gzip.compress(FILES["houses.xlsx"]), zipped({"a.csv.gz": gzip.compress(TEXT)})],
    ids=["workbook in gz", "gz in zip"],
)
def test_that_a_packed_file_inside_a_packed_file_is_refused(content: bytes) -> None:
    with pytest.raises(InputError, match=r"holds a packed file \((Workbook|gzip)\); unpack it"):
        opened(content)


def test_that_knowing_the_formats_loads_no_reader_of_them() -> None:
    code = (
        "import sys; import playground.engine.data.table.containers.formats; "
        "print(sorted({'pyarrow', 'python_calamine', 'pandas', 'torch', 'zipfile', 'gzip'} "
        "& set(sys.modules)))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


@pytest.mark.parametrize("name", [name for name in FILES if name != "houses.csv"])
def test_that_a_damaged_file_is_refused_in_one_sentence(name: str) -> None:
    content = FILES[name]
    spec = DataSpec(source="table", target=("price",))
    for end in {len(content) // 3, len(content) * 2 // 3, len(content) - 5}:
        try:
            read_table(TableFile(name, content[:end]), spec)
        except InputError as error:
            assert str(error).count(name) == 1
        else:
            # A text may be cut off anywhere and still be a table.
            assert name == "houses.arff"
