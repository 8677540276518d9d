"""Shortcuts as the page of shortcuts shows them, and those of controls. Knows no Qt."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shortcut:
    """One line of the page of shortcuts."""

    group: str
    keys: tuple[str, ...]
    text: str
    help: str


CONTROL_SHORTCUTS: tuple[Shortcut, ...] = (
    Shortcut("Sliders", ("Left", "Right", "Wheel"), "One step", "The wheel needs the focus."),
    Shortcut("Sliders", ("Page up", "Page down"), "A large step", "A decade on a logarithm."),
    Shortcut("Sliders", ("Home", "End"), "The ends", "Where 'off' and 'full batch' stand."),
    Shortcut("Sliders", ("Double-click",), "The default", "On the slider or on its label."),
    Shortcut("Fields", ("Enter",), "Take the number", "0.01, 0,01 and 1e-2 are the same."),
    Shortcut("Fields", ("Escape",), "The number before", "As long as it was not taken."),
    Shortcut("Fields", ("Up", "Down"), "One step", "Page up and page down step further."),
    Shortcut("Network", ("Left", "Right", "Up", "Down"), "Walk", "From neuron to neuron."),
    Shortcut("Network", ("Tab",), "Walk the edges", "Of the neuron; Escape goes back to it."),
    Shortcut("Network", ("Ctrl++", "Ctrl+-", "Ctrl+Wheel"), "Zoom", "The middle button moves."),
    Shortcut("Network", ("Ctrl+0", "Home"), "Show everything", "As large as it fits."),
    Shortcut("Network", ("U",), "Show all neurons", "Of the layer; Escape goes back."),
    Shortcut("Network", ("M",), "Show the matrix", "Of all edges to the layer; Escape goes back."),
    Shortcut("Plots", ("A", "Double-click"), "Show everything", "Of the plot under the mouse."),
    Shortcut("Plots", ("Wheel", "+", "−"), "Zoom", "About the mouse, or the middle."),
    Shortcut("Plots", ("Drag", "Left", "Right", "Up", "Down"), "Move", "The keys need the focus."),
    Shortcut("Plots", ("Right click", "Shift+F10"), "Copy or save", "The picture, or its data."),
    Shortcut(
        "Network", ("Right click", "Shift+F10"), "Copy or save", "The picture of the network."
    ),
)
"""What keys do in controls rather than in the window."""
