"""A report says what the window shows, in a file that needs no other."""

import dataclasses
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from PySide6.QtCore import QSize, qInstallMessageHandler
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot
from sklearn.metrics import confusion_matrix

from playground.engine.run.session import Session
from playground.engine.settings.defaults import defaults_for
from playground.engine.settings.paths import parse_all
from playground.gui.main_window import MainWindow
from playground.gui.reports.content import Picture, Report, Section, Table
from playground.gui.reports.html import to_html
from playground.gui.reports.pdf import to_document, to_pdf
from playground.gui.reports.reporting import report_of
from playground.gui.widgets.number_text import count_text, loss_text
from tests.gui.runs import train_for

PATIENCE = 20_000
MakeWindow = Callable[..., MainWindow]
_ALONE = {"meta", "img", "link", "br"}


class Balanced(HTMLParser):
    """Fails where an element is not closed; keeps texts and addresses."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.texts: list[str] = []
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _ALONE:
            self.open.append(tag)
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href")]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def read(path: Path) -> Balanced:
    parser = Balanced()
    parser.feed(path.read_text(encoding="utf-8"))
    assert parser.open == []
    return parser


def written(window: MainWindow, qtbot: QtBot, path: Path) -> Path:
    qtbot.waitUntil(lambda: window.reporting.possible, timeout=PATIENCE)
    with qtbot.waitSignal(window.reporting.message, timeout=PATIENCE):
        window.reporting.write(path)
    return path


def reported(window: MainWindow) -> Report:
    subject = window.reporting.subject()
    assert subject is not None
    return report_of(subject)


def test_that_a_report_says_what_the_window_shows(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    train_for(window, qtbot, 300)
    log = window.run.thread_of_training.log

    def is_shown() -> bool:
        return window.run.frame is not None and window.run.frame.step == log.steps

    qtbot.waitUntil(is_shown, timeout=PATIENCE)
    frame = window.run.frame
    assert frame is not None
    assert frame.validation is not None
    page = read(written(window, qtbot, tmp_path / "circle.html"))
    text = " ".join(page.texts)
    for said in (
        loss_text(frame.train.loss),
        loss_text(frame.validation.loss),
        "training.learning_rate",
        "network.seed",
        "Adam",
        "torch",
        "Paused",
    ):
        assert said in text
    assert len(page.addresses) == 3
    assert all(address.startswith("data:image/png;base64,") for address in page.addresses)


def test_that_classes_are_counted_below_another_picture(
    make_window: MakeWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window = make_window(parse_all(defaults_for("moons"), ("data.noise=0.3",)))
    train_for(window, qtbot, 200)
    page = (written(window, qtbot, tmp_path / "moons.html")).read_text(encoding="utf-8")
    looked: list[npt.NDArray[np.int64]] = []

    def count(session: Session) -> None:
        rows, raw = session.dataset.validation, session.dataset.raw
        predicted = session.frames.predict(session.trainer, raw.inputs[rows]).argmax(axis=1)
        looked.append(confusion_matrix(raw.targets[rows], predicted))

    window.run.inspect(count, lambda _nothing: None, pytest.fail)
    qtbot.waitUntil(lambda: bool(looked), timeout=PATIENCE)
    for name, counts in zip(("orange", "blue"), looked[0].tolist(), strict=True):
        cells = "".join(f"<td>{n}</td>" for n in counts)
        assert f'<tr><th scope="row">{name}</th>{cells}</tr>' in page
    assert 0 < np.trace(looked[0]) < looked[0].sum()


def test_that_a_report_is_offered_once_the_window_shows_something(
    window: MainWindow, qtbot: QtBot
) -> None:
    action = window.actions_by_key["report"]
    qtbot.waitUntil(action.isEnabled, timeout=PATIENCE)
    assert window.reporting.subject() is not None


def test_that_a_report_of_the_past_is_of_the_step_and_the_settings_that_are_shown(
    window: MainWindow, qtbot: QtBot
) -> None:
    train_for(window, qtbot, 100)
    before = window.document.read("training.learning_rate")
    window.editing.edit("training.learning_rate", 0.5)
    train_for(window, qtbot, 200)
    kept = [state.step for state in window.run.thread_of_training.kept.states]
    step = max(step for step in kept if step < 90)
    with qtbot.waitSignal(window.run.past_shown, timeout=PATIENCE) as heard:
        window.run.look_back(step)
    frame = heard.args[0]
    results, *_others, settings, _versions = reported(window).sections
    assert ("Steps", count_text(step)) in results.tables[0].rows
    assert "(the past)" in results.tables[0].rows[0][1]
    assert results.tables[1].rows[0][1] == loss_text(frame.train.loss)
    values = {path: value for _label, value, path in settings.tables[0].rows}
    assert float(values["training.learning_rate"]) == before
    window.run.come_back()
    now = count_text(window.run.thread_of_training.log.steps)

    def is_of_now() -> bool:
        return ("Steps", now) in reported(window).sections[0].tables[0].rows

    qtbot.waitUntil(is_of_now, timeout=PATIENCE)


def test_that_a_report_sets_the_compared_runs_side_by_side(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    train_for(window, qtbot, 100)
    window.run.reset()
    qtbot.waitUntil(lambda: len(window.history.records) == 1, timeout=PATIENCE)
    window.editing.edit("training.optimizer", "sgd")
    train_for(window, qtbot, 50)
    assert "Compared runs" not in [section.heading for section in reported(window).sections]
    (record,) = window.history.records
    window.history.tick([record.key])
    (section,) = [one for one in reported(window).sections if one.heading == "Compared runs"]
    (table,) = section.tables
    rows = {name: cells for name, *cells in table.rows}
    assert rows["Optimizer"] == ["SGD", "Adam"]
    assert rows["Steps"][1] == count_text(record.steps)
    assert record.validation is not None
    assert rows["Loss, validation"][1] == loss_text(record.validation.loss)
    assert [picture.caption for picture in section.pictures] == list(table.header[2:])
    page = read(written(window, qtbot, tmp_path / "compared.html"))
    assert len(page.addresses) == 4


def test_that_every_picture_of_a_report_is_light_in_a_dark_window(
    make_window: MakeWindow, qtbot: QtBot
) -> None:
    window = make_window(defaults_for("sine"))
    window.appearance.choose("dark")
    train_for(window, qtbot, 100)
    window.run.reset()
    qtbot.waitUntil(lambda: len(window.history.records) == 1, timeout=PATIENCE)
    window.history.tick([record.key for record in window.history.records])
    train_for(window, qtbot, 50)
    space = window.space
    drawn = (space.loss, space.predictions, space.network)
    before = [widget.grab().toImage() for widget in drawn]
    pictures = [picture for section in reported(window).sections for picture in section.pictures]
    assert len(pictures) == 4
    for picture in pictures:
        image = picture.image
        right, foot = image.width() - 1, image.height() - 1
        for x, y in ((0, 0), (right, 0), (0, foot), (right, foot)):
            assert image.pixelColor(x, y).lightness() > 240
        darkest = min(
            image.pixelColor(x, y).lightness()
            for x in range(0, right, 2)
            for y in range(0, foot, 2)
        )
        assert darkest < 160  # it is no empty page
    assert [widget.grab().toImage() for widget in drawn] == before
    assert space.loss.colours.dark


def test_that_a_compared_run_whose_weights_were_dropped_keeps_its_picture(
    window: MainWindow, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: window.keeper.seen is not None, timeout=PATIENCE)
    train_for(window, qtbot, 50)
    window.run.reset()
    qtbot.waitUntil(lambda: len(window.history.records) == 1, timeout=PATIENCE)
    (record,) = window.history.records
    window.history.replace_all([dataclasses.replace(record, payload={})])
    window.history.tick([record.key])
    train_for(window, qtbot, 50)
    (section,) = [one for one in reported(window).sections if one.heading == "Compared runs"]
    (picture,) = section.pictures
    assert picture.image == QImage.fromData(record.thumbnail)


def test_that_a_pdf_has_pages_with_the_same_words(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    train_for(window, qtbot, 100)
    content = written(window, qtbot, tmp_path / "circle.pdf").read_bytes()
    assert content.startswith(b"%PDF")
    assert content.rstrip().endswith(b"%%EOF")
    assert 2 <= len(re.findall(rb"/Type\s*/Page\b", content)) <= 12
    assert len(re.findall(rb"/Subtype\s*/Image", content)) >= 3
    text = to_document(reported(window)).toPlainText()
    assert "training.learning_rate" in text
    assert "Versions" in text


def test_that_a_report_that_cannot_be_written_says_so_and_leaves_the_earlier_one(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "gone" / "circle.html"
    qtbot.waitUntil(lambda: window.reporting.possible, timeout=PATIENCE)
    with qtbot.waitSignal(window.reporting.failed, timeout=PATIENCE) as heard:
        window.reporting.write(path)
    assert "gone" in str(heard.args[0])
    assert not path.exists()


@pytest.mark.usefixtures("qapp")
def test_that_a_pdf_is_laid_out_on_another_thread_without_complaint() -> None:
    told: list[str] = []
    before = qInstallMessageHandler(lambda _type, _context, words: told.append(words))
    sections = tuple(Section(name, ("word " * 500,)) for name in "abcdefgh")
    with ThreadPoolExecutor(1) as pool:
        content = pool.submit(to_pdf, Report("a", "b", "en", sections)).result()
    qInstallMessageHandler(before)
    assert content.startswith(b"%PDF")
    assert told == []


@pytest.mark.usefixtures("qapp")
def test_that_names_from_data_cannot_become_part_of_the_page() -> None:
    name = '<script>alert("x")</script>'
    image = QImage(QSize(4, 4), QImage.Format.Format_RGB32)
    section = Section(
        name, (name,), (Table(((name, name),), (name, name)),), (Picture(image, f'"{name}', 4),)
    )
    page = to_html(Report(name, name, "en", (section,)))
    assert "<script" not in page
    assert not re.search(r'alt=""', page)
    assert to_pdf(Report(name, name, "en", (section,))).startswith(b"%PDF")


@pytest.mark.parametrize(("source", "pictures"), [("sine", 4), ("blobs", 3), ("plane", 4)])
def test_that_every_task_can_be_reported(
    make_window: MakeWindow, qtbot: QtBot, tmp_path: Path, source: str, pictures: int
) -> None:
    window = make_window(defaults_for(source))
    train_for(window, qtbot, 50)
    page = read(written(window, qtbot, tmp_path / "report.html"))
    assert len(page.addresses) == pictures
    assert ("Predicted against true values." in page.texts) == (pictures == 4)
