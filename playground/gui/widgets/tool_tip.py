"""The text of a tool tip."""

import html


def tool_tip(text: str) -> str:
    """`text` as a tool tip that wraps and shows every sign as it stands."""
    return "<qt>" + html.escape(text).replace("\n", "<br>") + "</qt>"
