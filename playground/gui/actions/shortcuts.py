"""Shortcuts as the page of shortcuts shows them, and those of controls. Knows no Qt."""

from dataclasses import dataclass

from playground.engine.common.language import N_


@dataclass(frozen=True, slots=True)
class Shortcut:
    """One line of the page of shortcuts."""

    group: str
    keys: tuple[str, ...]
    text: str
    help: str


SPACE = N_("Space")
WHEEL, DRAG = N_("Mouse wheel"), N_("Drag")
DOUBLE_CLICK, RIGHT_CLICK = N_("Double-click"), N_("Right-click")
SLIDERS, FIELDS, NETWORK, PLOTS = N_("Sliders"), N_("Fields"), N_("Network"), N_("Plots")
SLOW_STEP = N_("One step, slowly")
RUNS = N_("Runs")

CONTROL_SHORTCUTS: tuple[Shortcut, ...] = (
    Shortcut(
        SLIDERS, ("←", "→", WHEEL), N_("One step"), N_("The wheel works once the slider has focus.")
    ),
    Shortcut(
        SLIDERS,
        ("Page Up", "Page Down"),
        N_("A large step"),
        N_("On a logarithmic scale, a factor of ten."),
    ),
    Shortcut(
        SLIDERS,
        ("Home", "End"),
        N_("Lowest or highest value"),
        N_("Where 'off' and 'full batch' are."),
    ),
    Shortcut(SLIDERS, (DOUBLE_CLICK,), N_("Default value"), N_("On the slider or on its label.")),
    Shortcut(
        FIELDS, ("Enter",), N_("Apply the number"), N_("0.01, 0,01 and 1e-2 are the same number.")
    ),
    Shortcut(
        FIELDS, ("Esc",), N_("Back to the previous number"), N_("Until the new one is applied.")
    ),
    Shortcut(FIELDS, ("↑", "↓"), N_("One step"), N_("Page Up and Page Down make larger steps.")),
    Shortcut(NETWORK, ("←", "→", "↑", "↓"), N_("Go to another neuron"), N_("To the nearest one.")),
    Shortcut(
        NETWORK,
        ("Tab",),
        N_("Go through the edges"),
        N_("Those of the neuron; Esc goes back to it."),
    ),
    Shortcut(
        NETWORK,
        ("Ctrl++", "Ctrl+-", N_("Ctrl+Mouse wheel")),
        N_("Zoom"),
        N_("Drag with the middle button to move."),
    ),
    Shortcut(NETWORK, ("Ctrl+0", "Home"), N_("Zoom to fit"), N_("Shows the whole network.")),
    Shortcut(
        NETWORK,
        ("U",),
        N_("Show all neurons"),
        N_("Of the layer; Esc goes back to the diagram."),
    ),
    Shortcut(
        NETWORK,
        ("M",),
        N_("Show the matrix"),
        N_("Of all edges into the layer; Esc goes back to the diagram."),
    ),
    Shortcut(PLOTS, ("A", DOUBLE_CLICK), N_("Show all"), N_("In the plot under the mouse.")),
    Shortcut(
        PLOTS, (WHEEL, "+", "−"), N_("Zoom"), N_("Around the mouse pointer, or around the middle.")
    ),
    Shortcut(
        PLOTS,
        (DRAG, "←", "→", "↑", "↓"),
        N_("Move"),
        N_("The keys work once the plot has focus."),
    ),
    Shortcut(
        PLOTS,
        (RIGHT_CLICK, "Shift+F10"),
        N_("Copy or save"),
        N_("The picture of the plot, or its data."),
    ),
    Shortcut(
        NETWORK,
        (RIGHT_CLICK, "Shift+F10"),
        N_("Copy or save"),
        N_("The picture of the network."),
    ),
    Shortcut(
        SLOW_STEP,
        ("Alt+Left", "Alt+Right"),
        N_("Previous or next phase"),
        N_("After the last one, the run takes the step."),
    ),
    Shortcut(
        SLOW_STEP, ("Alt+P",), N_("Play"), N_("Goes through the phases automatically, or stops.")
    ),
    Shortcut(
        SLOW_STEP,
        ("Alt+End", "Alt+Home"),
        N_("Finish or undo the step"),
        N_("If undone, the run stays as it was before the step."),
    ),
    Shortcut(
        SLOW_STEP,
        ("Alt+PgDown",),
        N_("To the next epoch"),
        N_("Trains to the end of the epoch, then continues with the next step."),
    ),
    Shortcut(RUNS, ("Enter",), N_("Restore"), N_("Settings and weights, as it was left.")),
    Shortcut(RUNS, ("F2",), N_("Rename"), N_("A name of your own for the run.")),
    Shortcut(RUNS, ("C", "B"), N_("Compare, baseline"), N_("With the present run.")),
    Shortcut(RUNS, ("S", "D", "Del"), N_("Star, duplicate, delete"), N_("Of the selected runs.")),
)
"""What keys do in controls rather than in the window."""
