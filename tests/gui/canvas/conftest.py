"""What tests of the diagram share: the canvas of their panel, and both themes."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from playground.gui.canvas.network_canvas import NetworkCanvas
from playground.gui.canvas.network_panel import NetworkPanel
from playground.gui.theme import DARK, LIGHT, Colours, Scheme, apply_theme


@pytest.fixture
def canvas(panel: NetworkPanel) -> NetworkCanvas:
    """The diagram of the panel that a test module makes."""
    canvas = panel.findChild(NetworkCanvas, "network.diagram")
    assert canvas is not None
    return canvas


@pytest.fixture(params=["light", "dark"])
def colours(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[Colours]:
    """The colours of each theme, while it is on."""
    scheme: Scheme = request.param
    apply_theme(qapp, scheme)
    yield DARK if scheme == "dark" else LIGHT
    apply_theme(qapp, "light")
