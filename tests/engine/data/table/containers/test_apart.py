import subprocess

import pytest

from playground.engine.common.errors import InputError
from playground.engine.data.progress import silent
from playground.engine.data.table.containers import apart
from playground.engine.data.table.containers.sheets import open_workbook
from playground.engine.spec.run import TableFile
from tests.engine.data.table.containers.workbooks import DATE, xlsx

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TABLE = TableFile(
    "casas.xls", xlsx({"Um": [["área", "dia"], [1.5, (44_000, DATE)]], "Dois": [["x"]]})
)


@pytest.mark.parametrize("sheet", ["", "2"])
def test_that_a_process_of_its_own_opens_the_same(sheet: str) -> None:
    assert apart.open_apart(TABLE, sheet) == open_workbook(TABLE, sheet, silent)


def test_that_what_it_refuses_is_said() -> None:
    with pytest.raises(InputError, match="no sheet 'Prices'; its sheets are: 'Um' and 'Dois'"):
        apart.open_apart(TABLE, "Prices")


@pytest.mark.parametrize("content", [OLE, OLE + bytes(2000)])
def test_that_a_damaged_workbook_is_refused(content: bytes) -> None:
    with pytest.raises(InputError, match=r"casas.xls is damaged or protected by a password"):
        apart.open_apart(TableFile("casas.xls", content), "")


def test_that_a_process_that_is_lost_is_a_damaged_workbook(monkeypatch: pytest.MonkeyPatch) -> None:
    killed = subprocess.CompletedProcess([], -6, b"", b"")
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: killed)
    with pytest.raises(InputError, match="is damaged or protected"):
        apart.open_apart(TABLE, "")
