"""What a tool tip is made of."""

from playground.gui.widgets.tool_tip import tool_tip


def test_that_a_tool_tip_shows_every_sign_as_it_stands() -> None:
    assert tool_tip("a < b\nc") == "<qt>a &lt; b<br>c</qt>"
