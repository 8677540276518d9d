"""Random projects, made from the declarations alone, so that new settings are tried as well.

Tests ask for them as `st.from_type(Project)`.
"""

import math

import hypothesis
from hypothesis import strategies as st

from playground.engine.catalogue import index
from playground.engine.settings import paths as settings
from playground.engine.spec.parameter import Parameter
from playground.engine.spec.run import TableFile
from playground.state import project as projects
from playground.state import view as views
from playground.state.project import Project

SearchStrategy = st.SearchStrategy[object]


def values_of(parameter: Parameter) -> SearchStrategy:
    """What `parameter` can hold."""
    keys = [choice.key for choice in parameter.choices]
    if parameter.catalogue:
        keys = [row.key for row in index.rows(parameter.catalogue)]
    match parameter.kind:
        case "switch":
            return st.booleans()
        case "integer":
            return _integers(parameter)
        case "number":
            return st.floats(
                max(parameter.minimum, -1e300), min(parameter.maximum, 1e300), allow_nan=False
            )
        case "integers":
            return st.lists(_integers(parameter), max_size=settings.MAXIMUM_HIDDEN_LAYERS)
        case "texts" if parameter.name == "points":
            return st.lists(st.sampled_from(("0 0 1", "-6 1.5 2", "3 0.125 1")), max_size=4)
        case "texts" if parameter.name == "layer_dropouts":
            return st.lists(st.sampled_from(("", "0", "0.25", "0.95")), max_size=4)
        case "texts":
            return st.lists(st.sampled_from(keys) if keys else st.text(max_size=20), max_size=4)
        case "choice":
            return st.sampled_from(keys or [str(parameter.default)])
        case "text":
            return st.text(max_size=20)


def _integers(parameter: Parameter) -> SearchStrategy:
    low = -(2**40) if math.isinf(parameter.minimum) else math.ceil(parameter.minimum)
    high = 2**40 if math.isinf(parameter.maximum) else math.floor(parameter.maximum)
    return st.integers(low, high) | st.sampled_from([int(v) for v, _ in parameter.special] or [low])


@st.composite
def projects_of_all_kinds(draw: st.DrawFn) -> Project:
    """A project with any setting changed, added parameters and a table among them."""
    project = Project()
    known = settings.fixed_parameters() | views.parameters()
    for path in draw(st.lists(st.sampled_from(sorted(known)), max_size=8, unique=True)):
        project = projects.write(project, path, draw(values_of(known[path])))
    added = settings.added_parameters(project.run)
    if added:
        for path in draw(st.lists(st.sampled_from(sorted(added)), max_size=3, unique=True)):
            project = projects.write(project, path, draw(values_of(added[path])))
    table = draw(st.none() | st.builds(TableFile, st.text(min_size=1, max_size=20), st.binary()))
    return Project(project.run, project.view, table)


st.register_type_strategy(Project, projects_of_all_kinds())

# How long an example takes says more about the machine than about the code.
hypothesis.settings.register_profile("without_deadline", deadline=None)
hypothesis.settings.load_profile("without_deadline")
